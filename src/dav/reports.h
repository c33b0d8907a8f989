// The reports, one function each; dav/report.cpp has the table (name, where it is supported).
#pragma once

#include "dav/exchange.h"
#include "dav/xml.h"

namespace citacal::dav {

core::Response report_calendar_query(Exchange& exchange, const Element& report);  // RFC 4791 §7.8
core::Response report_calendar_multiget(Exchange& exchange, const Element& report);  // §7.9
core::Response report_free_busy(Exchange& exchange, const Element& report);          // §7.10
core::Response report_sync(Exchange& exchange, const Element& report);               // RFC 6578
core::Response report_expand_property(Exchange& exchange, const Element& report);  // RFC 3253 §3.8
core::Response report_principal_search(Exchange& exchange, const Element& report);  // RFC 3744 §9.4
core::Response report_search_properties(Exchange& exchange, const Element& report);  // §9.5
core::Response report_principal_match(Exchange& exchange, const Element& report);    // §9.3
core::Response report_acl_principals(Exchange& exchange, const Element& report);     // §9.2

struct Report {
  std::string_view tag;  // "C:calendar-query"
  bool in_collections, elsewhere;
  core::Response (*answer)(Exchange&, const Element&);
};
const std::vector<Report>& reports();
bool is_answered_at(const Report& report, unsigned place);  // a bit of in:: (live_properties.h)

}  // namespace citacal::dav
