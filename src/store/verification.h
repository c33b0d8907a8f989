// Verifications with their commitments in the store.
#pragma once

#include "domain/follow_up.h"
#include "domain/party.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct VerificationFilter {
  core::Id contractor;                            // of its request; empty: any
  domain::Level up_to = domain::Level::reserved;  // of its request
};

// The next number of that year's actas; given back where the transaction does not commit.
int take_minutes_number(Transaction& tx, int year);
struct CommitmentFilter {
  std::optional<domain::CommitmentState> state;
  core::Day today{};                              // of the states
  core::Id contractor;                            // of its request; empty: any
  domain::Level up_to = domain::Level::reserved;  // of its request
};

struct CommitmentRow {
  core::Id verification, request;
  domain::Commitment commitment;
};

// Of its commitments all that save_recall_at said is forgotten.
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

// By day, then id: a range of an index for each state.
Listed<CommitmentRow> list_commitments(Transaction& tx, const CommitmentFilter& filter,
                                       const Page& page);

// When a commitment is next to be recalled (domain::next_recall): no part of its value.
void save_recall_at(Transaction& tx, const core::Id& commitment, std::optional<core::Instant> at);
// Those to recall by `now`, the longest due first.
std::vector<core::Id> list_to_recall(Transaction& tx, core::Instant now, int limit);
// All that have such a moment, by id after `after`: to plan anew in batches.
std::vector<core::Id> list_recalled(Transaction& tx, const core::Id& after, int limit);

}  // namespace citacal::store
