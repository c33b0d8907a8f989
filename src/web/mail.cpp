#include "service/mail.h"

#include "domain/judgement.h"
#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

core::Response list(Exchange& exchange) {
  const auto& query = exchange.query;
  return page_of(exchange,
                 service::list_mail(exchange.office, exchange.caller,
                                    query.word<domain::Verdict>("verdict"), query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response get(Exchange& exchange) {
  const auto mail = service::get_mail(exchange.office, exchange.caller, exchange.id());
  auto shown = show(exchange, mail);
  if (shows_persons(exchange, {}))
    shown.json.set_or_null("text", mail.text).set_or_null("calendar", mail.calendar);
  return reply(exchange, shown);
}

// The message as it came, octet by octet: the evidence (Ley 527 de 1999).
core::Response get_raw(Exchange& exchange) {
  const auto mail = service::get_mail(exchange.office, exchange.caller, exchange.id());
  if (mail.raw.empty() && mail.size > 0)
    throw core::Error(
        core::Code::forbidden, "evidence-sealed",
        {"Con este correo se podría responder por otra persona: se lee cuando la cita "
         "ya no esté en pie.",
         "With this mail one could answer for somebody else: it can be read once the "
         "appointment no longer stands."});
  auto response = core::Response::of(200, "message/rfc822", mail.raw);
  response.headers.add("Content-Disposition", "attachment; filename=\"" + mail.id + ".eml\"");
  response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
  response.headers.add("Cache-Control", "private, no-store");
  response.headers.add("ETag", "\"" + mail.sha256 + "\"");
  return response;
}

core::Response apply(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  service::MailDecision decision;
  decision.request = body.optional_line("request", 60);
  if (body.has("attendee")) decision.attendee = body.address("attendee");
  body.done();
  return reply(exchange, show(exchange, service::apply_mail(exchange.office, exchange.caller,
                                                            exchange.id(), decision)));
}

core::Response refuse(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.optional_text("reason", 2'000);
  body.done();
  return reply(exchange, show(exchange, service::refuse_mail(exchange.office, exchange.caller,
                                                             exchange.id(), reason)));
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Mail& mail, const core::Id& contractor) {
  const auto path = std::string(kApi) + "/mail/" + mail.id;
  auto json = Json::object();
  json.set("id", mail.id)
      .set("version", mail.version)
      .set("mailbox", mail.mailbox)
      .set("message_id", mail.message_id)
      .set("size", mail.size)
      .set("sha256", mail.sha256)
      .set("verdict", core::word(mail.verdict))
      .set_or_null("reason", mail.reason)
      .set_or_null("explanation",
                   mail.reason.empty()
                       ? ""
                       : domain::say_reason(mail.reason).in(exchange.request.language()))
      .set("trust", core::word(mail.trust))
      .set_or_null("method", mail.method)
      .set_or_null("appointment", mail.appointment)
      .set_or_null("request", mail.request)
      .set("received_at", core::print_utc(mail.received_at))
      .set_or_null("decided_at", mail.decided_at ? core::print_utc(*mail.decided_at) : "")
      .set_or_null("decided_by", mail.decided_by);
  if (shows_persons(exchange, contractor))
    json.set("from", mail.from)
        .set("subject", mail.subject)
        .set_or_null("detail", mail.detail)
        .set_or_null("attendee", mail.attendee);
  json.set(
      "links",
      std::move(
          Json::object().set("self", exchange.url(path)).set("raw", exchange.url(path + "/raw"))));
  return {std::move(json), path, mail.version};
}

std::vector<Route> mail_routes() {
  return {
      {"GET",
       "/api/v1/mail",
       list,
       Access::account,
       "What came in by mail",
       {"verdict", "limit", "cursor"}},
      {"GET", "/api/v1/mail/{id}", get, Access::account, "A received mail, with its text", {}},
      {"GET", "/api/v1/mail/{id}/raw", get_raw, Access::account, "The message as it came", {}},
      {"POST", "/api/v1/mail/{id}/apply", apply, Access::account, "Apply a held mail", {}},
      {"POST", "/api/v1/mail/{id}/refuse", refuse, Access::account, "Refuse a held mail", {}},
  };
}

}  // namespace citacal::web
