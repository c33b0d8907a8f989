#include "web/json.h"

#include <cpprest/json.h>

namespace citacal::web {

using ::web::json::value;

Json::Json(value inner) : value_(std::make_unique<value>(std::move(inner))) {}
Json::~Json() = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(Json&&) noexcept = default;

Json Json::object() {
  return Json(value::object(true));
}
Json Json::array() {
  return Json(value::array());
}

Json Json::array(const std::vector<std::string>& texts) {
  auto list = value::array(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) list[i] = value::string(texts[i]);
  return Json(std::move(list));
}

Json& Json::set(std::string_view name, std::string_view text) {
  (*value_)[std::string(name)] = value::string(std::string(text));
  return *this;
}

Json& Json::set(std::string_view name, std::int64_t number) {
  (*value_)[std::string(name)] = value::number(number);
  return *this;
}

Json& Json::set(std::string_view name, bool flag) {
  (*value_)[std::string(name)] = value::boolean(flag);
  return *this;
}

Json& Json::set(std::string_view name, Json inner) {
  (*value_)[std::string(name)] = std::move(*inner.value_);
  return *this;
}

Json& Json::set_null(std::string_view name) {
  (*value_)[std::string(name)] = value::null();
  return *this;
}

Json& Json::set_or_null(std::string_view name, std::string_view text) {
  return text.empty() ? set_null(name) : set(name, text);
}

Json& Json::add(Json element) {
  auto& list = value_->as_array();
  list[list.size()] = std::move(*element.value_);
  return *this;
}

std::string Json::dump() const {
  return value_->serialize();
}

}  // namespace citacal::web
