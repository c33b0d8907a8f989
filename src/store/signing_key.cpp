#include "store/signing_key.h"

#include "core/secret.h"

namespace citacal::store {

std::string get_signing_key(Database& database, core::Instant now) {
  const auto find = [](Transaction& tx) {
    const auto rows = tx.query("SELECT bytes FROM signing_key WHERE id = 1");
    return rows->next() ? rows->text(0) : std::string();
  };
  if (auto key = find(*database.read()); !key.empty()) return key;
  const auto tx = database.write();
  if (auto key = find(*tx); !key.empty()) return key;
  const auto key = core::random_bytes(32);
  tx->execute("INSERT INTO signing_key (id, bytes, created_at) VALUES (1, $1, $2)", Blob{key}, now);
  tx->commit();
  return key;
}

}  // namespace citacal::store
