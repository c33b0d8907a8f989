#include "dav/xml.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <random>

#include "core/error.h"

using namespace citacal;
using namespace citacal::dav;

namespace {

// The condition that a text is refused with; empty: it is taken.
std::string refusal_of(std::string_view text) {
  try {
    parse_xml(text);
    return {};
  } catch (const core::Error& error) {
    return error.condition;
  }
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string inner_of(std::string_view content, std::string_view declarations = {}) {
  const auto text = "<D:prop xmlns:D=\"DAV:\"" + std::string(declarations) + "><note>" +
                    std::string(content) + "</note></D:prop>";
  return parse_xml(text, Keep::inner).children.at(0).inner;
}

std::string utf16(std::string_view ascii) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii) out.append({c, '\0'});
  return out;
}

bool same(const Element& a, const Element& b) {
  if (a.name != b.name || a.attributes != b.attributes || a.text != b.text ||
      a.children.size() != b.children.size())
    return false;
  for (std::size_t i = 0; i < a.children.size(); ++i)
    if (!same(a.children[i], b.children[i])) return false;
  return true;
}

}  // namespace

TEST_CASE("names are what their namespaces make of them, whatever the prefix") {
  const auto root = parse_xml(
      "<?xml version='1.0'?>\n<!-- a word --><propfind xmlns='DAV:'>"
      "<prop><x:calendar-data xmlns:x='urn:ietf:params:xml:ns:caldav' content-type='text/calendar'"
      " x:version='2.0'/><none xmlns=''/></prop> and <![CDATA[<text>]]> &amp; &#x3C;</propfind>");
  CHECK(root.is(kDav, "propfind"));
  CHECK(root.text == " and <text> & <");
  const auto* prop = root.find(kDav, "prop");
  REQUIRE(prop);
  const auto* data = prop->find(kCalDav, "calendar-data");
  REQUIRE(data);
  CHECK(data->attribute("content-type") == "text/calendar");
  CHECK(data->attribute("version").empty());
  CHECK(data->attributes.at(1).first == Name{std::string(kCalDav), "version"});
  CHECK(prop->find("", "none"));
  CHECK_FALSE(prop->find(kDav, "none"));
}

TEST_CASE("a DOCTYPE ends it, before any entity means anything") {
  CHECK(refusal_of("<!DOCTYPE a><a/>") == "xml-doctype");
  CHECK(refusal_of("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>") == "xml-doctype");
  CHECK(refusal_of("<!DOCTYPE a [<!ENTITY b SYSTEM 'http://evil.example/'>]><a>&b;</a>") ==
        "xml-doctype");
  std::string laughs = "<!DOCTYPE a [<!ENTITY a0 'ha'>";
  for (int i = 1; i < 30; ++i)
    laughs += "<!ENTITY a" + std::to_string(i) + " '" +
              repeated("&a" + std::to_string(i - 1) + ";", 10) + "'>";
  CHECK(refusal_of(laughs + "]><a>&a29;</a>") == "xml-doctype");
  CHECK(refusal_of("<a>&b;</a>") == "malformed-xml");
}

TEST_CASE("what is no XML is refused with the line and the reason") {
  for (const std::string_view text :
       {"", " ", "BEGIN:VCALENDAR", "<a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "<a b=1/>",
        "<x:a/>", "<x:a xmlns:x=''/>", "<a xmlns:xml='urn:other'/>", "<a>\x01</a>", "<a>\xFF</a>",
        "<a>\xC0\xAF</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "\xEF\xBB\xBF",
        "<p xmlns:x='urn:a' xmlns:y='urn:a' x:b='' y:b=''/>"}) {
    INFO(text);
    CHECK(refusal_of(text) == "malformed-xml");
  }
  CHECK(refusal_of(std::string_view("<a>\0</a>", 8)) == "malformed-xml");
  CHECK(refusal_of(std::string_view("<a/>\0", 5)) == "malformed-xml");
  try {
    parse_xml("<a>\n<b>\n</a>");
    FAIL("taken");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::invalid);
    CHECK_THAT(error.message.en, Catch::Contains("line 3") && Catch::Contains("mismatched tag"));
  }
}

TEST_CASE("the encodings that clients write are read, others are refused by name") {
  CHECK(parse_xml("\xEF\xBB\xBF<a>\xC3\xB1</a>").text == "ñ");
  CHECK(parse_xml("<?xml version='1.0' encoding='utf-8'?><a>\xC3\xB1</a>").text == "ñ");
  CHECK(parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xF1</a>").text == "ñ");
  CHECK(parse_xml(utf16("<?xml version='1.0' encoding='UTF-16'?><a>hola</a>")).text == "hola");
  CHECK(refusal_of("<?xml version='1.0' encoding='EBCDIC'?><a/>") == "xml-charset");
  CHECK(refusal_of("<?xml version='1.0' encoding='utf-16'?><a/>") == "xml-charset");
}

TEST_CASE("depth, size, elements, attributes, tags and namespaces are bounded") {
  const auto nested = [](std::size_t depth) {
    return repeated("<a>", depth) + repeated("</a>", depth);
  };
  CHECK(refusal_of(nested(kXmlDepthMax)).empty());
  CHECK(refusal_of(nested(kXmlDepthMax + 1)) == "xml-limits");
  CHECK(refusal_of("<a>" + repeated("<b/>", kXmlElementsMax - 1) + "</a>").empty());
  CHECK(refusal_of("<a>" + repeated("<b/>", kXmlElementsMax) + "</a>") == "xml-limits");
  CHECK(refusal_of("<a>" + std::string(kXmlMax - 7, 'x') + "</a>").empty());
  CHECK(refusal_of("<a>" + std::string(kXmlMax - 6, 'x') + "</a>") == "xml-limits");
  const auto wide = [](std::size_t count) {
    std::string text = "<a";
    for (std::size_t i = 0; i < count; ++i) text += " b" + std::to_string(i) + "=''";
    return text + "/>";
  };
  CHECK(refusal_of(wide(kXmlAttributesMax)).empty());
  CHECK(refusal_of(wide(kXmlAttributesMax + 1)) == "xml-limits");
  CHECK(refusal_of("<a b='" + std::string(8'000, 'x') + "'/>").empty());
  CHECK(refusal_of("<a b='" + std::string(64'000, 'x') + "'/>") == "xml-limits");
  CHECK(refusal_of("<a xmlns='" + std::string(200, 'x') + "'/>").empty());
  CHECK(refusal_of("<a xmlns='" + std::string(2'000, 'x') + "'/>") == "xml-limits");
}

TEST_CASE("what is beyond the limits is refused in a time that grows with its size alone") {
  std::string attributes, in_long_space = "<a xmlns:x='" + std::string(1'000'000, 'u') + "'",
                          spaces = "<a";
  for (int i = 0; i < 100'000; ++i) {
    const auto number = std::to_string(i);
    attributes += " a" + number + "=''";
    if (i < 90'000)
      in_long_space += " x:" + number + "a=''", spaces += " xmlns:a" + number + "='b'";
  }
  const std::string half(kXmlMax / 2, ' ');
  const std::vector<std::string> all = {
      repeated("<a>", kXmlMax / 3),
      repeated("<a b='&#60;'>", kXmlMax / 13),
      "<a>" + repeated("<b/>", kXmlMax / 5),
      "<a>" + repeated("&lt;", kXmlMax / 4 - 3),
      "<a>" + repeated("<![CDATA[]]>", kXmlMax / 12 - 3),
      "<a>" + repeated("<!---->", kXmlMax / 7 - 3),
      "<a>" + repeated("\r\n", kXmlMax / 2 - 3),
      "<!--" + repeated("--", kXmlMax / 2 - 3),
      "<a b='" + half,
      "<" + std::string(kXmlMax - 1, 'a'),
      "<a" + attributes + "/>",
      in_long_space + "/>",
      spaces + "/>",
      "<?" + std::string(kXmlMax - 2, 'a'),
      "<!DOCTYPE " + std::string(kXmlMax - 10, 'a'),
  };
  for (const auto& text : all) {
    INFO(text.substr(0, 40) << "… " << text.size() << " bytes");
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(refusal_of(text).empty());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  }
}

TEST_CASE("the content of a property is kept as XML that stands alone") {
  CHECK(inner_of("") == "");
  CHECK(inner_of("plain &amp; &lt;simple&gt;") == "plain &amp; &lt;simple&gt;");
  CHECK(inner_of("a<b/>c<b>d</b>e") == "a<b/>c<b>d</b>e");
  CHECK(inner_of("<![CDATA[<b>]]>") == "&lt;b&gt;");
  CHECK(inner_of("<!-- not this --><?nor this?>") == "");
  CHECK(inner_of("<b xml:lang=\"es\">así</b>") == "<b xml:lang=\"es\">así</b>");
  CHECK(inner_of("<D:href>/a</D:href>") == "<D:href xmlns:D=\"DAV:\">/a</D:href>");
  CHECK(inner_of("<x:b><x:c y:d=\"1\"/></x:b><x:e/>", " xmlns:x=\"urn:x\" xmlns:y=\"urn:y\"") ==
        "<x:b xmlns:x=\"urn:x\"><x:c xmlns:y=\"urn:y\" y:d=\"1\"/></x:b><x:e xmlns:x=\"urn:x\"/>");
  CHECK(inner_of("<b xmlns=\"urn:b\"><c xmlns=\"\"><d/></c><e/></b>") ==
        "<b xmlns=\"urn:b\"><c xmlns=\"\"><d/></c><e/></b>");
  CHECK(inner_of("<b c=\"&#10;&#9;&#13;&quot;\">&#13;</b>") ==
        "<b c=\"&#10;&#9;&#13;&quot;\">&#13;</b>");
  CHECK(inner_of("<D:prop><b>once</b></D:prop>") ==
        "<D:prop xmlns:D=\"DAV:\"><b>once</b></D:prop>");
}

TEST_CASE("only what is below a DAV:prop is kept, and only where it is asked for") {
  const std::string text =
      "<D:set xmlns:D='DAV:'><D:prop><a><b/></a><c>d</c></D:prop><e><b/></e></D:set>";
  const auto kept = parse_xml(text, Keep::inner);
  CHECK(kept.children[0].inner.empty());
  CHECK(kept.children[0].children[0].inner == "<b/>");
  CHECK(kept.children[0].children[0].children[0].inner.empty());
  CHECK(kept.children[0].children[1].inner == "d");
  CHECK(kept.children[1].inner.empty());
  CHECK(parse_xml(text).children[0].children[0].inner.empty());
}

TEST_CASE("a property cannot grow beyond its bound by declaring namespaces again and again") {
  std::string declarations, attributes;
  for (int i = 0; i < 30; ++i) {
    const auto number = std::to_string(i);
    declarations += " xmlns:p" + number + "=\"" + std::string(200, 'u') + number + "\"";
    attributes += " p" + number + ":a=\"\"";
  }
  CHECK_NOTHROW(inner_of(repeated("<b" + attributes + "/>", 10), declarations));
  CHECK_THROWS_AS(inner_of(repeated("<b" + attributes + "/>", 1'000), declarations), core::Error);
}

TEST_CASE("what was kept gives the same elements again, wherever it is put") {
  std::mt19937 random(20260302);
  const auto below = [&](unsigned most) { return static_cast<unsigned>(random() % most); };
  const std::vector<std::string> names = {"a", "x:a", "y:b", "D:href", "z:ñ"};
  const std::vector<std::string> texts = {"", " ", "hola", "&amp;&lt;", "&#13;\n", "ñ→😀", "]]&gt;"};
  const auto pick = [&](const auto& list) {
    return list[below(static_cast<unsigned>(list.size()))];
  };
  const std::function<std::string(int)> tree = [&](int depth) {
    const auto name = pick(names);
    std::string text = "<" + name;
    if (below(3) == 0) text += " xmlns:y=\"urn:y" + std::to_string(below(3)) + "\"";
    if (below(3) == 0) text += " xmlns=\"" + std::string(below(2) ? "urn:d" : "") + "\"";
    if (below(3) == 0) text += " x:k=\"" + pick(texts) + "\"";
    if (below(3) == 0) text += " xml:lang=\"es\"";
    text += ">" + pick(texts);
    for (unsigned i = below(4); depth > 0 && i > 0; --i) text += tree(depth - 1) + pick(texts);
    return text + "</" + name + ">";
  };
  for (int i = 0; i < 300; ++i) {
    const auto content = tree(4);
    const auto text =
        "<D:prop xmlns:D=\"DAV:\" xmlns:x=\"urn:x\" xmlns:y=\"urn:y\" xmlns:z=\"urn:z\"><p>" +
        content + "</p></D:prop>";
    INFO(text);
    const auto before = parse_xml(text, Keep::inner);
    const auto& inner = before.children[0].inner;
    INFO(inner);
    CHECK(same(parse_xml("<p>" + inner + "</p>"), before.children[0]));
    const auto again =
        parse_xml("<D:prop xmlns:D=\"DAV:\"><p>" + inner + "</p></D:prop>", Keep::inner);
    CHECK(again.children[0].inner == inner);
  }
}

TEST_CASE("escaping leaves nothing that a reader would take for markup or refuse") {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "ñ\xEF\xBB\xBF→😀\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD";
  std::string expected = "\t\n\r";
  for (int c = 0x20; c < 0x80; ++c) expected += static_cast<char>(c);
  expected += "ñ\xEF\xBB\xBF→😀\xEF\xBF\xBD";
  XmlWriter out;
  out.declaration();
  out.text("a", all);
  const auto written = out.take();
  CHECK(parse_xml(written).text == expected);
  std::string attribute = "<a b=\"";
  append_escaped(attribute, "\"<&>'");
  CHECK(parse_xml(attribute + "\"/>").attribute("b") == "\"<&>'");
}

TEST_CASE("the writer knows four namespaces by prefix and declares any other") {
  XmlWriter out;
  out.open_root("D:multistatus");
  out.element({std::string(kApple), "calendar-color"}, "#1f6feb");
  out.element({"urn:\"o\"&", "own"}, "<a/>");
  out.element({"", "none"}, {});
  out.empty("CS:getctag");
  out.close("D:multistatus");
  const auto root = parse_xml(out.take());
  CHECK(root.is(kDav, "multistatus"));
  REQUIRE(root.children.size() == 4);
  CHECK(root.children[0].is(kApple, "calendar-color"));
  CHECK(root.children[1].is("urn:\"o\"&", "own"));
  CHECK(root.children[1].children.at(0).is("", "a"));
  CHECK(root.children[2].is("", "none"));
  CHECK(root.children[3].is(kCalServer, "getctag"));
  CHECK(known_tag({std::string(kCalDav), "calendar-data"}) == "C:calendar-data");
  CHECK(known_tag({"urn:other", "calendar-data"}).empty());
}
