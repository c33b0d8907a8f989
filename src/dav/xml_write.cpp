#include <array>

#include "dav/xml.h"

namespace citacal::dav {

namespace {

// What stands for a byte: itself (empty), a reference, or nothing at all ("\0").
using Escapes = std::array<std::string_view, 256>;

constexpr Escapes make_escapes() {
  Escapes escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = std::string_view("\0", 1);
  escapes['\t'] = escapes['\n'] = {};
  escapes['\r'] = "&#13;";
  escapes['&'] = "&amp;";
  escapes['<'] = "&lt;";
  escapes['>'] = "&gt;";
  escapes['"'] = "&quot;";
  escapes[0xEF] = std::string_view("\0", 1);  // of U+FFFE and U+FFFF, to be looked at
  return escapes;
}

constexpr Escapes kEscapes = make_escapes();

// U+FFFE and U+FFFF in UTF-8.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto escape = kEscapes[static_cast<unsigned char>(text[i])];
    if (escape.empty()) continue;
    std::size_t skipped = 1;
    if (text[i] == '\xEF') {
      if (!is_no_character(text.substr(i))) continue;
      skipped = 3;
    }
    out.append(text, start, i - start);
    if (escape.front() != '\0') out += escape;
    i += skipped - 1;
    start = i + 1;
  }
  out.append(text, start);
}

std::string known_tag(const Name& name) {
  std::string_view prefix;
  if (name.space == kDav)
    prefix = "D:";
  else if (name.space == kCalDav)
    prefix = "C:";
  else if (name.space == kCalServer)
    prefix = "CS:";
  else if (name.space == kApple)
    prefix = "A:";
  else
    return {};
  return std::string(prefix) + name.local;
}

void XmlWriter::declaration() {
  out_ += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
}

void XmlWriter::open_root(std::string_view tag) {
  out_.append("<").append(tag);
  out_.append(" xmlns:D=\"").append(kDav);
  out_.append("\" xmlns:C=\"").append(kCalDav);
  out_.append("\" xmlns:CS=\"").append(kCalServer);
  out_.append("\" xmlns:A=\"").append(kApple);
  out_.append("\">");
}

void XmlWriter::open(std::string_view tag) {
  out_.append("<").append(tag).append(">");
}

void XmlWriter::close(std::string_view tag) {
  out_.append("</").append(tag).append(">");
}

void XmlWriter::empty(std::string_view tag) {
  out_.append("<").append(tag).append("/>");
}

void XmlWriter::text(std::string_view tag, std::string_view content) {
  open(tag);
  append_escaped(out_, content);
  close(tag);
}

void XmlWriter::element(const Name& name, std::string_view raw_content, std::string_view language) {
  auto tag = known_tag(name);
  const bool known = !tag.empty();
  if (!known) tag = name.space.empty() ? name.local : "x:" + name.local;
  out_.append("<").append(tag);
  if (!known && !name.space.empty()) {
    out_ += " xmlns:x=\"";
    append_escaped(out_, name.space);
    out_ += '"';
  }
  if (!language.empty()) {
    out_ += " xml:lang=\"";
    append_escaped(out_, language);
    out_ += '"';
  }
  if (raw_content.empty()) {
    out_ += "/>";
    return;
  }
  out_.append(">").append(raw_content);
  close(tag);
}

}  // namespace citacal::dav
