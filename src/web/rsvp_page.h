// The page that a link in an invitation opens: the appointment as it is now, and the forms to
// answer it by.
#pragma once

#include <optional>

#include "service/rsvp.h"
#include "web/page.h"

namespace citacal::web {

// What the person had typed, shown again where it was not taken.
struct RsvpTyped {
  std::string comment;                      // of the answer
  std::string date, time, minutes, reason;  // of another date
  bool proposes = false;
};

struct RsvpView {
  const service::Rsvp& rsvp;
  core::Language language = core::Language::es;
  std::string path;        // "/rsvp/<token>"
  std::string query;       // that keeps the language: "?lang=en", or empty
  std::string form_token;  // web/form_guard.h
  std::optional<RsvpTyped> typed;
  std::optional<core::Phrase> fault;   // what was wrong with what was sent
  std::optional<core::Phrase> thanks;  // what was recorded
};

core::Response show_rsvp(const RsvpView& view, int status = 200);

}  // namespace citacal::web
