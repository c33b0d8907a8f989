#include "service/verification.h"

#include "service/request.h"
#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

std::vector<domain::Commitment> read_commitments(Fields& body) {
  std::vector<domain::Commitment> commitments;
  for (auto& field : body.list("commitments")) {
    domain::Commitment commitment;
    commitment.what = field.text("what", 1'000);
    commitment.who = field.line("who");
    commitment.by = field.day("by");
    field.done();
    commitments.push_back(std::move(commitment));
  }
  return commitments;
}

domain::Verification read_verification(const Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Verification verification;
  const auto request = body.line("request", 60);
  verification.appointment = body.line("appointment", 60);
  verification.outcome = body.word<domain::Outcome>("outcome");
  verification.means = body.word<domain::Means>("means");
  verification.reference = body.line("reference");
  verification.findings = body.optional_text("findings");
  if (body.has("actual")) verification.actual = body.slot("actual");
  verification.commitments = read_commitments(body);
  body.done();
  verification.request = service::get_request(exchange.office, exchange.caller, request).id;
  return verification;
}

core::Response list(Exchange& exchange) {
  return page_of(
      exchange,
      service::list_verifications(exchange.office, exchange.caller, exchange.query.paging()),
      [&](const auto& one) { return show_json(exchange, one); });
}

core::Response create(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        return show(exchange,
                    service::verify(exchange.office, exchange.caller, read_verification(exchange)));
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_verification(exchange.office, exchange.caller, id));
      });
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_verification(exchange.office, exchange.caller,
                                                                  exchange.id())));
}

core::Response complete(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange, show(exchange, service::complete_commitment(exchange.office,
                                                                     exchange.caller, exchange.id(),
                                                                     exchange.id("commitment"))));
}

core::Response request(Exchange& exchange) {
  Fields::of(exchange.request).done();
  const auto asked = service::request_commitment(exchange.office, exchange.caller, exchange.id(),
                                                 exchange.id("commitment"));
  const auto shown = show(exchange, asked.request);
  return asked.made ? created(shown) : reply(exchange, shown);
}

Json show_commitment(const domain::Commitment& commitment) {
  auto json = Json::object();
  json.set("id", commitment.id)
      .set("what", commitment.what)
      .set("who", commitment.who)
      .set("by", core::print_day(commitment.by))
      .set_or_null("done_at", commitment.done_at ? core::print_utc(*commitment.done_at) : "");
  return json;
}

Json show_promise(const Exchange& exchange, const service::Promise& promise) {
  const std::string api(kApi);
  const auto& request = promise.request;
  auto json = show_commitment(promise.commitment);
  json.set("state", core::word(promise.state))
      .set("verification", promise.verification)
      .set("case", request.number)
      .set("subject", request.subject)
      .set("contractor", request.contractor)
      .set_or_null("asked_in", promise.asked_in)
      .set("links", std::move(Json::object()
                                  .set("verification",
                                       exchange.url(api + "/verifications/" + promise.verification))
                                  .set("case", exchange.url(api + "/cases/" + request.number))));
  return json;
}

core::Response list_commitments(Exchange& exchange) {
  const auto state = exchange.query.word<domain::CommitmentState>("state");
  return page_of(
      exchange,
      service::list_commitments(exchange.office, exchange.caller, state, exchange.query.paging()),
      [&](const auto& one) { return show_promise(exchange, one); });
}

Json show_commitments(const domain::Verification& verification) {
  auto list = Json::array();
  for (const auto& commitment : verification.commitments) list.add(show_commitment(commitment));
  return list;
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Verification& verification) {
  const std::string api(kApi);
  const auto path = api + "/verifications/" + verification.id;
  auto json = Json::object();
  json.set("id", verification.id)
      .set("version", verification.version)
      .set("request", verification.request)
      .set("appointment", verification.appointment)
      .set("outcome", core::word(verification.outcome))
      .set("means", core::word(verification.means))
      .set("reference", verification.reference)
      .set_or_null("minutes_number", verification.minutes_number)
      .set("findings", verification.findings);
  if (verification.actual == core::Slot{})
    json.set_null("actual");
  else
    json.set("actual", show_slot(verification.actual));
  json.set("commitments", show_commitments(verification))
      .set_or_null("verified_by", verification.verified_by)
      .set("verified_at", core::print_utc(verification.verified_at))
      .set("links",
           std::move(Json::object()
                         .set("self", exchange.url(path))
                         .set("request", exchange.url(api + "/requests/" + verification.request))
                         .set("appointment",
                              exchange.url(api + "/appointments/" + verification.appointment))));
  return {std::move(json), path, verification.version};
}

std::vector<Route> verification_routes() {
  return {
      {"GET", "/api/v1/verifications", list, Access::account, "Verifications", {"limit", "cursor"}},
      {"POST",
       "/api/v1/verifications",
       create,
       Access::account,
       "Verify a service: closes its case",
       {}},
      {"GET", "/api/v1/verifications/{id}", get, Access::account, "A verification", {}},
      {"POST",
       "/api/v1/verifications/{id}/commitments/{commitment}/complete",
       complete,
       Access::account,
       "A commitment was met",
       {}},
      {"POST",
       "/api/v1/verifications/{id}/commitments/{commitment}/request",
       request,
       Access::account,
       "Ask a commitment of the contractor as a service",
       {}},
      {"GET",
       "/api/v1/commitments",
       list_commitments,
       Access::account,
       "Commitments, by their day",
       {"state", "limit", "cursor"}},
  };
}

}  // namespace citacal::web
