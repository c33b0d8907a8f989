#include "app/deliver.h"

#include <sysexits.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>

#include "app/desk.h"
#include "app/report.h"
#include "core/text.h"
#include "mail/imap.h"
#include "mail/reader.h"
#include "service/incoming.h"

namespace citacal::app {

namespace {

struct Given {
  std::string bytes;  // of one over the limit, its beginning
  bool is_whole = true;
  bool is_read = true;
};

// All of stdin, so that the MTA's pipe does not break; what is over the limit is not kept.
Given read_stdin() {
  constexpr auto kMost = static_cast<std::size_t>(mail::ImapMailbox::kMailMax);
  Given given;
  std::array<char, 65'536> buffer{};
  while (const auto count = std::fread(buffer.data(), 1, buffer.size(), stdin)) {
    const auto room = kMost - given.bytes.size();
    given.bytes.append(buffer.data(), std::min(count, room));
    given.is_whole = given.is_whole && count <= room;
  }
  given.is_read = std::ferror(stdin) == 0;
  return given;
}

// Pipes of Unix mail begin with a line of their own ("From ana@… Tue Jun …").
void drop_envelope_line(std::string& bytes) {
  if (bytes.starts_with("From ")) bytes.erase(0, bytes.find('\n') + 1);
}

domain::ReceivedMail read_given(Given given, const std::string& recipient) {
  drop_envelope_line(given.bytes);
  if (!given.is_whole) given.bytes.resize(static_cast<std::size_t>(mail::ImapMailbox::kHeaderMax));
  auto mail = mail::read_mail(std::move(given.bytes));
  if (!given.is_whole && mail.fault != domain::MailFault::not_a_mail)
    mail.fault = domain::MailFault::too_large;
  if (!recipient.empty()) mail.recipients.push_back(core::to_lower(recipient));
  return mail;
}

int exit_code_of(const core::Error& error) {
  return error.code == core::Code::unavailable ? EX_TEMPFAIL : EX_SOFTWARE;
}

}  // namespace

int deliver_mail(const std::string& path, const std::string& recipient) try {
  auto given = read_stdin();
  if (!given.is_read) return EX_IOERR;
  Desk desk(path);
  const auto mail =
      service::receive(desk.office, read_given(std::move(given), recipient), "deliver");
  std::printf("%s %s%s%s\n", mail.id.c_str(), std::string(core::word(mail.verdict)).c_str(),
              mail.reason.empty() ? "" : " ", mail.reason.c_str());
  return EX_OK;
} catch (const ConfigurationError& error) {
  print_error(error);
  return EX_CONFIG;
} catch (const core::Error& error) {
  print_error(error);
  return exit_code_of(error);
} catch (const std::exception& error) {
  print_error({std::string("Error interno: ") + error.what() + ".",
               std::string("Internal error: ") + error.what() + "."});
  return EX_TEMPFAIL;
}

}  // namespace citacal::app
