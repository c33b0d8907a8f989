// Activity 5: whether the service was given as agreed, by minutes or by mail. It closes the case.
#pragma once

#include "domain/appointment.h"

namespace citacal::domain {

enum class Outcome { as_agreed, partly, not_provided };
enum class Means { minutes, email };

struct Commitment {
  core::Id id;
  std::string what;
  std::string who;
  core::Day by{};
  std::optional<core::Instant> done_at;
  bool operator==(const Commitment&) const = default;
};

struct Verification {
  core::Id id;
  std::int64_t version = 1;
  core::Id request;
  core::Id appointment;
  Outcome outcome = Outcome::as_agreed;
  Means means = Means::minutes;
  std::string reference;       // number of the acta, or subject and date of the mail
  std::string minutes_number;  // ACTA-2026-0001, of the acta that we draw up; empty: by e-mail
  std::string findings;        // required unless as_agreed
  core::Slot actual{};         // when the service was really given
  std::vector<Commitment> commitments;
  core::Id verified_by;  // Person
  core::Instant verified_at{};
  bool operator==(const Verification&) const = default;
};

// ACTA-2026-0001; five digits from 10000 on. Expects 1 to 99999.
std::string print_minutes_number(int year, int number);
bool is_minutes_number(std::string_view text);

Verification checked(Verification verification);
// Requires an appointment that is held, and a request in state held; not before the slot's end.
// Returns the request closed; with not_provided it is open again.
ServiceRequest verify(ServiceRequest request, const Appointment& appointment,
                      const Verification& verification, core::Instant now);
Verification complete(Verification verification, const core::Id& commitment, core::Instant now);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Outcome, "as_agreed", "partly", "not_provided");
CITACAL_WORDS(citacal::domain::Means, "minutes", "email");
