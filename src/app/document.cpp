#include "app/document.h"

#include <fmt/core.h>

#include <algorithm>
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include "core/secret.h"
#include "core/text.h"

namespace citacal::app {

namespace {

service::Origin origin_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::string print(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string print(const toml::time& time) {
  if (time.second == 0) return fmt::format("{:02}:{:02}", time.hour, time.minute);
  return fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
}

std::string print(const toml::date_time& at) {
  const auto local = print(at.date) + " " + print(at.time);
  if (!at.offset) return local;
  const int minutes = std::abs(at.offset->minutes);
  return fmt::format("{}{}{:02}:{:02}", local, at.offset->minutes < 0 ? '-' : '+', minutes / 60,
                     minutes % 60);
}

Value convert(const toml::node& node);

Value convert_table(const toml::table& table) {
  Value value;
  value.type = Value::Type::table;
  for (const auto& [key, node] : table) {
    value.items.push_back(convert(node));
    value.items.back().key = std::string(key.str());
    value.items.back().key_origin = origin_of(key.source());
  }
  // toml++ keeps members by name; people read them as they wrote them.
  std::stable_sort(value.items.begin(), value.items.end(), [](const Value& a, const Value& b) {
    return std::pair(a.key_origin.line, a.key_origin.column) <
           std::pair(b.key_origin.line, b.key_origin.column);
  });
  return value;
}

Value convert_plain(const toml::node& node) {
  Value value;
  value.type = Value::Type::text;
  if (const auto* text = node.as_string()) {
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.type = Value::Type::integer;
    value.integer = integer->get();
    value.text = std::to_string(value.integer);
  } else if (const auto* boolean = node.as_boolean()) {
    value.type = Value::Type::boolean;
    value.boolean = boolean->get();
    value.text = value.boolean ? "true" : "false";
  } else if (const auto* real = node.as_floating_point()) {
    value.type = Value::Type::real;
    value.text = fmt::format("{}", real->get());
  } else if (const auto* date = node.as_date()) {
    value.text = print(date->get());
  } else if (const auto* time = node.as_time()) {
    value.text = print(time->get());
  } else if (const auto* at = node.as_date_time()) {
    value.text = print(at->get());
  }
  return value;
}

Value convert(const toml::node& node) {
  Value value;
  if (const auto* table = node.as_table()) {
    value = convert_table(*table);
  } else if (const auto* array = node.as_array()) {
    value.type = Value::Type::list;
    for (const auto& item : *array) value.items.push_back(convert(item));
  } else {
    value = convert_plain(node);
  }
  value.origin = origin_of(node.source());
  return value;
}

void append(std::string& out, const Value& value) {
  const auto type = static_cast<int>(value.type);
  out += fmt::format("{}:{}:{}:{}:{}\n", value.key.size(), value.key, type, value.text.size(),
                     value.text);
  if (value.type != Value::Type::list && value.type != Value::Type::table) return;
  out += fmt::format("{}\n", value.items.size());
  for (const auto& item : value.items) append(out, item);
}

}  // namespace

const Value* find_member(const Value& table, std::string_view key) {
  for (const auto& item : table.items)
    if (item.key == key) return &item;
  return nullptr;
}

Value parse_toml(std::string_view text, Problems& problems) {
  if (!core::is_utf8(text)) {
    problems.add({1, 1}, {"no es texto UTF-8; guárdelo con codificación UTF-8.",
                          "is not UTF-8 text; save it in UTF-8."});
    return {};
  }
  try {
    const toml::table table = toml::parse(text);
    auto value = convert_table(table);
    value.origin = {1, 1};
    return value;
  } catch (const toml::parse_error& error) {
    const std::string reason(error.description());
    problems.add(origin_of(error.source()), {"no es TOML válido: " + shown(reason) + ".",
                                             "is not TOML: " + shown(reason) + "."});
    return {};
  }
}

std::string digest(const Value& value) {
  std::string out;
  append(out, value);
  return core::sha256_hex(out);
}

}  // namespace citacal::app
