#include "ical/content_line.h"

#include <catch2/catch.hpp>
#include <random>

#include "core/error.h"
#include "core/text.h"
#include "ical/content_reader.h"
#include "ical/meaning.h"
#include "ical/sample_case.h"

namespace citacal::ical {

namespace {

// Strings of what is likely to hurt: separators, quotes, carets, escapes, line breaks, controls,
// whole lines, and characters of one to four bytes.
class Strings {
 public:
  std::string next() {
    static const std::vector<std::string> kPieces = {"a",
                                                     "B",
                                                     "7",
                                                     " ",
                                                     "\t",
                                                     ",",
                                                     ";",
                                                     ":",
                                                     "\"",
                                                     "\\",
                                                     "^",
                                                     "^n",
                                                     "^'",
                                                     "^^",
                                                     "=",
                                                     "\\n",
                                                     "\n",
                                                     "\r",
                                                     "\r\n",
                                                     "\x01",
                                                     "\x7f",
                                                     "á",
                                                     "ñ",
                                                     "–",
                                                     "€",
                                                     "𝄞",
                                                     "日本語",
                                                     "%",
                                                     "\\,",
                                                     "END:VEVENT",
                                                     "\r\nATTENDEE:mailto:x@y",
                                                     "\n ",
                                                     std::string(1, '\0'),
                                                     "BEGIN:VALARM",
                                                     "-",
                                                     "'"};
    std::string text;
    const auto count = std::uniform_int_distribution<int>(0, 40)(random_);
    std::uniform_int_distribution<std::size_t> any(0, kPieces.size() - 1);
    for (int i = 0; i < count; ++i) text += kPieces[any(random_)];
    return text;
  }

 private:
  std::mt19937 random_{20261123};
};

// What a reader must get back: line breaks as LF, no other control but TAB.
std::string as_text(std::string_view written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (c == '\r') {
      if (i + 1 == written.size() || written[i + 1] != '\n') out += '\n';
    } else if (c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)) {
      out += c;
    }
  }
  return out;
}

// The same of a parameter, which loses backslashes at its end.
std::string as_param(std::string_view written) {
  auto out = as_text(written);
  while (!out.empty() && out.back() == '\\') out.pop_back();
  return out;
}

// Whether every physical line is at most 75 octets of whole UTF-8 sequences, ended by CRLF.
bool is_well_folded(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos || end > 75 || !core::is_utf8(text.substr(0, end)))
      return false;
    if (text.substr(0, end).find_first_of("\r\n") != std::string_view::npos) return false;
    text.remove_prefix(end + 2);
  }
  return true;
}

bool is_refused(const std::string& text) {
  try {
    lines_of(text);
    return false;
  } catch (const core::Error& error) {
    return error.code == core::Code::invalid;
  }
}

}  // namespace

TEST_CASE("Twenty thousand random strings come back from TEXT and parameters as they went in") {
  Strings strings;
  std::size_t wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto value = strings.next(), name = strings.next();
    Writer out;
    out.text("SUMMARY", value, {{"CN", name}, {"ROLE", "CHAIR"}});
    const auto text = out.take();
    const auto lines = lines_of(text);
    const bool same = lines.size() == 1 && lines[0].name == "SUMMARY" &&
                      unescaped_text(lines[0].value) == as_text(value) &&
                      lines[0].params == Params{{"CN", as_param(name)}, {"ROLE", "CHAIR"}};
    if (!same || !is_well_folded(text)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("libical reads the same summaries and attendees that the writer was given") {
  Strings strings;
  std::size_t wrong = 0;
  for (int i = 0; i < 2'000; ++i) {
    SampleCase sample;
    const auto subject = strings.next(), name = strings.next();
    sample.request.subject = "x" + subject;
    sample.appointment.attendees[0].name = name;
    const auto meaning = read_event(print_event(sample.view(), Detail::full));
    const bool same = meaning.summary == "x" + as_text(subject) + " — " + sample.contractor.name &&
                      meaning.attendees.size() == 2 &&
                      meaning.attendees[0].email == "luis@redes.example.com";
    if (!same) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("A list of texts keeps its separators apart from the commas in its values") {
  Writer out;
  out.texts("CATEGORIES", {"", "a,b", "c;d"});
  CHECK(out.take() == "CATEGORIES:,a\\,b,c\\;d\r\n");
}

TEST_CASE("A URI that cannot stand in a line is refused, never repaired") {
  const std::vector<std::string> bad = {"",
                                        "nocolon",
                                        ":x",
                                        "https://a b",
                                        "https://a\r\nATTENDEE:x",
                                        "https://ñ",
                                        "https://a\"b",
                                        "https://<",
                                        "https://a\\b",
                                        "https://a^b",
                                        "https://a`",
                                        "https://a\tb",
                                        "https:\x7f",
                                        std::string("https://a\0b", 11),
                                        "https://" + std::string(2'048, 'a')};
  for (const auto& uri : bad) {
    Writer out;
    CHECK_THROWS_AS(out.uri("URL", uri), core::Error);
    CHECK(out.take().empty());
  }
  Writer out;
  out.uri("URL", "https://example.com/a,b;c?d=%20&e={f}");
  CHECK(out.take() == "URL:https://example.com/a,b;c?d=%20&e={f}\r\n");
}

TEST_CASE("What is not UTF-8 is refused by the writer") {
  Writer out;
  CHECK_THROWS_AS(out.text("SUMMARY", "a\xff"), core::Error);
  CHECK_THROWS_AS(out.text("SUMMARY", "a", {{"CN", "\xc3"}}), core::Error);
  CHECK_THROWS_AS(out.plain("STATUS", "A\r\nB"), core::Error);
  CHECK(out.take().empty());
}

TEST_CASE("A mail address that checked_address admits survives as a calendar address") {
  for (const std::string address :
       {"a@b.co", "ana+citas@b.co", "o'neil@b.co", "a^b`c{d}|e@b.co", "50%&#?/x=y!@b.co"}) {
    Writer out;
    out.uri("ATTENDEE", mailto_uri(address));
    CHECK(mailto_address(lines_of(out.take())[0].value) == address);
  }
  CHECK(mailto_address("MAILTO:Ana@B.co?subject=x") == "ana@b.co");
  CHECK(mailto_address("mailto:100%zz@b.co") == "100%zz@b.co");
  CHECK(mailto_address("https://b.co").empty());
}

TEST_CASE("The reader takes what real programs write") {
  const std::string text =
      "\xEF\xBB\xBF"
      "begin:VEVENT\n"
      "\r\n"
      "Summary;language=es;X-A=\"b;c:d\",e,f^ng:caf\xC3\r\n \xA9\n"
      "\t con leche\n"
      "X-OLD;QUOTED-PRINTABLE:a=20b";
  const auto lines = lines_of(text);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].name == "BEGIN");
  CHECK(lines[0].number == 1);
  CHECK(lines[1].number == 3);
  CHECK(lines[1].value == "café con leche");
  CHECK(lines[1].params ==
        Params{{"LANGUAGE", "es"}, {"X-A", "b;c:d"}, {"X-A", "e"}, {"X-A", "f\ng"}});
  CHECK(lines[2].params == Params{{"QUOTED-PRINTABLE", ""}});
  std::string raw = "\xEF\xBB\xBF";
  for (const auto& line : lines) raw += (line.number == 3 ? "\r\n" : "") + std::string(line.raw);
  CHECK(raw == text);
}

TEST_CASE("What is no content line is refused with its number") {
  for (const std::string bad : {"SUMMARY", " SUMMARY:x", ":x", "A B:x", "A;:x", "A;B=\"c:x",
                                "A;B=\"c\"d:x", "A:\x01", "A:x\ry", "A:\xff", "A;=b:x"})
    CHECK(is_refused(bad));
  CHECK(is_refused(std::string("A:\0", 3)));
  try {
    lines_of("BEGIN:VEVENT\r\nSUMMARY:a\r\n b\r\nwrong\r\n");
    FAIL("not refused");
  } catch (const core::Error& error) {
    CHECK(error.message.en.rfind("Line 4: ", 0) == 0);
    CHECK(error.message.es.rfind("Línea 4: ", 0) == 0);
  }
}

TEST_CASE("An unknown escape stays as it is") {
  CHECK(unescaped_text("a\\nb\\Nc\\,\\;\\\\d\\qe\\") == "a\nb\nc,;\\d\\qe\\");
}

}  // namespace citacal::ical
