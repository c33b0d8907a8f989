// What the letters to all staff say: texts of the institute (config/letters/), checked when loaded.
#pragma once

#include <string>

#include "core/template.h"
#include "core/words.h"

namespace citacal::domain {

enum class NoticeLetter { notice, corrected, cancelled };

struct NoticeText {
  core::Template subject, body;
};

struct NoticeTexts {
  NoticeText notice, corrected, cancelled;
  const NoticeText& of(NoticeLetter letter) const;
  NoticeText& of(NoticeLetter letter);
};

// The subject on its first line, then the letter. Throws invalid "template", field "line N", for
// what is no template, a place that no letter has, one that this letter must have and has not, or
// no subject.
//
// Places: when, duration, place, subject, services, impact, contact, case, tentative (of a date
// that is not confirmed), announced (what was told before), office, institute. Of a case that is
// not open to all, subject, place, services and case are empty.
NoticeText parse_notice_text(NoticeLetter letter, const std::string& text);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::NoticeLetter, "notice", "corrected", "cancelled");
