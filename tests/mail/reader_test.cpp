#include "mail/reader.h"

#include <filesystem>

#include "core/check.h"
#include "core/error.h"
#include "core/text.h"
#include "ical/meaning.h"
#include "mail/samples.h"

using namespace citacal;
using domain::MailFault;
using domain::MailKind;
using mail::read_mail;
using samples::contains;
using samples::letter;

namespace {

const std::string kUid = "019a4c5e-7d00-7abc-8def-001122334455@citas.instituto.example";
const std::string kInvitation = "019a4c5e-7d00-7abc-8def-001122334455.0@citas.instituto.example";
const std::string kCalendar =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
    "UID:a@b\r\nDTSTAMP:20261110T101500Z\r\nSUMMARY:Revisi\xC3\xB3n\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

struct Expected {
  std::string file, method, subject, text;
  domain::Participation answer;
};

std::string part(const std::string& type, const std::string& body, const std::string& more = {}) {
  return "--b\r\nContent-Type: " + type + "\r\n" + more + "\r\n" + body + "\r\n";
}

std::string mixed(const std::string& parts, const std::string& end = "--b--\r\n") {
  return letter("multipart/mixed; boundary=b", parts + end);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("answers of Outlook, Thunderbird, Gmail and Apple are read, each once") {
  using domain::Participation;
  const std::string title = "Revisión de la UPS del piso 3";
  const auto expected = GENERATE_COPY(values<Expected>({
      {"outlook-accept", "REPLY", "Accepted: " + title, "", Participation::accepted},
      {"outlook-decline-comment", "REPLY", "Declined: " + title,
       "Sin técnico ese día; lo siento.\n:: AVISO LEGAL ::", Participation::declined},
      {"outlook-tentative-de", "REPLY", "Mit Vorbehalt: " + title, "Ich versuche es.",
       Participation::tentative},
      {"outlook-counter-decline", "COUNTER", "New Time Proposed: " + title, "Solo el martes.",
       Participation::declined},
      {"outlook-counter-tentative", "COUNTER", "New Time Proposed: " + title,
       "¿Después del almuerzo?", Participation::tentative},
      {"thunderbird-accept", "REPLY", "Accepted: " + title,
       "Ana Torres <ana.torres@redes.example> has accepted your event invitation.",
       Participation::accepted},
      {"thunderbird-accept-update", "REPLY", "Accepted: " + title,
       "Ana Torres <ana.torres@redes.example> has accepted your event invitation.",
       Participation::accepted},
      {"gmail-accept", "REPLY",
       "Aceptado: " + title + " @ lun 23 nov 2026 9am - 12pm (COT) (Citas)",
       "Ana Torres ha aceptado esta invitación.\n\n" + title, Participation::accepted},
      {"gmail-decline", "REPLY",
       "Rechazado: " + title + " @ lun 23 nov 2026 9am - 12pm (COT) (Citas)",
       "Ana Torres ha aceptado esta invitación.\n\n" + title, Participation::declined},
      {"icloud-accept", "REPLY", "Aceptado: " + title, "Ana Torres acepta la invitacion.",
       Participation::accepted},
  }));
  const bool crlf = GENERATE(false, true);
  CAPTURE(expected.file, crlf);
  const auto raw = samples::raw(expected.file);
  const auto mail = read_mail(crlf ? samples::with_crlf(raw) : raw);
  CHECK(mail.fault == MailFault::none);
  CHECK(mail.kind == MailKind::message);
  CHECK_FALSE(mail.is_bulk);
  CHECK(mail.from == "ana.torres@redes.example");
  CHECK(mail.from_name == "Ana Torres");
  CHECK(mail.subject == expected.subject);
  CHECK(mail.text == expected.text);
  CHECK(mail.date);
  CHECK_FALSE(mail.message_id.empty());
  REQUIRE(mail.calendars.size() == 1);
  CHECK(mail.calendars[0].method == expected.method);
  const auto meaning = ical::read_event(mail.calendars[0].text);
  CHECK(meaning.uid == kUid);
  CHECK(meaning.method == expected.method);
  REQUIRE(meaning.attendees.size() == 1);
  CHECK(meaning.attendees[0].email == "ana.torres@redes.example");
  CHECK(meaning.attendees[0].answer == expected.answer);
}

TEST_CASE("what a mail is kept as is its octets") {
  const auto raw = samples::raw("gmail-accept");
  CHECK(read_mail(raw).raw == raw);
}

TEST_CASE("the other answers of Thunderbird are of other events") {
  CHECK(contains(samples::read("thunderbird-decline").calendars.at(0).text, "PARTSTAT=DECLINED"));
  CHECK(
      contains(samples::read("thunderbird-tentative").calendars.at(0).text, "PARTSTAT=TENTATIVE"));
}

TEST_CASE("old Apple answers carry their calendar as an attachment, without a method") {
  for (const auto* name : {"apple-good-reply", "apple-good-reply-future",
                           "apple-reply-missing-attendee", "apple-reply-missing-organizer"}) {
    CAPTURE(name);
    const auto mail = samples::read(name);
    CHECK(mail.fault == MailFault::none);
    CHECK(mail.kind == MailKind::message);
    CHECK(mail.from == "ana.torres@redes.example");
    CHECK(mail.recipients ==
          std::vector<std::string>{"citas+d7cdf68d-8b73-4df1-ad3b-f08002fb285f@instituto.example"});
    REQUIRE(mail.calendars.size() == 1);
    CHECK(mail.calendars[0].method.empty());
    CHECK(contains(mail.calendars[0].text, "\r\nMETHOD:REPLY\r\n"));
  }
  const auto without = samples::read("apple-reply-missing-attachment");
  CHECK(without.calendars.empty());
  CHECK(without.fault == MailFault::none);
}

TEST_CASE("where a mail went, what it is about and who vouches for it") {
  const auto icloud = samples::read("icloud-accept");
  CHECK(icloud.recipients ==
        std::vector<std::string>{"citas+k7hd2q@instituto.example", "citas@instituto.example"});
  CHECK(icloud.references == std::vector<std::string>{kInvitation});
  const auto gmail = samples::read("gmail-accept");
  CHECK(gmail.message_id == "calendar-7c1e4c3a-0b0f-4a53-9d8c-3b2f0e6f2a11@google.com");
  CHECK(*gmail.date == *core::parse_instant("2026-11-10T10:15:00Z"));
  CHECK(gmail.authentication == std::vector<domain::AuthenticationResult>{
                                    {"mx.instituto.example", "pass", "redes.example"}});
}

TEST_CASE("a bounce says whom it did not reach, why, and which mail") {
  const auto exchange = samples::read("dsn-exchange");
  CHECK(exchange.kind == MailKind::bounce);
  CHECK(exchange.is_bulk);
  CHECK(exchange.fault == MailFault::none);
  CHECK(exchange.calendars.empty());  // the returned invitation says nothing
  CHECK(exchange.bounce ==
        domain::Bounce{"ana.torres@redes.example", "5.1.10",
                       "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP "
                       "address lookup",
                       kInvitation, true});
  const auto delayed = samples::read("dsn-delayed");
  CHECK(delayed.kind == MailKind::bounce);
  CHECK(delayed.bounce ==
        domain::Bounce{"ana.torres@redes.example", "4.4.1",
                       "connect to mx.redes.example[192.0.2.9]:25: Connection timed out",
                       kInvitation, false});
}

TEST_CASE("bounces as Postfix and Symantec wrote them, one of them cut off") {
  const auto no_ics = samples::read("apple-dsn-failure-no-ics");
  REQUIRE(no_ics.bounce);
  CHECK(no_ics.bounce->recipient == "nadie@redes.example");
  CHECK(no_ics.bounce->status == "5.1.1");
  CHECK(no_ics.bounce->original_message_id ==
        "40900559-DAB1-4956-BA87-F88E00CF5104@instituto.example");
  const auto with_ics = samples::read("apple-dsn-failure-with-ics");
  REQUIRE(with_ics.bounce);
  CHECK(with_ics.bounce->original_message_id ==
        "20080812191939.51369.1538816694.0@enviador.instituto.example");
  CHECK(with_ics.calendars.empty());
  const auto no_original = samples::read("apple-dsn-failure-no-original");
  CHECK(no_original.kind == MailKind::bounce);
  CHECK(no_original.fault == MailFault::none);
  REQUIRE(no_original.bounce);
  CHECK(no_original.bounce->recipient == "nadie@redes.example");
  CHECK(no_original.bounce->original_message_id.empty());
}

TEST_CASE("bounces in words alone, as qmail, Exim and Exchange write them") {
  const auto qmail = samples::read("bounce-qmail");
  CHECK(qmail.kind == MailKind::bounce);
  CHECK(qmail.bounce == domain::Bounce{"ana.torres@redes.example", "5.1.1",
                                       "Sorry, no mailbox here by that name. (#5.1.1)", kInvitation,
                                       true});
  const auto exim = samples::read("bounce-exim");
  CHECK(exim.bounce == domain::Bounce{"ana.torres@redes.example", "5.7.1",
                                      "550 5.7.1 Relaying denied", kInvitation, true});
  const auto exchange = samples::read("bounce-exchange-worded");
  REQUIRE(exchange.bounce);
  CHECK(exchange.bounce->status == "5.1.1");
  CHECK(exchange.bounce->original_message_id == kInvitation);
}

TEST_CASE("a person who writes of failure notices sends no bounce") {
  const auto mail = read_mail(
      "From: ana@redes.example\r\nSubject: Re: failure notice\r\n\r\n<x@y.example>:\r\nno "
      "llega\r\n");
  CHECK(mail.kind == MailKind::message);
  CHECK_FALSE(mail.bounce);
}

TEST_CASE("reports of delivery and of reading are automatic, and no bounces") {
  for (const auto* name : {"dsn-delivered", "read-receipt"}) {
    CAPTURE(name);
    const auto mail = samples::read(name);
    CHECK(mail.kind == MailKind::auto_reply);
    CHECK(mail.is_bulk);
    CHECK_FALSE(mail.bounce);
  }
}

TEST_CASE("out-of-office messages are automatic") {
  const auto exchange = samples::read("out-of-office-exchange");
  CHECK(exchange.kind == MailKind::auto_reply);
  CHECK(exchange.is_bulk);
  CHECK(exchange.subject == "Respuesta automática: Citación SOL-2026-0001");
  CHECK(exchange.text == "Estaré fuera hasta el lunes.");
  CHECK(exchange.references == std::vector<std::string>{kInvitation});
  CHECK(samples::read("out-of-office-vacation").kind == MailKind::auto_reply);
  const auto automatic = GENERATE(values<std::string>(
      {"Auto-Submitted: auto-notified; owner-email=\"a@b\"\r\n", "X-Autoreply: yes\r\n",
       "X-Autorespond: ja\r\n", "Precedence: auto_reply\r\n"}));
  CHECK(read_mail(letter("text/plain", "x", automatic)).kind == MailKind::auto_reply);
}

TEST_CASE("mail to lists and to many is by people, and never answered") {
  const auto bulk = GENERATE(
      values<std::string>({"Precedence: list\r\n", "Precedence: Bulk\r\n", "Precedence: junk\r\n",
                           "List-Id: <x.redes.example>\r\n", "Return-Path: <>\r\n"}));
  const auto mail = read_mail(letter("text/plain", "x", bulk));
  CHECK(mail.kind == MailKind::message);
  CHECK(mail.is_bulk);
}

TEST_CASE("asking for no automatic answer, or saying that nobody is a robot, makes no robot") {
  const auto person =
      GENERATE(values<std::string>({"X-Auto-Response-Suppress: All\r\n", "Auto-Submitted: no\r\n",
                                    "Auto-Submitted: no (x)\r\n"}));
  const auto mail = read_mail(letter("text/plain", "x", person));
  CHECK(mail.kind == MailKind::message);
  CHECK_FALSE(mail.is_bulk);
}

TEST_CASE("an answer that a calendar server marks as automatic counts, and is not answered") {
  const auto mail = samples::read("room-mailbox-reply");
  CHECK(mail.kind == MailKind::message);
  CHECK(mail.is_bulk);
  CHECK(mail.calendars.size() == 1);
  // The method of the text is enough; an invitation sent back by an out-of-office message is not.
  const std::string automatic = "Auto-Submitted: auto-replied\r\n";
  CHECK(read_mail(letter("text/calendar", kCalendar, automatic)).kind == MailKind::message);
  const auto request = replaced(kCalendar, "METHOD:REPLY", "METHOD:REQUEST");
  CHECK(read_mail(letter("text/calendar", request, automatic)).kind == MailKind::auto_reply);
}

TEST_CASE(
    "a notice that a provider's program sends is a message, its file a calendar by its name") {
  const auto mail = samples::read("provider-notice");
  CHECK(mail.kind == MailKind::message);
  CHECK(mail.is_bulk);
  REQUIRE(mail.calendars.size() == 1);
  CHECK(contains(mail.calendars[0].text, "X-MAINTNOTE-STATUS:TENTATIVE"));
}

TEST_CASE("what cannot be read says why") {
  CHECK(samples::read("outlook-winmail").fault == MailFault::tnef);
  CHECK(samples::read("outlook-winmail").text == "Acepto la revisión.");
  CHECK(samples::read("encrypted-smime").fault == MailFault::encrypted);
  CHECK(samples::read("encrypted-pgp-mime").fault == MailFault::encrypted);
  CHECK(samples::read("encrypted-pgp-inline").fault == MailFault::encrypted);
  CHECK(read_mail("").fault == MailFault::not_a_mail);
  CHECK(read_mail("hola\r\n\r\nFrom: a@b.example").fault == MailFault::not_a_mail);
  CHECK(read_mail("Subject: x\r\n\r\ny").fault == MailFault::no_sender);
}

TEST_CASE("signed mail is read, by S/MIME and by PGP") {
  const auto name = GENERATE(values<std::string>({"signed-smime", "signed-pgp"}));
  const auto mail = samples::read(name);
  CHECK(mail.fault == MailFault::none);
  REQUIRE(mail.calendars.size() == 1);
  CHECK(mail.calendars[0].method == "REPLY");
}

TEST_CASE("a forwarded answer is not the answer of who forwards it") {
  const auto mail = samples::read("forwarded-reply");
  CHECK(mail.calendars.empty());
  CHECK(mail.fault == MailFault::none);
  CHECK(mail.message_id == "forward@redes.example");
  CHECK(mail.text == "Vea lo que respondió el técnico.");
}

TEST_CASE("winmail.dat and encrypted parts beside a readable calendar do no harm") {
  const auto other = GENERATE(
      values<std::string>({"application/ms-tnef; name=winmail.dat", "application/pkcs7-mime"}));
  const auto mail =
      read_mail(mixed(part(other, "x") + part("text/calendar; method=reply", kCalendar)));
  CHECK(mail.fault == MailFault::none);
  REQUIRE(mail.calendars.size() == 1);
  CHECK(mail.calendars[0].method == "REPLY");
}

TEST_CASE("calendars in honest charsets become UTF-8") {
  const auto name =
      GENERATE(values<std::string>({"latin1-honest", "utf16-base64", "lying-us-ascii-is-utf8"}));
  CAPTURE(name);
  const auto mail = samples::read(name);
  CHECK(mail.fault == MailFault::none);
  REQUIRE(mail.calendars.size() == 1);
  CHECK(contains(mail.calendars[0].text, "SUMMARY:Revisión de la UPS del piso 3"));
  CHECK(core::is_utf8(mail.calendars[0].text));
}

TEST_CASE("a calendar that lies about its octets is not guessed at") {
  CHECK(samples::read("lying-us-ascii-is-latin1").fault == MailFault::bad_text);
  CHECK(samples::read("lying-us-ascii-is-latin1").calendars.empty());
  const auto latin = replaced(kCalendar, "\xC3\xB3", "\xF3");
  CHECK(read_mail(letter("text/calendar; charset=utf-8", latin)).fault == MailFault::bad_text);
  CHECK(read_mail(letter("text/calendar; charset=x-unknown", latin)).fault == MailFault::bad_text);
  CHECK(read_mail(letter("text/calendar; charset=\"../../x\"", latin)).fault ==
        MailFault::none);  // no charset's name: as if there were none
  const auto bare = read_mail(letter("text/calendar", latin));
  CHECK(bare.fault == MailFault::none);
  CHECK(contains(bare.calendars.at(0).text, "Revisión"));
  // Said to be UTF-16, and plain ASCII.
  const auto ascii = replaced(kCalendar, "\xC3\xB3", "o");
  CHECK(read_mail(letter("text/calendar; charset=utf-16", ascii)).calendars.at(0).text == ascii);
}

TEST_CASE("a readable file stands for the calendar beside it that lies") {
  const auto latin = replaced(kCalendar, "\xC3\xB3", "\xF3");
  const auto bad = part("text/calendar; charset=utf-8", latin);
  CHECK(read_mail(mixed(bad + part("application/ics", kCalendar))).fault == MailFault::none);
  const auto two = read_mail(mixed(bad + part("text/calendar; charset=utf-8", kCalendar)));
  CHECK(two.fault == MailFault::bad_text);
  CHECK(two.calendars.size() == 1);
}

TEST_CASE("equal calendars count once, whatever their line ends, with the method that one says") {
  std::string lf = kCalendar;
  std::erase(lf, '\r');
  const auto mail =
      read_mail(mixed(part("text/calendar", lf) + part("text/calendar; method=REPLY", kCalendar) +
                      part("application/ics", "other")));
  REQUIRE(mail.calendars.size() == 1);
  CHECK(mail.calendars[0].method == "REPLY");
  CHECK(mail.calendars[0].text == lf);
}

TEST_CASE("a calendar is read only if a boundary ended it") {
  const auto calendar = part("text/calendar; method=REPLY", kCalendar);
  CHECK(read_mail(mixed(calendar, "")).fault == MailFault::cut_off);
  CHECK(read_mail(mixed(calendar, "")).calendars.empty());
  CHECK(read_mail(mixed(part("text/plain", "x"), "")).fault == MailFault::cut_off);
  const auto before = read_mail(mixed(calendar + "--b\r\nContent-Type: image/png\r\n\r\nAAA", ""));
  CHECK(before.fault == MailFault::none);
  CHECK(before.calendars.size() == 1);
  const auto whole = samples::raw("outlook-accept");
  const auto cut = whole.substr(0, whole.size() - 300);
  CHECK(read_mail(cut).fault == MailFault::cut_off);
  CHECK(read_mail(letter("multipart/mixed", calendar + "--b--")).fault == MailFault::cut_off);
}

TEST_CASE("the boundary around ends what the boundary inside left open") {
  const auto inner =
      "--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n"
      "Content-Type: text/calendar; method=REPLY\r\n\r\n" +
      kCalendar;
  const auto mail = read_mail(mixed(inner));
  CHECK(mail.fault == MailFault::none);
  CHECK(mail.calendars.size() == 1);
}

TEST_CASE("a page of HTML is text when there is no other") {
  const auto mail = read_mail(letter(
      "text/html; charset=utf-8",
      "<html><head><title>t</title><style>p{color:red}</style></head><body><!-- <p>no -->"
      "<p>Acepto &amp; confirmo<br>a las&nbsp;9 &lt;en punto&gt;</p><script>x()</script></body>"));
  CHECK(mail.text == "Acepto & confirmo\na las 9 <en punto>");
}

TEST_CASE("every sample keeps its promises, with LF and with CRLF") {
  for (const auto& entry : std::filesystem::directory_iterator("tests/mail/samples")) {
    const auto name = entry.path().stem().string();
    CAPTURE(name);
    const auto raw = samples::raw(name);
    const auto lf = read_mail(raw), crlf = read_mail(samples::with_crlf(raw));
    CHECK(lf.fault == crlf.fault);
    CHECK(lf.kind == crlf.kind);
    CHECK(lf.bounce == crlf.bounce);
    CHECK(lf.text == crlf.text);
    CHECK(lf.calendars.size() == crlf.calendars.size());
    CHECK((lf.kind == MailKind::bounce) == lf.bounce.has_value());
    CHECK(core::checked_optional_line("subject", lf.subject) == lf.subject);
    CHECK(core::checked_text("text", lf.text) == lf.text);
  }
}
