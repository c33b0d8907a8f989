// The facts that the service is measured by, read in a few queries over all cases: nothing is kept
// here, every row is handed on as it is read.
#pragma once

#include <functional>

#include "domain/measures.h"
#include "store/database.h"

namespace citacal::store {

struct ReportFilter {
  int year = 0;                                   // vigencia; 0: all
  core::Id contractor;                            // empty: all
  domain::Level up_to = domain::Level::reserved;  // of the case
};

// An attendee's acceptance of the date that stands.
struct Acceptance {
  std::string email;
  bool is_delegate = false;  // somebody invited delegated to them
  core::Instant at{};
};

template <class Fact>
using Take = std::function<void(const domain::MeasureScope&, const Fact&)>;
// The fact's accepted_at is the taker's to find.
using TakeDate = std::function<void(const domain::MeasureScope&, const domain::DateFact&,
                                    const std::vector<Acceptance>&)>;

void read_notices(Transaction& tx, const ReportFilter& filter,
                  const Take<domain::NoticeFact>& take);
void read_dates(Transaction& tx, const ReportFilter& filter, const TakeDate& take);
void read_verifications(Transaction& tx, const ReportFilter& filter,
                        const Take<domain::VerificationFact>& take);
void read_commitments(Transaction& tx, const ReportFilter& filter,
                      const Take<domain::CommitmentFact>& take);
void read_cases(Transaction& tx, const ReportFilter& filter, const Take<domain::CaseFact>& take);
// By contractor and time, of all years, so that what is repeated is seen at a year's turn, too.
void read_failures(Transaction& tx, const ReportFilter& filter,
                   const Take<domain::FailureFact>& take);
// Whatever the level of the cases: a programme has none.
void read_plans(Transaction& tx, const ReportFilter& filter, const Take<domain::PlanFact>& take);

}  // namespace citacal::store
