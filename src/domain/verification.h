// Activity 5: whether the service was given as agreed, by minutes or by mail. It closes the case;
// what was not provided leaves it open, and asks for the service anew in a request that follows it.
// The first case is then agreed no more: it closes when its follower does.
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
struct Verified {
  ServiceRequest request;   // closed; with not_provided it is open again
  Appointment appointment;  // whose verification is done
};

Verification checked(Verification verification);
// Requires an appointment that is held, and a request in state held; not before the slot's end, and
// no commitment for a day that has passed.
Verified verify(ServiceRequest request, Appointment appointment, const Verification& verification,
                core::Instant now);
// Who verified is not who provided: throws forbidden "verified-by-provider" for an account of the
// contractor, a contact of it, an address beside its contacts' ones (but for those of the
// institute's own domain), and who went in such a one's place. `own`: an address of the institute.
void require_independent(const Person& verifier, const Contractor& contractor,
                         const Appointment& appointment, std::string_view own);
const Commitment& get_commitment(const Verification& verification,
                                 const core::Id& commitment);  // not_found
// A commitment asked of the contractor as a service: a scheduled request that follows its case.
// conflict "commitment-done".
ServiceRequest request_commitment(const ServiceRequest& of, const Verification& verification,
                                  const core::Id& commitment);
Verification complete(Verification verification, const core::Id& commitment, core::Instant now);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Outcome, "as_agreed", "partly", "not_provided");
CITACAL_WORDS(citacal::domain::Means, "minutes", "email");
