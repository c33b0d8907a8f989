#include "app/report.h"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>

#include "app/problems.h"
#include "core/text.h"

namespace citacal::app {

int exit_code(const core::Error& error) {
  if (dynamic_cast<const ConfigurationError*>(&error)) return kConfiguration;
  if (error.condition.starts_with("file-")) return kFileRefused;
  switch (error.code) {
    case core::Code::invalid:
    case core::Code::too_large:
    case core::Code::unsupported:
      return kUsage;
    case core::Code::unauthorised:
    case core::Code::forbidden:
    case core::Code::not_found:
    case core::Code::conflict:
    case core::Code::stale:
      return kRefused;
    case core::Code::throttled:
    case core::Code::unavailable:
      return kUnavailable;
    case core::Code::internal:
      return kInternal;
  }
  return kInternal;
}

core::Language terminal_language() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value && *value)
      return std::string_view(value).starts_with("en") ? core::Language::en : core::Language::es;
  }
  return core::Language::es;
}

void print_error(const core::Phrase& message) {
  fmt::print(stderr, "citacal: {}\n", message.in(terminal_language()));
}

void print_error(const core::Error& error) {
  if (error.condition == "file-refused")
    fmt::print(stderr, "{}\n", error.message.in(terminal_language()));
  else
    print_error(error.message);
}

void log_line(std::string_view level, std::string_view event, std::string_view message) {
  // One call: lines of several threads do not mix.
  const auto line =
      fmt::format("{{\"time\":\"{}\",\"level\":{},\"event\":{},\"message\":{}}}\n",
                  core::print_utc(core::SystemClock().now()), core::json_quoted(level),
                  core::json_quoted(event), core::json_quoted(message));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace citacal::app
