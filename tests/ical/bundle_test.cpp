#include "ical/bundle.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "ical/sample_case.h"
#include "ical/scan.h"
#include "ical/tree.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

std::string zone_named(const std::string& tzid) {
  return "BEGIN:VTIMEZONE\r\nTZID:" + tzid +
         "\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
         "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
}

std::string event_named(const std::string& uid) {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTART:20261123T150000Z\r\nEND:VEVENT\r\n";
}

std::string object(const std::string& components) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n" + components + "END:VCALENDAR\r\n";
}

std::string bundled(const std::vector<std::string>& texts) {
  Bundle bundle;
  for (const auto& text : texts) bundle.add_object(text);
  return bundle.take();
}

}  // namespace

TEST_CASE("Objects in one VCALENDAR keep their components, and each zone comes once") {
  const auto berlin = zone_named("Europe/Berlin"), oslo = zone_named("Europe/Oslo");
  CHECK(bundled({object(berlin + event_named("a")),
                 object(berlin + oslo + event_named("b") + event_named("b2"))}) ==
        std::string(kObjectHead) + berlin + event_named("a") + oslo + event_named("b") +
            event_named("b2") + "END:VCALENDAR\r\n");
  CHECK(bundled({}) == std::string(kObjectHead) + "END:VCALENDAR\r\n");
}

TEST_CASE("Our events bring their zone once, whoever brought it first") {
  Bundle bundle;
  bundle.add_component(event_named("ours"));
  bundle.add_object(object(std::string(kZoneText) + event_named("theirs")));
  bundle.add_component(event_named("ours too"));
  CHECK(bundle.take() == std::string(kObjectHead) + std::string(kZoneText) + event_named("ours") +
                             event_named("theirs") + event_named("ours too") + "END:VCALENDAR\r\n");
  CHECK(object_of(event_named("a")) ==
        std::string(kObjectHead) + std::string(kZoneText) + event_named("a") + "END:VCALENDAR\r\n");
}

TEST_CASE("What other programs write is bundled right: case, bare LF, folds, a byte order mark") {
  const auto text =
      bundled({"\xEF\xBB\xBF"
               "begin:vcalendar\nversion:2.0\n\nbegin:vtimezone\ntz\n id:Europe/Ber\n lin\n"
               "begin:standard\ndtstart:19700101T000000\ntzoffsetfrom:+0100\ntzoffsetto:+0100\n"
               "end:standard\nend:vtimezone\nBEG\n IN:VE\n\tVENT\nuid:a\n"
               "description:x\n END:VEVENT\n BEGIN:VALARM\n\nBegin:VAlarm\nEnd:VAlarm\n"
               "E\n ND:VEVENT\nend:vcalendar",
               object(zone_named("Europe/Berlin") + event_named("b"))});
  const auto calendar = parse_tree(text);
  REQUIRE(calendar.nodes.size() == 3);
  CHECK(calendar.nodes[0].name == "VTIMEZONE");
  CHECK(calendar.nodes[1].value("DESCRIPTION") == "xEND:VEVENTBEGIN:VALARM");
  CHECK(calendar.nodes[1].nodes.size() == 1);
  CHECK(calendar.nodes[2].value("UID") == "b");
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    REQUIRE(text.substr(at - 1, 1) == "\r");
  CHECK(text.find("\r\n\r\n") == std::string::npos);
}

TEST_CASE("Of a text that is cut off, only whole components are taken") {
  CHECK(bundled({"BEGIN:VCALENDAR\r\n" + event_named("a") + "BEGIN:VEVENT\r\nUID:b\r\n"}) ==
        bundled({object(event_named("a"))}));
  CHECK(bundled({"", "no calendar", "END:VEVENT\r\nEND:VCALENDAR\r\n"}) == bundled({}));
}

TEST_CASE("Ten thousand objects are one VCALENDAR in much less time than they take to read") {
  SampleCase sample;
  const auto text = object(std::string(kZoneText) + print_event(sample.view(), Detail::full));
  Bundle bundle;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) bundle.add_object(text);
  const auto whole = bundle.take();
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(whole.size() > 10'000 * 1'000);
  // 15 ms by itself; wide, for machines that are busy or run it under sanitizers.
  CHECK(std::chrono::duration<double>(took).count() < 1.0);
}

}  // namespace citacal::ical
