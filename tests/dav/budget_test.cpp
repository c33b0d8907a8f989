// What one request at this door may cost, over all the objects that it reaches.
#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

constexpr int kHeavyOnes = 20;

const std::string kRange = "<C:time-range start=\"20260301T000000Z\" end=\"20260401T000000Z\"/>";
const std::string kExpanded =
    "<D:getetag/><C:calendar-data><C:expand start=\"20260301T000000Z\" end=\"20260401T000000Z\"/>"
    "</C:calendar-data>";

// Objects whose rules are walked from 1920 on, and name nothing; `until` says how long.
struct Heavy : OwnCalendar {
  explicit Heavy(const std::string& until) {
    std::string rules;
    for (int i = 0; i < 8; ++i)
      rules += "RRULE:FREQ=DAILY;COUNT=9000000;BYMONTH=2;BYMONTHDAY=30" + until + "\n";
    for (int i = 0; i < kHeavyOnes; ++i)
      put({"pesado" + std::to_string(i), "19200101T000000Z", "19200101T010000Z", "x", rules});
  }
  core::Response ask_report(const std::string& body) {
    return ask("REPORT", here(), {{"Depth", "1"}}, body);
  }
  core::Response events(const std::string& inside, const std::string& props = "<D:getetag/>") {
    return ask_report(
        query("<C:comp-filter name=\"VEVENT\">" + inside + "</C:comp-filter>", props));
  }
};

const std::string kToThirty = ";UNTIL=20301231T000000Z";

void check_is_too_much(const core::Response& response) {
  INFO(body_of(response));
  CHECK(response.status == 403);
  CHECK(precondition_of(response) == "number-of-matches-within-limits");
}

}  // namespace

TEST_CASE("a query that takes more work than its budget is refused by name, as a whole") {
  Heavy door(kToThirty);
  check_is_too_much(door.events(kRange));
  check_is_too_much(
      door.events("<C:comp-filter name=\"VALARM\">" + kRange + "</C:comp-filter>" + kRange));
  check_is_too_much(door.events("", kExpanded));
  check_is_too_much(
      door.ask_report("<C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\">" + kRange +
                      "</C:free-busy-query>"));
  // Each request has its own.
  CHECK(door.names_by("<C:comp-filter name=\"VEVENT\"/>").size() == kHeavyOnes);
}

TEST_CASE("series that ended before the range, by COUNT too, cost a query nothing") {
  Heavy door("");
  door.put({"marzo"});
  const auto response = door.events(kRange);
  REQUIRE(response.status == 207);
  CHECK(door.names_in(body_of(response)) == Names{"marzo.ics"});
}

TEST_CASE("a multiget says of each object whether it could still be expanded") {
  Heavy door(kToThirty);
  std::vector<std::string> hrefs;
  for (int i = 0; i < kHeavyOnes; ++i)
    hrefs.push_back(door.here("pesado" + std::to_string(i) + ".ics"));
  const auto answer = door.report(multiget(hrefs, kExpanded));
  CHECK(find_all_xml(answer, "response.href") == hrefs);
  const auto done = find_all_xml(answer, "response.propstat.prop.calendar-data").size();
  const auto refused = find_all_xml(answer, "response[status~403].status").size();
  CHECK(done > 5);
  CHECK(refused > 0);
  CHECK(done + refused == kHeavyOnes);
  CHECK(answer.find("<D:number-of-matches-within-limits/>") != std::string::npos);
}

TEST_CASE("a multiget answers a repeated address once, however it is spelt") {
  OwnCalendar door;
  door.put({"uno"});
  const auto answer = door.report(multiget(
      {door.here("uno.ics"), door.here("nada.ics"), door.here("uno.ics"), door.here("un%6F.ics"),
       door.here("nada.ics"), "http://otro.example/x", "http://otro.example/x"},
      "<D:getetag/><C:calendar-data/>"));
  CHECK(find_all_xml(answer, "response.href") ==
        Names{door.here("uno.ics"), door.here("nada.ics"), "http://otro.example/x"});
}
