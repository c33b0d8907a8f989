#include "mail/field.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::mail {
namespace {

constexpr std::size_t kMessageIdMax = 998;  // a line, RFC 5322 §2.1.1

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Printable ASCII without the colon (RFC 5322 §3.6.8).
bool is_field_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7F && c != ':';
  });
}

bool is_message_id(std::string_view id) {
  const auto at = id.find('@');
  return id.size() <= kMessageIdMax && at != std::string_view::npos && at > 0 &&
         at + 1 < id.size() && std::all_of(id.begin(), id.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte > 0x20 && byte < 0x7F;
         });
}

}  // namespace

const std::string* Fields::find(std::string_view name) const {
  for (const auto& field : list)
    if (field.name == name) return &field.value;
  return nullptr;
}

std::string_view Fields::value(std::string_view name) const {
  const auto* found = find(name);
  return found ? std::string_view(*found) : std::string_view();
}

std::size_t Fields::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      list.begin(), list.end(), [&](const Field& field) { return field.name == name; }));
}

TextLine line_at(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  auto line = text.substr(at, end == std::string_view::npos ? end : end - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {line, end == std::string_view::npos ? text.size() : end + 1};
}

std::size_t header_size(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.next;
    if (line.text.empty()) return at;
  }
  return text.size();
}

Fields read_fields(std::string_view block) {
  Fields fields;
  bool open = false;  // the line before was of a field, which this one may continue
  for (std::size_t at = 0; at < block.size();) {
    const auto [line, next] = line_at(block, at);
    at = next;
    if (line.empty()) break;
    if (is_blank(line.front())) {
      if (open) fields.list.back().value += line;
      continue;
    }
    const auto colon = line.find(':');
    const auto name = core::trim(line.substr(0, colon));
    open = colon != std::string_view::npos && is_field_name(name);
    if (open) fields.list.push_back({core::to_lower(name), std::string(line.substr(colon + 1))});
  }
  for (auto& field : fields.list) field.value = std::string(core::trim(field.value));
  return fields;
}

std::vector<std::string> message_ids(std::string_view value, std::size_t most) {
  std::vector<std::string> ids;
  while (ids.size() < most) {
    const auto open = value.find('<');
    const auto close = value.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const auto id = value.substr(open + 1, close - open - 1);
    if (is_message_id(id)) ids.emplace_back(id);
    value.remove_prefix(close + 1);
  }
  return ids;
}

}  // namespace citacal::mail
