#include "support/json_path.h"

#include <cpprest/json.h>

#include "core/text.h"

namespace citacal::test {

using ::web::json::value;

namespace {

value parsed(const std::string& text) {
  try {
    return value::parse(text);
  } catch (const std::exception& error) {
    throw std::runtime_error("no JSON (" + std::string(error.what()) + "): " + text.substr(0, 200));
  }
}

const value* member(const value& of, const std::string& name) {
  if (!of.is_object()) return nullptr;
  const auto found = of.as_object().find(name);
  return found == of.as_object().end() ? nullptr : &found->second;
}

// One "[…]" of a path: a place from 0, or name=text.
const value* element(const value& of, const std::string& which) {
  if (!of.is_array()) return nullptr;
  const auto& all = of.as_array();
  const auto equals = which.find('=');
  if (equals == std::string::npos) {
    const auto place = std::stoul(which);
    return place < all.size() ? &all.at(place) : nullptr;
  }
  for (const auto& one : all) {
    const auto* named = member(one, which.substr(0, equals));
    if (named && plain_text(named->serialize()) == which.substr(equals + 1)) return &one;
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> find_json(const std::string& document, std::string_view path) {
  const auto root = parsed(document);
  const auto* here = &root;
  while (!path.empty() && here) {
    if (path.front() == '.') path.remove_prefix(1);
    if (path.front() == '[') {
      const auto close = path.find(']');
      if (close == std::string_view::npos) throw std::runtime_error("a [ without ] in the path");
      here = element(*here, std::string(path.substr(1, close - 1)));
      path.remove_prefix(close + 1);
    } else {
      const auto end = std::min(path.find_first_of(".["), path.size());
      here = member(*here, std::string(path.substr(0, end)));
      path.remove_prefix(end);
    }
  }
  if (!here) return std::nullopt;
  return here->serialize();
}

std::string plain_text(const std::string& json) {
  return json.starts_with("\"") ? parsed(json).as_string() : json;
}

std::string to_json_string(const std::string& text) {
  return value::string(text).serialize();
}

std::vector<std::string> elements_of(const std::string& json) {
  std::vector<std::string> all;
  const auto list = parsed(json);
  if (list.is_array())
    for (const auto& one : list.as_array()) all.push_back(one.serialize());
  return all;
}

}  // namespace citacal::test
