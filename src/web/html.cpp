#include "web/html.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace citacal::web {

namespace {

// No "javascript:" whatever somebody has typed as the link of a session.
bool is_safe_target(std::string_view target) {
  constexpr std::array<std::string_view, 4> kSchemes = {"https://", "http://", "mailto:", "tel:"};
  const auto lower = core::to_lower(target);
  const bool is_here =
      target.empty() || target.front() == '#' || target.front() == '?' ||
      (target.front() == '/' && !target.starts_with("//") && !target.starts_with("/\\"));
  // Beside the page: what has no ":" before its first "/" is no scheme.
  const auto first = lower.substr(0, lower.find('/'));
  const bool is_beside =
      first.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos &&
      !first.empty() && target.find('\\') == std::string_view::npos;
  return is_here || is_beside || std::any_of(kSchemes.begin(), kSchemes.end(), [&](auto scheme) {
           return lower.starts_with(scheme);
         });
}

}  // namespace

void Html::begin(std::string_view tag, Attributes attributes) {
  out_.append("<").append(tag);
  for (const auto& [name, value] : attributes) {
    if (name == "href" || name == "action")
      core::expects(is_safe_target(value), "an address that may stand in a page");
    out_.append(" ").append(name);
    if (!value.empty()) out_.append("=\"").append(core::xml_escaped(value)).append("\"");
  }
  out_ += '>';
}

Html& Html::open(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  open_.emplace_back(tag);
  return *this;
}

Html& Html::close() {
  core::expects(!open_.empty(), "an element to close");
  const auto& tag = open_.back();
  const bool is_inline = tag == "a" || tag == "span" || tag == "strong";
  out_.append("</").append(tag).append(is_inline ? ">" : ">\n");
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view utf8) {
  out_ += core::xml_escaped(utf8);
  return *this;
}

Html& Html::lines(std::string_view utf8) {
  bool first = true;
  for (const auto line : core::split(utf8, '\n')) {
    if (!first) empty("br");
    first = false;
    text(line);
  }
  return *this;
}

Html& Html::one(std::string_view tag, std::string_view utf8, Attributes attributes) {
  return open(tag, attributes).text(utf8).close();
}

Html& Html::empty(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  return *this;
}

Html& Html::style(std::string_view css) {
  core::expects(css.find("</") == std::string_view::npos, "a style without an end tag in it");
  out_.append("<style>").append(css).append("</style>\n");
  return *this;
}

std::string Html::take() {
  core::expects(open_.empty(), "every element is closed");
  return std::move(out_);
}

}  // namespace citacal::web
