#include "app/calendars.h"

#include <algorithm>
#include <filesystem>

#include "app/fields.h"

namespace citacal::app {

namespace {

constexpr std::size_t kFileMax = 1 << 20;
constexpr std::size_t kFilesMax = 200;

core::Phrase read_phrase(const Value& table, Problems& problems, bool required) {
  Fields fields(table, problems);
  core::Phrase phrase{required ? fields.line("es") : fields.optional_text("es"),
                      required ? fields.line("en") : fields.optional_text("en")};
  fields.refuse_unknown();
  return phrase;
}

domain::Holiday read_holiday(const Value& table, Problems& problems) {
  Fields fields(table, problems);
  const auto before = problems.size();
  domain::Holiday holiday;
  holiday.key = fields.line("key");
  holiday.name = read_phrase(fields.table("name"), problems, true);
  holiday.rule = fields.word<domain::HolidayRule>("rule");
  holiday.month = static_cast<int>(fields.integer_or("month", 0, 1, 12));
  holiday.day = static_cast<int>(fields.integer_or("day", 0, 1, 31));
  holiday.offset = static_cast<int>(fields.integer_or("offset", 0, -100, 100));
  holiday.from_year = static_cast<int>(fields.integer_or("from_year", 0, 1900, 2999));
  holiday.until_year = static_cast<int>(fields.integer_or("until_year", 0, 1900, 2999));
  fields.refuse_unknown();
  if (holiday.rule == domain::HolidayRule::easter && (fields.has("month") || fields.has("day")))
    problems.add(table.origin,
                 {"«rule»: con «easter» la fecha se da por «offset», sin «month» ni «day».",
                  "\"rule\": with \"easter\" the date is given by \"offset\" alone."});
  if (problems.size() > before) return holiday;
  try {
    return domain::checked(std::move(holiday));
  } catch (const core::Error& error) {
    problems.add(fields.origin_of(error.field.c_str()), error);
    return {};
  }
}

domain::Calendar read_definition(Fields& fields, Problems& problems) {
  domain::Calendar calendar;
  calendar.id = fields.line("id");
  calendar.title = read_phrase(fields.table("title"), problems, true);
  calendar.description = read_phrase(fields.table("description"), problems, false);
  calendar.colour = fields.line("colour");
  calendar.audience = fields.word<domain::Audience>("audience");
  calendar.source = fields.word_or("source", domain::Source::appointments);
  calendar.each_contractor = fields.flag_or("each_contractor", false);
  calendar.kind = fields.optional_word<domain::Kind>("kind");
  calendar.affects_network = fields.optional_flag("affects_network");
  const auto days = [&](const char* key, int otherwise) {
    return static_cast<int>(fields.integer_or(key, otherwise, 0, 3'660));
  };
  calendar.past_days = days("past_days", calendar.past_days);
  calendar.future_days = days("future_days", calendar.future_days);
  calendar.cancelled_days = days("cancelled_days", calendar.cancelled_days);
  calendar.refresh_minutes =
      static_cast<int>(fields.integer_or("refresh_minutes", calendar.refresh_minutes, 1, 10'080));
  return calendar;
}

void read_one(const std::string& path, Calendars& out) {
  Problems problems(path);
  const auto document = parse_toml(read_file(path, kFileMax), problems);
  problems.refuse_if_any();
  Fields fields(document, problems);
  auto calendar = read_definition(fields, problems);
  for (const auto* table : fields.tables("holiday", 200))
    out.holidays.push_back(read_holiday(*table, problems));
  fields.refuse_unknown();
  problems.refuse_if_any();
  try {
    out.definitions.push_back(domain::checked(std::move(calendar)));
  } catch (const core::Error& error) {
    problems.add(fields.origin_of(error.field.c_str()), error);
  }
  problems.refuse_if_any();
}

[[noreturn]] void refuse_folder(const std::string& folder, const core::Phrase& reason) {
  throw core::Error(core::Code::invalid, "calendars-folder",
                    {"Los calendarios de «" + folder + "»: " + reason.es + ".",
                     "The calendars of \"" + folder + "\": " + reason.en + "."});
}

void refuse_twins(const Calendars& calendars, const std::string& folder) {
  std::vector<std::string> ids, keys;
  for (const auto& calendar : calendars.definitions) ids.push_back(calendar.id);
  for (const auto& holiday : calendars.holidays) keys.push_back(holiday.key);
  for (auto* list : {&ids, &keys}) {
    std::sort(list->begin(), list->end());
    const auto twin = std::adjacent_find(list->begin(), list->end());
    if (twin != list->end())
      refuse_folder(folder, {"«" + *twin + "» está dos veces; use otro nombre",
                             "\"" + *twin + "\" is there twice; use another name"});
  }
}

}  // namespace

Calendars read_calendars(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path().string());
  if (failure)
    refuse_folder(folder, {"no se puede leer la carpeta (" + failure.message() + ")",
                           "the folder cannot be read (" + failure.message() + ")"});
  if (paths.empty() || paths.size() > kFilesMax)
    refuse_folder(folder,
                  {"se esperan de 1 a 200 archivos .toml y hay " + std::to_string(paths.size()),
                   "1 to 200 .toml files are expected, there are " + std::to_string(paths.size())});
  std::sort(paths.begin(), paths.end());
  Calendars calendars;
  for (const auto& path : paths) read_one(path, calendars);
  refuse_twins(calendars, folder);
  return calendars;
}

}  // namespace citacal::app
