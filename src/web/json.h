// JSON as it is written: the wall of cpprestsdk's web::json. Only texts, whole numbers, booleans
// and null, so that nothing but valid JSON can come out. Reading is web/json_fields.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web::json {
class value;
}

namespace citacal::web {

class Json {
 public:
  static Json object();
  static Json array();
  static Json array(const std::vector<std::string>& texts);
  ~Json();
  Json(Json&&) noexcept;
  Json& operator=(Json&&) noexcept;

  // Members keep their order; a name may be set once. Texts must be UTF-8.
  Json& set(std::string_view name, std::string_view text);
  Json& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }
  Json& set(std::string_view name, std::int64_t number);
  Json& set(std::string_view name, int number) { return set(name, std::int64_t{number}); }
  Json& set(std::string_view name, bool flag);
  Json& set(std::string_view name, Json value);
  Json& set_null(std::string_view name);
  // The text, or null for an empty one: what is not known is null, never "".
  Json& set_or_null(std::string_view name, std::string_view text);

  Json& add(Json element);  // to an array
  std::string dump() const;

 private:
  explicit Json(::web::json::value value);
  std::unique_ptr<::web::json::value> value_;
};

}  // namespace citacal::web
