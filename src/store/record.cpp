#include "store/record.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Record;

const Table kRecord(
    "record",
    "id, version, request, programme, activity, title, file_name, media_type, size, "
    "sha256, level, extent, justification, legal_ground, years, qualified_on, "
    "created_by, created_at, document");
const core::Phrase kARecord{"un registro", "a record"};

Record read_one(const Rows& rows) {
  Record record;
  int c = 0;
  record.id = rows.text(c++);
  record.version = rows.integer(c++);
  record.request = rows.text(c++);
  record.programme = rows.text(c++);
  record.activity = static_cast<int>(rows.integer(c++));
  record.title = rows.text(c++);
  record.file_name = rows.text(c++);
  record.media_type = rows.text(c++);
  record.size = rows.integer(c++);
  record.sha256 = rows.text(c++);
  record.classification.level = rows.word<domain::Level>(c++);
  record.classification.extent = rows.word<domain::Extent>(c++);
  record.classification.justification = rows.text(c++);
  record.classification.legal_ground = rows.text(c++);
  record.classification.years = static_cast<int>(rows.integer(c++));
  record.classification.qualified_on = optional_day(rows, c++);
  record.created_by = rows.text(c++);
  record.created_at = rows.instant(c++);
  record.document = rows.text(c++);
  return record;
}

std::vector<Record> read_all(std::unique_ptr<Rows> rows) {
  std::vector<Record> records;
  while (rows->next()) records.push_back(read_one(*rows));
  return records;
}

}  // namespace

void save(Transaction& tx, const Record& record, std::string_view content) {
  tx.execute("INSERT INTO content (sha256, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING",
             record.sha256, Blob{content});
  const auto& classification = record.classification;
  try {
    tx.execute(kRecord.insert, record.id, record.version, or_null(record.request),
               or_null(record.programme), record.activity, record.title, record.file_name,
               record.media_type, record.size, record.sha256, classification.level,
               classification.extent, classification.justification, classification.legal_ground,
               classification.years, classification.qualified_on, or_null(record.created_by),
               record.created_at, record.document);
  } catch (const DatabaseError& error) {
    if (error.trouble == Trouble::unique) throw_taken("id", kARecord);
    throw;
  }
}

void save_classification(Transaction& tx, const Record& record) {
  const auto& classification = record.classification;
  const auto changed = tx.execute(
      "UPDATE record SET version = $2, level = $3, extent = $4, justification = $5, "
      "legal_ground = $6, years = $7, qualified_on = $8 WHERE id = $1 AND version = $2 - 1",
      record.id, record.version, classification.level, classification.extent,
      classification.justification, classification.legal_ground, classification.years,
      classification.qualified_on);
  if (changed == 0) throw_stale();
}

std::optional<Record> find_record(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx.query(kRecord.select + "WHERE id = $1", id)));
}

Record get_record(Transaction& tx, const core::Id& id) {
  if (auto record = find_record(tx, id)) return *std::move(record);
  throw_not_found(kARecord);
}

std::string get_content(Transaction& tx, const std::string& sha256) {
  const auto rows = tx.query("SELECT bytes FROM content WHERE sha256 = $1", sha256);
  if (!rows->next()) throw_not_found({"un contenido", "a content"});
  return rows->text(0);
}

std::vector<Record> list_records_of(Transaction& tx, const core::Id& request) {
  return read_all(tx.query(kRecord.select + "WHERE request = $1 ORDER BY id", request));
}

std::vector<Record> list_records_of_programme(Transaction& tx, const core::Id& programme) {
  return read_all(tx.query(kRecord.select + "WHERE programme = $1 ORDER BY id", programme));
}

Listed<Record> list_records(Transaction& tx, const Page& page, const RecordFilter& filter) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (!after.empty()) where.add("id > ", after);
  if (!filter.contractor.empty())
    where.add(
        "coalesce((SELECT contractor FROM service_request r WHERE r.id = record.request), "
        "(SELECT contractor FROM programme p WHERE p.id = record.programme)) = ",
        filter.contractor);
  if (filter.only_exceptions) where.add("level <> ", domain::Level::open);
  add_level(where, "level", filter.up_to);
  add_level(where,  // a programme is open to whoever sees its contractor
            "coalesce((SELECT level FROM service_request r WHERE r.id = record.request), 'open')",
            filter.up_to);
  const auto rows = where.run(tx, kRecord.select, "id", limit + 1);
  return read_page<Record>(*rows, limit, read_one, [](auto& last) { return last.id; });
}

}  // namespace citacal::store
