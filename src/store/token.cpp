#include "store/token.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::AccessToken;

const Table kToken("access_token",
                   "id, person, scope, calendar, label, hash, created_at, expires_at, "
                   "last_used_at, last_client, revoked_at");
const core::Phrase kAToken{"un enlace o clave de acceso", "an access token"};

std::vector<AccessToken> read_all(std::unique_ptr<Rows> rows) {
  std::vector<AccessToken> tokens;
  while (rows->next()) {
    AccessToken& token = tokens.emplace_back();
    int c = 0;
    token.id = rows->text(c++);
    token.person = rows->text(c++);
    token.scope = rows->word<domain::TokenScope>(c++);
    token.calendar = rows->text(c++);
    token.label = rows->text(c++);
    token.hash = rows->text(c++);
    token.created_at = rows->instant(c++);
    token.expires_at = rows->optional_instant(c++);
    token.last_used_at = rows->optional_instant(c++);
    token.last_client = rows->text(c++);
    token.revoked_at = rows->optional_instant(c++);
  }
  return tokens;
}

}  // namespace

void add_token(Transaction& tx, const AccessToken& token) {
  tx.execute(kToken.insert, token.id, token.person, token.scope, token.calendar, token.label,
             token.hash, token.created_at, token.expires_at, token.last_used_at, token.last_client,
             token.revoked_at);
}

void save(Transaction& tx, const AccessToken& token) {
  const auto changed = tx.execute(
      "UPDATE access_token SET last_used_at = $2, last_client = $3, revoked_at = $4 WHERE id = $1",
      token.id, token.last_used_at, token.last_client, token.revoked_at);
  if (changed == 0) throw_not_found(kAToken);
}

std::optional<AccessToken> find_token(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx.query(kToken.select + "WHERE id = $1", id)));
}

std::optional<AccessToken> find_token_by_hash(Transaction& tx, std::string_view hash) {
  return first_of(read_all(tx.query(kToken.select + "WHERE hash = $1", hash)));
}

std::vector<AccessToken> list_tokens(Transaction& tx, const core::Id& person) {
  if (person.empty()) return read_all(tx.query(kToken.select + "ORDER BY person, id"));
  return read_all(tx.query(kToken.select + "WHERE person = $1 ORDER BY id", person));
}

}  // namespace citacal::store
