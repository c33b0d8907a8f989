// How the service of a time is measured: the measures by name, each with what it says. How each is
// reckoned stands in domain/measures.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/phrase.h"
#include "core/words.h"

namespace citacal::domain {

enum class MeasureKey {
  notices_on_time,
  notice_lead_median,
  first_date_kept,
  reschedulings,
  acceptance_median,
  acceptance_p90,
  delay_median,
  punctual,
  verified_on_time,
  as_agreed_at_first,
  commitments_overdue,
  scheduled_share,
  failures_repeated,
  programme_carried_out,
  five_records
};
inline constexpr std::size_t kMeasureCount = 15;

enum class MeasureUnit { percent, count, days, minutes };

// What a measure's number is made of, or what was left out of it and why.
enum class Counted {
  // re-schedulings, by who asked
  institute,
  contractor,
  // cases, by kind
  scheduled,
  failure,
  // closed cases that lack the record of an activity
  without_minutes,
  without_request,
  without_invitation,
  without_notice,
  without_verification,
  // left out
  cancelled,           // appointments
  withdrawn,           // cases that were withdrawn
  underway,            // cases that are not closed
  not_held,            // appointments that have not been held
  not_ended,           // appointments whose end has not come
  not_due,             // whose term still runs
  excused,             // notices that were excused, with a reason
  not_sent,            // notices that went out to nobody
  not_accepted,        // appointments that nobody of the contractor accepted
  not_verified,        // cases that nobody has verified
  without_time,        // verifications without a time of the service
  without_comparison,  // failures that name neither a service nor a place
  not_approved,        // planned services of programmes that are drafts
  month_to_come        // planned services whose month is not over
};

struct Share {
  Counted what;
  int count = 0;
  bool operator==(const Share&) const = default;
};

// One measure of one group. `hits` of `n` have what a percentage says; for a count they are the
// number. `value` is absent where nothing was counted. A percentage is rounded to whole percents,
// but 100 only says all, and 0 none. Minutes and days are those of one that was counted.
struct Measure {
  MeasureKey key{};
  std::optional<int> value;
  int n = 0;     // what was counted
  int hits = 0;  // 0 for days and minutes
  std::vector<Share> parts;
  std::vector<Share> left_out;  // each with a count over 0
  bool operator==(const Measure&) const = default;
};

MeasureUnit unit_of(MeasureKey key);
core::Phrase say(MeasureKey key);     // "Avisos a tiempo", "Notices on time"
core::Phrase define(MeasureKey key);  // what is counted and how, one sentence
core::Phrase say(Counted counted);    // "canceladas", "cancelled"

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::MeasureKey, "notices_on_time", "notice_lead_median",
              "first_date_kept", "reschedulings", "acceptance_median", "acceptance_p90",
              "delay_median", "punctual", "verified_on_time", "as_agreed_at_first",
              "commitments_overdue", "scheduled_share", "failures_repeated",
              "programme_carried_out", "five_records");
CITACAL_WORDS(citacal::domain::MeasureUnit, "percent", "count", "days", "minutes");
CITACAL_WORDS(citacal::domain::Counted, "institute", "contractor", "scheduled", "failure",
              "without_minutes", "without_request", "without_invitation", "without_notice",
              "without_verification", "cancelled", "withdrawn", "underway", "not_held", "not_ended",
              "not_due", "excused", "not_sent", "not_accepted", "not_verified", "without_time",
              "without_comparison", "not_approved", "month_to_come");
