// Verifications with their commitments in the store.
#pragma once

#include "domain/party.h"
#include "domain/verification.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct VerificationFilter {
  core::Id contractor;                            // of its request; empty: any
  domain::Level up_to = domain::Level::reserved;  // of its request
};

// The next number of that year's actas; given back where the transaction does not commit.
int take_minutes_number(Transaction& tx, int year);
void save(Transaction& tx, const domain::Verification& verification);
std::optional<domain::Verification> find_verification(Transaction& tx, const core::Id& id);
domain::Verification get_verification(Transaction& tx, const core::Id& id);
std::vector<domain::Verification> list_verifications_of(Transaction& tx, const core::Id& request);
std::optional<domain::Verification> find_verification_of_commitment(Transaction& tx,
                                                                    const core::Id& commitment);
// With a commitment of whom is named so, in any case.
std::vector<domain::Verification> list_verifications_naming(Transaction& tx, std::string_view who);
Listed<domain::Verification> list_verifications(Transaction& tx, const VerificationFilter& filter,
                                                const Page& page);  // by id

}  // namespace citacal::store
