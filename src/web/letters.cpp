#include "service/link.h"
#include "service/outbox.h"

#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

core::Response list(Exchange& exchange) {
  return page_of(exchange,
                 service::list_letters(exchange.office, exchange.caller,
                                       exchange.query.word<domain::LetterState>("state"),
                                       exchange.query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response get(Exchange& exchange) {
  const auto letter = service::get_letter(exchange.office, exchange.caller, exchange.id());
  auto shown = show(exchange, letter);
  // With the link in it, whoever reads it could answer in the recipient's place.
  const bool answers = domain::may(exchange.caller.person.role, domain::Right::agree);
  if (shows_persons(exchange, {}))
    shown.json.set("text", answers ? letter.text : service::without_tokens(letter.text))
        .set_or_null("calendar", answers || letter.reply_to.empty() ? letter.calendar : "");
  return reply(exchange, shown);
}

core::Response retry(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange, show(exchange, service::retry_letter(exchange.office, exchange.caller,
                                                              exchange.id())));
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Letter& letter, const core::Id& contractor) {
  const auto path = std::string(kApi) + "/letters/" + letter.id;
  auto json = Json::object();
  json.set("id", letter.id)
      .set("kind", core::word(letter.kind))
      .set_or_null("appointment", letter.appointment)
      .set_or_null("request", letter.request)
      .set("sequence", letter.sequence)
      .set("subject", letter.subject)
      .set_or_null("method", letter.method)
      .set("message_id", letter.message_id)
      .set("state", core::word(letter.state))
      .set("attempts", letter.attempts)
      .set("created_at", core::print_utc(letter.created_at))
      .set_or_null("next_at", letter.state == domain::LetterState::queued
                                  ? core::print_utc(letter.next_at)
                                  : "")
      .set_or_null("sent_at", letter.sent_at ? core::print_utc(*letter.sent_at) : "");
  if (shows_persons(exchange, contractor))
    json.set("to", letter.to)
        .set_or_null("to_name", letter.to_name)
        .set_or_null("last_error", letter.last_error);
  json.set("links", std::move(Json::object().set("self", exchange.url(path))));
  return {std::move(json), path, std::nullopt};
}

std::vector<Route> letter_routes() {
  return {
      {"GET", "/api/v1/letters", list, Access::account, "The outbox", {"state", "limit", "cursor"}},
      {"GET", "/api/v1/letters/{id}", get, Access::account, "A letter, with its text", {}},
      {"POST",
       "/api/v1/letters/{id}/retry",
       retry,
       Access::account,
       "Queue a failed letter again",
       {}},
  };
}

}  // namespace citacal::web
