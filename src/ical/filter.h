// The filter of a calendar-query (RFC 4791 §9.7) as a value, and whether an object meets it.
#pragma once

#include "domain/calendar.h"
#include "ical/recurrence.h"

namespace citacal::ical {

inline constexpr core::Instant kAlways{core::Seconds(-60'000'000'000)};  // before all times

enum class Collation { ascii_casemap, unicode_casemap, octet };  // RFC 4790, RFC 5051

struct TextMatch {
  std::string text;
  Collation collation = Collation::ascii_casemap;
  bool negate = false;
};
struct ParamFilter {
  std::string name;  // upper case
  bool is_not_defined = false;
  std::optional<TextMatch> text;
};
struct PropFilter {
  std::string name;  // upper case
  bool is_not_defined = false;
  std::optional<core::Slot> range;  // of kAlways and domain::kForever where one side is open
  std::optional<TextMatch> text;
  std::vector<ParamFilter> params;
};
struct CompFilter {
  std::string name;  // upper case; the outermost is VCALENDAR
  bool is_not_defined = false;
  std::optional<core::Slot> range;
  std::vector<PropFilter> props;
  std::vector<CompFilter> comps;
};

// Whether the text contains it by the collation. Unicode: ICU's root locale, case folded.
bool contains(std::string_view text, const TextMatch& match);

// Whether one component of the object meets all of it: a master and its overrides are each asked
// for themselves, with their own instances.
bool meets(const Node& calendar, const Occurrences& occurrences, const CompFilter& filter);

// What the store can be asked before any text is read. Where `decides` and the object is exact and
// of this component, touching the window is all that the filter asks.
struct Narrowed {
  std::optional<core::Slot> window;  // nullopt: all
  std::optional<domain::Component> component;
  bool decides = false;
};
Narrowed narrowed(const CompFilter& filter);

}  // namespace citacal::ical
