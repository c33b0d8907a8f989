// iTIP as text: what each side's object becomes, and what an attendee may change.
#include "ical/scheduling.h"

#include <catch2/catch.hpp>

#include "ical/draft.h"
#include "ical/scan.h"
#include "ical/scheduled_part.h"

using namespace citacal;
using ical::ChangeBy;

namespace {

const std::string kAna = "ana@instituto.example", kBeto = "beto@instituto.example";
const auto kNow = core::Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

std::string calendar(const std::string& parts) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + parts + "END:VCALENDAR\r\n";
}

std::string attendee(const std::string& address, const std::string& params = "") {
  return "ATTENDEE;CN=\"Gómez, A\";PARTSTAT=NEEDS-ACTION" + params + ":mailto:" + address + "\r\n";
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

int count(const std::string& text, std::string_view part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::string with_tail(const std::string& start, const std::string& tail) {
  return "BEGIN:VEVENT\r\nUID:cita-1\r\nDTSTAMP:20260301T000000Z\r\n" + start + tail +
         "ORGANIZER:mailto:jefa@instituto.example\r\nEND:VEVENT\r\n";
}

// Weekly, five times, at nine of Bogotá.
std::string series(const std::string& people) {
  return with_tail(
      "DTSTART;TZID=America/Bogota:20260309T090000\r\n"
      "DTEND;TZID=America/Bogota:20260309T100000\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n"
      "SEQUENCE:2\r\nSUMMARY:Comité\r\nTRANSP:OPAQUE\r\n",
      people);
}

std::string override_at(const std::string& day, const std::string& people,
                        const std::string& hour = "09") {
  return with_tail("RECURRENCE-ID;TZID=America/Bogota:" + day + "T090000\r\n" +
                       "DTSTART;TZID=America/Bogota:" + day + "T" + hour + "0000\r\n" +
                       "DTEND;TZID=America/Bogota:" + day + "T" + (hour == "09" ? "10" : "12") +
                       "0000\r\nSEQUENCE:2\r\nSUMMARY:Comité\r\n",
                   people);
}

const std::string kAlarm =
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n";

std::string answer_of(const std::string& object, const std::string& who,
                      const std::string& key = "") {
  const auto root = ical::parse_tree(object);
  const auto parts = ical::parts_of(root);
  const auto found = parts.find(key);
  return found == parts.end() ? "no part" : ical::answer_in(*found->second, who);
}

}  // namespace

TEST_CASE("a parameter is changed and all else of the line stays as it was written") {
  ical::Draft draft(calendar(
      "BEGIN:VEVENT\r\nATTENDEE;X-A=\"a;b:c\";partstat=ACCEPTED;MEMBER=\"m:1\",\"m:2\";CN=Ñandú\r\n"
      "  largo:MAILTO:Ana@x.example\r\nEND:VEVENT\r\n"));
  auto& line = draft.root.nodes.at(0).lines.at(0);
  draft.set_param(line, "PARTSTAT", "DECLINED");
  draft.set_param(line, "SCHEDULE-STATUS", "\"2.0\"");
  CHECK(ical::address_of(line) == "ana@x.example");
  CHECK(*line.find_param("X-A") == "a;b:c");
  CHECK(*line.find_param("CN") == "Ñandú largo");
  CHECK(*line.find_param("PARTSTAT") == "DECLINED");
  CHECK(count(draft.print(), "PARTSTAT") + count(draft.print(), "partstat") == 1);
  CHECK(has(draft.print(), "MEMBER=\"m:1\",\"m:2\""));
  const auto printed = draft.print();
  for (const auto& one : ical::lines_of(printed))
    for (std::size_t at = 0, end = 0; at < one.raw.size(); at = end + 1) {
      end = std::min(one.raw.find('\n', at), one.raw.size());
      CHECK(end - at <= 76);
    }
  draft.set_param(line, "SCHEDULE-STATUS", "");
  CHECK(!has(draft.print(), "SCHEDULE-STATUS"));
}

TEST_CASE("quotes inside a value and tabs are no hindrance to a change") {
  ical::Draft draft(calendar(
      "BEGIN:VEVENT\r\nATTENDEE;CN=a\"b;RSVP;PARTSTAT=ACCEPTED:mailto:ana@x.\r\n\texample\t\n"
      "END:VEVENT\r\n"));
  auto& line = draft.root.nodes.at(0).lines.at(0);
  draft.set_param(line, "PARTSTAT", "DECLINED");
  CHECK(ical::address_of(line) == "ana@x.example");
  CHECK(*line.find_param("CN") == "a\"b");
  CHECK(ical::answer_of(line) == "DECLINED");
  CHECK(count(draft.print(), "PARTSTAT") == 1);
}

TEST_CASE("a request holds what the attendee is in, without the organizer's own") {
  const auto object =
      calendar(series(attendee(kAna, ";SCHEDULE-STATUS=\"2.0\";SCHEDULE-AGENT=SERVER") +
                      "X-MOZ-LASTACK:20260301T000000Z\r\nLOCATION:Sala 2\r\n") +
               override_at("20260316", attendee(kAna) + attendee(kBeto), "11") +
               override_at("20260323", attendee(kBeto)));

  const auto ana = ical::request_for(object, kAna, kNow);
  CHECK(has(ana, "METHOD:REQUEST\r\n"));
  CHECK(has(ana, "DTSTAMP:20260302T000000Z\r\n"));
  CHECK(has(ana, "LOCATION:Sala 2"));
  CHECK(!has(ana, "SCHEDULE-"));
  CHECK(!has(ana, "X-MOZ-LASTACK"));
  CHECK(count(ana, "BEGIN:VEVENT") == 2);
  CHECK(has(ana, "EXDATE;TZID=America/Bogota:20260323T090000"));

  const auto beto = ical::request_for(object, kBeto, kNow);
  CHECK(count(beto, "BEGIN:VEVENT") == 2);
  CHECK(!has(beto, "RRULE"));
  CHECK(ical::request_for(object, "nadie@x.example", kNow).empty());

  const auto alarmed = replaced(object, "END:VEVENT", kAlarm + "END:VEVENT");
  CHECK(!has(ical::request_for(alarmed, kAna, kNow), "VALARM"));
}

TEST_CASE("a cancellation is cancelled, with a higher sequence, and cancels a copy once") {
  const auto object = calendar(series(attendee(kAna) + "STATUS:CONFIRMED\r\n"));
  const auto message = ical::cancel_for(object, kAna, kNow);
  CHECK(has(message, "METHOD:CANCEL\r\n"));
  CHECK(has(message, "STATUS:CANCELLED\r\n"));
  CHECK(!has(message, "CONFIRMED"));
  CHECK(has(message, "SEQUENCE:3\r\n"));
  const auto copy = ical::apply_cancel(object, kNow);
  CHECK(has(copy, "STATUS:CANCELLED\r\n"));
  CHECK(ical::read_parties(copy).is_cancelled);
  CHECK(ical::apply_cancel(copy, kNow) == copy);
}

TEST_CASE("an update keeps the attendee's alarms, transparency, notes and answer") {
  const auto object = calendar(series(attendee(kAna) + attendee(kBeto)));
  const auto first = ical::apply_request(ical::request_for(object, kAna, kNow), "", kAna);
  CHECK(!has(first, "METHOD"));
  auto kept = ical::with_answer(first, kAna, "ACCEPTED");
  kept = replaced(kept, "TRANSP:OPAQUE", "TRANSP:TRANSPARENT\r\nX-MOZ-NOTE:mío");
  kept = replaced(kept, "END:VEVENT", kAlarm + "END:VEVENT");

  const auto renamed = replaced(object, "SUMMARY:Comité", "SUMMARY:Comité de obras");
  const auto after = ical::apply_request(ical::request_for(renamed, kAna, kNow), kept, kAna);
  CHECK(has(after, "Comité de obras"));
  CHECK(has(after, "TRANSP:TRANSPARENT"));
  CHECK(!has(after, "TRANSP:OPAQUE"));
  CHECK(has(after, "X-MOZ-NOTE:mío"));
  CHECK(count(after, "BEGIN:VALARM") == 1);
  CHECK(answer_of(after, kAna) == "ACCEPTED");
  CHECK(answer_of(after, kBeto) == "NEEDS-ACTION");

  const auto moved = replaced(object, "20260309T100000", "20260309T103000");
  const auto asked = ical::apply_request(ical::request_for(moved, kAna, kNow), kept, kAna);
  CHECK(answer_of(asked, kAna) == "NEEDS-ACTION");
  CHECK(count(asked, "BEGIN:VALARM") == 1);
}

TEST_CASE("an override that moves one instance asks anew for that instance alone") {
  const auto object = calendar(series(attendee(kAna)));
  const auto copy = ical::with_answer(object, kAna, "ACCEPTED");
  const auto update =
      calendar(series(attendee(kAna)) + override_at("20260316", attendee(kAna), "11") +
               override_at("20260323", attendee(kAna)));
  const auto after = ical::apply_request(ical::request_for(update, kAna, kNow), copy, kAna);
  CHECK(answer_of(after, kAna) == "ACCEPTED");
  CHECK(answer_of(after, kAna, "20260316T140000Z") == "NEEDS-ACTION");
  CHECK(answer_of(after, kAna, "20260323T140000Z") == "ACCEPTED");
}

TEST_CASE("a reply is applied once, not when it is stale, and not of strangers") {
  const auto object = calendar(series(attendee(kAna) + attendee(kBeto)));
  const auto answered = ical::with_answer(object, kAna, "ACCEPTED");
  const auto reply = ical::reply_of(answered, kAna, kNow, object);
  CHECK(has(reply, "METHOD:REPLY\r\n"));
  CHECK(count(reply, "ATTENDEE") == 1);
  const auto applied = ical::apply_reply(object, reply, kAna);
  CHECK(answer_of(applied, kAna) == "ACCEPTED");
  CHECK(answer_of(applied, kBeto) == "NEEDS-ACTION");
  CHECK(ical::read_parties(applied).find(kAna)->status == "2.0");
  CHECK(ical::apply_reply(applied, reply, kAna) == applied);
  CHECK(ical::apply_reply(replaced(object, "SEQUENCE:2", "SEQUENCE:3"), reply, kAna) ==
        replaced(object, "SEQUENCE:2", "SEQUENCE:3"));
  CHECK(ical::apply_reply(object, reply, "nadie@x.example") == object);
  CHECK(ical::reply_of(answered, kAna, kNow, answered).empty());
}

TEST_CASE("an answer to one instance becomes an override of the organizer's series") {
  const auto object = calendar(series(attendee(kAna) + attendee(kBeto)));
  auto own = calendar(series(attendee(kAna) + attendee(kBeto)) +
                      override_at("20260316", attendee(kAna) + attendee(kBeto)));
  own = replaced(own, "20260316T090000\r\nDTSTART", "20260316T090000\r\nX-A:1\r\nDTSTART");
  const auto at = own.rfind("PARTSTAT=NEEDS-ACTION:mailto:ana");
  own.replace(at, 21, "PARTSTAT=DECLINED");
  REQUIRE(ical::change_by_attendee(object, own, kAna) == ChangeBy::attendee_answer);
  const auto reply = ical::reply_of(own, kAna, kNow, object);
  CHECK(count(reply, "BEGIN:VEVENT") == 1);
  const auto applied = ical::apply_reply(object, reply, kAna);
  CHECK(answer_of(applied, kAna) == "NEEDS-ACTION");
  CHECK(answer_of(applied, kAna, "20260316T140000Z") == "DECLINED");
  CHECK(answer_of(applied, kBeto, "20260316T140000Z") == "NEEDS-ACTION");
  CHECK(has(applied, "DTEND;TZID=America/Bogota:20260316T100000"));
  CHECK_NOTHROW(ical::scan(applied));

  const auto nowhere = replaced(replaced(reply, "20260316T090000", "20260317T090000"),
                                "20260316T090000", "20260317T090000");
  CHECK(ical::apply_reply(object, nowhere, kAna) == object);
}

TEST_CASE("an instance that the attendee takes out of the series is declined and stays out") {
  const auto object = calendar(series(attendee(kAna)));
  const auto own =
      replaced(object, "SEQUENCE:2", "EXDATE;TZID=America/Bogota:20260316T090000\r\nSEQUENCE:2");
  CHECK(ical::change_by_attendee(object, own, kAna) == ChangeBy::attendee_answer);
  const auto reply = ical::reply_of(own, kAna, kNow, object);
  CHECK(has(reply, "PARTSTAT=DECLINED"));
  const auto applied = ical::apply_reply(object, reply, kAna);
  CHECK(answer_of(applied, kAna, "20260316T140000Z") == "DECLINED");

  const auto update = replaced(applied, "SUMMARY:Comité", "SUMMARY:Otro");
  const auto after = ical::apply_request(ical::request_for(update, kAna, kNow), own, kAna);
  CHECK(count(after, "BEGIN:VEVENT") == 1);
  CHECK(has(after, "EXDATE;TZID=America/Bogota:20260316T090000"));
}

TEST_CASE("whole days and floating times have overrides in their own form") {
  const auto days = calendar(
      with_tail("DTSTART;VALUE=DATE:20260309\r\nRRULE:FREQ=DAILY;COUNT=5\r\n", attendee(kAna)));
  const auto own = replaced(days, "RRULE", "EXDATE;VALUE=DATE:20260311\r\nRRULE");
  const auto applied = ical::apply_reply(days, ical::reply_of(own, kAna, kNow, days), kAna);
  CHECK(has(applied, "RECURRENCE-ID;VALUE=DATE:20260311\r\nDTSTART;VALUE=DATE:20260311\r\n"));
  CHECK(answer_of(applied, kAna, "20260311") == "DECLINED");

  const auto floating = calendar(with_tail(
      "DTSTART:20260309T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=5\r\n", attendee(kAna)));
  const auto out = replaced(floating, "RRULE", "EXDATE:20260310T090000\r\nRRULE");
  const auto after = ical::apply_reply(floating, ical::reply_of(out, kAna, kNow, floating), kAna);
  CHECK(answer_of(after, kAna, "20260310T090000") == "DECLINED");
}

TEST_CASE("what programs write anew is no change of the attendee's") {
  const auto before = calendar(series(attendee(kAna) + attendee(kBeto)));
  auto after = before;
  SECTION("the same end as a duration, the rule's parts in another order, times in UTC") {
    after = replaced(after, "DTEND;TZID=America/Bogota:20260309T100000", "DURATION:PT1H");
    after = replaced(after, "FREQ=WEEKLY;COUNT=5", "COUNT=5;INTERVAL=1;FREQ=weekly");
  }
  SECTION("stamps, product, order of people, other people's answers that were not read") {
    after = replaced(after, "DTSTAMP:20260301T000000Z",
                     "LAST-MODIFIED:20260302T000000Z\r\nDTSTAMP:20260302T000000Z");
    after = replaced(after, "-//x//y//EN", "-//z//EN");
    after = replaced(after, attendee(kAna) + attendee(kBeto), attendee(kBeto) + attendee(kAna));
    after = replaced(after, "NEEDS-ACTION", "ACCEPTED");
  }
  SECTION("alarms, transparency, colour and X- lines") {
    after = replaced(after, "TRANSP:OPAQUE", "TRANSP:TRANSPARENT\r\nCOLOR:red\r\nX-MOZ-A:1");
    after = replaced(after, "END:VEVENT", kAlarm + "END:VEVENT");
  }
  SECTION("a status that says what none says, and empty lines") {
    after = replaced(after, "SEQUENCE:2", "STATUS:CONFIRMED\r\nLOCATION:\r\nSEQUENCE:2");
  }
  CHECK(ical::change_by_attendee(before, after, kAna) == ChangeBy::nobody);
}

TEST_CASE("what belongs to the organizer is more than an answer") {
  const auto before = calendar(series(attendee(kAna) + attendee(kBeto)) +
                               override_at("20260316", attendee(kAna), "11"));
  const std::pair<std::string, std::string> changes[] = {
      {"SUMMARY:Comité", "SUMMARY:Otro"},
      {"20260309T100000", "20260309T110000"},
      {"COUNT=5", "COUNT=6"},
      {"SEQUENCE:2", "SEQUENCE:1"},
      {"SEQUENCE:2", "SEQUENCE:2\r\nLOCATION:Mi casa"},
      {attendee(kBeto), ""},
      {attendee(kBeto), attendee(kBeto) + attendee("otro@x.example")},
      {attendee(kAna), ""},
      {"jefa@", "jefe@"},
      {override_at("20260316", attendee(kAna), "11"), ""},
      {"20260316T110000", "20260316T100000"},
  };
  for (const auto& [what, with] : changes) {
    INFO(what << " -> " << with);
    CHECK(ical::change_by_attendee(before, replaced(before, what, with), kAna) == ChangeBy::more);
  }
  // An override of no instance, one that is moved, and one that is there twice.
  for (const auto& more : {override_at("20260317", attendee(kAna) + attendee(kBeto)),
                           override_at("20260323", attendee(kAna) + attendee(kBeto), "11"),
                           override_at("20260316", attendee(kAna), "11")}) {
    const auto after = replaced(before, "END:VCALENDAR", more + "END:VCALENDAR");
    CHECK(ical::change_by_attendee(before, after, kAna) == ChangeBy::more);
  }
}

TEST_CASE("attendees are told of what counts for them") {
  const auto before = calendar(series(attendee(kAna)));
  const auto is_told = [&](std::string_view what, std::string_view with) {
    return ical::is_significant(before, replaced(before, what, with));
  };
  CHECK(!ical::is_significant(before, before));
  CHECK(!is_told("DTSTAMP:20260301T000000Z", "DTSTAMP:20260302T000000Z\r\nX-MOZ-A:1"));
  CHECK(!is_told("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"));
  CHECK(!is_told("END:VEVENT", kAlarm + "END:VEVENT"));
  CHECK(!is_told("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"));
  CHECK(is_told("COUNT=5", "COUNT=6"));
  CHECK(is_told("SUMMARY:Comité", "SUMMARY:Otro"));
  CHECK(is_told("SEQUENCE:2", "SEQUENCE:3"));
  CHECK(is_told("SEQUENCE:2", "SEQUENCE:2\r\nEXDATE;TZID=America/Bogota:20260316T090000"));
  CHECK(is_told(attendee(kAna), attendee(kAna) + attendee(kBeto)));
  CHECK(ical::is_significant("", before));
}

TEST_CASE("an organizer's text that knows no answers keeps those there are, until time changes") {
  const auto first = calendar(series(attendee(kAna)));
  const auto known = ical::with_answer(first, kAna, "ACCEPTED");
  const std::set<std::string> asked{kAna, kBeto};
  const auto renamed = replaced(first, "SUMMARY:Comité", "SUMMARY:Otro");
  CHECK(answer_of(ical::with_standing_answers(renamed, known, asked), kAna) == "ACCEPTED");
  CHECK(ical::with_standing_answers(renamed, known, {}) == renamed);
  const auto moved =
      ical::with_answer(replaced(first, "20260309T100000", "20260309T103000"), kAna, "ACCEPTED");
  CHECK(answer_of(ical::with_standing_answers(moved, known, asked), kAna) == "NEEDS-ACTION");
  const auto declined = ical::with_answer(first, kAna, "DECLINED");
  CHECK(answer_of(ical::with_standing_answers(declined, known, asked), kAna) == "DECLINED");
  CHECK(answer_of(ical::with_standing_answers(known, "", asked), kAna) == "NEEDS-ACTION");
}

TEST_CASE("the statuses of a server are set, and a forced sending goes") {
  const auto object = calendar(series(attendee(kAna, ";SCHEDULE-FORCE-SEND=REQUEST") +
                                      attendee(kBeto, ";SCHEDULE-STATUS=\"1.2\"")));
  CHECK(ical::read_parties(object).forced == std::set<std::string>{kAna});
  const auto after = ical::with_schedule_status(object, {{kAna, "3.7"}});
  CHECK(!has(after, "FORCE-SEND"));
  const auto parties = ical::read_parties(after);
  CHECK(parties.find(kAna)->status == "3.7");
  CHECK(parties.find(kBeto)->status == "1.2");
  CHECK(ical::with_schedule_status(after, {{kAna, "3.7"}}) == after);
  CHECK(has(ical::with_organizer_status(after, "1.2"),
            "ORGANIZER;SCHEDULE-STATUS=\"1.2\":mailto:jefa"));
}
