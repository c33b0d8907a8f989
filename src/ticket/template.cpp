#include "ticket/template.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"
#include "ticket/json.h"

namespace citacal::ticket {

namespace {

constexpr std::string_view kPlaces[] = {"number", "subject", "text",  "priority",
                                        "kind",   "id",      "ticket"};

std::string value_of(std::string_view place, const domain::Errand& errand,
                     const Priorities& priorities) {
  if (place == "number") return errand.number;
  if (place == "subject") return errand.subject;
  if (place == "text") return errand.text;
  if (place == "priority") return priorities[static_cast<std::size_t>(errand.priority)];
  if (place == "kind") return std::string(core::word(errand.service));
  if (place == "id") return errand.id;
  return errand.ticket;
}

void check_place(std::string_view field, std::string_view place, bool has_ticket) {
  const bool is_known =
      std::find(std::begin(kPlaces), std::end(kPlaces), place) != std::end(kPlaces);
  if (is_known && (has_ticket || place != "ticket")) return;
  std::string known;
  for (const auto one : kPlaces)
    if (has_ticket || one != "ticket")
      known += (known.empty() ? "{{" : ", {{") + std::string(one) + "}}";
  const std::string name(place.substr(0, 40));
  core::refuse(
      field, "unknown-place",
      {"«{{" + name + "}}» no está entre " + known, "\"{{" + name + "}}\" is none of " + known});
}

// What stands for nothing outside of a JSON string, and needs every escape inside.
domain::Errand sample() {
  domain::Errand errand;
  errand.number = errand.subject = errand.text = errand.id = errand.ticket = "a\"\\\n{ñ";
  return errand;
}

}  // namespace

Template::Template(std::string_view field, std::string_view text, bool has_ticket, Escape escape)
    : escape_(escape) {
  while (true) {
    const auto open = text.find("{{");
    if (open == text.npos) break;
    const auto close = text.find("}}", open);
    if (close == text.npos)
      core::refuse(field, "open-place", {"un «{{» no se cierra", "a \"{{\" is not closed"});
    const auto place = core::trim(text.substr(open + 2, close - open - 2));
    check_place(field, place, has_ticket);
    parts_.push_back({std::string(text.substr(0, open)), std::string(place)});
    text.remove_prefix(close + 2);
  }
  parts_.push_back({std::string(text), ""});
}

Template Template::of_json(std::string_view field, std::string_view text, bool has_ticket) {
  Template made(field, text, has_ticket, Escape::json);
  auto errand = sample();
  try {
    Json::parse(made.render(errand, {errand.text, errand.text, errand.text, errand.text}));
  } catch (const core::Error& error) {
    core::refuse(
        field, "not-json",
        {"debe dar JSON, con los lugares «{{…}}» dentro de cadenas: " + error.message.es,
         "must give JSON, with the places \"{{…}}\" inside of strings: " + error.message.en});
  }
  return made;
}

Template Template::of_url(std::string_view field, std::string_view text, bool has_ticket) {
  Template made(field, text, has_ticket, Escape::url);
  const auto errand = sample();
  core::checked_uri(field, made.render(errand, {"1", "2", "3", "4"}));
  return made;
}

std::string Template::render(const domain::Errand& errand, const Priorities& priorities) const {
  std::string out;
  for (const auto& part : parts_) {
    out += part.text;
    if (part.place.empty()) break;
    const auto value = value_of(part.place, errand, priorities);
    if (escape_ == Escape::url) {
      out += core::percent_encoded(value);
    } else {
      const auto quoted = core::json_quoted(value);
      out.append(quoted, 1, quoted.size() - 2);
    }
  }
  return out;
}

}  // namespace citacal::ticket
