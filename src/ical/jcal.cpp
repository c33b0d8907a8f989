#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "ical/moment.h"
#include "ical/selection.h"
#include "ical/value_type.h"

namespace citacal::ical {

namespace {

using core::json_quoted;

// A number as JSON has them (RFC 8259 §6); what is none stays as text.
std::string number(std::string_view text) {
  text = core::trim(text);
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const bool is_negative = !text.empty() && text[0] == '-';
  const auto digits = text.substr(is_negative ? 1 : 0);
  const auto dot = digits.find('.');
  const auto whole = digits.substr(0, dot);
  const auto rest = dot == std::string_view::npos ? std::string_view("0") : digits.substr(dot + 1);
  const auto is_number = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!is_number(whole) || !is_number(rest) || text.size() > 40) return json_quoted(text);
  auto first = whole.find_first_not_of('0');
  if (first == std::string_view::npos) first = whole.size() - 1;
  return std::string(is_negative ? "-" : "").append(digits.substr(first));
}

// "2026-11-23", "2026-11-23T10:00:00Z"; what is no moment stays as it is.
std::string moment(std::string_view value) {
  value = core::trim(value);
  if (!parse_written(value)) return std::string(value);
  const std::string text(value);
  const auto date = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
  if (text.size() == 8) return date;
  return date + "T" + text.substr(9, 2) + ":" + text.substr(11, 2) + ":" + text.substr(13);
}

// "143000Z" as "14:30:00Z", "-0500" as "-05:00": pairs of digits, divided by colons.
std::string with_colons(std::string_view value) {
  std::string out;
  int digits = 0;
  for (const char c : core::trim(value)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit && digits > 0 && digits % 2 == 0) out += ':';
    digits += is_digit ? 1 : 0;
    out += c;
  }
  return out;
}

std::string array_of(const std::vector<std::string>& items) {
  return "[" + core::join(items, ",") + "]";
}

std::string period(std::string_view value) {
  const auto slash = value.find('/');
  if (slash == std::string_view::npos) return json_quoted(moment(value));
  return array_of(
      {json_quoted(moment(value.substr(0, slash))), json_quoted(moment(value.substr(slash + 1)))});
}

std::string rule_part(const std::string& key, std::string_view value) {
  if (key == "until") return json_quoted(moment(value));
  const bool is_word =
      key == "freq" || key == "wkst" || key == "byday" || key == "rscale" || key == "skip";
  std::vector<std::string> items;
  for (const auto item : core::split(value, ','))
    items.push_back(is_word ? json_quoted(item) : number(item));
  return items.size() == 1 ? items[0] : array_of(items);
}

// RFC 7265 §3.6.10: an object of the rule's parts; of a part that stands twice, the first.
std::string rule(std::string_view value) {
  std::vector<std::string> seen, parts;
  for (const auto part : core::split(value, ';')) {
    const auto equals = part.find('=');
    const auto key = core::to_lower(core::trim(part.substr(0, equals)));
    if (equals == std::string_view::npos || std::count(seen.begin(), seen.end(), key) > 0) continue;
    seen.push_back(key);
    parts.push_back(json_quoted(key) + ":" + rule_part(key, part.substr(equals + 1)));
  }
  return "{" + core::join(parts, ",") + "}";
}

std::string single_value(const std::string& type, std::string_view value) {
  if (type == "text") return json_quoted(unescaped_text(value));
  if (type == "date" || type == "date-time") return json_quoted(moment(value));
  if (type == "time" || type == "utc-offset") return json_quoted(with_colons(value));
  if (type == "period") return period(value);
  if (type == "recur") return rule(value);
  if (type == "integer" || type == "float") return number(value);
  if (type == "boolean") {
    const bool is_true = core::equals_ignoring_case(core::trim(value), "TRUE");
    const bool is_false = core::equals_ignoring_case(core::trim(value), "FALSE");
    return is_true ? "true" : is_false ? "false" : json_quoted(value);
  }
  return json_quoted(value);
}

// The values behind the type, each with its comma before it.
std::string values(const Line& line, const std::string& type) {
  const bool is_structured = line.name == "GEO" || line.name == "REQUEST-STATUS";
  if (!is_structured && !is_list(line.name)) return "," + single_value(type, line.value);
  std::vector<std::string> items;
  for (const auto part : split_unescaped(line.value, is_structured ? ';' : ','))
    items.push_back(single_value(type, part));
  return "," + (is_structured ? array_of(items) : core::join(items, ","));
}

// RFC 7265 §3.5: several values of one parameter are an array; VALUE is the type.
std::string params(const Line& line) {
  std::vector<std::string> seen, members;
  for (const auto& param : line.params) {
    if (param.name == "VALUE" || std::count(seen.begin(), seen.end(), param.name) > 0) continue;
    seen.push_back(param.name);
    std::vector<std::string> items;
    for (const auto& one : line.params)
      if (one.name == param.name) items.push_back(json_quoted(one.value));
    members.push_back(json_quoted(core::to_lower(param.name)) + ":" +
                      (items.size() == 1 ? items[0] : array_of(items)));
  }
  return "{" + core::join(members, ",") + "}";
}

void append(std::string& out, const Node& node) {
  out += "[" + json_quoted(core::to_lower(node.name)) + ",[";
  bool is_first = true;
  for (const auto& line : node.lines) {
    const auto type = value_type(line);
    out +=
        fmt::format("{}[{},{},{}{}]", is_first ? "" : ",", json_quoted(core::to_lower(line.name)),
                    params(line), json_quoted(type), values(line, type));
    is_first = false;
  }
  out += "],[";
  is_first = true;
  for (const auto& child : node.nodes) {
    if (!is_first) out += ',';
    append(out, child);
    is_first = false;
  }
  out += "]]";
}

}  // namespace

std::string print_jcal(std::string_view text) {
  std::string out;
  append(out, parse_tree(text));
  return out;
}

}  // namespace citacal::ical
