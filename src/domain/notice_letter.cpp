#include "domain/notice_letter.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.h"

namespace citacal::domain {

namespace {

using Names = std::vector<std::string>;

const Names kKnown = {"when",    "duration", "place",     "subject",   "services", "impact",
                      "contact", "case",     "tentative", "announced", "office",   "institute"};

Names required_in(NoticeLetter letter) {
  switch (letter) {
    case NoticeLetter::notice:
      return {"when", "duration", "subject", "services", "impact", "contact"};
    case NoticeLetter::corrected:
      return {"announced", "when", "duration", "subject", "services", "impact", "contact"};
    case NoticeLetter::cancelled:
      return {"announced", "subject", "contact"};
  }
  return {};
}

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A template of the part of a file that begins behind `lines` others.
core::Template parse_part(const std::string& text, int lines) {
  try {
    return core::Template(text);
  } catch (const core::Error& error) {
    const int line = std::stoi(error.field.substr(5)) + lines;
    const auto after = [](const std::string& said) {
      const auto words = said.substr(said.find(": ") + 2);
      return words.substr(0, words.size() - 1);  // refuse_template ends the sentence
    };
    core::refuse_template(line, after(error.message.es), after(error.message.en));
  }
}

void check_known(const core::Template& part, int lines, bool announced) {
  for (const auto& place : part.places()) {
    if (holds(kKnown, place.name) && (announced || place.name != "announced")) continue;
    core::refuse_template(
        place.line + lines,
        "no existe el lugar «{{" + place.name + "}}»; los que hay son: " + core::join(kKnown, ", "),
        "there is no place \"{{" + place.name + "}}\"; there are: " + core::join(kKnown, ", "));
  }
}

}  // namespace

const NoticeText& NoticeTexts::of(NoticeLetter letter) const {
  if (letter == NoticeLetter::corrected) return corrected;
  return letter == NoticeLetter::cancelled ? cancelled : notice;
}

NoticeText& NoticeTexts::of(NoticeLetter letter) {
  return const_cast<NoticeText&>(std::as_const(*this).of(letter));
}

NoticeText parse_notice_text(NoticeLetter letter, const std::string& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string first(core::trim(std::string_view(text).substr(0, end)));
  if (first.empty())
    core::refuse_template(1, "la primera línea es el asunto, y falta",
                          "the first line is the subject, and it is missing");
  const std::string rest(core::trim(std::string_view(text).substr(end)));
  const auto skipped = text.find(rest, end);
  const int lines = static_cast<int>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(skipped), '\n'));
  NoticeText read{parse_part(first, 0), parse_part(rest + "\n", lines)};
  const bool announced = letter != NoticeLetter::notice;
  check_known(read.subject, 0, announced);
  check_known(read.body, lines, announced);
  for (const auto& name : required_in(letter)) {
    const auto& places = read.body.places();
    if (std::none_of(places.begin(), places.end(),
                     [&](const auto& place) { return place.name == name; }))
      core::refuse_template(1, "falta «{{" + name + "}}» en la carta",
                            "\"{{" + name + "}}\" is missing in the letter");
  }
  return read;
}

}  // namespace citacal::domain
