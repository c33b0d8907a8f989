// Texts of the configuration with places for an errand's facts: {{number}} (of the request),
// {{subject}}, {{text}}, {{priority}}, {{kind}} (scheduled, failure), {{id}} (of the errand: a
// system that keeps it can tell a repetition) and, once it is known, {{ticket}}.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domain/errand.h"

namespace citacal::ticket {

// What a system calls the priorities, in the order of domain::Priority.
using Priorities = std::array<std::string, 4>;

class Template {
 public:
  Template() = default;  // of nothing
  // Both throw invalid naming `field` for a name that is unknown, or {{ticket}} where there is none
  // yet. JSON: the places stand inside strings, and what comes out is JSON whatever the facts are.
  static Template of_json(std::string_view field, std::string_view text, bool has_ticket);
  static Template of_url(std::string_view field, std::string_view text, bool has_ticket);

  std::string render(const domain::Errand& errand, const Priorities& priorities) const;

 private:
  enum class Escape { json, url };
  struct Part {
    std::string text;   // as it stands
    std::string place;  // the name of what follows it; empty at the end
  };
  Template(std::string_view field, std::string_view text, bool has_ticket, Escape escape);

  std::vector<Part> parts_;
  Escape escape_ = Escape::json;
};

}  // namespace citacal::ticket
