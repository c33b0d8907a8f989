#include "service/request.h"

#include "web/classification.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

domain::Ticket read_ticket(Fields& body) {
  domain::Ticket ticket;
  ticket.system = body.line("system");
  ticket.number = body.line("number", 100);
  ticket.url = body.optional_uri("url");
  body.done();
  return ticket;
}

domain::ServiceRequest read_request(const Exchange& exchange, Fields& body) {
  domain::ServiceRequest request;
  request.kind = body.word<domain::Kind>("kind");
  request.priority = body.word<domain::Priority>("priority");
  request.subject = body.line("subject");
  request.description = body.optional_text("description");
  request.contractor = find_contractor(exchange, body.line("contractor"));
  request.programme = body.optional_line("programme");
  request.planned_service = body.optional_line("planned_service");
  request.place = body.optional_line("place");
  request.affected = body.lines("affected");
  for (auto& ticket : body.list("tickets")) request.tickets.push_back(read_ticket(ticket));
  request.classification = read_classification(body);
  body.done();
  return request;
}

core::Response list(Exchange& exchange) {
  const auto& query = exchange.query;
  service::RequestQuery asked;
  asked.contractor = find_contractor(exchange, query.line("contractor"));
  asked.kind = query.word<domain::Kind>("kind");
  asked.priority = query.word<domain::Priority>("priority");
  asked.state = query.word<domain::RequestState>("state");
  asked.year = query.number("year", 2000, 2100, 0);
  return page_of(exchange,
                 service::list_requests(exchange.office, exchange.caller, asked, query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response create(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        auto body = Fields::of(exchange.request);
        return show(exchange, service::register_request(exchange.office, exchange.caller,
                                                        read_request(exchange, body)));
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_request(exchange.office, exchange.caller, id));
      });
}

domain::ServiceRequest request_of(const Exchange& exchange) {
  return service::get_request(exchange.office, exchange.caller, exchange.key());
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, request_of(exchange)));
}

core::Response withdraw(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.text("reason");
  body.done();
  return reply(exchange,
               show(exchange, service::withdraw_request(exchange.office, exchange.caller,
                                                        request_of(exchange).id, reason)));
}

// What is not named stays as it is.
core::Response complete(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Completion completion;
  domain::Particulars particulars;
  if (body.has("kind")) completion.kind = body.word<domain::Kind>("kind");
  if (body.has("priority")) completion.priority = body.word<domain::Priority>("priority");
  if (body.has("classification")) completion.classification = read_classification(body);
  if (body.has("description")) completion.description = body.optional_text("description");
  if (body.has("affected")) particulars.affected = body.lines("affected");
  if (body.has("impact")) particulars.impact = body.word<domain::Impact>("impact");
  if (body.has("affects_network"))
    particulars.affects_network = body.flag("affects_network", false);
  if (body.has("conditions")) particulars.conditions = body.optional_text("conditions");
  body.done();
  return reply(exchange, show(exchange, service::complete_request(exchange.office, exchange.caller,
                                                                  request_of(exchange).id,
                                                                  completion, particulars)));
}

core::Response classify(Exchange& exchange) {
  if (auto missing = find_missing_precondition(exchange)) return *missing;
  const auto classification = read_whole_classification(exchange.request);
  return reply(exchange,
               show(exchange, service::classify_request(exchange.office, exchange.caller,
                                                        request_of(exchange).id, classification)));
}

core::Response add_ticket(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto ticket = read_ticket(body);
  return reply(exchange, show(exchange, service::add_ticket(exchange.office, exchange.caller,
                                                            request_of(exchange).id, ticket)));
}

Json show_tickets(const domain::ServiceRequest& request) {
  auto tickets = Json::array();
  for (const auto& ticket : request.tickets)
    tickets.add(std::move(Json::object()
                              .set("system", ticket.system)
                              .set("number", ticket.number)
                              .set_or_null("url", ticket.url)));
  return tickets;
}

}  // namespace

Shown show(const Exchange& exchange, const domain::ServiceRequest& request) {
  const auto path = std::string(kApi) + "/requests/" + request.id;
  auto json = Json::object();
  json.set("id", request.id)
      .set("version", request.version)
      .set("number", request.number)
      .set("kind", core::word(request.kind))
      .set("priority", core::word(request.priority))
      .set("state", core::word(request.state))
      .set("subject", request.subject)
      .set("description", request.description)
      .set("contractor", request.contractor)
      .set_or_null("programme", request.programme)
      .set_or_null("planned_service", request.planned_service)
      .set_or_null("place", request.place)
      .set("affected", Json::array(request.affected))
      .set("tickets", show_tickets(request))
      .set_or_null("requested_by", request.requested_by)
      .set("requested_at", core::print_utc(request.requested_at))
      .set("classification", show_classification(request.classification))
      .set_or_null("withdrawn_reason", request.withdrawn_reason)
      .set("incomplete", request.incomplete)
      .set_or_null("follows", request.follows)
      .set("followed_by", Json::array(request.followed_by))
      .set_or_null("commitment", request.commitment);
  const auto api = std::string(kApi);
  json.set("links", std::move(Json::object()
                                  .set("self", exchange.url(path))
                                  .set("case", exchange.url(api + "/cases/" + request.number))
                                  .set("contractor",
                                       exchange.url(api + "/contractors/" + request.contractor))));
  return {std::move(json), path, request.version};
}

std::vector<Route> request_routes() {
  return {
      {"GET",
       "/api/v1/requests",
       list,
       Access::account,
       "Service requests",
       {"contractor", "kind", "priority", "state", "year", "limit", "cursor"}},
      {"POST", "/api/v1/requests", create, Access::account, "Register a service request", {}},
      {"GET", "/api/v1/requests/{id}", get, Access::account, "A request, by id or number", {}},
      {"POST",
       "/api/v1/requests/{id}/withdraw",
       withdraw,
       Access::account,
       "Withdraw an open request",
       {}},
      {"POST",
       "/api/v1/requests/{id}/complete",
       complete,
       Access::account,
       "Complete a request that was made in a calendar",
       {}},
      {"PUT",
       "/api/v1/requests/{id}/classification",
       classify,
       Access::account,
       "Classify a case anew",
       {}},
      {"POST",
       "/api/v1/requests/{id}/tickets",
       add_ticket,
       Access::account,
       "Add a ticket of the provider's own system",
       {}},
  };
}

}  // namespace citacal::web
