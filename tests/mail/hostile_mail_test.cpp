#include "mail/hostile_mail.h"

#include <ctime>

#include "mail/samples.h"
#include "mail/structure.h"

using namespace citacal;
using domain::MailFault;
using mail::read_mail;
using samples::contains;
using samples::letter;

namespace {

const std::string kCalendar = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR";

const std::vector<hostile::Hostile>& all() {
  static const auto all = [] {
    auto headers = hostile::headers(), bodies = hostile::bodies();
    headers.insert(headers.end(), bodies.begin(), bodies.end());
    return headers;
  }();
  return all;
}

MailFault fault_of(const std::string& name) {
  for (const auto& one : all())
    if (one.name == name) return read_mail(one.mail).fault;
  FAIL("there is no hostile mail \"" << name << "\"");
  return MailFault::none;
}

std::string from(const std::string& field) {
  return read_mail(field + "\r\nSubject: x\r\n\r\nx").from;
}

}  // namespace

TEST_CASE("hostile mails are read or refused in a moment, as slow as the sanitizers make it") {
  for (const auto& one : all()) {
    CAPTURE(one.name);
    const auto start = std::clock();
    const auto mail = read_mail(one.mail);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    CHECK(seconds < 4);
    CHECK((mail.raw == one.mail));  // not printed
    CHECK(mail.calendars.size() <= 1);
    CHECK(mail.recipients.size() <= 100);
    CHECK(mail.references.size() <= 50);
  }
}

TEST_CASE("what goes beyond a limit says which") {
  CHECK(fault_of("64,000 groups in To") == MailFault::too_large);
  CHECK(fault_of("10,000 headers") == MailFault::too_large);
  CHECK(fault_of("one line of 1 MB") == MailFault::too_large);
  CHECK(fault_of("11 MB") == MailFault::too_large);
  CHECK(fault_of("15,000 groups in To") == MailFault::none);
  CHECK(fault_of("10,000 multiparts in each other") == MailFault::too_deep);
  CHECK(fault_of("10,000 multiparts of one boundary") == MailFault::too_deep);
  CHECK(fault_of("100,000 tiny parts") == MailFault::too_deep);
  CHECK(fault_of("10,000 mails in mails") == MailFault::none);
}

TEST_CASE("the limits are where they are said to be") {
  const auto header = [](std::size_t size) {
    std::string start = "From: a@b.example\r\nX: ";
    return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\nbody";
  };
  CHECK(read_mail(header(mail::kHeaderMax)).fault == MailFault::none);
  CHECK(read_mail(header(mail::kHeaderMax + 1)).fault == MailFault::too_large);
  CHECK(read_mail(hostile::nested_multiparts(mail::kNestedMax - 1, false)).fault ==
        MailFault::cut_off);
  CHECK(read_mail(hostile::nested_multiparts(mail::kNestedMax, false)).fault ==
        MailFault::too_deep);
  CHECK(read_mail(hostile::parts(mail::kPartsMax - 1, "\r\nx\r\n")).fault == MailFault::none);
  CHECK(read_mail(hostile::parts(mail::kPartsMax, "\r\nx\r\n")).fault == MailFault::too_deep);
  const auto part = "--b\r\nX: " + std::string(mail::kHeaderMax, 'x') + "\r\n\r\n--b--";
  CHECK(read_mail(letter("multipart/mixed; boundary=b", part)).fault == MailFault::too_large);
}

TEST_CASE("of a mail that is too large the header is still read") {
  const auto mail = read_mail(
      "From: a@b.example\r\nAuto-Submitted: auto-replied\r\n"
      "Message-ID: <x@y>\r\n\r\n" +
      std::string(mail::kMailMax, 'x'));
  CHECK(mail.fault == MailFault::too_large);
  CHECK(mail.from == "a@b.example");
  CHECK(mail.message_id == "x@y");
  CHECK(mail.kind == domain::MailKind::auto_reply);
  CHECK(mail.text.empty());
}

TEST_CASE("the sender is one plain address, however it is written") {
  CHECK(from("From: Ana.Torres@REDES.example") == "ana.torres@redes.example");
  CHECK(from("from:<a@b.example>") == "a@b.example");
  CHECK(from("From : a@b.example (Ana (la t\xC3\xA9"
             "cnica))") == "a@b.example");
  CHECK(from("From: \"Torres, Ana <x@y.example>\" <a@b.example>") == "a@b.example");
  CHECK(from("From: x@y.example <a@b.example>") == "a@b.example");
  CHECK(from("From: =?utf-8?q?x=40y=2Eexample?= <a@b.example> (c)") == "a@b.example");
  CHECK(from("From:\r\n Ana\r\n\t<a@b.example>") == "a@b.example");
  CHECK(read_mail("From: =?iso-8859-1?q?Mu=F1oz=0D=0ABcc=3A_x?= <a@b.example>\r\n\r\n").from_name ==
        "Muñoz Bcc: x");
  CHECK(read_mail("From: a@b.example (Ana Torres)\r\n\r\n").from_name == "Ana Torres");
}

TEST_CASE("a sender that can be read in two ways is none") {
  const auto field = GENERATE(values<std::string>({
      "From: a@b.example, c@d.example",
      "From: a@b.example,",
      "From: grupo: a@b.example;",
      "From: a@b.example\r\nFrom: a@b.example",
      "From: a@b.example\r\nX: y\r\nFROM : c@d.example",
      "From: a@b.example\r\nrubbish\r\nFrom: c@d.example",
      "From: <a@b.example> <c@d.example>",
      "From: <a@b.example> c@d.example",
      "From: <a@b.example> \"c@d.example\"",
      "From: a@b.example c@d.example",
      "From: Ana <a@b.example",
      "From: \"Ana <a@b.example>",
      "From: (Ana <a@b.example>",
      "From: Ana a@b.example>",
      "From: <@x.example,@y.example:a@b.example>",
      "From: \"a b\"@c.example",
      "From: a@[192.0.2.1]",
      "From: a@b.example\rFrom: c@d.example",
      "From: a@b.example\x01",
      "From: an\xC3\xA1@b.example",
      "From: a@b\xD0\xB0nco.example",
      "From: =?utf-8?q?a=40b=2Eexample?=",
      "From: a@b@c.example",
      "From: a@b..example",
      "From: <>",
      "From:",
  }));
  CAPTURE(field);
  const auto mail = read_mail(field + "\r\nSubject: x\r\n\r\nx");
  CHECK(mail.fault == MailFault::no_sender);
  CHECK(mail.from.empty());
  CHECK(mail.subject == "x");
}

TEST_CASE("a NUL in the sender does not end it") {
  CHECK(from(std::string("From: a@b.example\0.evil.example", 32)).empty());
}

TEST_CASE("a second Content-Type, which a signature may not cover, lets nobody be believed") {
  const auto twice = GENERATE(values<std::string>({"Content-Type: multipart/mixed; boundary=b\r\n",
                                                   "Content-Transfer-Encoding: base64\r\n"
                                                   "Content-Transfer-Encoding: 7bit\r\n"}));
  CHECK(read_mail(letter("text/plain", "x", twice)).fault == MailFault::no_sender);
}

TEST_CASE("words cannot begin a header, whatever they decode to") {
  const auto mail = read_mail(
      "From: a@b.example\r\nSubject: =?utf-8?q?uno=0D=0AFrom=3A_x=00y=E2=80=AEz?=\r\n"
      " dos\ttres\r\n\r\nx");
  CHECK(mail.subject == "uno From: x?y z dos tres");
}

TEST_CASE("raw octets in a subject are UTF-8, or else Windows-1252") {
  CHECK(read_mail("From: a@b.example\r\nSubject: Revisi\xC3\xB3n\r\n\r\n").subject == "Revisión");
  CHECK(read_mail("From: a@b.example\r\nSubject: Revisi\xF3n\r\n\r\n").subject == "Revisión");
  const auto subject =
      read_mail("From: a@b.example\r\nSubject: " + std::string(500, 'x') + "\r\n\r\n").subject;
  CHECK(subject.size() == 200);
}

TEST_CASE("recipients are found in lists, groups and rubbish, each once") {
  const auto mail = read_mail(
      "From: a@b.example\r\nTo: Ana <ANA@x.example>, \"b, c\" <b@x.example>; <c@x.example>\r\n"
      "Cc: undisclosed-recipients:;, grupo: d@x.example, e@x.example;, @, <>, no\r\n"
      "Delivered-To: ana@x.example\r\nX-Original-To: citas+t0k3n@x.example\r\n"
      "Envelope-To: e@x.example\r\n\r\n");
  CHECK(mail.recipients == std::vector<std::string>{"e@x.example", "citas+t0k3n@x.example",
                                                    "ana@x.example", "d@x.example", "b@x.example",
                                                    "c@x.example"});
}

TEST_CASE("references are message ids, at most fifty") {
  const auto mail = read_mail(
      "From: a@b.example\r\nIn-Reply-To: Ana's <1@x> of today\r\n"
      "References: <1@x> <no id> <2@x>\r\n <3@x><bad@\x01>\r\nMessage-ID: 4@x\r\n\r\n");
  CHECK(mail.references == std::vector<std::string>{"1@x", "2@x", "3@x"});
  CHECK(mail.message_id.empty());
}

TEST_CASE("boundaries count alone on their line, and none inside another word") {
  const auto inside = [](const std::string& line) {
    return read_mail(letter("multipart/mixed; boundary=\"b\"",
                            "--b\r\nContent-Type: text/calendar\r\n\r\n" + kCalendar + line +
                                "more\r\n--b--"))
        .calendars.at(0)
        .text;
  };
  for (const auto* line :
       {"\r\n--bb\r\n", "\r\n --b\r\n", "\r\n--b-\r\n", "\r\n--b--x\r\n", "\r--b\r", "\r\n--B\r\n"})
    CHECK(inside(line) == kCalendar + line + "more");
  CHECK(inside("\r\n--b \t\r\n\r\n") == kCalendar);
}

TEST_CASE("a boundary that begins another, an empty one and one in pieces are what they are") {
  const auto nested =
      read_mail(letter("multipart/mixed; boundary=b",
                       "--b\r\nContent-Type: multipart/mixed; boundary=b-1\r\n\r\n--b-1\r\n"
                       "Content-Type: text/calendar\r\n\r\n" +
                           kCalendar + "\r\n--b-1--\r\n--b--"));
  REQUIRE(nested.calendars.size() == 1);
  CHECK(nested.calendars[0].text == kCalendar);
  const auto parts = "--a b\r\nContent-Type: text/calendar\r\n\r\n" + kCalendar + "\r\n--a b--";
  CHECK(read_mail(letter("multipart/mixed; boundary*0=\"a \"; boundary*1=b", parts))
            .calendars.size() == 1);
  CHECK(read_mail(letter("multipart/mixed; boundary*=utf-8''a%20b", parts)).calendars.size() == 1);
  CHECK(read_mail(letter("multipart/mixed; boundary=\"\"", "--\r\n\r\nx\r\n----")).fault ==
        MailFault::cut_off);
}

TEST_CASE("a method in pieces is read, and one that is no word is not said") {
  CHECK(read_mail(letter("text/calendar; method*0=RE; method*1=PLY", kCalendar))
            .calendars.at(0)
            .method == "REPLY");
  CHECK(
      read_mail(letter("text/calendar; method=\"RE\\\"PLY\"", kCalendar)).calendars.at(0).method ==
      "");
  CHECK(read_mail(letter("TEXT/Calendar; METHOD=reply", kCalendar)).calendars.at(0).method ==
        "REPLY");
}

TEST_CASE("NULs in a body stay where they are") {
  const std::string body("BEGIN:VCALENDAR\0x", 17);
  CHECK(read_mail(letter("text/calendar", body)).calendars.at(0).text == body);
  CHECK(read_mail(letter("text/plain", std::string("a\0b", 3))).text == "a b");
}
