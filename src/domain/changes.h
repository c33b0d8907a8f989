// What one change did, for the trail, always in the same words: "place: «Sala 1» → «Sala 2»;
// status: tentative → confirmed". Names of fields are those of the API, words those of the
// database, times local with their offset, other texts in «». Nothing where nothing differs. Never
// a secret or a telephone number.
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"
#include "core/words.h"
#include "domain/appointment.h"
#include "domain/programme.h"

namespace citacal::domain {

class Changes {
 public:
  // An empty text is "–"; a text is cut at 500 characters.
  Changes& text(std::string_view field, std::string_view from, std::string_view to);
  // What needs no quotes: a word, a number, a time, an address.
  Changes& plain(std::string_view field, std::string_view from, std::string_view to);
  template <class Enum>
  Changes& word(std::string_view field, Enum from, Enum to) {
    return plain(field, core::word(from), core::word(to));
  }
  Changes& flag(std::string_view field, bool from, bool to);
  Changes& number(std::string_view field, std::int64_t from, std::int64_t to);
  Changes& slot(std::string_view field, const core::Slot& from, const core::Slot& to);
  std::string print() const { return out_; }

 private:
  std::string out_;
};

// "2026-03-20T09:00:00-05:00 – 2026-03-20T11:00:00-05:00"; empty for a slot that is none.
std::string print_slot(const core::Slot& slot);

// Of a noun before and after; `before` null: it is new, and what it begins with is said.
std::string say_changes(const Appointment* before, const Appointment& after);
std::string say_changes(const Contractor* before, const Contractor& after);
std::string say_changes(const Person* before, const Person& after);
std::string say_changes(const Programme* before, const Programme& after);

}  // namespace citacal::domain
