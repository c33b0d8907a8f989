#include "service/appointment.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

constexpr int kDaysDefault = 30;
constexpr int kDaysMax = 5 * 366;

service::AppointmentQuery read_query(const Exchange& exchange) {
  const auto& query = exchange.query;
  if (query.has("days") && query.has("to"))
    core::refuse("days", "days-and-to",
                 {"no se admite junto con «to»", "is not taken together with \"to\""});
  service::AppointmentQuery asked;
  asked.from = query.instant("from").value_or(exchange.office.clock().now());
  const std::chrono::days days(query.number("days", 1, kDaysMax, kDaysDefault));
  asked.until = query.instant("to").value_or(*asked.from + days);
  if (*asked.until <= *asked.from)
    core::refuse("to", "end-before-start",
                 {"debe ser posterior a «from»", "must be later than \"from\""});
  asked.contractor = find_contractor(exchange, query.line("contractor"));
  asked.kind = query.word<domain::Kind>("kind");
  asked.affects_network = query.flag("affects_network");
  asked.status = query.word<domain::AppointmentStatus>("status");
  // What is coming is what stands; the cancelled are shown to who asks for them.
  asked.without_cancelled = !asked.status;
  asked.with_slots = true;
  return asked;
}

Json show_links(const Exchange& exchange, const service::Entry& entry) {
  const std::string api(kApi);
  const auto self = api + "/appointments/" + entry.appointment.id;
  auto links = Json::object();
  links.set("self", exchange.url(self))
      .set("case", exchange.url("/cases/" + entry.request.number))
      .set("request", exchange.url(api + "/requests/" + entry.request.id))
      .set("verification", exchange.url("/cases/" + entry.request.number + "#verification"))
      .set("invitation", exchange.url(self + "/invitation.ics"));
  return links;
}

// What is disclosed of a case that is excepted in part.
Json show_busy(const domain::Appointment& appointment) {
  auto json = Json::object();
  json.set("busy", true)
      .set("subject", "Ocupado")
      .set("slot", show_slot(appointment.slot))
      .set("impact", core::word(appointment.impact))
      .set("affects_network", appointment.affects_network);
  return json;
}

Json show_entry(const Exchange& exchange, const service::Entry& entry) {
  if (entry.sight != domain::Sight::whole) return show_busy(entry.appointment);
  const auto& [appointment, request, contractor, sight] = entry;
  auto asked = Json::object();
  asked.set("id", request.id)
      .set("number", request.number)
      .set("kind", core::word(request.kind))
      .set("priority", core::word(request.priority))
      .set("state", core::word(request.state))
      .set("subject", request.subject);
  auto firm = Json::object();
  firm.set("id", contractor.id)
      .set("key", contractor.key)
      .set("name", contractor.name)
      .set("service", contractor.service);
  auto json = Json::object();
  json.set("busy", false)
      .set("id", appointment.id)
      .set("uid", appointment.uid)
      .set("sequence", appointment.sequence)
      .set("case", request.number)
      .set("request", std::move(asked))
      .set("contractor", std::move(firm))
      .set("status", core::word(appointment.status))
      .set("slot", show_slot(appointment.slot))
      .set("verification", show_verification(appointment))
      .set_or_null("place", appointment.place)
      .set_or_null("link", appointment.link)
      .set("impact", core::word(appointment.impact))
      .set("affects_network", appointment.affects_network)
      .set("affected", Json::array(appointment.affected))
      .set("answers", count_answers(appointment))
      .set("attendees", show_attendees(appointment))
      .set("links", show_links(exchange, entry));
  return json;
}

core::Response not_acceptable(const core::Request& request) {
  return core::problem(core::Problem{406,
                                     "not-acceptable",
                                     {"Formato no disponible", "Format not available"},
                                     {"Se ofrece application/json y text/calendar.",
                                      "application/json and text/calendar are offered."}},
                       request.language());
}

core::Response upcoming(Exchange& exchange) {
  const auto type = core::negotiate(exchange.request, {"application/json", "text/calendar"});
  if (type.empty()) return not_acceptable(exchange.request);
  const auto asked = read_query(exchange);
  const auto listing =
      service::list_appointments(exchange.office, exchange.caller, asked, exchange.query.paging());
  core::Response response;
  if (type == "text/calendar") {
    response =
        core::Response::of(200, "text/calendar; charset=utf-8",
                           service::print_entries(exchange.office, exchange.caller, listing.items));
    add_next_link(response, exchange.request, listing.next);
  } else {
    response =
        page_of(exchange, listing, [&](const auto& entry) { return show_entry(exchange, entry); });
  }
  response.headers.add("Cache-Control", "private, no-cache");
  response.headers.add("Vary", "Accept, Authorization");
  return response;
}

}  // namespace

std::vector<Route> upcoming_routes() {
  return {{"GET",
           "/api/v1/maintenance/upcoming",
           upcoming,
           Access::account,
           "What is coming",
           {"days", "from", "to", "contractor", "kind", "affects_network", "status", "limit",
            "cursor"}}};
}

}  // namespace citacal::web
