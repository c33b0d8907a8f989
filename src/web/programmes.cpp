#include "service/programme.h"

#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

constexpr int kServiceMinutesMax = 31 * 24 * 60;

std::vector<domain::PlannedService> read_services(Fields& body) {
  std::vector<domain::PlannedService> services;
  for (auto& field : body.list("services")) {
    domain::PlannedService service;
    service.key = field.line("key", 60);
    service.subject = field.line("subject");
    service.period = field.word("period", domain::Period::once);
    service.first_month = static_cast<int>(field.integer("first_month", 1, 12, 1));
    service.duration = field.minutes("minutes", kServiceMinutesMax);
    service.place = field.optional_line("place");
    service.affected = field.lines("affected");
    service.impact = field.word("impact", domain::Impact::no_impact);
    service.affects_network = field.flag("affects_network", false);
    field.done();
    services.push_back(std::move(service));
  }
  return services;
}

domain::Programme read_programme(const Exchange& exchange, Fields& body) {
  domain::Programme programme;
  programme.contractor = find_contractor(exchange, body.line("contractor"));
  programme.year = static_cast<int>(body.integer("year", 2000, 2100));
  programme.contract = body.line("contract", 60);
  programme.conditions = body.optional_text("conditions");
  programme.services = read_services(body);
  return programme;
}

core::Response list(Exchange& exchange) {
  const auto& query = exchange.query;
  service::ProgrammeQuery asked;
  asked.contractor = find_contractor(exchange, query.line("contractor"));
  asked.year = query.number("year", 2000, 2100, 0);
  return page_of(exchange,
                 service::list_programmes(exchange.office, exchange.caller, asked, query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response create(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        auto body = Fields::of(exchange.request);
        auto programme = read_programme(exchange, body);
        body.done();
        return show(exchange, service::draft_programme(exchange.office, exchange.caller,
                                                       std::move(programme)));
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_programme(exchange.office, exchange.caller, id));
      });
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_programme(exchange.office, exchange.caller,
                                                               exchange.id())));
}

core::Response edit(Exchange& exchange) {
  if (auto missing = find_missing_precondition(exchange)) return *missing;
  auto body = Fields::of(exchange.request);
  auto programme = read_programme(exchange, body);
  body.done();
  return reply(exchange,
               show(exchange, service::edit_programme(exchange.office, exchange.caller,
                                                      exchange.id(), std::move(programme))));
}

core::Response approve(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto minutes = body.line("minutes");
  const auto day = body.day("day");
  body.done();
  return reply(exchange, show(exchange, service::approve_programme(exchange.office, exchange.caller,
                                                                   exchange.id(), minutes, day)));
}

core::Response amend(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Programme changed;
  changed.conditions = body.optional_text("conditions");
  changed.services = read_services(body);
  domain::Amendment amendment;
  amendment.minutes = body.line("minutes");
  amendment.day = body.day("day");
  amendment.reason = body.text("reason");
  body.done();
  return reply(exchange, show(exchange, service::amend_programme(exchange.office, exchange.caller,
                                                                 exchange.id(), std::move(changed),
                                                                 amendment)));
}

Json show_service(const domain::PlannedService& service) {
  auto json = Json::object();
  json.set("id", service.id)
      .set("key", service.key)
      .set("subject", service.subject)
      .set("period", core::word(service.period))
      .set("first_month", service.first_month)
      .set("minutes", service.duration.count())
      .set_or_null("place", service.place)
      .set("affected", Json::array(service.affected))
      .set("impact", core::word(service.impact))
      .set("affects_network", service.affects_network);
  return json;
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Programme& programme) {
  const auto path = std::string(kApi) + "/programmes/" + programme.id;
  auto services = Json::array();
  for (const auto& service : programme.services) services.add(show_service(service));
  auto amendments = Json::array();
  for (const auto& amendment : programme.amendments)
    amendments.add(std::move(Json::object()
                                 .set("minutes", amendment.minutes)
                                 .set("day", core::print_day(amendment.day))
                                 .set("reason", amendment.reason)));
  auto json = Json::object();
  json.set("id", programme.id)
      .set("version", programme.version)
      .set("contractor", programme.contractor)
      .set("year", programme.year)
      .set("contract", programme.contract)
      .set("conditions", programme.conditions)
      .set("state", core::word(programme.state))
      .set_or_null("minutes", programme.minutes)
      .set_or_null("minutes_day",
                   programme.minutes_day ? core::print_day(*programme.minutes_day) : "")
      .set("services", std::move(services))
      .set("amendments", std::move(amendments))
      .set("links",
           std::move(Json::object()
                         .set("self", exchange.url(path))
                         .set("contractor", exchange.url(std::string(kApi) + "/contractors/" +
                                                         programme.contractor))));
  return {std::move(json), path, programme.version};
}

std::vector<Route> programme_routes() {
  return {
      {"GET",
       "/api/v1/programmes",
       list,
       Access::account,
       "Programmes of the vigencias",
       {"contractor", "year", "limit", "cursor"}},
      {"POST", "/api/v1/programmes", create, Access::account, "Draft a programme", {}},
      {"GET", "/api/v1/programmes/{id}", get, Access::account, "A programme", {}},
      {"PUT", "/api/v1/programmes/{id}", edit, Access::account, "Edit a draft", {}},
      {"POST",
       "/api/v1/programmes/{id}/approve",
       approve,
       Access::account,
       "Approve a draft with its minutes",
       {}},
      {"POST",
       "/api/v1/programmes/{id}/amend",
       amend,
       Access::account,
       "Amend an approved programme with minutes",
       {}},
  };
}

}  // namespace citacal::web
