// XML in and out: the wall of expat. Reading is bounded and linear; a DOCTYPE ends it. Writing is a
// string that grows; escaping by a table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::dav {

inline constexpr std::string_view kDav = "DAV:", kCalDav = "urn:ietf:params:xml:ns:caldav",
                                  kCalServer = "http://calendarserver.org/ns/",
                                  kApple = "http://apple.com/ns/ical/";

struct Name {  // an expanded name
  std::string space, local;
  auto operator<=>(const Name&) const = default;
};

struct Element {
  Name name;
  std::vector<std::pair<Name, std::string>> attributes;
  std::vector<Element> children;
  std::string text;      // character data of its own, joined
  std::string inner;     // its content as XML that stands alone (namespaces declared where used);
                         // only where parse_xml was asked to keep it, below a DAV:prop
  std::string language;  // xml:lang, of its own or inherited; empty: none, or of over 64 bytes
  bool is(std::string_view space, std::string_view local) const;
  const Element* find(std::string_view space, std::string_view local) const;  // child, or null
  std::string_view attribute(std::string_view local) const;  // in no namespace; or empty
};

inline constexpr std::size_t kXmlMax = 2 * 1024 * 1024;  // bytes
inline constexpr std::size_t kXmlDepthMax = 32;
inline constexpr std::size_t kXmlElementsMax = 50'000;
inline constexpr std::size_t kXmlAttributesMax = 32;  // of one element

enum class Keep { nothing, inner };
// Throws core::Error invalid "malformed-xml" with line and reason, "xml-doctype", too_large
// "xml-limits"; unsupported "xml-charset". UTF-8, UTF-16, ISO-8859-1 and US-ASCII are read.
Element parse_xml(std::string_view body, Keep keep = Keep::nothing);

// Escapes text for content and attributes: & < > " and CR; what XML 1.0 cannot hold is left out.
void append_escaped(std::string& out, std::string_view text);

// Writes elements with the prefixes D, C, CS, A for our four namespaces, declared by the root.
class XmlWriter {
 public:
  explicit XmlWriter(std::size_t reserve = 4096) { out_.reserve(reserve); }
  void declaration();                    // <?xml version="1.0" encoding="utf-8"?>
  void open_root(std::string_view tag);  // "D:multistatus": with the four declarations
  void open(std::string_view tag);       // "D:prop"
  void close(std::string_view tag);
  void empty(std::string_view tag);                           // <D:collection/>
  void text(std::string_view tag, std::string_view content);  // escaped
  void raw(std::string_view xml) { out_ += xml; }
  // An element of any name; one of another namespace declares its own: <x:name xmlns:x="…"/>.
  // `language`: its xml:lang, where it has one.
  void element(const Name& name, std::string_view raw_content, std::string_view language = {});
  void append_text(std::string_view content) { append_escaped(out_, content); }
  std::size_t size() const { return out_.size(); }
  void cut(std::size_t size) { out_.resize(size); }  // back to an earlier size()
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// "D:getetag" for a name in one of the four namespaces; empty otherwise.
std::string known_tag(const Name& name);

}  // namespace citacal::dav
