// HTML as it is written: elements that close, text and attributes that cannot become markup. What
// goes in is UTF-8 that a door has checked.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace citacal::web {

class Html {
 public:
  // An attribute without a value is written as its name alone ("required").
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // href and action may lead to http, https, mailto and tel, to this site, within the page and to
  // what is beside it ("cartas/1.txt"); anything else is a fault of ours.
  Html& open(std::string_view tag, Attributes attributes = {});
  Html& close();  // the innermost
  Html& text(std::string_view utf8);
  Html& lines(std::string_view utf8);  // each LF is a <br>
  Html& one(std::string_view tag, std::string_view utf8, Attributes attributes = {});
  Html& empty(std::string_view tag, Attributes attributes = {});  // input, meta, link …
  Html& style(std::string_view css);                              // a constant of ours, as it is

  std::string take();  // the document; every element must be closed

 private:
  void begin(std::string_view tag, Attributes attributes);

  std::string out_ = "<!DOCTYPE html>\n";
  std::vector<std::string> open_;
};

}  // namespace citacal::web
