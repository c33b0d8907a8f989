#include "mail/mime.h"

#include <catch2/catch.hpp>

#include "core/check.h"
#include "core/error.h"
#include "core/text.h"
#include "mail/outside.h"

using namespace citacal;
using outside::has_line;

namespace {

const core::Instant kDate = *core::parse_instant("2026-11-02T15:04:05Z");

domain::Institute institute() {
  domain::Institute institute;
  institute.organizer_name = "Oficina de Planeación – Sistemas";
  institute.organizer = "sistemas@example.gov.co";
  return institute;
}

domain::Letter letter() {
  domain::Letter letter;
  letter.to_name = "Íñigo \"el Técnico\" Muñoz, S.A.S.";
  letter.to = "tecnico@example.com";
  letter.subject =
      "Citación SOL-2026-0001: mantenimiento preventivo de la UPS del centro de cómputo — lunes 23 "
      "de noviembre, 10:00";
  letter.text =
      "Señor contratista:\n\nLugar: piso 3 & sótano <B>\n.\nFrom: nadie\nVer "
      "https://citas.example.gov.co/r?a=1&b=2.\n";
  letter.calendar =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:a@x\r\n"
      "SUMMARY:Citación ñ\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  letter.method = "REQUEST";
  letter.message_id = "019a4c5e-7d00-7abc-8def-001122334455.0@citas.example.gov.co";
  return letter;
}

std::string print(const domain::Letter& letter) {
  return mail::print_mail(letter, institute(), kDate);
}

std::string content_line(const std::string& path, const std::string& text) {
  auto value = core::json_quoted(text);
  for (std::size_t at = 0; (at = value.find("\\u000d", at)) != std::string::npos;)
    value.replace(at, 6, "\\r");  // as Python writes it
  return "content " + path + " " + value;
}

}  // namespace

TEST_CASE("an invitation reads back, by Python's email, in the layout that every client shows") {
  const auto found = outside::read_mail(print(letter()));
  INFO(found);
  CHECK(found.find("defect") == std::string::npos);
  CHECK(has_line(found, "part 0 \"multipart/mixed\""));
  CHECK(has_line(found, "part 0.0 \"multipart/alternative\""));
  CHECK(has_line(found, "part 0.0.0 \"text/plain\""));
  CHECK(has_line(found, "part 0.0.1 \"text/html\""));
  CHECK(has_line(found, "part 0.0.2 \"text/calendar\""));
  CHECK(has_line(found, "parameter 0.0.2 method \"REQUEST\""));
  CHECK(has_line(found, "parameter 0.0.2 charset \"utf-8\""));
  CHECK(has_line(found, "encoding 0.0.2 \"base64\""));
  CHECK(has_line(found, "part 0.1 \"application/ics\""));
  CHECK(has_line(found, "disposition 0.1 attachment \"invite.ics\""));
  CHECK(found.find("part 0.0.3") == std::string::npos);
  CHECK(found.find("part 0.2") == std::string::npos);
  CHECK(has_line(found, content_line("0.0.2", letter().calendar)));
  CHECK(has_line(found, content_line("0.1", letter().calendar)));
}

TEST_CASE("the headers say who, to whom, what and that no machine need answer") {
  const auto found = outside::read_mail(print(letter()));
  INFO(found);
  const std::string organizer = R"("Oficina de Planeación – Sistemas <sistemas@example.gov.co>")";
  CHECK(has_line(found, "header From " + organizer));
  CHECK(has_line(found, "header Reply-To " + organizer));
  CHECK(has_line(found, R"(header To "\"Íñigo \\\"el Técnico\\\" Muñoz, S.A.S.\" )"
                        R"(<tecnico@example.com>")"));
  CHECK(has_line(found, "header Subject " + core::json_quoted(letter().subject)));
  CHECK(has_line(found, "header Date \"Mon, 02 Nov 2026 10:04:05 -0500\""));
  CHECK(has_line(found, "header Message-Id \"<" + letter().message_id + ">\""));
  CHECK(has_line(found, "header Auto-Submitted \"auto-generated\""));
  CHECK(has_line(found, "header X-Auto-Response-Suppress \"OOF, AutoReply\""));
  CHECK(has_line(found, "header Content-Language \"es\""));
  CHECK(has_line(found, "header MIME-Version \"1.0\""));
}

TEST_CASE("the text arrives as it was written, and once more as escaped HTML with links") {
  const auto found = outside::read_mail(print(letter()));
  INFO(found);
  CHECK(has_line(found, content_line("0.0.0", letter().text)));
  CHECK(found.find("piso 3 &amp; sótano &lt;B&gt;<br>") != std::string::npos);
  CHECK(found.find(R"(<a href=\"https://citas.example.gov.co/r?a=1&amp;b=2\">)"
                   "https://citas.example.gov.co/r?a=1&amp;b=2</a>.") != std::string::npos);
}

TEST_CASE("a letter without a calendar is text and HTML, nothing else") {
  auto plain = letter();
  plain.calendar.clear();
  plain.method.clear();
  const auto found = outside::read_mail(print(plain));
  INFO(found);
  CHECK(has_line(found, "part 0 \"multipart/alternative\""));
  CHECK(has_line(found, "part 0.0 \"text/plain\""));
  CHECK(has_line(found, "part 0.1 \"text/html\""));
  CHECK(found.find("part 0.2") == std::string::npos);
  CHECK(found.find("calendar") == std::string::npos);
}

TEST_CASE("every line ends in CRLF, is ASCII and within the limits of RFC 5322") {
  auto wide = letter();
  wide.subject = std::string(120, 'x') + " " + std::string(80, 'y');
  for (int i = 0; i < 100; ++i) wide.text += "ñandú ";
  wide.text += "\n" + std::string(3'000, 'z') + "\rfin";
  const auto message = print(wide);
  std::size_t at = 0;
  while (at < message.size()) {
    const auto end = message.find('\n', at);
    REQUIRE(end != std::string::npos);
    REQUIRE(message[end - 1] == '\r');
    REQUIRE(end - at <= 999);
    REQUIRE(message.substr(at, end - 1 - at).find('\r') == std::string::npos);
    at = end + 1;
  }
  CHECK(message.find_first_of("\x80\xC3\xFF") == std::string::npos);
}

TEST_CASE("the same letter and date are the same bytes, and another letter has other boundaries") {
  CHECK((print(letter()) == print(letter())));
  auto other = letter();
  other.message_id = "b@citas.example.gov.co";
  const auto boundary = [](const std::string& message) {
    return message.substr(message.find("boundary="), 45);
  };
  CHECK(boundary(print(letter())) != boundary(print(other)));
}

TEST_CASE("text cannot leave its header or its part") {
  const auto good = outside::read_mail(print(letter()));
  const auto headers_of = [](const std::string& found) {
    std::vector<std::string> names;
    for (const auto line : core::split(found, '\n'))
      if (line.starts_with("header ")) names.emplace_back(core::split(line, ' ')[1]);
    return names;
  };
  auto evil = letter();
  const std::string attack = "x\r\nBcc: todos@example.com\r\n\r\n<html>\n=?UTF-8?Q?=0ABcc:_a?=";
  SECTION("of the subject") {
    evil.subject = attack;
  }
  SECTION("of the recipient's name") {
    evil.to_name = attack;
  }
  SECTION("of the text, by the boundary") {
    const auto message = print(letter());
    const auto at = message.find("\r\n--=-");
    evil.text = "a" + message.substr(at, 60) + "\r\nContent-Type: text/evil\r\n\r\nb\r\n" +
                message.substr(message.rfind("\r\n--=-")) + attack;
  }
  const auto found = outside::read_mail(print(evil));
  INFO(found);
  CHECK(headers_of(found) == headers_of(good));
  CHECK(std::count(found.begin(), found.end(), '\n') == std::count(good.begin(), good.end(), '\n'));
  CHECK(found.find("\npart 0.0.3") == std::string::npos);
}

TEST_CASE("an address or an id that would not stay in its header is not printed") {
  auto evil = letter();
  SECTION("recipient") {
    evil.to = "a@example.com>\r\nBcc: <b@example.com";
  }
  SECTION("two recipients") {
    evil.to = "a@example.com, b@example.com";
  }
  SECTION("line end in the id") {
    evil.message_id = "a@b\r\nBcc: c@d";
  }
  SECTION("no id") {
    evil.message_id.clear();
  }
  CHECK_THROWS_AS(print(evil), core::Error);
}

TEST_CASE("a method that is not the calendar's is not printed") {
  auto wrong = letter();
  wrong.method = GENERATE("CANCEL", "REQ", "", "REQUEST\r\nX: y");
  CHECK_THROWS_AS(print(wrong), core::Error);
  auto cancel = letter();
  cancel.method = "CANCEL";
  cancel.calendar.replace(cancel.calendar.find("REQUEST"), 7, "CANCEL");
  CHECK(has_line(outside::read_mail(print(cancel)), "parameter 0.0.2 method \"CANCEL\""));
}
