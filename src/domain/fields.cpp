#include "domain/fields.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::domain {

using core::refuse;

std::string element(std::string_view list, std::size_t index, std::string_view member) {
  std::string name = std::string(list) + "[" + std::to_string(index) + "]";
  if (!member.empty()) name += "." + std::string(member);
  return name;
}

void check_count(std::string_view field, std::size_t count, std::size_t max) {
  if (count <= max) return;
  const auto limit = std::to_string(max);
  refuse(
      field, "too-many",
      {"tiene demasiados elementos: como máximo " + limit, "has too many items: at most " + limit});
}

core::Id checked_id(std::string_view field, const core::Id& value) {
  if (!core::is_id(value))
    refuse(field, "not-an-id",
           {"debe ser un identificador (UUID de 36 caracteres)",
            "must be an id (a UUID of 36 characters)"});
  return value;
}

core::Id checked_optional_id(std::string_view field, const core::Id& value) {
  return value.empty() ? value : checked_id(field, value);
}

std::string checked_required_text(std::string_view field, std::string_view value) {
  auto text = core::checked_text(field, value);
  if (text.empty()) refuse(field, "missing", {"falta o está vacío", "is missing or empty"});
  return text;
}

std::string checked_optional_link(std::string_view field, std::string_view value) {
  if (value.empty()) return {};
  auto uri = core::checked_uri(field, value);
  if (!core::to_lower(uri.substr(0, 4)).starts_with("http"))
    refuse(field, "not-a-link",
           {"debe empezar por https:// o http://", "must start with https:// or http://"});
  return uri;
}

std::vector<std::string> checked_affected(const std::vector<std::string>& affected) {
  check_count("affected", affected.size(), kAffectedMax);
  std::vector<std::string> clean;
  for (std::size_t i = 0; i < affected.size(); ++i) {
    auto name = core::checked_line(element("affected", i), affected[i]);
    const bool repeated = std::any_of(clean.begin(), clean.end(), [&](const std::string& other) {
      return other == name || same_name(other, name);
    });
    if (!repeated) clean.push_back(std::move(name));
  }
  return clean;
}

void check_slot(std::string_view field, const core::Slot& slot) {
  if (slot.end <= slot.start)
    refuse(field, "end-before-start",
           {"debe terminar después de empezar", "must end after it starts"});
  if (slot.end - slot.start > std::chrono::days(kSlotDaysMax))
    refuse(field, "too-long",
           {"dura demasiado: como máximo 31 días", "lasts too long: at most 31 days"});
  const auto is_whole = [](core::Instant at) {
    return at == std::chrono::floor<core::Minutes>(at);
  };
  if (!is_whole(slot.start) || !is_whole(slot.end))
    refuse(field, "not-whole-minutes",
           {"debe empezar y terminar en minutos enteros, sin segundos",
            "must start and end on whole minutes, without seconds"});
  if (core::year_of(slot.start) < 2000 || core::year_of(slot.end) > 2100)
    refuse(field, "year-out-of-range",
           {"debe estar entre los años 2000 y 2100", "must be in the years 2000 to 2100"});
}

bool same_name(std::string_view a, std::string_view b) {
  const auto slug = core::slug(a);
  return !slug.empty() && slug == core::slug(b);
}

void append_field(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

}  // namespace citacal::domain
