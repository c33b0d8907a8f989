// Service requests with their tickets in the store; the numbers of a year.
#pragma once

#include "domain/request.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct RequestFilter {
  core::Id contractor;  // empty: any
  std::optional<domain::Kind> kind;
  std::optional<domain::Priority> priority;
  std::optional<domain::RequestState> state;
  int year = 0;                                   // of the number; 0: any
  domain::Level up_to = domain::Level::reserved;  // the reader's clearance
  bool only_exceptions = false;                   // those that are not open
};

// The next number of the year, taken in this transaction: 1, 2, 3 … ; undone with it.
int take_number(Transaction& tx, int year);

void save(Transaction& tx, const domain::ServiceRequest& request);
std::optional<domain::ServiceRequest> find_request(Transaction& tx, const core::Id& id);
std::optional<domain::ServiceRequest> find_request_by_number(Transaction& tx,
                                                             std::string_view number);
// The newest that has this ticket number of the contractor's own system.
std::optional<domain::ServiceRequest> find_request_by_ticket(Transaction& tx,
                                                             const core::Id& contractor,
                                                             std::string_view number);
// That takes this one up again as a whole (no commitment of it), and is not withdrawn.
std::optional<domain::ServiceRequest> find_follower(Transaction& tx, const core::Id& request);
// That a commitment opened, and is not withdrawn.
std::optional<domain::ServiceRequest> find_request_of_commitment(Transaction& tx,
                                                                 const core::Id& commitment);
domain::ServiceRequest get_request(Transaction& tx, const core::Id& id);
Listed<domain::ServiceRequest> list_requests(Transaction& tx, const RequestFilter& filter,
                                             const Page& page);  // newest first (by id)

}  // namespace citacal::store
