#include "mail/transport.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "core/check.h"
#include "core/error.h"
#include "core/text.h"
#include "mail/curl_handle.h"

namespace citacal::mail {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

constexpr std::size_t kDetailMax = 500;  // bytes of a server's words that are kept

void check(const SmtpSettings& settings) {
  check_server(settings, "smtp");
  if (!settings.helo.empty() && !is_host_text(settings.helo))
    core::refuse("smtp.helo", "smtp-helo",
                 {"El nombre para EHLO debe ser un nombre de equipo.",
                  "The name for EHLO must be a host name."});
}

std::string with_crlf(std::string_view message) {
  std::string bytes;
  bytes.reserve(message.size() + message.size() / 32);
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if (c == '\r' && i + 1 < message.size() && message[i + 1] == '\n') ++i;
    if (c == '\r' || c == '\n')
      bytes += "\r\n";
    else
      bytes += c;
  }
  return bytes;
}

// What was said last in the talk with the server: our verb (never its arguments, which hold the
// password) and the server's whole answer.
struct Talk {
  std::vector<std::string> to_recipients;  // the answer to each RCPT, in their order
  std::string verb;
  std::string answer;
  bool logged_in = false;  // AUTH was spoken since the connection's EHLO
  bool over = false;       // QUIT was spoken: what made us leave is what counts
  bool complete = false;   // `answer` has had its last line (RFC 5321 §4.2.1)

  void begin() {
    verb.clear();
    answer.clear();
    to_recipients.clear();
    over = complete = false;
  }
  void say(std::string_view command) {
    constexpr std::string_view kVerbs = " EHLO HELO STARTTLS AUTH MAIL RCPT DATA ";
    const std::string spoken(command.substr(0, command.find_first_of(" \r\n")));
    if (spoken == "QUIT") over = true;
    if (over) return;
    if (kVerbs.find(" " + spoken + " ") != std::string_view::npos) verb = spoken;
    if (spoken == "EHLO" || spoken == "HELO") logged_in = false;
    if (spoken == "AUTH") logged_in = true;
    if (spoken == "MAIL") to_recipients.clear();  // a connection that was lost is begun anew
    if (spoken == "RCPT") to_recipients.emplace_back();
    answer.clear();
  }
  void hear(std::string_view line) {
    if (over) return;
    if (complete) answer.clear();
    complete = line.size() < 4 || line[3] != '-';
    if (answer.size() > kDetailMax) return;
    if (!answer.empty()) answer += ' ';
    answer += core::trim(line);
    if (verb == "RCPT" && !to_recipients.empty()) to_recipients.back() = answer;
  }
};

struct Upload {
  std::string_view rest;
};

extern "C" {
static size_t read_upload(char* buffer, size_t size, size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const auto length = std::min(size * count, upload.rest.size());
  std::memcpy(buffer, upload.rest.data(), length);
  upload.rest.remove_prefix(length);
  return length;
}

static int watch_talk(CURL*, curl_infotype type, char* data, size_t size, void* user) {
  auto& talk = *static_cast<Talk*>(user);
  if (type == CURLINFO_HEADER_OUT) talk.say({data, size});
  if (type == CURLINFO_HEADER_IN) talk.hear({data, size});
  return 0;
}

static size_t drop_bytes(char*, size_t size, size_t count, void*) {
  return size * count;
}
}

class Smtp final : public Transport {
 public:
  explicit Smtp(const SmtpSettings& settings);
  domain::Attempt send(const std::string& from, const std::vector<std::string>& to,
                       const std::string& message) override;

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    core::expects(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK,
                  "libcurl knows every option that is set");
  }
  CURLcode perform(const std::string& from, const std::vector<std::string>& to,
                   const std::string& message);
  bool is_final(long code, bool of_letter) const;
  std::vector<domain::NotTaken> not_taken(const std::vector<std::string>& to) const;
  std::string detail_of(CURLcode result) const;

  bool needs_login_;
  Talk talk_;
  char error_[CURL_ERROR_SIZE] = {};
  CurlHandle curl_;
};

Smtp::Smtp(const SmtpSettings& settings) : needs_login_(!settings.login.empty()) {
  check(settings);
  curl_ = make_curl_handle(settings, "smtp", settings.helo);
  set(CURLOPT_MAXAGE_CONN, 60L);  // seconds idle; servers hang up after some minutes
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, read_upload);
  set(CURLOPT_WRITEFUNCTION, drop_bytes);
  set(CURLOPT_ERRORBUFFER, error_);
  set(CURLOPT_DEBUGFUNCTION, watch_talk);
  set(CURLOPT_DEBUGDATA, &talk_);
  set(CURLOPT_VERBOSE, 1L);  // to watch_talk only
  // One recipient that is refused does not keep the mail from the others.
  set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
}

// Whether the 5xx `code` speaks of the letter, not of our configuration.
bool Smtp::is_final(long code, bool of_letter) const {
  const bool of_authentication = code == 530 || code == 534 || code == 535 || code == 538;
  return code >= 500 && code < 600 && of_letter && !of_authentication &&
         (!needs_login_ || talk_.logged_in);
}

std::string Smtp::detail_of(CURLcode result) const {
  std::string reason = error_[0] ? error_ : curl_easy_strerror(result);
  if (result == CURLE_OK) return talk_.answer;
  if (!talk_.answer.empty())
    reason = fmt::format("{}: {} ({})", talk_.verb.empty() ? "greeting" : talk_.verb, talk_.answer,
                         reason);
  return reason;
}

CURLcode Smtp::perform(const std::string& from, const std::vector<std::string>& to,
                       const std::string& message) {
  const auto sender = "<" + core::checked_address("from", from) + ">";
  std::unique_ptr<curl_slist, FreeList> recipients;
  for (const auto& one : to) {
    const auto recipient = "<" + core::checked_address("to", one) + ">";
    auto* longer = curl_slist_append(recipients.get(), recipient.c_str());
    core::expects(longer != nullptr, "there is memory for an address");
    static_cast<void>(recipients.release());
    recipients.reset(longer);
  }
  const auto bytes = with_crlf(message);
  Upload upload{bytes};
  talk_.begin();
  error_[0] = '\0';
  set(CURLOPT_MAIL_FROM, sender.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_READDATA, &upload);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  const auto result = curl_easy_perform(curl_.get());
  set(CURLOPT_MAIL_RCPT, nullptr);
  return result;
}

// By the answers to RCPT, which libcurl sends in the order of the list.
std::vector<domain::NotTaken> Smtp::not_taken(const std::vector<std::string>& to) const {
  std::vector<domain::NotTaken> all;
  for (std::size_t i = 0; i < to.size() && i < talk_.to_recipients.size(); ++i) {
    const auto& answer = talk_.to_recipients[i];
    if (answer.empty() || answer.front() == '2') continue;
    const long code = std::strtol(answer.substr(0, 3).c_str(), nullptr, 10);
    all.push_back({to[i],
                   is_final(code, true) ? domain::Delivery::refused : domain::Delivery::deferred,
                   "RCPT: " + answer});
  }
  return all;
}

domain::Attempt Smtp::send(const std::string& from, const std::vector<std::string>& to,
                           const std::string& message) {
  const auto result = perform(from, to, message);
  auto others = to.size() > 1 ? not_taken(to) : std::vector<domain::NotTaken>{};
  if (result == CURLE_OK) return {domain::Delivery::accepted, detail_of(result), std::move(others)};
  long code = 0;
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
  const bool of_letter = talk_.verb == "RCPT" || talk_.verb == "DATA";
  return {is_final(code, of_letter) ? domain::Delivery::refused : domain::Delivery::deferred,
          detail_of(result), std::move(others)};
}

}  // namespace

std::unique_ptr<Transport> smtp_transport(const SmtpSettings& settings) {
  return std::make_unique<Smtp>(settings);
}

}  // namespace citacal::mail
