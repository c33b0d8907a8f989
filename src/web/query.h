// The query string of a request, parameter by parameter. Which parameters a route takes is said in
// its table; an empty value counts as absent. Every accessor throws Code::invalid naming the field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/exchange.h"
#include "core/words.h"
#include "service/listing.h"

namespace citacal::web {

class Query {
 public:
  explicit Query(const core::Request& request) : request_(request) {}

  // Throws for a parameter that is not among `known` (suggesting the nearest) or is given twice.
  void require_known(const std::vector<std::string>& known) const;

  bool has(std::string_view name) const { return !raw(name).empty(); }
  std::string line(std::string_view name, std::size_t max = core::kNameMax) const;  // "" if absent
  std::string text(std::string_view name) const;                                    // "" if absent
  std::optional<core::Day> day(std::string_view name) const;
  std::optional<core::Instant> instant(std::string_view name) const;  // a day stands for its start
  std::optional<bool> flag(std::string_view name) const;
  int number(std::string_view name, int min, int max, int fallback) const;
  template <class Enum>
  std::optional<Enum> word(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return core::parse_word<Enum>(name, raw(name));
  }
  service::Paging paging() const;  // limit (1 to 500, 100 when absent) and cursor

 private:
  std::string_view raw(std::string_view name) const;
  const core::Request& request_;
};

}  // namespace citacal::web
