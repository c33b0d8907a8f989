#include "store/creation.h"

namespace citacal::store {

std::optional<Creation> find_creation(Transaction& tx, std::string_view key) {
  const auto rows = tx.query("SELECT digest, made FROM creation WHERE key = $1", key);
  if (!rows->next()) return std::nullopt;
  return Creation{rows->text(0), rows->text(1)};
}

void save_creation(Transaction& tx, std::string_view key, const Creation& creation,
                   core::Instant now) {
  tx.execute(
      "INSERT INTO creation (key, digest, made, at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, made = excluded.made, "
      "at = excluded.at",
      key, creation.digest, creation.made, now);
}

int remove_creations_before(Transaction& tx, std::string_view prefix, core::Instant before) {
  return static_cast<int>(tx.execute(
      "DELETE FROM creation WHERE at < $1 AND substr(key, 1, length($2)) = $2", before, prefix));
}

}  // namespace citacal::store
