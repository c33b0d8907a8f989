#include "service/notice.h"

#include <map>

#include "web/identify.h"
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

// How many of whom a letter went to are in which state.
Json count_recipients(const std::vector<domain::Recipient>& recipients) {
  std::map<domain::LetterState, int> counts;
  for (const auto& one : recipients) ++counts[one.state];
  auto json = Json::object();
  json.set("all", static_cast<int>(recipients.size()));
  for (const auto state : {domain::LetterState::queued, domain::LetterState::sent,
                           domain::LetterState::failed, domain::LetterState::returned})
    json.set(core::word(state), counts[state]);
  return json;
}

Json show_recipient(const domain::Recipient& one) {
  auto json = Json::object();
  json.set("address", one.address)
      .set("state", core::word(one.state))
      .set_or_null("detail", one.detail)
      .set_or_null("at", one.settled_at ? core::print_utc(*one.settled_at) : "");
  return json;
}

Json show_delivery(const domain::Letter& letter, bool with_addresses) {
  auto json = Json::object();
  json.set("letter", letter.id)
      .set("subject", letter.subject)
      .set("sequence", letter.sequence)
      .set("state", core::word(letter.state))
      .set("created_at", core::print_utc(letter.created_at))
      .set_or_null("sent_at", letter.sent_at ? core::print_utc(*letter.sent_at) : "")
      .set("counts", count_recipients(letter.recipients));
  if (!with_addresses) return json;
  auto recipients = Json::array();
  for (const auto& one : letter.recipients) recipients.add(show_recipient(one));
  json.set("recipients", std::move(recipients));
  return json;
}

// Its version does not tell what became of its letters: it is never "not modified".
core::Response get(Exchange& exchange) {
  const auto whole = service::get_notice(exchange.office, exchange.caller, exchange.id());
  auto shown = show(exchange, whole.notice);
  auto letters = Json::array();
  const bool with_addresses = shows_persons(exchange, {});
  for (const auto& letter : whole.letters) letters.add(show_delivery(letter, with_addresses));
  shown.json.set("letters", std::move(letters));
  if (with_addresses) shown.json.set_or_null("excepted_by", whole.excepted_by);
  auto response = json_reply(200, shown.json);
  response.headers.add("ETag", version_tag(whole.notice.version));
  return response;
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
  if (notice.told)
    json.set("told", show_slot(*notice.told));
  else
    json.set_null("told");
  json.set("id", notice.id)
      .set("version", notice.version)
      .set("appointment", notice.appointment)
      .set("state", core::word(notice.state))
      .set("due_at", core::print_utc(notice.due_at))
      .set_or_null("sent_at", notice.sent_at ? core::print_utc(*notice.sent_at) : "")
      .set("sequence", notice.sequence)
      .set_or_null("reason", notice.reason)
      .set("late", notice.state == domain::NoticeState::late ||
                       (notice.state == domain::NoticeState::due &&
                        domain::is_late(notice.due_at, exchange.office.clock().now())))
      .set_or_null("withdrawn_at", notice.withdrawn_at ? core::print_utc(*notice.withdrawn_at) : "")
      .set_or_null("exception_reason", notice.exception_reason)
      .set_or_null("excepted_at", notice.excepted_at ? core::print_utc(*notice.excepted_at) : "")
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
