// An own calendar behind the door, with what the tests of reports and writes do to it.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>

#include "dav/door.h"

namespace citacal::test {

struct EventText {
  std::string uid, start = "20260310T150000Z", end = "20260310T160000Z", summary = "Reunión",
                   more = {};  // more lines, LF
};

inline std::string print(const EventText& event) {
  return with_crlf(
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\nBEGIN:VEVENT\nUID:" + event.uid +
      "\nDTSTAMP:20260301T000000Z\nDTSTART:" + event.start + "\nDTEND:" + event.end +
      "\nSUMMARY:" + event.summary + "\n" + event.more + "END:VEVENT\nEND:VCALENDAR\n");
}

inline std::string print_todo(const std::string& uid, const std::string& more = {}) {
  return with_crlf(
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\nBEGIN:VTODO\nUID:" + uid +
      "\nDTSTAMP:20260301T000000Z\nSUMMARY:Tarea\n" + more + "END:VTODO\nEND:VCALENDAR\n");
}

// A door with a calendar "propio" of the one who asks.
struct OwnCalendar : Door {
  OwnCalendar() { REQUIRE(ask("MKCALENDAR", here()).status == 201); }

  std::string here(const std::string& name = {}) const { return home("propio/" + name); }
  core::Response put(const std::string& name, const std::string& text, HeaderList headers = {}) {
    return ask("PUT", here(name), std::move(headers), text);
  }
  // Puts an event, and returns its ETag.
  std::string put(const EventText& event, HeaderList headers = {}) {
    const auto response = put(event.uid + ".ics", print(event), std::move(headers));
    INFO(body_of(response));
    REQUIRE((response.status == 201 || response.status == 204));
    return std::string(response.headers.get("ETag"));
  }
  std::string report(const std::string& body, HeaderList headers = {{"Depth", "1"}},
                     const std::string& target = {}) {
    const auto response = ask("REPORT", target.empty() ? here() : target, std::move(headers), body);
    INFO(body_of(response));
    REQUIRE(response.status == 207);
    return body_of(response);
  }
  // The names of those that a calendar-query with this filter (within VCALENDAR) answers.
  std::vector<std::string> names_by(const std::string& filter) {
    return names_in(report(query(filter)));
  }
  std::vector<std::string> names_in(const std::string& multistatus) const {
    auto hrefs = find_all_xml(multistatus, "response.href");
    for (auto& href : hrefs) href = href.substr(href.rfind('/') + 1);
    std::sort(hrefs.begin(), hrefs.end());
    return hrefs;
  }
  static std::string query(const std::string& filter, const std::string& props = "<D:getetag/>",
                           const std::string& more = {}) {
    return "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop>" +
           props + "</D:prop><C:filter><C:comp-filter name=\"VCALENDAR\">" + filter +
           "</C:comp-filter></C:filter>" + more + "</C:calendar-query>";
  }
};

using Names = std::vector<std::string>;

inline std::string multiget(const std::vector<std::string>& hrefs,
                            const std::string& props = "<D:getetag/><C:calendar-data/>") {
  std::string body =
      "<C:calendar-multiget xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop>" +
      props + "</D:prop>";
  for (const auto& href : hrefs) body += "<D:href>" + href + "</D:href>";
  return body + "</C:calendar-multiget>";
}

}  // namespace citacal::test
