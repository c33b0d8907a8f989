#include <catch2/catch.hpp>

#include "dav/exchange.h"
#include "dav/xml.h"
#include "support/office.h"
#include "support/request.h"

using namespace citacal;
using namespace citacal::dav;

namespace {

const std::string kTag = "\"abc\"", kScheduleTag = "\"s1\"";
const core::Instant kChanged = test::at("2026-03-02T15:00:00Z");
constexpr std::string_view kToken = "urn:x-citacal:sync:9";

// What the headers lead to for what is there: "" (go on), or the condition they fail by.
std::string outcome(const test::HeaderList& headers, bool is_there = true,
                    const std::string& method = "PUT") {
  const auto request = test::make_request(method, "/dav/calendars/ana/agenda/a%20b.ics", headers);
  try {
    require_conditions(request, is_there ? &kTag : nullptr, kChanged,
                       is_there ? &kScheduleTag : nullptr, is_there ? kToken : "");
    return {};
  } catch (const core::Error& error) {
    if (error.code == core::Code::stale) CHECK(error.condition == "changed-meanwhile");
    return error.code == core::Code::stale ? "stale by " + error.field : error.condition;
  }
}

std::string by_if(const std::string& header, bool is_there = true) {
  return outcome({{"If", header}}, is_there);
}

}  // namespace

TEST_CASE("If-Match and If-None-Match, also of the compressed form") {
  CHECK(outcome({}) == "");
  CHECK(outcome({{"If-Match", "\"abc\""}}) == "");
  CHECK(outcome({{"If-Match", "\"x\", \"abc-gz\""}}) == "");
  CHECK(outcome({{"If-Match", "*"}}) == "");
  CHECK(outcome({{"If-Match", "\"x\""}}) == "stale by If-Match");
  CHECK(outcome({{"If-Match", "W/\"abc\""}}) == "stale by If-Match");
  CHECK(outcome({{"If-Match", "nothing"}}) == "stale by If-Match");
  CHECK(outcome({{"If-Match", "*"}}, false) == "stale by If-Match");
  CHECK(outcome({{"If-Match", "\"abc\""}}, false) == "stale by If-Match");
  CHECK(outcome({{"If-None-Match", "*"}}) == "stale by If-None-Match");
  CHECK(outcome({{"If-None-Match", "*"}}, false) == "");
  CHECK(outcome({{"If-None-Match", "\"abc\""}}) == "stale by If-None-Match");
  CHECK(outcome({{"If-None-Match", "\"x\""}}) == "");
  CHECK(outcome({{"If-None-Match", "\"abc\""}}, true, "GET") == "");  // a 304
}

TEST_CASE("a date counts only where no entity tag was sent") {
  const std::string before = "Mon, 02 Mar 2026 14:59:59 GMT",
                    then = "Mon, 02 Mar 2026 15:00:00 GMT";
  CHECK(outcome({{"If-Unmodified-Since", then}}) == "");
  CHECK(outcome({{"If-Unmodified-Since", before}}) == "stale by If-Unmodified-Since");
  CHECK(outcome({{"If-Unmodified-Since", before}, {"If-Match", "\"abc\""}}) == "");
  CHECK(outcome({{"If-Unmodified-Since", "yesterday"}}) == "");
  CHECK(outcome({{"If-Modified-Since", then}}) == "");  // means something for reads alone
}

TEST_CASE("the schedule tag changes only with what the other side did") {
  CHECK(outcome({{"If-Schedule-Tag-Match", "\"s1\""}}) == "");
  CHECK(outcome({{"If-Schedule-Tag-Match", "\"s0\""}}) == "stale by If-Schedule-Tag-Match");
  CHECK(outcome({{"If-Schedule-Tag-Match", "\"s1\""}}, false) == "stale by If-Schedule-Tag-Match");
  CHECK(outcome({{"If-Schedule-Tag-Match", "\"s1\""}, {"If-Match", "\"old\""}}) ==
        "stale by If-Match");
}

TEST_CASE("the If header: one of its lists must hold, in it every condition") {
  CHECK(by_if("([\"abc\"])") == "");
  CHECK(by_if("([\"abc-gz\"])") == "");
  CHECK(by_if("([W/\"abc\"])") == "stale by If");
  CHECK(by_if("([\"x\"])") == "stale by If");
  CHECK(by_if("([\"x\"]) ([\"abc\"])") == "");
  CHECK(by_if("([\"x\"] [\"abc\"])") == "stale by If");
  CHECK(by_if("(Not [\"x\"])") == "");
  CHECK(by_if("(Not [\"abc\"])") == "stale by If");
  CHECK(by_if("(Not[\"x\"]  Not <DAV:no-lock>)") == "");
  CHECK(by_if("(<DAV:no-lock>)") == "stale by If");
  CHECK(by_if("(<" + std::string(kToken) + ">)") == "");
  CHECK(by_if("(<" + std::string(kToken) + "0>)") == "stale by If");
  CHECK(by_if("(<opaquelocktoken:1> [\"abc\"]) (Not <opaquelocktoken:1>)") == "");
  CHECK(by_if("([\"abc\"])", false) == "stale by If");
  CHECK(by_if("(Not [\"abc\"])", false) == "");
  CHECK(by_if("(<>)", false) == "bad-if");
}

TEST_CASE("a list of the If header that is tagged is about that resource") {
  const std::string here = "<https://citas.example/dav/calendars/ana/agenda/a%20b.ics>";
  CHECK(by_if(here + " ([\"abc\"])") == "");
  CHECK(by_if("</dav/calendars/ana/agenda/%61%20b.ics> ([\"x\"] ) ([\"abc\"])") == "");
  CHECK(by_if("</dav/calendars/ana/agenda/> ([\"abc\"])") == "stale by If");
  CHECK(by_if("</dav/calendars/ana/agenda/> (Not [\"abc\"])") == "stale by If");
  CHECK(by_if("<http://%zz> (Not <DAV:no-lock>)") == "stale by If");
  CHECK(by_if("</other> ([\"abc\"]) " + here + "([\"abc\"])") == "");
  CHECK(by_if("<http://%zz> ([\"abc\"])") == "stale by If");
}

TEST_CASE("an If header of no form is refused, however long") {
  for (const char* header :
       {"", " ", "abc", "(", "()", "( )", "(Not)", "([\"abc\"]", "[\"abc\"]", "([\"abc\")",
        "(<token)", "<tag>", "</a", "(abc)", "([\"abc\"]) x", "(Not Not [\"abc\"])", "([])"}) {
    INFO(header);
    CHECK(by_if(header) == "bad-if");
  }
  CHECK(by_if(std::string(60'000, '(')) == "bad-if");
  std::string lists;
  for (int i = 0; i < 10'000; ++i) lists += "(<a>)";
  CHECK(by_if(lists) == "stale by If");
}

TEST_CASE("Depth is 0, 1 or infinity") {
  const auto depth = [](const test::HeaderList& headers) {
    return depth_of(test::make_request("PROPFIND", "/dav/", headers), 7);
  };
  CHECK(depth({}) == 7);
  CHECK(depth({{"Depth", "0"}}) == 0);
  CHECK(depth({{"depth", " 1 "}}) == 1);
  CHECK(depth({{"Depth", "Infinity"}}) == 2);
  for (const char* wrong : {"", "2", "-1", "1,1", "01", "infinite"})
    CHECK_THROWS_AS(depth({{"Depth", wrong}}), core::Error);
}

TEST_CASE("a minimal answer is asked for in two ways") {
  const auto minimal = [](const test::HeaderList& headers) {
    return wants_minimal(test::make_request("PROPFIND", "/dav/", headers));
  };
  CHECK_FALSE(minimal({}));
  CHECK(minimal({{"Prefer", "return=minimal"}}));
  CHECK(minimal({{"Prefer", "depth-noroot, Return=minimal; x=1"}}));
  CHECK(minimal({{"Prefer", "respond-async"}, {"Prefer", "return=\"minimal\""}}));
  CHECK_FALSE(minimal({{"Prefer", "return=representation"}}));
  CHECK(minimal({{"Brief", "t"}}));
  CHECK_FALSE(minimal({{"Brief", "f"}}));
}

TEST_CASE("a body is XML, none at all, or refused") {
  const auto body = [](const char* type, const std::string& text) {
    test::HeaderList headers;
    if (type) headers.emplace_back("Content-Type", type);
    return read_body(test::make_request("PROPFIND", "/dav/", headers, text));
  };
  CHECK_FALSE(body(nullptr, ""));
  CHECK_FALSE(body("text/plain", ""));
  for (const char* type : {"application/xml; charset=\"utf-8\"", "text/xml", "Application/XML",
                           "application/davmount+xml"})
    CHECK(body(type, "<a/>")->is("", "a"));
  CHECK(body(nullptr, "<a/>"));
  try {
    body("text/calendar", "<a/>");
    FAIL("read");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::unsupported);
  }
  CHECK_THROWS_AS(body(nullptr, " "), core::Error);
}

TEST_CASE("a list that is tagged with another resource is asked of the state that was read of it") {
  const auto by = [](const std::string& header) {
    const auto request =
        test::make_request("PUT", "/dav/calendars/ana/agenda/a.ics", {{"If", header}});
    const TaggedStates tagged = {{"/dav/calendars/ana/agenda/", {"\"all\"", "data:,x/7"}},
                                 {"/dav/calendars/ana/nada/", {}}};
    try {
      require_conditions(request, &kTag, kChanged, nullptr, {}, tagged);
      return true;
    } catch (const core::Error&) {
      return false;
    }
  };
  CHECK(by("</dav/calendars/ana/agenda/> (<data:,x/7>)"));
  CHECK(by("</dav/calendars/ana/agenda/> (<data:,x/7> [\"all\"])"));
  CHECK_FALSE(by("</dav/calendars/ana/agenda/> (<data:,x/6>)"));
  CHECK_FALSE(by("</dav/calendars/ana/agenda/> (<data:,x/7> [\"abc\"])"));
  CHECK(by("</dav/calendars/ana/nada/> (Not <data:,x/7>)"));  // nothing is there, which is known
  CHECK_FALSE(by("</dav/calendars/ana/otra/> (Not <data:,x/7>)"));
}

TEST_CASE("who would create what is there already is told so") {
  const auto request = test::make_request("PUT", "/dav/x", {{"If-None-Match", "*"}});
  try {
    require_conditions(request, &kTag, kChanged, nullptr);
    FAIL("let through");
  } catch (const core::Error& error) {
    CHECK(error.message.es.starts_with("Ya existe"));
  }
}
