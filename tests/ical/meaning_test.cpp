#include "ical/meaning.h"

#include <catch2/catch.hpp>
#include <thread>

#include "core/error.h"
#include "ical/sample_case.h"

namespace citacal::ical {

namespace {

std::string event_of(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:a\r\n" + lines + "END:VEVENT\r\n";
}

std::string in_calendar(const std::string& content) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + content + "END:VCALENDAR\r\n";
}

std::string start_of_event(const std::string& lines) {
  return core::print_utc(read_event(event_of(lines)).start);
}

// The condition with which the text is refused, or "read".
std::string reading(const std::string& text) {
  try {
    read_event(text);
    return "read";
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::invalid);
    CHECK_FALSE(error.message.es.empty());
    return error.condition;
  }
}

const std::string kStart = "DTSTART:20260701T100000Z\r\n";

}  // namespace

TEST_CASE("Every way to write a time gives its instant") {
  CHECK(start_of_event("DTSTART:20260701T100000Z\r\n") == "2026-07-01T10:00:00Z");
  CHECK(start_of_event("DTSTART;TZID=America/Bogota:20260701T100000\r\n") ==
        "2026-07-01T15:00:00Z");
  CHECK(start_of_event("DTSTART:20260701T100000\r\n") == "2026-07-01T15:00:00Z");  // floating
  CHECK(start_of_event("DTSTART;VALUE=DATE:20260701\r\n") == "2026-07-01T05:00:00Z");
  CHECK(start_of_event("DTSTART;TZID=America/New_York:20260701T100000\r\n") ==
        "2026-07-01T14:00:00Z");
  CHECK(start_of_event("DTSTART;TZID=America/New_York:20261201T100000\r\n") ==
        "2026-12-01T15:00:00Z");
  CHECK(start_of_event("DTSTART;TZID=UTC:20261201T100000\r\n") == "2026-12-01T10:00:00Z");
  CHECK(start_of_event("DTSTART;TZID=US/Eastern:20260701T100000\r\n") == "2026-07-01T14:00:00Z");
}

TEST_CASE("A zone that the object defines counts, but the legal time is always UTC-5") {
  const auto zone = [](const std::string& name) {
    return "BEGIN:VTIMEZONE\r\nTZID:" + name +
           "\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
           "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\n"
           "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"
           "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:+0100\r\n"
           "TZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
  };
  const auto start = [&](const std::string& name, const std::string& time) {
    return core::print_utc(read_event(in_calendar(zone(name) + event_of("DTSTART;TZID=\"" + name +
                                                                        "\":" + time + "\r\n")))
                               .start);
  };
  CHECK(start("W. Europe Standard Time", "20260701T100000") == "2026-07-01T08:00:00Z");
  CHECK(start("W. Europe Standard Time", "20261201T100000") == "2026-12-01T09:00:00Z");
  CHECK(start("America/Bogota", "20260701T100000") == "2026-07-01T15:00:00Z");
}

TEST_CASE("The end comes of DTEND, of DURATION, or of the kind of start") {
  const auto length = [](const std::string& lines) {
    const auto meaning = read_event(event_of(lines));
    return (meaning.end - meaning.start).count();
  };
  CHECK(length(kStart + "DTEND;TZID=America/Bogota:20260701T060000\r\n") == 3'600);
  CHECK(length(kStart + "DURATION:P1DT2H\r\n") == 26 * 3'600);
  CHECK(length(kStart) == 0);
  CHECK(length(kStart + "DTEND:20260701T100000Z\r\n") == 0);
  CHECK(length("DTSTART;VALUE=DATE:20260701\r\n") == 86'400);
  CHECK(length("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260701\r\n") == 86'400);
  CHECK(length("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260703\r\n") == 172'800);
}

TEST_CASE("What is wrong with an event is said") {
  CHECK(reading(event_of(kStart)) == "read");
  CHECK(reading("BEGIN:VEVENT\r\n" + kStart + "END:VEVENT\r\n") == "ical-uid");
  CHECK(reading("BEGIN:VEVENT\r\nUID:\r\n" + kStart + "END:VEVENT\r\n") == "ical-uid");
  CHECK(reading(event_of("UID:b\r\n" + kStart)) == "ical-twice");
  CHECK(reading(event_of(kStart + kStart)) == "ical-twice");
  CHECK(reading(event_of("")) == "ical-start");
  CHECK(reading(event_of("DTSTART:\r\n")) == "ical-start");
  CHECK(reading(event_of("DTSTART:18991231T000000Z\r\n")) == "ical-date");
  CHECK(reading(event_of("DTSTART:22000101T000000Z\r\n")) == "ical-date");
  CHECK(reading(event_of(kStart + "DTEND:20260701T095959Z\r\n")) == "ical-end");
  CHECK(reading(event_of(kStart + "DTEND;VALUE=DATE:20260702\r\n")) == "ical-end");
  CHECK(reading(event_of(kStart + "DTEND:20260702T000000Z\r\nDURATION:PT1H\r\n")) == "ical-end");
  CHECK(reading(event_of(kStart + "DURATION:-PT1H\r\n")) == "ical-end");
  CHECK(reading(event_of(kStart + "DURATION:P999999999W\r\n")) == "ical-end");
  CHECK(reading(in_calendar("")) == "ical-structure");
  CHECK(reading(in_calendar("BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n")) == "ical-structure");
  CHECK(reading(in_calendar(event_of(kStart) + event_of(kStart))) == "ical-structure");
  CHECK(reading("BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n") == "ical-structure");
  CHECK(reading(event_of("DTSTART;TZID=../../etc/passwd:20260701T100000\r\n")) == "ical-zone");
}

TEST_CASE("A reply as Outlook writes it is understood") {
  const auto meaning = read_event(
      "BEGIN:VCALENDAR\nmethod:reply\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\n"
      "BEGIN:VEVENT\nATTENDEE;PARTSTAT=declined;CN=Luis:MAILTO:Luis@Redes.example.com\n"
      "ATTENDEE;PARTSTAT=X-QUIZAS:mailto:ana@redes.example.com\n"
      "COMMENT;LANGUAGE=es-CO:No puedo\nUID:a\nSUMMARY;LANGUAGE=es-CO:Rechazado: x\n"
      "SEQUENCE:2\nEND:VEVENT\nEND:VCALENDAR\n");
  CHECK(meaning.method == "REPLY");
  CHECK(meaning.organizer.empty());
  CHECK_FALSE(meaning.has_time);
  CHECK(meaning.sequence == 2);
  REQUIRE(meaning.attendees.size() == 2);
  CHECK(meaning.attendees[0].email == "luis@redes.example.com");
  CHECK(meaning.attendees[0].answer == domain::Participation::declined);
  CHECK(meaning.attendees[1].answer == domain::Participation::needs_action);
}

TEST_CASE("A series is known as one") {
  CHECK(read_event(event_of(kStart + "RRULE:FREQ=WEEKLY\r\n")).recurring);
  CHECK_FALSE(read_event(event_of(kStart)).recurring);
}

TEST_CASE("Many threads read events in many zones at once") {
  // Noon of the first of January 2026, in UTC; none of these zones is touched by another test.
  const std::vector<std::pair<std::string, std::string>> zones = {
      {"America/Lima", "2026-01-01T17:00:00Z"},     {"America/Chicago", "2026-01-01T18:00:00Z"},
      {"Europe/Madrid", "2026-01-01T11:00:00Z"},    {"Asia/Tokyo", "2026-01-01T03:00:00Z"},
      {"Australia/Sydney", "2026-01-01T01:00:00Z"}, {"Asia/Kolkata", "2026-01-01T06:30:00Z"}};
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 200; ++i) {
        const auto& [zone, instant] = zones[(i + t) % zones.size()];
        if (start_of_event("DTSTART;TZID=" + zone + ":20260101T120000\r\n") != instant) ++wrong[t];
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

}  // namespace citacal::ical
