#include "store/programme.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::PlannedService;
using domain::Programme;

const Table kProgramme("programme",
                       "id, version, contractor, year, contract, conditions, state, minutes, "
                       "minutes_day");
const core::Phrase kAProgramme{"un programa", "a programme"};

Programme read_one(const Rows& rows) {
  Programme programme;
  int c = 0;
  programme.id = rows.text(c++);
  programme.version = rows.integer(c++);
  programme.contractor = rows.text(c++);
  programme.year = static_cast<int>(rows.integer(c++));
  programme.contract = rows.text(c++);
  programme.conditions = rows.text(c++);
  programme.state = rows.word<domain::ProgrammeState>(c++);
  programme.minutes = rows.text(c++);
  programme.minutes_day = optional_day(rows, c++);
  return programme;
}

void read_service(Programme& programme, const Rows& row) {
  PlannedService& service = programme.services.emplace_back();
  int c = 1;
  service.id = row.text(c++);
  service.key = row.text(c++);
  service.subject = row.text(c++);
  service.period = row.word<domain::Period>(c++);
  service.first_month = static_cast<int>(row.integer(c++));
  service.duration = row.minutes(c++);
  service.place = row.text(c++);
  service.affected = parse_lines(row.view(c++));
  service.impact = row.word<domain::Impact>(c++);
  service.affects_network = row.flag(c++);
}

void attach_children(Transaction& tx, std::vector<Programme>& programmes) {
  read_children(tx,
                "SELECT programme, id, key, subject, period, first_month, duration, place, "
                "affected, impact, affects_network FROM planned_service",
                "programme", programmes, read_service);
  read_children(tx, "SELECT programme, minutes, day, reason FROM amendment", "programme",
                programmes, [](Programme& programme, const Rows& row) {
                  programme.amendments.push_back({row.text(1), row.day(2), row.text(3)});
                });
}

std::optional<Programme> find_by(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<Programme> found;
  while (rows->next()) found.push_back(read_one(*rows));
  rows.reset();
  attach_children(tx, found);
  return first_of(std::move(found));
}

}  // namespace

void save(Transaction& tx, const Programme& programme) {
  save_row(tx, kProgramme, "contract", kAProgramme, programme.id, programme.version,
           programme.contractor, programme.year, programme.contract, programme.conditions,
           programme.state, programme.minutes, programme.minutes_day);
  if (programme.version > 1) {
    tx.execute("DELETE FROM planned_service WHERE programme = $1", programme.id);
    tx.execute("DELETE FROM amendment WHERE programme = $1", programme.id);
  }
  int item = 0;
  for (const auto& service : programme.services)
    tx.execute(
        "INSERT INTO planned_service (programme, item, id, key, subject, period, first_month, "
        "duration, place, affected, impact, affects_network) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        programme.id, item++, service.id, service.key, service.subject, service.period,
        service.first_month, service.duration, service.place, print_lines(service.affected),
        service.impact, service.affects_network);
  item = 0;
  for (const auto& amendment : programme.amendments)
    tx.execute(
        "INSERT INTO amendment (programme, item, minutes, day, reason) "
        "VALUES ($1, $2, $3, $4, $5)",
        programme.id, item++, amendment.minutes, amendment.day, amendment.reason);
}

std::optional<Programme> find_programme(Transaction& tx, const core::Id& id) {
  return find_by(tx, tx.query(kProgramme.select + "WHERE id = $1", id));
}

std::optional<Programme> find_programme_by_contract(Transaction& tx, int year,
                                                    std::string_view contract) {
  return find_by(tx,
                 tx.query(kProgramme.select + "WHERE year = $1 AND contract = $2", year, contract));
}

Programme get_programme(Transaction& tx, const core::Id& id) {
  if (auto programme = find_programme(tx, id)) return *std::move(programme);
  throw_not_found(kAProgramme);
}

Listed<Programme> list_programmes(Transaction& tx, const ProgrammeFilter& filter,
                                  const Page& page) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (!filter.contractor.empty()) where.add("contractor = ", filter.contractor);
  if (filter.year) where.add("year = ", filter.year);
  if (!after.empty()) where.add("id > ", after);
  auto rows = where.run(tx, kProgramme.select, "id", limit + 1);
  auto listed = read_page<Programme>(*rows, limit, read_one, [](auto& last) { return last.id; });
  rows.reset();
  attach_children(tx, listed.items);
  return listed;
}

}  // namespace citacal::store
