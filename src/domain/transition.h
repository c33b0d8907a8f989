// Illegal transitions are worded in one place: a conflict that names the state a thing is in and
// the states that would allow what was asked.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "core/words.h"

namespace citacal::domain {

// Throws Code::conflict with `condition` unless `state` is one of `allowed`. `thing` opens the
// sentence: {"La cita", "The appointment"}. Needs say(State), in the feminine or masculine of it.
template <class State>
void require_one_of(const char* condition, const core::Phrase& thing, State state,
                    std::initializer_list<State> allowed) {
  if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) return;
  std::string es, en;
  for (const auto one : allowed) {
    if (!es.empty()) es += ", ", en += ", ";
    es += "«" + say(one).es + "» (" + std::string(core::word(one)) + ")";
    en += "\"" + std::string(core::word(one)) + "\"";
  }
  const std::string word(core::word(state));
  throw core::Error(core::Code::conflict, condition,
                    {thing.es + " está en estado «" + say(state).es + "» (" + word +
                         "); solo se admite en: " + es + ".",
                     thing.en + " is \"" + word + "\"; allowed only when: " + en + "."});
}

}  // namespace citacal::domain
