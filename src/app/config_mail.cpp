#include "app/config_mail.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::app {

namespace {

using Reader = ConfigReader;

constexpr std::size_t kMailboxNameMax = 40;
constexpr std::size_t kMailboxesMax = 20;
constexpr const char* kNameOfPipe = "deliver";  // what `citacal deliver` calls its mailbox

// The password in the file of its own that the section names; empty where it names none.
std::string read_password(Fields& fields, Reader& in) {
  const auto file = beside(in.path, fields.optional_line("password_file", 4'096));
  std::string password;
  in.check(fields, "password_file", [&] {
    if (!file.empty()) password = read_secret(file);
  });
  return password;
}

void read_reach(Fields& fields, Reader& in, mail::Server& out) {
  out.ca_file = beside(in.path, fields.optional_line("ca_file", 4'096));
  out.connect_timeout_ms = static_cast<long>(
      fields.integer_or("connect_timeout_ms", out.connect_timeout_ms, 100, 600'000));
  out.timeout_ms =
      static_cast<long>(fields.integer_or("timeout_ms", out.timeout_ms, 100, 3'600'000));
}

void read_smtp(const Value& table, Reader& in, mail::SmtpSettings& out) {
  Fields fields(table, in.problems, "mail.smtp.");
  out.host = fields.optional_line("host");
  out.port = static_cast<int>(fields.integer_or("port", 587, 1, 65'535));
  out.security = fields.word_or("security", out.security);
  out.login = fields.optional_line("login");
  out.password = read_password(fields, in);
  if (out.login.empty() != !fields.has("password_file"))
    in.problems.add(table.origin, {"«login» y «password_file»: hacen falta los dos, o ninguno.",
                                   "\"login\" and \"password_file\": give both, or none."});
  read_reach(fields, in, out);
  out.helo = fields.optional_line("helo");
  in.close(fields, table);
}

// One of [[mail.imap]]. What is wrong with its host is said when the service starts, as of SMTP's.
Mailbox read_mailbox(const Value& table, Reader& in) {
  Fields fields(table, in.problems, "mail.imap.");
  Mailbox out;
  out.imap.name = fields.line("name", kMailboxNameMax);
  in.check(fields, "name", [&] {
    if (out.imap.name != core::slug(out.imap.name) || out.imap.name == kNameOfPipe)
      core::refuse(
          "name", "not-a-name",
          {"debe tener minúsculas, cifras y guiones, como «citas», y no ser «deliver»",
           "must have lower-case letters, digits and dashes, such as \"citas\", and not be "
           "\"deliver\""});
  });
  out.imap.host = fields.line("host");
  out.imap.port = static_cast<int>(fields.integer_or("port", 993, 1, 65'535));
  out.imap.security = fields.word_or("security", mail::Security::tls);
  out.imap.login = fields.line("login");
  if (!fields.has("password_file")) fields.missing("password_file");
  out.imap.password = read_password(fields, in);
  out.imap.folder = fields.line_or("folder", "INBOX");
  out.poll_s = static_cast<int>(fields.integer_or("poll_s", out.poll_s, 5, 3'600));
  read_reach(fields, in, out.imap);
  in.close(fields, table);
  return out;
}

void read_mailboxes(Fields& mail, Reader& in, std::vector<Mailbox>& out) {
  for (const auto* table : mail.tables("imap", kMailboxesMax)) {
    auto mailbox = read_mailbox(*table, in);
    const auto is_same = [&](const Mailbox& other) { return other.imap.name == mailbox.imap.name; };
    if (!mailbox.imap.name.empty() && std::any_of(out.begin(), out.end(), is_same))
      in.problems.add(table->origin,
                      {"«name»: ya hay otro buzón «" + mailbox.imap.name + "».",
                       "\"name\": there is another mailbox \"" + mailbox.imap.name + "\"."});
    out.push_back(std::move(mailbox));
  }
}

}  // namespace

void read_mail(const Value& table, Reader& in, Config& out) {
  Fields fields(table, in.problems, "mail.");
  out.mail_folder = beside(in.path, fields.optional_line("folder", 4'096));
  read_smtp(fields.table("smtp"), in, out.smtp);
  read_mailboxes(fields, in, out.mailboxes);
  if (out.mail_folder.empty() == out.smtp.host.empty())
    in.problems.add(table.origin,
                    {"«mail»: indique el servidor de correo ([mail.smtp] host) o la carpeta "
                     "(folder) donde se escriben los mensajes, uno de los dos.",
                     "\"mail\": give the mail server ([mail.smtp] host) or the folder (folder) "
                     "where the messages are written, one of the two."});
  in.close(fields, table);
}

}  // namespace citacal::app
