// Access tokens in the store, found by the hash of the secret.
#pragma once

#include "domain/token.h"
#include "store/database.h"

namespace citacal::store {

void add_token(Transaction& tx, const domain::AccessToken& token);
void save(Transaction& tx, const domain::AccessToken& token);  // last use, revocation
std::optional<domain::AccessToken> find_token(Transaction& tx, const core::Id& id);
std::optional<domain::AccessToken> find_token_by_hash(Transaction& tx, std::string_view hash);
std::vector<domain::AccessToken> list_tokens(Transaction& tx,
                                             const core::Id& person);  // empty: all

}  // namespace citacal::store
