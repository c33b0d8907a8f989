// Reading the members of one TOML table: each is checked once, a fault goes into the report with
// its place and reading goes on, so that one report holds them all. What was never asked for is
// unknown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/document.h"
#include "app/moments.h"
#include "core/check.h"
#include "core/words.h"

namespace citacal::app {

// The functions return the value, or after a fault a harmless one of the right type. A `missing`
// key is a fault only where the function's name does not say `optional` or takes a default.
class Fields {
 public:
  // `section` goes before the names of missing keys: "http.".
  Fields(const Value& table, Problems& problems, std::string section = {});

  std::string line(const char* key, std::size_t max = core::kNameMax);
  std::string optional_line(const char* key, std::size_t max = core::kNameMax);
  std::string line_or(const char* key, const char* otherwise);
  std::string optional_text(const char* key);
  std::string address(const char* key);
  std::string optional_uri(const char* key);
  std::int64_t integer_or(const char* key, std::int64_t otherwise, std::int64_t least,
                          std::int64_t most);
  std::optional<bool> optional_flag(const char* key);
  bool flag_or(const char* key, bool otherwise) { return optional_flag(key).value_or(otherwise); }
  std::vector<std::string> lines(const char* key, std::size_t most = 50);  // a list, or one line
  std::vector<int> integers_or(const char* key, std::vector<int> otherwise, int least, int most);
  core::Minutes duration(const char* key);
  core::Minutes time_of_day_or(const char* key, core::Minutes otherwise);
  core::Instant moment(const char* key, const Today& today);
  core::Day day(const char* key, const Today& today);
  std::optional<core::Day> optional_day(const char* key, const Today& today);

  template <class Enum>
  std::optional<Enum> optional_word(const char* key) {
    const auto* value = plain(key);
    if (!value) return std::nullopt;
    const auto found = core::find_word<Enum>(value->text);
    if (!found) {
      const auto all = core::all_words<Enum>();
      add(*value, key, {"uno de " + all, "one of " + all});
    }
    return found;
  }
  template <class Enum>
  Enum word_or(const char* key, Enum otherwise) {
    return optional_word<Enum>(key).value_or(otherwise);
  }
  template <class Enum>
  Enum word(const char* key) {
    if (!has(key)) missing(key);
    return optional_word<Enum>(key).value_or(Enum{});
  }

  // Tables of `[[…key]]`; the table of `[…key]` (empty where it is absent).
  std::vector<const Value*> tables(const char* key, std::size_t most = 20'000);
  const Value& table(const char* key);

  bool has(const char* key);                         // counts as asked for
  service::Origin origin_of(const char* key) const;  // of the value, or of the table
  // A plain value; null where it is absent, or a fault where it is a list or a table.
  const Value* plain(const char* key);
  // "«key»: found …; expected …" at the value.
  void add(const Value& value, const char* key, const core::Phrase& expected);
  void missing(const char* key);
  // Every member that no function asked for becomes a fault with a suggestion.
  void refuse_unknown();
  const std::vector<std::string>& asked() const { return asked_; }
  const std::string& section() const { return section_; }

 private:
  const Value* find(const char* key);
  template <class Check>
  std::string checked(const char* key, const Check& check);

  const Value& table_;
  Problems& problems_;
  std::string section_;
  std::vector<std::string> asked_;
};

}  // namespace citacal::app
