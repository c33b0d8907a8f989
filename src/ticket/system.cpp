#include "ticket/system.h"

#include "core/check.h"

namespace citacal::ticket {

using domain::Delivery;

namespace {

constexpr std::size_t kNumberMax = 100;  // characters
constexpr std::size_t kWordsMax = 300;   // bytes of an answer, for people

bool is_for_later(int status) {
  return status >= 500 || status == 408 || status == 425 || status == 429;
}

}  // namespace

domain::Attempt judge(const Answer& answer) {
  if (answer.status >= 200 && answer.status < 300) return {Delivery::accepted, ""};
  auto words = "HTTP " + std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400)
    words += " (redirection: give the final address in the configuration)";
  if (!answer.body.empty()) words += ": " + answer.body.substr(0, kWordsMax);
  return {is_for_later(answer.status) ? Delivery::deferred : Delivery::refused, words};
}

domain::Told opened(std::string_view number, std::string_view url) {
  domain::Told told;
  try {
    told.ticket = core::checked_line("ticket", number, kNumberMax);
  } catch (const core::Error& error) {
    return {{Delivery::refused,
             std::string("the ticket is open, but its number cannot be kept: ") + error.what()},
            "",
            ""};
  }
  if (!url.starts_with("https://") && !url.starts_with("http://")) return told;
  try {
    told.url = core::checked_uri("url", url);
  } catch (const core::Error&) {
    // A link is a convenience: the number is enough to find the ticket.
  }
  return told;
}

}  // namespace citacal::ticket
