#include "store/migrations.h"

#include "core/text.h"

namespace citacal::store {
namespace {

int newest(Transaction& tx) {
  const auto rows = tx.query("SELECT max(number) FROM migration");
  return rows->next() ? static_cast<int>(rows->integer(0)) : 0;
}

void execute_all(Transaction& tx, std::string_view sql) {
  while (!(sql = core::trim(sql)).empty()) {
    const auto end = sql.find(";\n");
    tx.execute(sql.substr(0, end));
    sql.remove_prefix(end == sql.npos ? sql.size() : end + 2);
  }
}

[[noreturn]] void refuse_newer(int found, int known) {
  const auto has = std::to_string(found), knows = std::to_string(known);
  throw core::Error(
      core::Code::conflict, "store-newer",
      {"La base de datos tiene el esquema " + has + " y este programa conoce hasta el " + knows +
           ": instale la versión del programa que la escribió, o restaure un respaldo anterior.",
       "The database has schema " + has + " and this program knows up to " + knows +
           ": install the version of the program that wrote it, or restore an older backup."});
}

}  // namespace

void migrate(Database& database, const std::vector<Migration>& steps) {
  const int known = steps.empty() ? 0 : steps.back().number;
  int reached = 0;
  {
    const auto tx = database.write();
    tx->execute(
        "CREATE TABLE IF NOT EXISTS migration "
        "(number INTEGER PRIMARY KEY, at BIGINT NOT NULL)");
    reached = newest(*tx);
    if (reached > known) refuse_newer(reached, known);
    tx->commit();
  }
  for (const auto& step : steps) {
    if (step.number <= reached) continue;
    const auto tx = database.write();
    // Another process may have been quicker.
    if (newest(*tx) >= step.number) continue;
    execute_all(*tx, step.sql);
    tx->execute("INSERT INTO migration (number, at) VALUES ($1, $2)", step.number,
                core::SystemClock().now());
    tx->commit();
  }
}

}  // namespace citacal::store
