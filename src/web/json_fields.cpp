#include "web/json_fields.h"

#include <cpprest/json.h>

#include <algorithm>

#include "core/json_guard.h"
#include "core/text.h"
#include "web/values.h"

namespace citacal::web {

using ::web::json::value;

namespace {

void refuse_duplicates(const value& node) {
  if (node.is_array())
    for (const auto& element : node.as_array()) refuse_duplicates(element);
  if (!node.is_object()) return;
  std::vector<std::string_view> names;
  for (const auto& [name, inner] : node.as_object()) {
    names.push_back(name);
    refuse_duplicates(inner);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return;
  const std::string name(twice->substr(0, 60));
  if (!core::is_utf8(name)) core::refuse_json("un nombre repetido", "a name given twice");
  core::refuse_json("«" + name + "» está dos veces", "\"" + name + "\" is given twice");
}

value parsed(std::string_view json) {
  core::guard_json(json, kJsonBytesMax, kJsonDepthMax);
  value document;
  try {
    document = value::parse(std::string(json));
  } catch (const std::exception& error) {
    // The library's words name line and column; they are its own, in English.
    const auto words = core::trim(std::string_view(error.what()).substr(0, 120));
    core::refuse_json(words, words);
  }
  if (!document.is_object())
    core::refuse_json("se espera un objeto {…}", "an object {…} is expected");
  refuse_duplicates(document);
  return document;
}

void require_json_type(const core::Request& request) {
  const auto type = request.headers.get("Content-Type");
  const auto media = core::to_lower(core::trim(type.substr(0, type.find(';'))));
  if (media == "application/json" || media.ends_with("+json")) return;
  throw core::Error(core::Code::unsupported, "not-json",
                    {"El cuerpo debe venir como Content-Type: application/json.",
                     "The body must come as Content-Type: application/json."},
                    "Content-Type");
}

}  // namespace

Fields::Fields(std::shared_ptr<const value> document, const value* here, std::string prefix)
    : document_(std::move(document)), here_(here), prefix_(std::move(prefix)) {}

Fields Fields::parse(std::string_view json) {
  auto document = std::make_shared<const value>(parsed(json));
  const auto* root = document.get();
  return Fields(std::move(document), root, "");
}

Fields Fields::of(const core::Request& request) {
  if (core::trim(request.body).empty()) return parse("{}");
  require_json_type(request);
  return parse(request.body);
}

std::string Fields::path(std::string_view name) const {
  return prefix_ + std::string(name);
}

void Fields::asked(std::string_view name) {
  if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) asked_.emplace_back(name);
}

const value* Fields::find(std::string_view name) const {
  const auto& members = here_->as_object();
  const auto member = members.find(std::string(name));
  return member == members.end() || member->second.is_null() ? nullptr : &member->second;
}

bool Fields::has(std::string_view name) const {
  return find(name) != nullptr;
}

const value& Fields::get(std::string_view name) {
  asked(name);
  const auto* found = find(name);
  if (!found) refuse_missing(name);
  return *found;
}

// A name that is nearly this one explains what happened better than what is missing.
void Fields::refuse_missing(std::string_view name) const {
  const auto near = core::nearest(name, names());
  if (near.empty() || near == name) core::refuse(path(name), "missing", {"falta", "is missing"});
  core::refuse(path(name), "missing",
               {"falta; se recibió «" + near + "»", "is missing; \"" + near + "\" was received"});
}

void Fields::wrong_type(std::string_view name, const core::Phrase& expected) const {
  core::refuse(path(name), "wrong-type", {"debe ser " + expected.es, "must be " + expected.en});
}

std::string Fields::string_of(std::string_view name) {
  const auto& found = get(name);
  if (!found.is_string()) wrong_type(name, {"un texto entre comillas", "a string"});
  return found.as_string();
}

std::string Fields::line(std::string_view name, std::size_t max) {
  return core::checked_line(path(name), string_of(name), max);
}

std::string Fields::optional_line(std::string_view name, std::size_t max) {
  return maybe_line(name, max).value_or("");
}

std::optional<std::string> Fields::maybe_line(std::string_view name, std::size_t max) {
  asked(name);
  if (!has(name)) return std::nullopt;
  return core::checked_optional_line(path(name), string_of(name), max);
}

std::string Fields::text(std::string_view name, std::size_t max) {
  auto text = core::checked_text(path(name), string_of(name), max);
  if (text.empty()) core::refuse(path(name), "missing", {"está vacío", "is empty"});
  return text;
}

std::string Fields::optional_text(std::string_view name, std::size_t max) {
  asked(name);
  return has(name) ? core::checked_text(path(name), string_of(name), max) : std::string();
}

std::string Fields::secret(std::string_view name, std::size_t max) {
  auto secret = string_of(name);
  core::checked_optional_line(path(name), secret, max);
  return secret;
}

std::string Fields::address(std::string_view name) {
  return core::checked_address(path(name), string_of(name));
}

std::string Fields::optional_uri(std::string_view name) {
  asked(name);
  if (!has(name)) return {};
  const auto text = string_of(name);
  return text.empty() ? text : core::checked_uri(path(name), text);
}

core::Instant Fields::instant(std::string_view name) {
  return instant_in(path(name), string_of(name));
}

core::Day Fields::day(std::string_view name) {
  return day_in(path(name), string_of(name));
}

std::optional<core::Day> Fields::optional_day(std::string_view name) {
  asked(name);
  if (!has(name)) return std::nullopt;
  return day(name);
}

core::Minutes Fields::minutes(std::string_view name, int max) {
  return core::Minutes(integer(name, 1, max));
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto& found = get(name);
  if (!found.is_number()) wrong_type(name, {"un número entero", "a whole number"});
  const auto& number = found.as_number();
  if (!number.is_integral() || !number.is_int64()) check_range(path(name), min - 1, min, max);
  check_range(path(name), number.to_int64(), min, max);
  return number.to_int64();
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max,
                             std::int64_t fallback) {
  asked(name);
  return has(name) ? integer(name, min, max) : fallback;
}

bool Fields::flag(std::string_view name, bool fallback) {
  asked(name);
  const auto* found = find(name);
  if (!found) return fallback;
  if (!found->is_boolean()) wrong_type(name, {"true o false", "true or false"});
  return found->as_bool();
}

core::Slot Fields::slot(std::string_view name) {
  auto inner = object(name);
  const core::Slot slot{inner.instant("start"), inner.instant("end")};
  inner.done();
  if (slot.end <= slot.start)
    core::refuse(inner.path("end"), "end-before-start",
                 {"debe ser posterior a «start»", "must be later than \"start\""});
  return slot;
}

Fields Fields::object(std::string_view name) {
  const auto& found = get(name);
  if (!found.is_object()) wrong_type(name, {"un objeto {…}", "an object {…}"});
  return Fields(document_, &found, path(name) + ".");
}

std::vector<Fields> Fields::list(std::string_view name) {
  asked(name);
  std::vector<Fields> elements;
  const auto* found = find(name);
  if (!found) return elements;
  if (!found->is_array()) wrong_type(name, {"una lista […]", "a list […]"});
  check_range(path(name) + ".length", static_cast<std::int64_t>(found->size()), 0, kJsonListMax);
  for (const auto& element : found->as_array()) {
    const auto place = path(name) + "[" + std::to_string(elements.size()) + "]";
    if (!element.is_object())
      core::refuse(place, "wrong-type", {"debe ser un objeto {…}", "must be an object {…}"});
    elements.push_back(Fields(document_, &element, place + "."));
  }
  return elements;
}

std::vector<std::string> Fields::lines(std::string_view name) {
  asked(name);
  std::vector<std::string> texts;
  const auto* found = find(name);
  if (!found) return texts;
  if (!found->is_array()) wrong_type(name, {"una lista de textos", "a list of strings"});
  check_range(path(name) + ".length", static_cast<std::int64_t>(found->size()), 0, kJsonListMax);
  for (const auto& element : found->as_array()) {
    const auto place = path(name) + "[" + std::to_string(texts.size()) + "]";
    if (!element.is_string())
      core::refuse(place, "wrong-type", {"debe ser un texto entre comillas", "must be a string"});
    texts.push_back(core::checked_line(place, element.as_string()));
  }
  return texts;
}

std::vector<std::string> Fields::names() const {
  std::vector<std::string> all;
  for (const auto& [name, inner] : here_->as_object()) all.push_back(name);
  return all;
}

void Fields::done() const {
  for (const auto& name : names()) {
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    std::vector<std::string> known;
    for (const auto& one : asked_) known.push_back(path(one));
    refuse_unknown(path(name), known);
  }
}

}  // namespace citacal::web
