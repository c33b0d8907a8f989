#include "service/notice.h"

#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

core::Response list(Exchange& exchange) {
  const auto state = exchange.query.word<domain::NoticeState>("state");
  return page_of(
      exchange,
      service::list_notices(exchange.office, exchange.caller, state, exchange.query.paging()),
      [&](const auto& one) { return show_json(exchange, one); });
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_notice(exchange.office, exchange.caller,
                                                            exchange.id())));
}

core::Response send(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange, show(exchange, service::send_notice(exchange.office, exchange.caller,
                                                             exchange.id())));
}

core::Response excuse(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.text("reason");
  body.done();
  return reply(exchange, show(exchange, service::excuse_notice(exchange.office, exchange.caller,
                                                               exchange.id(), reason)));
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Notice& notice) {
  const auto path = std::string(kApi) + "/notices/" + notice.id;
  auto json = Json::object();
  json.set("id", notice.id)
      .set("version", notice.version)
      .set("appointment", notice.appointment)
      .set("state", core::word(notice.state))
      .set("due_at", core::print_utc(notice.due_at))
      .set_or_null("sent_at", notice.sent_at ? core::print_utc(*notice.sent_at) : "")
      .set("sequence", notice.sequence)
      .set_or_null("reason", notice.reason)
      .set("links",
           std::move(Json::object()
                         .set("self", exchange.url(path))
                         .set("appointment", exchange.url(std::string(kApi) + "/appointments/" +
                                                          notice.appointment))));
  return {std::move(json), path, notice.version};
}

std::vector<Route> notice_routes() {
  return {
      {"GET",
       "/api/v1/notices",
       list,
       Access::account,
       "Notices to all staff, by due date",
       {"state", "limit", "cursor"}},
      {"GET", "/api/v1/notices/{id}", get, Access::account, "A notice", {}},
      {"POST", "/api/v1/notices/{id}/send", send, Access::account, "Send it to all staff", {}},
      {"POST", "/api/v1/notices/{id}/excuse", excuse, Access::account, "Say why none is sent", {}},
  };
}

}  // namespace citacal::web
