// An office whose accounts hold meetings of their own, and what they see of them: agenda, inbox,
// answers.
#pragma once

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/scheduling.h"
#include "service/object.h"
#include "store/calendar.h"
#include "store/database.h"
#include "support/office.h"

namespace citacal::test::meetings {

inline constexpr const char* kUid = "comite-1@instituto.example";
inline constexpr const char* kStaff = "funcionario@instituto.example";
inline constexpr const char* kAuditor = "auditora@instituto.example";
inline constexpr const char* kBoss = "coordinadora@instituto.example";
inline constexpr const char* kOutsider = "alguien@fuera.example";

inline std::string attendee(const std::string& address, const std::string& params = "") {
  return "ATTENDEE;PARTSTAT=NEEDS-ACTION" + params + ":mailto:" + address + "\r\n";
}

inline std::string meeting(const std::string& people, const std::string& more = "SEQUENCE:0\r\n",
                           const std::string& organizer = kBoss) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:" +
         std::string(kUid) +
         "\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T150000Z\r\nDTEND:20260310T160000Z\r\n"
         "SUMMARY:Comité\r\nORGANIZER:mailto:" +
         organizer + "\r\n" + people + more + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct MeetingDesk : TestOffice {
  MeetingDesk() {
    for (const auto* caller : {&coordinator, &staff})
      service::make_calendar(office, *caller, "otro", {domain::Component::vevent}, {});
  }

  service::Put put(const service::Caller& caller, const std::string& text,
                   const std::string& name = "a.ics", const std::string& key = "agenda",
                   bool schedule_reply = true) {
    return service::put_object(office, caller, {key, name, text, {}, schedule_reply});
  }
  std::string refusal(const service::Caller& caller, const std::string& text,
                      const std::string& name = "a.ics", const std::string& key = "agenda") {
    try {
      put(caller, text, name, key);
    } catch (const core::Error& error) {
      return error.condition;
    }
    return "";
  }
  std::optional<domain::CalendarObject> copy(const service::Caller& caller,
                                             const std::string& uid = kUid) {
    const auto tx = office.database().read();
    return store::find_object_by_uid(*tx, domain::agenda_of(caller.person.id), uid);
  }
  std::string text(const service::Caller& caller) {
    const auto found = copy(caller);
    return found ? found->text : "";
  }
  std::string answer(const service::Caller& whose, const std::string& address) {
    const auto parties = ical::read_parties(text(whose));
    const auto* found = parties.find(address);
    return found ? found->answer : "";
  }
  std::string status(const service::Caller& whose, const std::string& address) {
    const auto parties = ical::read_parties(text(whose));
    return parties.find(address)->status;
  }
  std::vector<std::string> inbox(const service::Caller& caller) {
    std::vector<std::string> messages;
    const auto tx = office.database().read();
    store::for_each_row(*tx, domain::inbox_of(caller.person.id), store::Texts::with,
                        [&](const store::ObjectRow& row) {
                          messages.emplace_back(row.text);
                          return true;
                        });
    return messages;
  }
  int messages(const service::Caller& caller, const std::string& method) {
    int found = 0;
    for (const auto& text : inbox(caller)) found += has(text, "METHOD:" + method + "\r\n");
    return found;
  }
  service::Put answers(const service::Caller& caller, const std::string& address,
                       const std::string& word, bool schedule_reply = true) {
    const auto mine = *copy(caller);
    return put(caller, ical::with_answer(mine.text, address, word), mine.name, "agenda",
               schedule_reply);
  }
  void remove(const service::Caller& caller, bool schedule_reply = true) {
    service::delete_object(office, caller, {"agenda", copy(caller)->name, {}, schedule_reply});
  }
};

}  // namespace citacal::test::meetings
