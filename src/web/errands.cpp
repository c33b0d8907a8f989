#include "service/errands.h"

#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

core::Response list(Exchange& exchange) {
  return page_of(exchange,
                 service::list_errands(exchange.office, exchange.caller,
                                       exchange.query.word<domain::ErrandState>("state"),
                                       exchange.query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response get(Exchange& exchange) {
  const auto errand = service::get_errand(exchange.office, exchange.caller, exchange.id());
  auto shown = show(exchange, errand);
  if (shows_persons(exchange, {})) shown.json.set("text", errand.text);
  return reply(exchange, shown);
}

core::Response retry(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange, show(exchange, service::retry_errand(exchange.office, exchange.caller,
                                                              exchange.id())));
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Errand& errand) {
  const auto path = std::string(kApi) + "/errands/" + errand.id;
  auto json = Json::object();
  json.set("id", errand.id)
      .set("kind", core::word(errand.kind))
      .set("request", errand.request)
      .set("number", errand.number)
      .set("system", errand.system)
      .set("subject", errand.subject)
      .set_or_null("ticket", errand.ticket)
      .set_or_null("url", errand.url)
      .set("state", core::word(errand.state))
      .set("attempts", errand.attempts)
      .set("created_at", core::print_utc(errand.created_at))
      .set_or_null("next_at", errand.state == domain::ErrandState::queued
                                  ? core::print_utc(errand.next_at)
                                  : "")
      .set_or_null("sent_at", errand.sent_at ? core::print_utc(*errand.sent_at) : "");
  if (shows_persons(exchange, errand.contractor)) json.set_or_null("last_error", errand.last_error);
  json.set("links", std::move(Json::object().set("self", exchange.url(path))));
  return {std::move(json), path, std::nullopt};
}

std::vector<Route> errand_routes() {
  return {
      {"GET",
       "/api/v1/errands",
       list,
       Access::account,
       "What is told to ticket systems",
       {"state", "limit", "cursor"}},
      {"GET", "/api/v1/errands/{id}", get, Access::account, "An errand, with its text", {}},
      {"POST",
       "/api/v1/errands/{id}/retry",
       retry,
       Access::account,
       "Queue a failed errand again",
       {}},
  };
}

}  // namespace citacal::web
