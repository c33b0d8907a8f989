#include "store/audit.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::AuditEntry;

const Table kEntry("audit_entry",
                   "number, at, actor, door, action, noun, subject, detail, previous, hash");

}  // namespace

AuditEntry append(Transaction& tx, AuditEntry entry) {
  entry.number = 1;
  entry.previous = std::string(64, '0');
  if (const auto last =
          tx.query("SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1");
      last->next()) {
    entry.number = last->integer(0) + 1;
    entry.previous = last->text(1);
  }
  entry.hash = domain::audit_hash(entry);
  tx.execute(kEntry.insert, entry.number, entry.at, entry.actor, entry.door, entry.action,
             entry.noun, entry.subject, entry.detail, entry.previous, entry.hash);
  return entry;
}

std::vector<AuditEntry> list_audit(Transaction& tx, std::int64_t after, int limit,
                                   const core::Id& subject) {
  Where where;
  if (!subject.empty()) where.add("subject = ", subject);
  where.add("number > ", after);
  std::vector<AuditEntry> entries;
  for (const auto rows = where.run(tx, kEntry.select, "number", limit); rows->next();) {
    AuditEntry& entry = entries.emplace_back();
    int c = 0;
    entry.number = rows->integer(c++);
    entry.at = rows->instant(c++);
    entry.actor = rows->text(c++);
    entry.door = rows->text(c++);
    entry.action = rows->text(c++);
    entry.noun = rows->text(c++);
    entry.subject = rows->text(c++);
    entry.detail = rows->text(c++);
    entry.previous = rows->text(c++);
    entry.hash = rows->text(c++);
  }
  return entries;
}

}  // namespace citacal::store
