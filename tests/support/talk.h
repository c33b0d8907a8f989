// A talk: a whole conversation with the service as plain text, held with the real thing from the
// doors down to the store (tests/support/office.h, with the calendars of calendars/).
//
// A statement begins at the margin; the lines indented below it belong to it. Blank lines and lines
// that begin with # say nothing. `$name` stands for what was kept. "Quoted" text is a JSON string;
// one word needs no quotes. Files are named from the root of the repository.
//
//   as coordinadora | as nobody           who asks from now on; the logins are those of the office
//   POST /api/v1/requests                 a request: first its headers, then its body
//     If-Match: "v1"
//     {"subject": "…"}
//   PUT /dav/calendars/ana/agenda/uno.ics what is under /dav goes to the dav door: any method, with
//   a
//     If-None-Match: *                    body of XML, or of iCalendar, which gets CRLF
//     BEGIN:VCALENDAR
//   POST $link                            a form: with this Content-Type, each line of the body is
//     Content-Type: application/x-www-form-urlencoded    a field, encoded as a browser does
//     comment=Sí, con ascensor
//   POST /api/v1/cases/$n/records         a form with files: its parts as they are written, with
//     Content-Type: multipart/form-data; boundary=b    CRLF; a lone . is a blank line
//   expect 201                            of its answer: the status
//   expect header ETag is "\"v1\""        … a header: is | contains | is absent
//   expect json items[0].slot.end is X    … its JSON: is | contains | has N (elements) | is absent;
//                                         items[key=redes] is the element whose key is redes
//   expect body contains "…"              … its text (iCalendar: unfolded): contains | contains N
//   expect body lacks "…"                 (so many times) | lacks
//   expect xml response[href=/dav/].getetag is X    … its XML, by tests/support/xml_path.h: the
//   first
//                                         that the path leads to is | contains | lacks | is absent;
//                                         has N: so many are there
//   keep id = json id                     also: keep tag = header ETag, keep token = xml sync-token
//   keep csrf = form csrf                 the value of a hidden input in the answer's HTML
//   keep link = mail link                 the path of the first link to answer by ("/rsvp/…") in
//   the
//                                         text of the mail that came last
//   clock 2026-03-20T08:00:00-05:00       clock forward 7 days (or hours, minutes)
//   mail server defers                    or accepts, refuses, dies (takes the mail, never says so)
//   postman dies                          at the next mail, with it out and not written down
//   deliver                               the postman works until nothing is due
//   receive                               a mail comes in: first its headers (Message-ID and
//     From: Ana <ana@redes.example>       Content-Type are made where they are not given), then its
//     BEGIN:VCALENDAR                     text, or its iCalendar object; a lone . is a blank line.
//                                         $mail is its id
//   expect verdict held reason draft      of that mail; also trust, and detail (a part of it)
//   tick                                  what the service does each minute of itself: reminders
//                                         and notices that are due, what is over, and news to
//                                         coordinators
//   midnight                              what it does once a day
//   restart                               what a new process does about letters in hand
//   law 2026-03-13 "Día de la red"        the service starts anew with one holiday more
//   expect 1 mail to ana@redes.example subject "Citación" method REQUEST text "…" calendar "…"
//                                         of those that the last `deliver` brought, so many are
//                                         like this; `repeated` for those whose Message-ID came
//                                         before
//   load examples/a.toml                  expect made | unchanged: what the load came to
//   remember store                        expect nothing changed: in no table, since then
//
// At its end the store must hold together (service::check_store).
#pragma once

#include <stdexcept>
#include <string>

namespace citacal::test {

// what() is "file:line: what was expected and what there was".
struct TalkFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Holds the talk in that file. `root` is the repository's. Throws TalkFailure.
void hold_talk(const std::string& root, const std::string& path);

}  // namespace citacal::test
