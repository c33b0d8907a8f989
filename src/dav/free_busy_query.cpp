#include "dav/fault.h"
#include "dav/filter_xml.h"
#include "dav/members.h"
#include "dav/reports.h"
#include "ical/selection.h"
#include "service/free_busy.h"

namespace citacal::dav {

namespace {

constexpr std::chrono::days kWindowMax{5 * 366};

core::Slot read_window(const Element& report) {
  const auto* range = report.find(kCalDav, "time-range");
  if (range == nullptr || range->attribute("start").empty() || range->attribute("end").empty())
    throw core::Error(core::Code::invalid, "bad-time-range",
                      {"Un free-busy-query necesita un «time-range» con «start» y «end».",
                       "A free-busy-query needs a \"time-range\" with \"start\" and \"end\"."});
  const auto window = read_time_range(*range);
  if (window.end - window.start > kWindowMax)
    refuse("D:number-of-matches-within-limits",
           {"Se pregunta por más de cinco años; pregunte por menos.",
            "It asks about more than five years; ask about less."});
  return window;
}

// RFC 4791 §7.10 has text/calendar: it is jCal for whoever asks for nothing else or rather for
// that.
core::Response answer_with(const Exchange& exchange, const ical::BusyTime& busy) {
  constexpr std::string_view kJcal = "application/calendar+json";
  const auto text = ical::print_free_busy(busy, {}, {}, exchange.reading->now());
  auto response =
      core::negotiate(exchange.request, {"text/calendar", kJcal}) == kJcal
          ? core::Response::of(200, std::string(kJcal) + "; component=VFREEBUSY",
                               ical::print_jcal(text))
          : core::Response::of(200, "text/calendar; charset=utf-8; component=VFREEBUSY", text);
  response.headers.set("Vary", "Accept");
  return response;
}

}  // namespace

// One calendar, or one object in it; the objects count whatever the Depth (RFC 4791 §7.10 has 0
// where there is none, and nobody who asks a calendar means nothing by it).
core::Response report_free_busy(Exchange& exchange, const Element& report) {
  const auto& collection = *exchange.target.collection;
  const auto window = read_window(report);
  depth_of(exchange.request, 1);
  const auto zone = zone_of(exchange, collection);
  if (exchange.target.place == Place::collection)
    return answer_with(
        exchange, service::busy_of(*exchange.reading, collection, window, zone, exchange.budget));
  ical::BusyTime busy(window);
  const auto take = [&](const service::ObjectView& object) {
    busy.add_object(service::data_of(object), zone, &exchange.budget);
    return true;
  };
  if (!service::with_object(*exchange.reading, collection, exchange.target.object,
                            service::Data::with, take))
    throw core::Error(core::Code::not_found, "not-found",
                      {"No hay tal objeto.", "There is no such object."});
  return answer_with(exchange, busy);
}

}  // namespace citacal::dav
