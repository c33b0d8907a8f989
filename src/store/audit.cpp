#include "store/audit.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::AuditEntry;

const Table kEntry("audit_entry",
                   "number, at, actor, door, action, noun, subject, detail, previous, hash");

void read_one(const Rows& rows, AuditEntry& entry) {
  int c = 0;
  entry.number = rows.integer(c++);
  entry.at = rows.instant(c++);
  for (auto* text : {&entry.actor, &entry.door, &entry.action, &entry.noun, &entry.subject,
                     &entry.detail, &entry.previous, &entry.hash})
    text->assign(rows.view(c++));
}

std::vector<AuditEntry> read_all(std::unique_ptr<Rows> rows) {
  std::vector<AuditEntry> entries;
  while (rows->next()) read_one(*rows, entries.emplace_back());
  return entries;
}

// The case that an entry is about, by whatever of it is its subject; and what of the trail is about
// no case but names one.
std::string hidden_condition(domain::Level up_to) {
  const auto seen = level_condition("r.level", up_to);
  if (seen.empty()) return {};
  const auto request_of = [](const char* noun) {
    return std::string(", (SELECT x.request FROM ") + noun + " x WHERE x.id = audit_entry.subject)";
  };
  std::string sql = "NOT EXISTS (SELECT 1 FROM service_request r WHERE NOT (" + seen +
                    ") AND r.id IN (audit_entry.subject";
  for (const char* noun :
       {"appointment", "verification", "record", "letter", "mail", "errand", "news"})
    sql += request_of(noun);
  sql +=
      ", (SELECT a.request FROM notice n JOIN appointment a ON a.id = n.appointment "
      "WHERE n.id = audit_entry.subject))) AND NOT EXISTS (SELECT 1 FROM record r "
      "WHERE r.id = audit_entry.subject AND NOT (" +
      seen + "))";
  return sql;
}

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
                                   const core::Id& subject, domain::Level up_to) {
  Where where;
  if (const auto hidden = hidden_condition(up_to); !hidden.empty()) where.add(hidden);
  if (!subject.empty()) where.add("subject = ", subject);
  where.add("number > ", after);
  return read_all(where.run(tx, kEntry.select, "number", limit));
}

void for_each_audit(Transaction& tx, const std::function<bool(const AuditEntry&)>& take) {
  AuditEntry entry;  // one for all: its texts keep their room
  for (const auto rows = tx.query(kEntry.select + "ORDER BY number"); rows->next();) {
    read_one(*rows, entry);
    if (!take(entry)) return;
  }
}

std::optional<AuditEntry> find_last_audit(Transaction& tx) {
  return first_of(read_all(tx.query(kEntry.select + "ORDER BY number DESC LIMIT 1")));
}

std::optional<AuditEntry> find_audit(Transaction& tx, std::int64_t number) {
  return first_of(read_all(tx.query(kEntry.select + "WHERE number = $1", number)));
}

}  // namespace citacal::store
