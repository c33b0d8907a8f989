#include "store/request.h"

#include <charconv>

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::ServiceRequest;

const Table kRequest("service_request",
                     "id, version, number, year, kind, priority, state, subject, description, "
                     "contractor, programme, planned_service, place, affected, requested_by, "
                     "requested_at, level, withdrawn_reason, incomplete, extent, justification, "
                     "legal_ground, years, qualified_on, follows, commitment");
const core::Phrase kARequest{"una solicitud", "a request"};

ServiceRequest read_one(const Rows& rows) {
  ServiceRequest request;
  int c = 0;
  request.id = rows.text(c++);
  request.version = rows.integer(c++);
  request.number = rows.text(c++);
  ++c;  // the year is for the index only: it is part of the number
  request.kind = rows.word<domain::Kind>(c++);
  request.priority = rows.word<domain::Priority>(c++);
  request.state = rows.word<domain::RequestState>(c++);
  request.subject = rows.text(c++);
  request.description = rows.text(c++);
  request.contractor = rows.text(c++);
  request.programme = rows.text(c++);
  request.planned_service = rows.text(c++);
  request.place = rows.text(c++);
  request.affected = parse_lines(rows.view(c++));
  request.requested_by = rows.text(c++);
  request.requested_at = rows.instant(c++);
  request.classification.level = rows.word<domain::Level>(c++);
  request.withdrawn_reason = rows.text(c++);
  request.incomplete = rows.flag(c++);
  request.classification.extent = rows.word<domain::Extent>(c++);
  request.classification.justification = rows.text(c++);
  request.classification.legal_ground = rows.text(c++);
  request.classification.years = static_cast<int>(rows.integer(c++));
  request.classification.qualified_on = optional_day(rows, c++);
  request.follows = rows.text(c++);
  request.commitment = rows.text(c++);
  return request;
}

void attach_children(Transaction& tx, std::vector<ServiceRequest>& requests) {
  read_children(tx, "SELECT request, system, number, url FROM ticket", "request", requests,
                [](ServiceRequest& request, const Rows& row) {
                  request.tickets.push_back({row.text(1), row.text(2), row.text(3)});
                });
  read_children(
      tx, "SELECT follows, id, number AS item FROM service_request", "follows", requests,
      [](ServiceRequest& request, const Rows& row) { request.followed_by.push_back(row.text(1)); });
}

std::optional<ServiceRequest> find_by(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<ServiceRequest> found;
  while (rows->next()) found.push_back(read_one(*rows));
  rows.reset();
  attach_children(tx, found);
  return first_of(std::move(found));
}

int year_of_number(std::string_view number) {  // SOL-2026-0001
  int year = 0;
  if (number.size() > 8) std::from_chars(number.data() + 4, number.data() + 8, year);
  return year;
}

}  // namespace

int take_number(Transaction& tx, int year) {
  const auto rows = tx.query(
      "INSERT INTO request_number (year, last) VALUES ($1, 1) "
      "ON CONFLICT (year) DO UPDATE SET last = request_number.last + 1 RETURNING last",
      year);
  core::expects(rows->next(), "a year has a last number");
  return static_cast<int>(rows->integer(0));
}

void save(Transaction& tx, const ServiceRequest& request) {
  save_row(tx, kRequest, "number", kARequest, request.id, request.version, request.number,
           year_of_number(request.number), request.kind, request.priority, request.state,
           request.subject, request.description, request.contractor, or_null(request.programme),
           request.planned_service, request.place, print_lines(request.affected),
           or_null(request.requested_by), request.requested_at, request.classification.level,
           request.withdrawn_reason, request.incomplete, request.classification.extent,
           request.classification.justification, request.classification.legal_ground,
           request.classification.years, request.classification.qualified_on,
           or_null(request.follows), request.commitment);
  if (request.version > 1) tx.execute("DELETE FROM ticket WHERE request = $1", request.id);
  int item = 0;
  for (const auto& ticket : request.tickets)
    tx.execute(
        "INSERT INTO ticket (request, item, system, number, url) VALUES ($1, $2, $3, $4, $5)",
        request.id, item++, ticket.system, ticket.number, ticket.url);
}

std::optional<ServiceRequest> find_request(Transaction& tx, const core::Id& id) {
  return find_by(tx, tx.query(kRequest.select + "WHERE id = $1", id));
}

std::optional<ServiceRequest> find_request_by_number(Transaction& tx, std::string_view number) {
  return find_by(tx, tx.query(kRequest.select + "WHERE number = $1", number));
}

std::optional<ServiceRequest> find_request_by_ticket(Transaction& tx, const core::Id& contractor,
                                                     std::string_view number) {
  return find_by(
      tx, tx.query(kRequest.select + "WHERE contractor = $1 AND id IN (SELECT request FROM ticket "
                                     "WHERE number = $2) ORDER BY id DESC LIMIT 1",
                   contractor, number));
}

std::optional<ServiceRequest> find_follower(Transaction& tx, const core::Id& request) {
  return find_by(tx, tx.query(kRequest.select + "WHERE follows = $1 AND commitment = '' AND "
                                                "state <> $2 ORDER BY id DESC LIMIT 1",
                              request, domain::RequestState::withdrawn));
}

std::optional<ServiceRequest> find_request_of_commitment(Transaction& tx,
                                                         const core::Id& commitment) {
  return find_by(tx, tx.query(kRequest.select + "WHERE commitment = $1 AND commitment <> '' "
                                                "AND state <> 'withdrawn'",
                              commitment));
}

ServiceRequest get_request(Transaction& tx, const core::Id& id) {
  if (auto request = find_request(tx, id)) return *std::move(request);
  throw_not_found(kARequest);
}

Listed<ServiceRequest> list_requests(Transaction& tx, const RequestFilter& filter,
                                     const Page& page) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (!filter.contractor.empty()) where.add("contractor = ", filter.contractor);
  if (filter.kind) where.add("kind = ", *filter.kind);
  if (filter.priority) where.add("priority = ", *filter.priority);
  if (filter.state) where.add("state = ", *filter.state);
  if (filter.year) where.add("year = ", filter.year);
  if (filter.only_exceptions) where.add("level <> ", domain::Level::open);
  add_level(where, "level", filter.up_to);
  if (!after.empty()) where.add("id < ", after);
  auto rows = where.run(tx, kRequest.select, "id DESC", limit + 1);
  auto listed =
      read_page<ServiceRequest>(*rows, limit, read_one, [](auto& last) { return last.id; });
  rows.reset();
  attach_children(tx, listed.items);
  return listed;
}

}  // namespace citacal::store
