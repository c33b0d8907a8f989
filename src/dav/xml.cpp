#include "dav/xml.h"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>

#include "core/error.h"

namespace citacal::dav {

namespace {

constexpr char kSeparator = '\n';  // expat refuses a namespace with it
constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";
constexpr std::size_t kLanguageMax = 64;  // bytes of an xml:lang: each element in it has a copy
constexpr std::size_t kSpaceMax = 256;    // bytes of a namespace: each name in it holds a copy
constexpr std::size_t kInnerMax = 256 * 1024;  // bytes: namespaces are declared again and again
// What expat does with one tag is not linear in its length, hence a tag is bounded by feeding it
// in pieces and looking how much it could not yet use.
constexpr std::size_t kPiece = 4 * 1024, kTagMax = 24 * 1024;

[[noreturn]] void refuse_size(const core::Phrase& what) {
  throw core::Error(core::Code::too_large, "xml-limits",
                    {"El XML supera lo admitido: " + what.es + ".",
                     "The XML is beyond what is taken: " + what.en + "."});
}

struct Part {  // a name as expat gives it: "space\nlocal\nprefix", "space\nlocal" or "local"
  std::string_view space, local, prefix;
};

Part split_name(std::string_view name) {
  const auto first = name.find(kSeparator);
  if (first == std::string_view::npos) return {{}, name, {}};
  Part part{name.substr(0, first), name.substr(first + 1), {}};
  const auto second = part.local.find(kSeparator);
  if (second == std::string_view::npos) return part;
  part.prefix = part.local.substr(second + 1);
  part.local = part.local.substr(0, second);
  return part;
}

// Writes again what is read, with the prefixes it came with, each declared where it is first used.
class Rewriter {
 public:
  void open(const Part& name, const XML_Char** attributes) {
    std::string declarations, rest;
    write_name(name, declarations);
    for (auto one = attributes; *one; one += 2) {
      const auto part = split_name(one[0]);
      if (!part.space.empty()) declare(part, declarations);
      rest += ' ';
      if (!part.prefix.empty()) rest.append(part.prefix).append(":");
      rest.append(part.local).append("=\"");
      append_attribute(rest, one[1]);
      rest += '"';
    }
    out_ += declarations + rest + ">";
    ++depth_;
    unclosed_ = out_.size();
    if (out_.size() > kInnerMax) refuse_size({"una propiedad muy grande", "a very large property"});
  }
  void close(const Part& name) {
    --depth_;
    while (!scopes_.empty() && scopes_.back().depth > depth_) scopes_.pop_back();
    if (unclosed_ == out_.size()) {
      out_.insert(out_.size() - 1, "/");
      return;
    }
    out_ += "</";
    if (!name.prefix.empty()) out_.append(name.prefix).append(":");
    out_.append(name.local).append(">");
  }
  void text(std::string_view text) { append_escaped(out_, text); }
  std::string take() { return std::move(out_); }

 private:
  struct Scope {
    std::string prefix, space;
    std::size_t depth;
  };

  void write_name(const Part& name, std::string& declarations) {
    out_ += '<';
    if (!name.prefix.empty()) out_.append(name.prefix).append(":");
    out_ += name.local;
    declare(name, declarations);
  }
  void declare(const Part& name, std::string& declarations) {
    if (name.space == kXmlSpace) return;
    const auto found = std::find_if(scopes_.rbegin(), scopes_.rend(), [&](const Scope& scope) {
      return scope.prefix == name.prefix;
    });
    const std::string_view bound = found == scopes_.rend() ? std::string_view{} : found->space;
    if (bound == name.space) return;
    declarations += name.prefix.empty() ? " xmlns" : " xmlns:";
    declarations.append(name.prefix).append("=\"");
    append_escaped(declarations, name.space);
    declarations += '"';
    scopes_.push_back({std::string(name.prefix), std::string(name.space), depth_ + 1});
  }
  // A reader turns line ends and tabs of an attribute into blanks unless they are escaped.
  static void append_attribute(std::string& out, std::string_view value) {
    for (const char c : value) {
      if (c == '\n')
        out += "&#10;";
      else if (c == '\t')
        out += "&#9;";
      else
        append_escaped(out, {&c, 1});
    }
  }

  std::string out_;
  std::vector<Scope> scopes_;
  std::size_t depth_ = 0, unclosed_ = 0;
};

class Reader {
 public:
  explicit Reader(Keep keep) : keep_(keep), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
    core::expects(parser_ != nullptr, "an XML parser");
    auto* parser = parser_.get();
    XML_SetUserData(parser, this);
    XML_SetReturnNSTriplet(parser, 1);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartNamespaceDeclHandler(parser, on_space);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  }

  Element read(std::string_view body) {
    if (body.size() > kXmlMax)
      refuse_size({"más de " + std::to_string(kXmlMax) + " bytes",
                   "over " + std::to_string(kXmlMax) + " bytes"});
    for (std::size_t at = 0; at < body.size(); at += kPiece) {
      const auto piece = body.substr(at, kPiece);
      const auto used = XML_GetCurrentByteIndex(parser_.get());
      if (at > kTagMax + static_cast<std::size_t>(std::max<XML_Index>(used, 0)))
        refuse_size({"una etiqueta muy larga", "a very long tag"});
      parse(piece, at + kPiece >= body.size());
    }
    if (body.empty()) parse({}, true);
    return std::move(root_);
  }

 private:
  using Text = const XML_Char*;

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void parse(std::string_view piece, bool is_last) {
    auto* parser = parser_.get();
    if (XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), is_last) !=
        XML_STATUS_ERROR)
      return;
    if (failure_) std::rethrow_exception(failure_);
    const auto error = XML_GetErrorCode(parser);
    if (error == XML_ERROR_UNKNOWN_ENCODING || error == XML_ERROR_INCORRECT_ENCODING)
      throw core::Error(core::Code::unsupported, "xml-charset",
                        {"La codificación del XML no se admite: use UTF-8.",
                         "The character encoding of the XML is not taken: use UTF-8."});
    const auto where = std::to_string(XML_GetCurrentLineNumber(parser));
    const std::string why = XML_ErrorString(error);
    throw core::Error(core::Code::invalid, "malformed-xml",
                      {"El cuerpo no es XML bien formado: línea " + where + ", " + why + ".",
                       "The body is not well-formed XML: line " + where + ", " + why + "."});
  }

  // No exception may pass through expat: it is kept, and the parser stopped.
  template <class Act>
  static void guarded(void* reader, Act act) {
    auto& self = *static_cast<Reader*>(reader);
    if (self.failure_) return;
    try {
      act(self);
    } catch (...) {
      self.failure_ = std::current_exception();
      XML_StopParser(self.parser_.get(), XML_FALSE);
    }
  }
  static void on_open(void* reader, Text name, const XML_Char** attributes) {
    guarded(reader, [&](Reader& self) { self.open(split_name(name), attributes); });
  }
  static void on_close(void* reader, Text name) {
    guarded(reader, [&](Reader& self) { self.close(split_name(name)); });
  }
  static void on_text(void* reader, Text text, int size) {
    guarded(reader, [&](Reader& self) { self.text({text, static_cast<std::size_t>(size)}); });
  }
  static void on_space(void* reader, Text, Text space) {
    guarded(reader, [&](Reader&) {
      if (space && std::string_view(space).size() > kSpaceMax)
        refuse_size({"un espacio de nombres muy largo", "a very long namespace"});
    });
  }
  static void on_doctype(void* reader, Text, Text, Text, int) {
    guarded(reader, [](Reader&) {
      throw core::Error(core::Code::forbidden, "xml-doctype",
                        {"Un XML con DOCTYPE no se admite.", "XML with a DOCTYPE is not taken."});
    });
  }

  void open(const Part& name, const XML_Char** attributes) {
    if (open_.size() == kXmlDepthMax) refuse_size({"demasiados niveles", "too deep"});
    Element element{{std::string(name.space), std::string(name.local)}, {}, {}, {}, {}, {}};
    if (!open_.empty()) element.language = open_.back().language;
    for (auto one = attributes; *one; one += 2) {
      if (element.attributes.size() == kXmlAttributesMax)
        refuse_size(
            {"un elemento con demasiados atributos", "an element with too many attributes"});
      const auto part = split_name(one[0]);
      if (part.space == kXmlSpace && part.local == "lang")
        element.language = std::string_view(one[1]).size() > kLanguageMax ? "" : one[1];
      element.attributes.emplace_back(Name{std::string(part.space), std::string(part.local)},
                                      one[1]);
    }
    count_ += 1 + element.attributes.size();
    if (count_ > kXmlElementsMax) refuse_size({"demasiados elementos", "too many elements"});
    if (kept_depth_ > 0)
      rewriter_.open(name, attributes);
    else if (keep_ == Keep::inner && !open_.empty() && open_.back().is(kDav, "prop"))
      kept_depth_ = open_.size() + 1;
    open_.push_back(std::move(element));
  }

  void close(const Part& name) {
    auto element = std::move(open_.back());
    open_.pop_back();
    if (kept_depth_ == open_.size() + 1) {
      element.inner = rewriter_.take();
      rewriter_ = {};
      kept_depth_ = 0;
    } else if (kept_depth_ > 0) {
      rewriter_.close(name);
    }
    if (open_.empty())
      root_ = std::move(element);
    else
      open_.back().children.push_back(std::move(element));
  }

  void text(std::string_view text) {
    if (!open_.empty()) open_.back().text += text;
    if (kept_depth_ > 0) rewriter_.text(text);
  }

  Keep keep_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::exception_ptr failure_;
  std::vector<Element> open_;
  Element root_;
  std::size_t count_ = 0;
  std::size_t kept_depth_ = 0;  // of the element whose content is kept; 0: none
  Rewriter rewriter_;
};

}  // namespace

bool Element::is(std::string_view space, std::string_view local) const {
  return name.local == local && name.space == space;
}

const Element* Element::find(std::string_view space, std::string_view local) const {
  for (const auto& child : children)
    if (child.is(space, local)) return &child;
  return nullptr;
}

std::string_view Element::attribute(std::string_view local) const {
  for (const auto& [key, value] : attributes)
    if (key.space.empty() && key.local == local) return value;
  return {};
}

Element parse_xml(std::string_view body, Keep keep) {
  return Reader(keep).read(body);
}

}  // namespace citacal::dav
