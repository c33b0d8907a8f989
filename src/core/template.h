// Texts with places to fill in, in Mustache's notation: {{name}}; {{#name}}…{{/name}} where it is
// not empty, once for each of a list; {{^name}}…{{/name}} where it is; {{! a remark}}.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::core {

// What fills the places: texts, and lists whose elements have values of their own (and see those
// around them).
struct Values {
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<Values>> lists;
};

enum class Escaping { none, html };

inline constexpr std::size_t kTemplateMax = 64 * 1024;  // bytes

class Template {
 public:
  // What each place is called, and the line where it stands, from 1 on.
  struct Place {
    std::string name;
    int line = 1;
  };

  Template() = default;
  // Throws invalid "template", its field "line N": beyond kTemplateMax, 500 places or 8 sections in
  // each other, not UTF-8, not Mustache, or what is not for the files of others: partials, other
  // delimiters, values that escape the escaping.
  explicit Template(std::string text);

  const std::vector<Place>& places() const { return places_; }
  // A name that has no value is empty.
  std::string render(const Values& values, Escaping escaping) const;

 private:
  std::string text_;
  std::vector<Place> places_;
};

[[noreturn]] void refuse_template(int line, const std::string& es, const std::string& en);

}  // namespace citacal::core
