#include "domain/notice_letter.h"

#include <fstream>

#include "domain/examples.h"

using namespace examples;

namespace {

const std::string kPlaces =
    "{{when}} {{duration}} {{subject}} {{services}} {{impact}} {{contact}}\n";

core::Error refused_text(NoticeLetter letter, const std::string& text) {
  return refused([&] { parse_notice_text(letter, text); });
}

std::string shipped(const std::string& name) {
  std::ifstream file("config/letters/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("the texts that come with the program are letters") {
  for (const auto& [letter, name] : std::vector<std::pair<NoticeLetter, std::string>>{
           {NoticeLetter::notice, "notice.txt"},
           {NoticeLetter::corrected, "notice-corrected.txt"},
           {NoticeLetter::cancelled, "notice-cancelled.txt"}}) {
    CAPTURE(name);
    CHECK_NOTHROW(parse_notice_text(letter, shipped(name)));
  }
}

TEST_CASE("the first line is the subject, the rest the letter") {
  const auto text = parse_notice_text(NoticeLetter::notice, "Aviso: {{subject}}\r\n\r\n" + kPlaces);
  core::Values values;
  values.texts = {{"subject", "UPS <1>"}, {"when", "hoy"}};
  CHECK(text.subject.render(values, core::Escaping::none) == "Aviso: UPS <1>");
  CHECK(text.body.render(values, core::Escaping::none).starts_with("hoy  UPS <1>"));
}

TEST_CASE("a text with an unknown place, or without one that it needs, is refused by its line") {
  const auto unknown = refused_text(NoticeLetter::notice, "A\n\n" + kPlaces + "{{cuando}}\n");
  CHECK(unknown.code == core::Code::invalid);
  CHECK(unknown.field == "line 4");
  CHECK(says(unknown.message, "línea 4: no existe el lugar «{{cuando}}»", "{{cuando}}"));
  CHECK(refused_text(NoticeLetter::notice, "{{cuando}}\n\n" + kPlaces).field == "line 1");
  CHECK(refused_text(NoticeLetter::notice, "A\n\n\n{{#when}}\n" + kPlaces).field == "line 4");
  // Nothing was told before the first notice.
  CHECK(refused_text(NoticeLetter::notice, "A\n" + kPlaces + "{{announced}}").field == "line 3");
  CHECK(says(refused_text(NoticeLetter::corrected, "A\n" + kPlaces).message,
             "falta «{{announced}}»", "is missing"));
  CHECK(says(refused_text(NoticeLetter::notice, "A\n{{when}}").message, "falta «{{duration}}»",
             "is missing"));
  CHECK(says(refused_text(NoticeLetter::notice, "\n" + kPlaces).message, "asunto", "subject"));
  CHECK(says(refused_text(NoticeLetter::cancelled, "").message, "asunto", "subject"));
}
