#include "domain/calendar.h"

#include "core/secret.h"
#include "core/text.h"
#include "domain/access.h"
#include "domain/fields.h"

namespace citacal::domain {

namespace {

// Raise it when the text of events is composed otherwise: every object is then written anew.
constexpr std::string_view kObjectFormat = "citacal-objects-3";
constexpr std::size_t kIdMax = 100;
constexpr int kDaysMax = 3'660;
constexpr int kRefreshMin = 5, kRefreshMax = 7 * 24 * 60;  // minutes

constexpr std::string_view kKey = "{key}", kName = "{name}";

std::string replaced(std::string text, std::string_view mark, const std::string& value) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
    text.replace(at, mark.size(), value);
  return text;
}

core::Phrase replaced(const core::Phrase& phrase, std::string_view mark, const std::string& value) {
  return {replaced(phrase.es, mark, value), replaced(phrase.en, mark, value)};
}

void check_range(const char* field, int value, int min, int max) {
  if (value >= min && value <= max) return;
  const auto from = std::to_string(min), to = std::to_string(max);
  core::refuse(field, "out-of-range",
               {"debe estar entre " + from + " y " + to, "must be " + from + " to " + to});
}

std::string checked_calendar_id(const Calendar& calendar) {
  auto id = core::checked_line("id", calendar.id, kIdMax);
  const auto plain = replaced(id, kKey, "k");
  if (plain != core::slug(plain))
    core::refuse("id", "not-a-calendar-id",
                 {"solo admite minúsculas sin tilde, cifras y guiones sencillos",
                  "may hold only lower-case plain letters, digits and single dashes"});
  if ((id != plain) != calendar.each_contractor)
    core::refuse("id", "not-a-calendar-id",
                 {"lleva «{key}» si, y solo si, hay uno por contratista (each_contractor)",
                  "holds \"{key}\" if, and only if, there is one a contractor (each_contractor)"});
  return id;
}

std::string checked_colour(const std::string& value) {
  auto colour = core::to_lower(value);
  if (colour.size() != 7 || colour[0] != '#' ||
      colour.find_first_not_of("0123456789abcdef", 1) != std::string::npos)
    core::refuse("colour", "not-a-colour",
                 {"debe tener la forma #1f6feb", "must be of the form #1f6feb"});
  return colour;
}

}  // namespace

std::vector<Calendar> expand(const Calendar& definition,
                             const std::vector<Contractor>& contractors) {
  if (!definition.each_contractor) return {definition};
  std::vector<Calendar> all;
  for (const auto& contractor : contractors) {
    Calendar one = definition;
    one.each_contractor = false;
    one.contractor = contractor.id;
    one.id = replaced(definition.id, kKey, contractor.key);
    one.title = replaced(definition.title, kName, contractor.name);
    one.description = replaced(definition.description, kName, contractor.name);
    all.push_back(std::move(one));
  }
  return all;
}

bool is_public(const Calendar& calendar) {
  return calendar.audience == Audience::everyone;
}

bool shows(const Calendar& calendar, const Appointment& appointment,
           const ServiceRequest& request) {
  if (calendar.source != Source::appointments) return false;
  // What is not open to everyone never enters what everyone reads (Ley 1712 de 2014): CLASS is
  // only advice to a client.
  if (is_public(calendar) && request.classification.level != Level::open) return false;
  // Every calendar has readers without clearance: what is withheld whole is in none but the agendas
  // of those who are invited.
  if (is_withheld_whole(request.classification)) return false;
  return (calendar.contractor.empty() || calendar.contractor == appointment.contractor) &&
         (!calendar.kind || *calendar.kind == request.kind) &&
         (!calendar.affects_network || *calendar.affects_network == appointment.affects_network);
}

bool may_see(const Calendar& calendar, const Person& person) {
  switch (calendar.audience) {
    case Audience::everyone:
      return true;
    case Audience::accounts:
      return person.role != Role::contractor;
    case Audience::contractor:
      return sees_contractor(person, calendar.contractor);
  }
  return false;
}

Calendar checked(Calendar calendar) {
  calendar.id = checked_calendar_id(calendar);
  calendar.title.es = core::checked_line("title.es", calendar.title.es);
  calendar.title.en = core::checked_line("title.en", calendar.title.en);
  calendar.description.es = core::checked_text("description.es", calendar.description.es);
  calendar.description.en = core::checked_text("description.en", calendar.description.en);
  calendar.colour = checked_colour(calendar.colour);
  calendar.contractor = checked_optional_id("contractor", calendar.contractor);
  if (calendar.audience == Audience::contractor && !calendar.each_contractor &&
      calendar.contractor.empty())
    core::refuse("audience", "no-contractor",
                 {"«contractor» exige un contratista, o each_contractor = true",
                  "\"contractor\" requires a contractor, or each_contractor = true"});
  if (calendar.source == Source::holidays &&
      (calendar.each_contractor || !calendar.contractor.empty() || calendar.kind ||
       calendar.affects_network))
    core::refuse("source", "no-filters",
                 {"«holidays» no admite filtros: los festivos son de todos",
                  "\"holidays\" takes no filters: holidays are everybody's"});
  check_range("past_days", calendar.past_days, 0, kDaysMax);
  check_range("future_days", calendar.future_days, 1, kDaysMax);
  check_range("cancelled_days", calendar.cancelled_days, 0, kDaysMax);
  check_range("refresh_minutes", calendar.refresh_minutes, kRefreshMin, kRefreshMax);
  return calendar;
}

std::string definition_digest(const Calendar& calendar) {
  std::string bytes;
  append_field(bytes, kObjectFormat);
  for (const auto* text :
       {&calendar.id, &calendar.title.es, &calendar.title.en, &calendar.description.es,
        &calendar.description.en, &calendar.colour, &calendar.contractor})
    append_field(bytes, *text);
  append_field(bytes, core::word(calendar.audience));
  append_field(bytes, core::word(calendar.source));
  append_field(bytes, calendar.each_contractor ? "each" : "");
  append_field(bytes, calendar.kind ? core::word(*calendar.kind) : "");
  append_field(bytes, !calendar.affects_network ? "" : *calendar.affects_network ? "yes" : "no");
  for (const int number : {calendar.past_days, calendar.future_days, calendar.cancelled_days,
                           calendar.refresh_minutes})
    append_field(bytes, std::to_string(number));
  return core::sha256_hex(bytes);
}

}  // namespace citacal::domain
