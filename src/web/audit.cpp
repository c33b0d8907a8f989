#include <limits>

#include "service/trail.h"
#include "web/case_file.h"
#include "web/nouns.h"

namespace citacal::web {

Json show_entry(const domain::AuditEntry& entry) {
  auto json = Json::object();
  json.set("number", entry.number)
      .set("at", core::print_utc(entry.at))
      .set("actor", entry.actor)
      .set("door", entry.door)
      .set("action", entry.action)
      .set("noun", entry.noun)
      .set_or_null("subject", entry.subject)
      .set_or_null("detail", entry.detail)
      .set("previous", entry.previous)
      .set("hash", entry.hash);
  return json;
}

namespace {

core::Response list(Exchange& exchange) {
  const auto& query = exchange.query;
  const int after = query.number("after", 0, std::numeric_limits<int>::max(), 0);
  const int limit = query.number("limit", 1, 500, 100);
  const auto entries = service::list_trail(exchange.office, exchange.caller, after, limit,
                                           query.line("subject", 60));
  auto items = Json::array();
  for (const auto& entry : entries) items.add(show_entry(entry));
  const bool full = entries.size() == static_cast<std::size_t>(limit);
  return page(exchange, std::move(items), full ? std::to_string(entries.back().number) : "",
              "after");
}

core::Response get_head(Exchange& exchange) {
  const auto head = service::get_head(exchange.office, exchange.caller);
  auto json = Json::object();
  json.set("number", head.number).set("hash", head.hash);
  auto response = json_reply(200, json);
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

std::vector<Route> audit_routes() {
  return {{"GET",
           "/api/v1/audit",
           list,
           Access::account,
           "The audit trail, oldest first",
           {"subject", "after", "limit"}},
          {"GET",
           "/api/v1/audit/head",
           get_head,
           Access::account,
           "The last entry's number and hash",
           {}}};
}

}  // namespace citacal::web
