#include "ical/rule.h"

#include <catch2/catch.hpp>
#include <chrono>

namespace citacal::ical {

namespace {

core::LocalTime local(std::string_view text) {
  return parse_written(text)->local;
}

// The first six of what the rule names from `from` on, with its start; days alone unless the rule
// says hours.
std::string walked(const std::string& text, std::string_view start, std::string_view from,
                   std::string_view until = "22000101T000000") {
  const auto rule = parse_rule(text);
  REQUIRE(rule);
  auto end = local(until);
  if (rule->until) end = std::min(end, rule->until->local);
  RuleWalk walk(*rule, local(start), local(from), end);
  std::string out;
  int count = 0;
  const auto add = [&](core::LocalTime time) {
    if (time < local(from) || ++count > 6) return;
    const auto written = print_written({time});
    out += (out.empty() ? "" : " ") + written.substr(0, rule->hours.empty() ? 8 : 13);
  };
  add(local(start));
  while (const auto time = walk.next()) add(*time);
  return out;
}

struct Known {
  const char *rule, *start, *from, *days;
};

// What python-dateutil 2.8.2 says; some are the examples of RFC 5545 §3.8.5.3.
constexpr Known kKnown[] = {
    {"FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902T090000", "19970902T000000",
     "19970902 19970912 19970922 19971002 19971012"},
    {"FREQ=DAILY;BYMONTH=1;UNTIL=20000131T140000", "19980101T090000", "20000128T000000",
     "20000128 20000129 20000130 20000131"},
    {"FREQ=DAILY;BYMONTHDAY=-1,-3", "20260101T100000", "20260220T000000",
     "20260226 20260228 20260329 20260331 20260428 20260430"},
    {"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", "19970805T090000", "19970805T000000",
     "19970805 19970817 19970819 19970831 19970902 19970914"},
    {"FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,SU", "19970805T090000", "19970805T000000",
     "19970805 19970810 19970819 19970824 19970902 19970907"},
    {"FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "20260104T080000", "20400101T000000",
     "20400115 20400205 20400226 20400318 20400408 20400429"},
    {"FREQ=MONTHLY;BYDAY=1FR", "19970905T090000", "20991001T000000",
     "20991002 20991106 20991204 21000101 21000205 21000305"},
    {"FREQ=MONTHLY;BYMONTHDAY=31", "20260131T090000", "20260131T000000",
     "20260131 20260331 20260531 20260731 20260831 20261031"},
    {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19980213T090000", "19980213T000000",
     "19980213 19980313 19981113 19990813 20001013 20010413"},
    {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929T090000", "19970929T000000",
     "19970929 19971030 19971127 19971230 19980129 19980226"},
    {"FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000", "19970904T000000",
     "19970904 19971007 19971106 19971204 19980107 19980205"},
    {"FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,-2;COUNT=7", "19970910T090000", "19970910T000000",
     "19970910 19970911 19970929 19990310 19990311 19990330"},
    {"FREQ=YEARLY", "20240229T090000", "20240229T000000",
     "20240229 20280229 20320229 20360229 20400229 20440229"},
    {"FREQ=YEARLY;BYMONTHDAY=1,-1", "20260131T090000", "20261115T000000",
     "20261130 20261201 20261231 20270101 20270131 20270201"},
    {"FREQ=YEARLY;BYDAY=20MO", "19970519T090000", "19970519T000000",
     "19970519 19980518 19990517 20000515 20010514 20020520"},
    {"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3,10", "20260329T020000", "20260329T000000",
     "20260329 20261025 20270328 20271031 20280326 20281029"},
    {"FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,-1;COUNT=6", "19970101T090000", "19970101T000000",
     "19970101 19970410 19971231 20000101 20000409 20001231"},
    {"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19970512T090000", "19970512T000000",
     "19970512 19980511 19990517 20000515 20010514 20020513"},
    {"FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=WE", "20260101T090000", "20260102T000000",
     "20261230 20270106 20271229 20280105 20281227 20290103"},
    {"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19961105T090000",
     "19961105T000000", "19961105 20001107 20041102 20081104 20121106 20161108"},
    {"FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30", "20261123T090000", "20261123T000000",
     "20261123T0900 20261123T0930 20261123T1700 20261123T1730 20261124T0900 20261124T0930"},
};

}  // namespace

TEST_CASE("Rules name the days that are known to be right") {
  for (const auto& known : kKnown) {
    CAPTURE(known.rule);
    CHECK(walked(known.rule, known.start, known.from) == known.days);
  }
}

TEST_CASE("What a rule leaves open comes from the start, and a week counts as a whole") {
  // Of the week, the day that the start is.
  CHECK(walked("FREQ=YEARLY;BYWEEKNO=20", "19970512T090000", "19970512T000000",
               "20000101T000000") == "19970512 19980511 19990517");
  CHECK(walked("FREQ=WEEKLY;BYDAY=TU,FR,SU;BYSETPOS=1", "20270723T180000", "20270723T000000",
               "20270801T000000") == "20270723 20270727");
  // The start is the first of COUNT, also where the rule does not name it.
  CHECK(walked("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "20261124T090000", "20261124T000000") ==
        "20261124 20261130 20261207");
  CHECK(walked("FREQ=DAILY;COUNT=1", "20261124T090000", "20261124T000000") == "20261124");
}

TEST_CASE("A rule is read in any case and order, and refused where it says nothing that can be") {
  CHECK(walked("byday=mo;wkst=su;freq=weekly;", "20261123T090000", "20261123T000000",
               "20261201T000000") == "20261123 20261130");
  for (const std::string bad :
       {"", "FREQ=SOMETIMES", "BYDAY=MO", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=99999999999", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=M", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;BYHOUR=-1", "FREQ=DAILY;UNTIL=20269901", "FREQ",
        "FREQ=YEARLY;BYMONTHDAY=1,,2"})
    CHECK_FALSE(parse_rule(bad));
  CHECK_FALSE(parse_rule("FREQ=DAILY;X-A=" + std::string(kRuleMax, 'a')));
  CHECK(parse_rule("FREQ=DAILY;X-A=b"));
}

TEST_CASE("A rule within the day, of too many times or of another calendar is not walked") {
  std::string minutes = "BYMINUTE=0";
  for (int i = 1; i < 60; ++i) minutes += "," + std::to_string(i);
  for (const auto& rule :
       {std::string("FREQ=SECONDLY"), std::string("FREQ=HOURLY;COUNT=3"),
        "FREQ=DAILY;BYHOUR=1,2;" + minutes, std::string("RSCALE=CHINESE;FREQ=YEARLY"),
        std::string("RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L"),
        std::string("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD")}) {
    const auto read = parse_rule(rule);
    REQUIRE(read);
    CHECK_FALSE(read->is_walkable);
  }
  CHECK(parse_rule("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT")->is_walkable);
}

TEST_CASE("A walk ends soon, whatever the rule") {
  const auto begun = std::chrono::steady_clock::now();
  for (const std::string never :
       {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=300", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=YEARLY;INTERVAL=9999999;BYYEARDAY=-366"})
    CHECK(walked(never, "20260101T000000", "20260102T000000") == "");
  std::string hours = "FREQ=YEARLY;BYHOUR=0";
  for (int i = 1; i < 24; ++i) hours += "," + std::to_string(i);
  hours += ";BYMINUTE=0,15,30,45;BYMONTHDAY=1";
  for (int i = 2; i < 32; ++i) hours += "," + std::to_string(i);
  CHECK_FALSE(walked(hours + ";COUNT=9999999", "19000101T000000", "21990101T000000").size() > 100);
  CHECK(walked("FREQ=DAILY", "19000101T000000", "21991231T000000") == "21991231 22000101");
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
}

}  // namespace citacal::ical
