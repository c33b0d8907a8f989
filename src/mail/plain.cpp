#include "mail/plain.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text.h"

namespace citacal::mail {
namespace {

// How many octets the character at the front has. `utf8` is UTF-8.
std::size_t length_of(std::string_view utf8) {
  const auto lead = static_cast<unsigned char>(utf8.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, utf8.size());
}

// C0 and C1 controls, the separators of lines and paragraphs, the marks that turn the direction
// (those that core::checked_line refuses), the zero-width no-break space.
bool is_hidden(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character.front());
    return byte < 0x20 || byte == 0x7F;
  }
  if (character.size() == 2) return character >= "\xC2\x80" && character < "\xC2\xA0";
  return character.size() == 3 && ((character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
                                   (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9") ||
                                   character == "\xEF\xBB\xBF");
}

class Tidy {
 public:
  explicit Tidy(std::size_t max) : left_(max) {}

  bool is_full() const { return left_ == 0; }
  void add(std::string_view character) {
    if (character == "\n") {
      ++breaks_;
      blank_ = false;
    } else if (character == " " || is_hidden(character)) {
      blank_ = true;
    } else {
      if (!out_.empty() && breaks_ > 0) put("\n");
      if (!out_.empty() && breaks_ > 1) put("\n");
      if (!out_.empty() && breaks_ == 0 && blank_) put(" ");
      breaks_ = 0;
      blank_ = false;
      put(character);
    }
  }
  std::string take() {
    out_.resize(core::trim(out_).size());  // it never begins with a blank
    return std::move(out_);
  }

 private:
  void put(std::string_view character) {
    if (is_full()) return;
    out_ += character;
    --left_;
  }
  std::string out_;
  std::size_t left_;
  int breaks_ = 0;  // lines ended since the last character
  bool blank_ = false;
};

std::string tidied(std::string_view utf8, std::size_t max, bool lines) {
  if (!core::is_utf8(utf8)) return tidied(core::windows_1252_to_utf8(utf8), max, lines);
  Tidy tidy(max);
  while (!utf8.empty() && !tidy.is_full()) {
    const auto length = length_of(utf8);
    const auto character = utf8.substr(0, length);
    const bool lone_cr = character == "\r" && !utf8.starts_with("\r\n");
    tidy.add(lone_cr && lines ? "\n" : !lines && character == "\n" ? " " : character);
    utf8.remove_prefix(length);
  }
  return tidy.take();
}

// The element at the front of `html`, which begins with "<": its name in lower case ("/p" for an
// end), and behind it, as if it had no attributes. Comments are elements named "!".
std::string element_name(std::string_view html) {
  const auto end = html.find_first_of(" \t\r\n>", 1);
  return core::to_lower(html.substr(1, std::min<std::size_t>(end - 1, 10)));
}

bool breaks_line(std::string_view name) {
  constexpr std::array<std::string_view, 12> kBlocks = {"br", "p",  "div", "tr", "li", "ul",
                                                        "h1", "h2", "h3",  "ol", "hr", "table"};
  if (name.starts_with('/')) name.remove_prefix(1);
  if (name.ends_with('/')) name.remove_suffix(1);
  return std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end();
}

// Behind the end of what a browser does not show: "</style>" for "style".
std::size_t behind(std::string_view html, std::string_view end) {
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1))
    if (core::equals_ignoring_case(html.substr(at, end.size()), end)) return at;
  return html.size();
}

std::size_t pass_element(std::string_view html, std::string& out) {
  if (html.starts_with("<!--")) {
    const auto end = html.find("-->");
    return end == std::string_view::npos ? html.size() : end + 3;
  }
  const auto name = element_name(html);
  if (breaks_line(name)) out += '\n';
  const auto close = html.find('>');
  if (close == std::string_view::npos) return html.size();
  for (const std::string_view hidden : {"style", "script", "title"})
    if (name == hidden) return close + behind(html.substr(close), "</" + std::string(hidden));
  return close + 1;
}

// The character reference at the front, which is "&"; its length, or 0 if it is none.
std::size_t pass_reference(std::string_view html, std::string& out) {
  constexpr std::array<std::array<std::string_view, 2>, 6> kNamed = {{{"&amp;", "&"},
                                                                      {"&lt;", "<"},
                                                                      {"&gt;", ">"},
                                                                      {"&quot;", "\""},
                                                                      {"&nbsp;", " "},
                                                                      {"&#39;", "'"}}};
  for (const auto& [name, text] : kNamed)
    if (html.starts_with(name)) return out += text, name.size();
  return 0;
}

}  // namespace

std::string one_line(std::string_view utf8, std::size_t max) {
  return tidied(utf8, max, false);
}

std::string plain_text(std::string_view utf8, std::size_t max) {
  return tidied(utf8, max, true);
}

std::string html_to_text(std::string_view html, std::size_t max) {
  std::string out;
  while (!html.empty() && out.size() < max) {
    const char c = html.front();
    std::size_t passed = 0;
    if (c == '<') passed = pass_element(html, out);
    if (c == '&') passed = pass_reference(html, out);
    if (passed == 0) {
      out += c == '\n' || c == '\r' ? ' ' : c;
      passed = 1;
    }
    html.remove_prefix(passed);
  }
  while (!out.empty() && !core::is_utf8(out)) out.pop_back();  // a character that `max` cut
  return out;
}

}  // namespace citacal::mail
