#include "mail/imap_connection.h"

#include <curl/curl.h>
#include <fmt/core.h>
#include <poll.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace citacal::mail {
namespace {

constexpr std::size_t kLinesMax = 8 << 20;      // bytes: some million UIDs
constexpr std::size_t kResponseOverhead = 100;  // bytes of memory that a line costs, however short
constexpr std::uint64_t kSlowestBytesPerS = 32 * 1024;
constexpr std::size_t kAnswerShown = 300;  // bytes

extern "C" {
static int watch_answers(CURL*, curl_infotype type, char* data, size_t size, void* user) {
  const std::string_view line(data, std::min(size, kAnswerShown));
  const bool is_untagged = line.starts_with('*') && !line.starts_with("* BYE");
  if (type == CURLINFO_HEADER_IN && !is_untagged && !line.starts_with('+'))
    *static_cast<std::string*>(user) = core::trim(line);
  return 0;
}
}

void spend(std::size_t& budget, std::size_t bytes) {
  if (bytes > budget) throw ImapTrouble{"the server answers more than was asked for"};
  budget -= bytes;
}

bool is_good(std::string_view words) {
  return words == "OK" || core::to_upper(words.substr(0, 3)) == "OK " ||
         words.starts_with("NO [EXPUNGEISSUED]");
}

}  // namespace

ImapConnection::ImapConnection(const Server& server)
    : timeout_(server.timeout_ms), curl_(make_curl_handle(server, "imap")) {
  static_assert(CURL_ERROR_SIZE <= std::tuple_size_v<decltype(error_)>);
  const auto set = [&](CURLoption option, auto value) {
    core::expects(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK,
                  "libcurl knows every option that is set");
  };
  set(CURLOPT_CONNECT_ONLY, 1L);  // connects, does TLS and logs in
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_DEBUGFUNCTION, watch_answers);
  set(CURLOPT_DEBUGDATA, &last_answer_);
  set(CURLOPT_VERBOSE, 1L);  // to watch_answers only
  const auto result = curl_easy_perform(curl_.get());
  if (result != CURLE_OK) {
    const std::string reason = error_[0] ? error_.data() : curl_easy_strerror(result);
    throw ImapTrouble{last_answer_.empty() ? reason : fmt::format("{} ({})", reason, last_answer_)};
  }
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(curl_.get(), CURLINFO_ACTIVESOCKET, &socket);
  if (socket == CURL_SOCKET_BAD) throw ImapTrouble{"the server has hung up"};
  socket_ = socket;
}

ImapConnection::~ImapConnection() {
  constexpr std::string_view kGoodbye = "bye LOGOUT\r\n";
  std::size_t sent = 0;
  curl_easy_send(curl_.get(), kGoodbye.data(), kGoodbye.size(), &sent);
}

void ImapConnection::wait(short events) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
  pollfd waited{socket_, events, 0};
  if (left.count() <= 0 || ::poll(&waited, 1, static_cast<int>(left.count())) == 0)
    throw ImapTrouble{"the server does not answer in time"};
}

void ImapConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const auto result = curl_easy_send(curl_.get(), bytes.data(), bytes.size(), &sent);
    if (result == CURLE_AGAIN)
      wait(POLLOUT);
    else if (result != CURLE_OK)
      throw ImapTrouble{curl_easy_strerror(result)};
    bytes.remove_prefix(sent);
  }
}

void ImapConnection::receive() {
  in_.erase(0, at_);
  at_ = 0;
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    if (Clock::now() > deadline_) throw ImapTrouble{"the server does not answer in time"};
    std::size_t count = 0;
    const auto result = curl_easy_recv(curl_.get(), buffer.data(), buffer.size(), &count);
    if (result == CURLE_OK && count == 0) throw ImapTrouble{"the server has hung up"};
    if (result == CURLE_OK) {
      in_.append(buffer.data(), count);
      return;
    }
    if (result != CURLE_AGAIN) throw ImapTrouble{curl_easy_strerror(result)};
    wait(POLLIN);
  }
}

std::string ImapConnection::read_line() {
  spend(lines_left_, kResponseOverhead);
  std::string line;
  for (;;) {
    const auto end = in_.find('\n', at_);
    const auto length = std::min(end, in_.size()) - at_;
    spend(lines_left_, length);
    line.append(in_, at_, length);
    at_ += length;
    if (end != std::string::npos) break;
    receive();
  }
  ++at_;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ImapConnection::read_bytes(std::size_t count) {
  std::string bytes;
  bytes.reserve(count);
  while (bytes.size() < count) {
    if (at_ == in_.size()) receive();
    const auto length = std::min(count - bytes.size(), in_.size() - at_);
    bytes.append(in_, at_, length);
    at_ += length;
  }
  return bytes;
}

// Only data has literals: the words of an OK may end in what looks like one.
ImapResponse ImapConnection::read_response() {
  ImapResponse response{read_line(), {}};
  if (!response.line.starts_with("* ") || response.line.starts_with("* OK")) return response;
  while (const auto size = announced_literal(response.line)) {
    spend(literals_left_, *size);
    deadline_ += std::chrono::seconds(*size / kSlowestBytesPerS);
    response.literals.push_back(read_bytes(*size));
    response.line += read_line();
  }
  return response;
}

std::vector<ImapResponse> ImapConnection::ask(std::string_view command, std::size_t literals_max) {
  const auto tag = fmt::format("c{} ", ++tag_);
  deadline_ = Clock::now() + timeout_;
  lines_left_ = kLinesMax;
  literals_left_ = literals_max;
  send(fmt::format("{}{}\r\n", tag, command));
  std::vector<ImapResponse> untagged;
  for (;;) {
    auto response = read_response();
    if (response.line.starts_with("* BYE")) throw ImapTrouble{response.line};
    if (response.line.starts_with("* ")) {
      untagged.push_back(std::move(response));
      continue;
    }
    if (!response.line.starts_with(tag)) throw ImapTrouble{"this is no IMAP: " + response.line};
    const auto words = response.line.substr(tag.size());
    if (!is_good(words)) throw ImapTrouble{words};
    return untagged;
  }
}

}  // namespace citacal::mail
