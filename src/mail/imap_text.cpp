#include "mail/imap_text.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <limits>

#include "core/text.h"

namespace citacal::mail {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string_view leading_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return text.substr(0, count);
}

// A quoted string at the front of `text`; `length` becomes that of its text on the wire.
std::string unquoted(std::string_view text, std::size_t& length) {
  std::string value;
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    value += text[at];
  }
  length = std::min(at + 1, text.size());
  return value;
}

// Takes the value of BODY[…] out of the response, so that nothing in it is read as an answer.
std::optional<std::string> take_body(ImapResponse& response) {
  const auto start = response.line.find("BODY[");
  if (start == std::string::npos) return std::nullopt;
  const auto space = response.line.find(' ', response.line.find(']', start));
  if (space == std::string::npos) return std::nullopt;
  const auto value = std::string_view(response.line).substr(space + 1);
  std::string body;
  std::size_t length = 0;
  if (value.starts_with('{') && response.literals.size() == 1)
    body = std::move(response.literals.front());
  else if (value.starts_with('"'))
    body = unquoted(value, length);
  else if (!value.starts_with("NIL"))
    return std::nullopt;
  response.line.erase(start, space + 1 + length - start);
  return body;
}

}  // namespace

std::optional<std::uint64_t> announced_literal(std::string_view line) {
  const auto open = line.rfind('{');
  if (open == std::string_view::npos || !line.ends_with('}')) return std::nullopt;
  const auto digits = line.substr(open + 1, line.size() - open - 2);
  if (digits.empty() || leading_digits(digits) != digits) return std::nullopt;
  std::uint64_t size = 0;
  const auto [_, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  return error == std::errc() ? size : std::numeric_limits<std::uint64_t>::max();
}

std::optional<std::uint32_t> number_after(std::string_view line, std::string_view name) {
  for (std::size_t at = 0; (at = line.find(name, at)) != std::string_view::npos; ++at) {
    const auto rest = line.substr(at + name.size());
    const bool is_word =
        at == 0 || line[at - 1] == ' ' || line[at - 1] == '(' || line[at - 1] == '[';
    if (is_word && rest.starts_with(' ')) return parse_number(leading_digits(rest.substr(1)));
  }
  return std::nullopt;
}

std::vector<std::uint32_t> parse_search(std::string_view line) {
  constexpr std::string_view kSearch = "* SEARCH";
  std::vector<std::uint32_t> uids;
  if (!line.starts_with(kSearch)) return uids;
  for (const auto word : core::split(line.substr(kSearch.size()), ' '))
    if (const auto uid = parse_number(word); uid && *uid > 0) uids.push_back(*uid);
  return uids;
}

std::optional<ImapFetched> parse_fetch(ImapResponse response) {
  constexpr std::string_view kFetch = " FETCH (";
  const auto number = leading_digits(std::string_view(response.line)
                                         .substr(0, 14)
                                         .substr(std::min<std::size_t>(2, response.line.size())));
  const auto list = 2 + number.size();
  if (!response.line.starts_with("* ") || number.empty() ||
      response.line.compare(list, kFetch.size(), kFetch) != 0)
    return std::nullopt;
  ImapFetched fetched;
  fetched.body = take_body(response);
  fetched.size = number_after(response.line, "RFC822.SIZE");
  const auto uid = number_after(response.line, "UID");
  if (!uid) return std::nullopt;
  fetched.uid = *uid;
  return fetched;
}

std::string imap_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string imap_date(core::Instant at) {
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
  return fmt::format("{}-{}-{:04}", unsigned{day.day()}, kMonths[unsigned{day.month()} - 1],
                     int{day.year()});
}

}  // namespace citacal::mail
