#include "core/template.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace citacal::core;

namespace {

std::string refused(const std::string& text) {
  try {
    Template{text};
  } catch (const Error& error) {
    CHECK(error.code == Code::invalid);
    CHECK(error.condition == "template");
    return error.field;
  }
  return "";
}

}  // namespace

TEST_CASE("a template is filled with texts, lists and what is there or not") {
  const Template letter(
      "{{who}}:\n{{! a remark }}{{#services}}- {{name}} ({{who}})\n{{/services}}"
      "{{^services}}none{{/services}}{{#reason}}because {{reason}}{{/reason}}");
  Values values;
  values.texts = {{"who", "Ana & Cía"}, {"reason", ""}};
  CHECK(letter.render(values, Escaping::none) == "Ana & Cía:\nnone");
  values.lists["services"] = {{{{"name", "Internet"}}, {}}, {{{"name", "<VPN>"}}, {}}};
  values.texts["reason"] = "{{who}} & more";  // a value is never a template
  CHECK(letter.render(values, Escaping::html) ==
        "Ana &amp; Cía:\n- Internet (Ana &amp; Cía)\n- &lt;VPN&gt; (Ana &amp; Cía)\n"
        "because {{who}} &amp; more");
}

TEST_CASE("a template knows the lines of its places") {
  const Template one("{{a}}\n{{!\n\n}}\n{{#b}}{{c}}{{/b}}");
  REQUIRE(one.places().size() == 3);
  CHECK(one.places()[0].line == 1);
  CHECK(one.places()[1].name == "b");
  CHECK(one.places()[2].line == 5);
}

TEST_CASE("what is no template is refused with its line") {
  CHECK(refused("a\n{{b") == "line 2");
  CHECK(refused("\n\n{{#a}}") == "line 3");
  CHECK(refused("{{#a}}\n{{/b}}") == "line 2");
  CHECK(refused("{{/b}}") == "line 1");
  CHECK(refused("{{}}") == "line 1");
  CHECK(refused("{{{raw}}}") == "line 1");
  CHECK(refused("{{&raw}}") == "line 1");
  CHECK(refused("{{>partial}}") == "line 1");
  CHECK(refused("{{=<% %>=}}") == "line 1");
  CHECK(refused("{{a.b}}") == "line 1");
  CHECK(refused("\xff") == "line 1");
  CHECK(refused(std::string(kTemplateMax + 1, 'a')) == "line 1");
  std::string deep;
  for (int i = 0; i < 9; ++i) deep += "{{#a}}\n";
  CHECK(refused(deep) == "line 9");
  std::string many;
  for (int i = 0; i < 501; ++i) many += "{{a}}";
  CHECK(refused(many) == "line 1");
}
