#include "web/nouns.h"

namespace citacal::web {

const std::vector<Route>& routes() {
  static const std::vector<Route> table = [] {
    std::vector<Route> all;
    for (const auto& part :
         {upcoming_routes(), case_routes(),        contractor_routes(), programme_routes(),
          request_routes(),  appointment_routes(), notice_routes(),     verification_routes(),
          record_routes(),   paper_routes(),       letter_routes(),     mail_routes(),
          errand_routes(),   account_routes(),     token_routes(),      calendar_routes(),
          audit_routes(),    measure_routes(),     feed_routes(),       rsvp_routes(),
          report_routes(),   page_routes()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return table;
}

}  // namespace citacal::web
