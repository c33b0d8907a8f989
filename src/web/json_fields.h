// JSON as it is read from a request: parsed once under guard (size, UTF-8, nesting, duplicate
// names, RFC 8259 to the letter), then taken member by member; done() refuses what nobody asked
// for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/exchange.h"
#include "core/words.h"

namespace web::json {
class value;
}

namespace citacal::web {

inline constexpr std::size_t kJsonBytesMax = 1024 * 1024;
inline constexpr std::size_t kJsonDepthMax = 32;
inline constexpr std::size_t kJsonListMax = 1000;  // elements of a list in a request

// One JSON object. Every accessor throws Code::invalid naming the member by its path
// ("services[2].subject"). null stands for absent. Copies share the document.
class Fields {
 public:
  // Throws invalid ("bad-json" with the place), too_large.
  static Fields parse(std::string_view json);
  // The body of a request, which must be application/json (unsupported otherwise). An empty body is
  // an empty object: verbs without particulars need none.
  static Fields of(const core::Request& request);

  bool has(std::string_view name) const;
  std::string line(std::string_view name, std::size_t max = core::kNameMax);
  std::string optional_line(std::string_view name, std::size_t max = core::kNameMax);
  std::string text(std::string_view name, std::size_t max = core::kTextMax);  // not empty
  std::string optional_text(std::string_view name, std::size_t max = core::kTextMax);
  std::string secret(std::string_view name, std::size_t max);  // as it is: nothing trimmed
  std::string address(std::string_view name);
  std::string optional_uri(std::string_view name);
  std::optional<std::string> maybe_line(std::string_view name, std::size_t max = core::kNameMax);

  template <class Enum>
  Enum word(std::string_view name) {
    return core::parse_word<Enum>(path(name), line(name, 40));
  }
  template <class Enum>
  Enum word(std::string_view name, Enum fallback) {
    return has(name) ? word<Enum>(name) : (asked(name), fallback);
  }

  core::Instant instant(std::string_view name);
  core::Day day(std::string_view name);
  std::optional<core::Day> optional_day(std::string_view name);
  core::Minutes minutes(std::string_view name, int max);  // 1 to max
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max,
                       std::int64_t fallback);
  bool flag(std::string_view name, bool fallback);
  core::Slot slot(std::string_view name);  // {"start": instant, "end": instant}, the end later

  Fields object(std::string_view name);
  std::vector<Fields> list(std::string_view name);        // of objects; absent: empty
  std::vector<std::string> lines(std::string_view name);  // of one-line texts; absent: empty

  std::vector<std::string> names() const;
  void done() const;  // throws invalid "unknown-field" with the nearest name that is known

 private:
  Fields(std::shared_ptr<const ::web::json::value> document, const ::web::json::value* here,
         std::string prefix);
  std::string path(std::string_view name) const;
  void asked(std::string_view name);
  const ::web::json::value* find(std::string_view name) const;
  const ::web::json::value& get(std::string_view name);  // throws "missing"
  std::string string_of(std::string_view name);
  [[noreturn]] void refuse_missing(std::string_view name) const;
  [[noreturn]] void wrong_type(std::string_view name, const core::Phrase& expected) const;

  std::shared_ptr<const ::web::json::value> document_;
  const ::web::json::value* here_;
  std::string prefix_;
  std::vector<std::string> asked_;
};

}  // namespace citacal::web
