#include "service/calendar.h"

#include "web/nouns.h"

namespace citacal::web {

namespace {

Json show_calendar(const Exchange& exchange, const domain::Calendar& calendar) {
  const auto language = exchange.request.language();
  auto links = Json::object();
  links.set("self", exchange.url(std::string(kApi) + "/calendars/" + calendar.id));
  if (domain::is_public(calendar))
    links.set("feed", exchange.url("/feeds/" + calendar.id + ".ics"));
  auto json = Json::object();
  json.set("id", calendar.id)
      .set("title", calendar.title.in(language))
      .set("description", calendar.description.in(language))
      .set("colour", calendar.colour)
      .set("audience", core::word(calendar.audience))
      .set("source", core::word(calendar.source))
      .set_or_null("contractor", calendar.contractor)
      .set("past_days", calendar.past_days)
      .set("future_days", calendar.future_days)
      .set("cancelled_days", calendar.cancelled_days)
      .set("refresh_minutes", calendar.refresh_minutes)
      .set("links", std::move(links));
  return json;
}

core::Response list(Exchange& exchange) {
  auto items = Json::array();
  for (const auto& one : service::list_calendars(exchange.office, exchange.caller))
    items.add(show_calendar(exchange, one));
  return page(exchange, std::move(items), "");
}

core::Response get(Exchange& exchange) {
  return json_reply(
      200, show_calendar(exchange,
                         service::get_calendar(exchange.office, exchange.key(), &exchange.caller)));
}

}  // namespace

std::vector<Route> calendar_routes() {
  return {
      {"GET", "/api/v1/calendars", list, Access::account, "Published calendars", {}},
      {"GET", "/api/v1/calendars/{id}", get, Access::account, "A published calendar", {}},
  };
}

}  // namespace citacal::web
