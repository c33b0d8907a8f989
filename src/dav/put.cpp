#include "core/text.h"
#include "dav/body.h"
#include "dav/resource.h"
#include "service/object.h"

namespace citacal::dav {

namespace {

bool wants_representation(const core::Request& request) {
  for (const auto part : core::split(request.headers.get("Prefer"), ','))
    if (core::equals_ignoring_case(core::trim(part), "return=representation")) return true;
  return false;
}

// RFC 7240 §4.2: what is stored now, in the answer to the PUT.
core::Response represented(Exchange& exchange, const core::Response& plain) {
  core::Response response = plain;
  exchange.open_reading();
  service::with_object(*exchange.reading, *exchange.target.collection, exchange.target.object,
                       service::Data::with, [&](const service::ObjectView& object) {
                         response = object_response(object, false);
                         response.status = plain.status == 201 ? 201 : 200;
                         response.headers.set("Content-Location", href_of(exchange.target));
                         response.headers.set("Preference-Applied", "return=representation");
                         return true;
                       });
  return response;
}

}  // namespace

core::Response answer_put(Exchange& exchange) {
  const auto& target = exchange.target;
  const auto& request = exchange.request;
  if (!target.collection)
    throw core::Error(core::Code::conflict, "no-collection",
                      {"No hay un calendario donde guardarlo (RFC 4918 §9.7.1).",
                       "There is no calendar to put it in (RFC 4918 §9.7.1)."});
  require_calendar_text(request);
  if (request.headers.find("Content-Range"))
    throw core::Error(core::Code::invalid, "bad-content-range",
                      {"PUT no admite Content-Range: envíe el objeto entero.",
                       "PUT takes no Content-Range: send the whole object."});
  exchange.close_reading();

  service::PutAsked asked{
      target.collection->key, target.object, request.body, {}, wants_reply_sent(request)};
  asked.precondition = [&](const domain::CalendarObject* before) {
    require_conditions_on(exchange, before);
  };
  const auto put = service::put_object(exchange.office, exchange.caller, asked);
  core::Response response;
  response.status = put.created ? 201 : 204;
  if (!put.etag.empty()) response.headers.set("ETag", put.etag);
  if (!put.schedule_tag.empty()) response.headers.set("Schedule-Tag", put.schedule_tag);
  return wants_representation(request) ? represented(exchange, response) : response;
}

}  // namespace citacal::dav
