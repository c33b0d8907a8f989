#include <algorithm>

#include "dav/fault.h"
#include "dav/live_properties.h"
#include "dav/reports.h"
#include "dav/resource.h"

namespace citacal::dav {

const std::vector<Report>& reports() {
  static const std::vector<Report> all = {
      {"C:calendar-query", true, false, report_calendar_query},
      {"C:calendar-multiget", true, false, report_calendar_multiget},
      {"C:free-busy-query", true, false, report_free_busy},
      {"D:sync-collection", true, false, report_sync},
      {"D:expand-property", true, true, report_expand_property},
      {"D:principal-property-search", true, true, report_principal_search},
      {"D:principal-search-property-set", true, true, report_search_properties},
      {"D:principal-match", true, true, report_principal_match},
      {"D:acl-principal-prop-set", true, true, report_acl_principals},
  };
  return all;
}

bool is_answered_at(const Report& report, unsigned place) {
  if (place == in::object && report.answer == report_sync) return false;
  const bool holds_data = (place & (in::calendar | in::inbox | in::object)) != 0;
  return holds_data ? report.in_collections : report.elsewhere;
}

core::Response answer_report(Exchange& exchange) {
  const auto& target = exchange.target;
  const bool in_collection = target.place == Place::collection || target.place == Place::object;
  if (in_collection && !target.collection)
    throw core::Error(core::Code::not_found, "not-found",
                      {"No hay tal calendario.", "There is no such calendar."});
  const auto body = read_body(exchange.request);
  if (!body)
    throw core::Error(core::Code::invalid, "empty-body",
                      {"Un REPORT necesita un cuerpo XML.", "A REPORT needs a body of XML."});
  const auto tag = known_tag(body->name);
  const auto report = std::find_if(reports().begin(), reports().end(),
                                   [&](const Report& one) { return one.tag == tag; });
  if (report == reports().end())
    refuse("D:supported-report",
           {"No hay un informe «" + body->name.local + "»; supported-report-set dice cuáles hay.",
            "There is no report \"" + body->name.local +
                "\"; supported-report-set says which "
                "there are."});
  Resource resource;
  resource.place = target.place;
  if (in_collection) resource.collection = &*target.collection;
  if (!is_answered_at(*report, bit_of(resource)))
    refuse("D:supported-report",
           {"El informe «" + body->name.local + "» se pide a un calendario.",
            "The report \"" + body->name.local + "\" is asked of a calendar."});
  require_conditions_at_target(exchange);
  auto response = report->answer(exchange, *body);
  if (response.status == 207 && wants_minimal(exchange.request))
    response.headers.set("Preference-Applied", "return=minimal");
  return response;
}

}  // namespace citacal::dav
