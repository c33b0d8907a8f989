#include "ticket/json.h"

#include <cpprest/json.h>

#include <algorithm>

#include "core/check.h"
#include "core/json_guard.h"
#include "core/text.h"
#include "ticket/http_client.h"

namespace citacal::ticket {

using ::web::json::value;

namespace {

constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kDigitsMax = 6;  // of an index

std::string unescaped(std::string_view field, std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '~') {
      out += name[i];
      continue;
    }
    const char next = i + 1 < name.size() ? name[++i] : ' ';
    if (next != '0' && next != '1')
      core::refuse(field, "not-a-pointer",
                   {"«~» solo se admite como «~0» o «~1» (RFC 6901)",
                    "\"~\" is allowed only as \"~0\" or \"~1\" (RFC 6901)"});
    out += next == '0' ? '~' : '/';
  }
  return out;
}

const value* member(const value& here, const std::string& name) {
  if (here.is_object()) {
    const auto& members = here.as_object();
    const auto found = members.find(name);
    return found == members.end() ? nullptr : &found->second;
  }
  // Digits without a leading zero (RFC 6901 §4).
  const bool is_index = !name.empty() && name.size() <= kDigitsMax &&
                        name.find_first_not_of("0123456789") == name.npos &&
                        (name.size() == 1 || name[0] != '0');
  if (!here.is_array() || !is_index) return nullptr;
  const auto index = static_cast<std::size_t>(std::stoi(name));
  return index < here.as_array().size() ? &here.as_array().at(index) : nullptr;
}

}  // namespace

std::vector<std::string> parse_pointer(std::string_view field, std::string_view text) {
  std::vector<std::string> names;
  if (text.empty()) return names;
  if (text[0] != '/')
    core::refuse(field, "not-a-pointer",
                 {"debe empezar por «/», como «/result/number» (RFC 6901)",
                  "must begin with \"/\", such as \"/result/number\" (RFC 6901)"});
  for (const auto name : core::split(text.substr(1), '/')) names.push_back(unescaped(field, name));
  return names;
}

Json::Json(std::shared_ptr<const value> document) : document_(std::move(document)) {}

Json Json::parse(std::string_view text) {
  core::guard_json(text, kAnswerMax, kDepthMax);
  try {
    return Json(std::make_shared<const value>(value::parse(std::string(text))));
  } catch (const std::exception& error) {
    // The library's words name line and column; they are its own, in English.
    const auto words = core::trim(std::string_view(error.what()).substr(0, 120));
    core::refuse_json(words, words);
  }
}

std::optional<std::string> Json::text_at(const std::vector<std::string>& pointer) const {
  const auto* here = document_.get();
  for (const auto& name : pointer)
    if (here = member(*here, name); !here) return std::nullopt;
  if (here->is_string() && !here->as_string().empty()) return here->as_string();
  if (here->is_number() && here->as_number().is_int64())
    return std::to_string(here->as_number().to_int64());
  return std::nullopt;
}

}  // namespace citacal::ticket
