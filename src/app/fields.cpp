#include "app/fields.h"

#include <algorithm>

namespace citacal::app {

namespace {

const Value kNoTable;

std::string say_range(std::int64_t least, std::int64_t most) {
  return std::to_string(least) + " a " + std::to_string(most);
}

core::Phrase number_expected(std::int64_t least, std::int64_t most) {
  return {"un número entero de " + say_range(least, most),
          "a whole number from " + std::to_string(least) + " to " + std::to_string(most)};
}

core::Phrase day_expected() {
  return {"una fecha: 2026-03-05, hoy+12, hábil-5, sábado+2",
          "a date: 2026-03-05, hoy+12, hábil-5, sábado+2"};
}

}  // namespace

Fields::Fields(const Value& table, Problems& problems, std::string section)
    : table_(table), problems_(problems), section_(std::move(section)) {}

const Value* Fields::find(const char* key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return find_member(table_, key);
}

bool Fields::has(const char* key) {
  return find(key) != nullptr;
}

service::Origin Fields::origin_of(const char* key) const {
  const auto* value = find_member(table_, key);
  return value ? value->origin : table_.origin;
}

const Value* Fields::plain(const char* key) {
  const auto* value = find(key);
  if (!value) return nullptr;
  if (value->type != Value::Type::list && value->type != Value::Type::table) return value;
  const bool list = value->type == Value::Type::list;
  problems_.add(value->origin,
                found_expected(key, list ? "[…]" : "[[…]]", {"un solo valor", "a single value"}));
  return nullptr;
}

void Fields::add(const Value& value, const char* key, const core::Phrase& expected) {
  problems_.add(value.origin, found_expected(key, value.text, expected));
}

void Fields::missing(const char* key) {
  problems_.add_missing(table_.origin, section_ + key);
}

template <class Check>
std::string Fields::checked(const char* key, const Check& check) {
  const auto* value = plain(key);
  if (!value) return {};
  if (value->type != Value::Type::text) {
    add(*value, key, {"un texto entre comillas", "a text in quotes"});
    return {};
  }
  try {
    return check(value->text);
  } catch (const core::Error& error) {
    problems_.add(value->origin, error, value->text);
    return {};
  }
}

std::string Fields::line(const char* key, std::size_t max) {
  if (!has(key)) missing(key);
  return checked(key, [&](const std::string& text) { return core::checked_line(key, text, max); });
}

std::string Fields::optional_line(const char* key, std::size_t max) {
  return checked(
      key, [&](const std::string& text) { return core::checked_optional_line(key, text, max); });
}

std::string Fields::line_or(const char* key, const char* otherwise) {
  return has(key) ? line(key, core::kUriMax) : std::string(otherwise);
}

std::string Fields::optional_text(const char* key) {
  return checked(key, [&](const std::string& text) { return core::checked_text(key, text); });
}

std::string Fields::address(const char* key) {
  if (!has(key)) missing(key);
  return checked(key, [&](const std::string& text) { return core::checked_address(key, text); });
}

std::string Fields::optional_uri(const char* key) {
  return checked(key, [&](const std::string& text) {
    return text.empty() ? text : core::checked_uri(key, text);
  });
}

std::int64_t Fields::integer_or(const char* key, std::int64_t otherwise, std::int64_t least,
                                std::int64_t most) {
  const auto* value = plain(key);
  if (!value) return otherwise;
  if (value->type == Value::Type::integer && value->integer >= least && value->integer <= most)
    return value->integer;
  add(*value, key, number_expected(least, most));
  return otherwise;
}

std::optional<bool> Fields::optional_flag(const char* key) {
  const auto* value = plain(key);
  if (!value) return std::nullopt;
  if (value->type == Value::Type::boolean) return value->boolean;
  add(*value, key, {"true o false, sin comillas", "true or false, without quotes"});
  return std::nullopt;
}

std::vector<std::string> Fields::lines(const char* key, std::size_t most) {
  const auto* value = find(key);
  if (!value) return {};
  if (value->type == Value::Type::text) return {line(key)};
  std::vector<std::string> out;
  if (value->type != Value::Type::list || value->items.size() > most) {
    problems_.add(value->origin,
                  found_expected(key, value->text,
                                 {"una lista de textos, como máximo " + std::to_string(most),
                                  "a list of texts, at most " + std::to_string(most)}));
    return out;
  }
  for (const auto& item : value->items) {
    try {
      if (item.type != Value::Type::text)
        add(item, key, {"un texto entre comillas", "a text in quotes"});
      else
        out.push_back(core::checked_line(key, item.text));
    } catch (const core::Error& error) {
      problems_.add(item.origin, error, item.text);
    }
  }
  return out;
}

std::vector<int> Fields::integers_or(const char* key, std::vector<int> otherwise, int least,
                                     int most) {
  const auto* value = find(key);
  if (!value) return otherwise;
  std::vector<int> out;
  for (const auto& item : value->items) {
    if (item.type == Value::Type::integer && item.integer >= least && item.integer <= most)
      out.push_back(static_cast<int>(item.integer));
    else
      add(item, key, number_expected(least, most));
  }
  if (value->type == Value::Type::list && !value->items.empty()) return out;
  problems_.add(value->origin, found_expected(key, value->text,
                                              {"una lista de números, como [1, 2, 3]",
                                               "a list of numbers, such as [1, 2, 3]"}));
  return otherwise;
}

core::Minutes Fields::duration(const char* key) {
  const auto* value = plain(key);
  if (!value && !has(key)) missing(key);
  if (!value) return core::Minutes(60);
  if (const auto length = parse_duration(value->text)) return *length;
  add(*value, key,
      {"una duración: «4h», «90min» o «2h30»", "a duration: \"4h\", \"90min\", \"2h30\""});
  return core::Minutes(60);
}

core::Minutes Fields::time_of_day_or(const char* key, core::Minutes otherwise) {
  const auto* value = plain(key);
  if (!value) return otherwise;
  if (const auto time = parse_time_of_day(value->text)) return *time;
  add(*value, key, {"una hora de 00:00 a 23:59", "a time from 00:00 to 23:59"});
  return otherwise;
}

core::Instant Fields::moment(const char* key, const Today& today) {
  const auto* value = plain(key);
  if (!value && !has(key)) missing(key);
  if (!value) return core::start_of(today.day);
  if (const auto at = parse_moment(value->text, today)) return *at;
  add(*value, key,
      {"fecha y hora: «2026-03-05 09:00», «hoy+12 09:00», «hábil-5 14:30»",
       "date and time: \"2026-03-05 09:00\", \"hoy+12 09:00\", \"hábil-5 14:30\""});
  return core::start_of(today.day);
}

std::optional<core::Day> Fields::optional_day(const char* key, const Today& today) {
  const auto* value = plain(key);
  if (!value) return std::nullopt;
  const auto day = parse_day(value->text, today);
  if (!day) add(*value, key, day_expected());
  return day;
}

core::Day Fields::day(const char* key, const Today& today) {
  if (!has(key)) missing(key);
  return optional_day(key, today).value_or(today.day);
}

std::vector<const Value*> Fields::tables(const char* key, std::size_t most) {
  std::vector<const Value*> out;
  const auto* value = find(key);
  if (!value) return out;
  const bool good = value->type == Value::Type::list && value->items.size() <= most &&
                    std::all_of(value->items.begin(), value->items.end(),
                                [](const Value& item) { return item.type == Value::Type::table; });
  if (!good) {
    const auto count = std::to_string(most);
    problems_.add(value->origin,
                  found_expected(key, value->text,
                                 {"tablas [[" + std::string(key) + "]], como máximo " + count,
                                  "tables [[" + std::string(key) + "]], at most " + count}));
    return out;
  }
  for (const auto& item : value->items) out.push_back(&item);
  return out;
}

const Value& Fields::table(const char* key) {
  const auto* value = find(key);
  if (!value) return kNoTable;
  if (value->type == Value::Type::table) return *value;
  add(*value, key, {"una tabla [" + std::string(key) + "]", "a table [" + std::string(key) + "]"});
  return kNoTable;
}

void Fields::refuse_unknown() {
  for (const auto& member : table_.items)
    if (std::find(asked_.begin(), asked_.end(), member.key) == asked_.end())
      problems_.add(member.key_origin, unknown_name(member.key, asked_));
}

}  // namespace citacal::app
