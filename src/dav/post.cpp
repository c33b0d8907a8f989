#include "dav/body.h"
#include "dav/xml.h"
#include "service/free_busy.h"

namespace citacal::dav {

core::Response answer_post(Exchange& exchange) {
  const auto& target = exchange.target;
  const auto& request = exchange.request;
  const bool is_outbox = target.place == Place::collection && target.collection &&
                         target.collection->kind == domain::CollectionKind::outbox;
  if (!is_outbox)
    throw core::Error(core::Code::forbidden, "not-the-outbox",
                      {"POST es para preguntar, en el outbox, por el tiempo ocupado.",
                       "POST is for asking, at the outbox, for busy time."});
  require_calendar_text(request);
  exchange.close_reading();
  const auto answers = service::find_free_busy(exchange.office, exchange.caller, request.body);

  XmlWriter out;
  out.declaration();
  out.open_root("C:schedule-response");
  for (const auto& answer : answers) {
    out.open("C:response");
    out.open("C:recipient");
    out.text("D:href", answer.attendee);
    out.close("C:recipient");
    out.text("C:request-status", answer.status);
    if (!answer.text.empty()) out.text("C:calendar-data", answer.text);
    out.close("C:response");
  }
  out.close("C:schedule-response");
  auto response = core::Response::of(200, "application/xml; charset=utf-8", out.take());
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace citacal::dav
