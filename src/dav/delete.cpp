#include "dav/body.h"
#include "dav/resource.h"
#include "service/object.h"

namespace citacal::dav {

namespace {

[[noreturn]] void not_there() {
  throw core::Error(core::Code::not_found, "not-found",
                    {"Aquí no hay nada que borrar.", "There is nothing here to delete."});
}

void delete_object(Exchange& exchange) {
  const auto& request = exchange.request;
  service::DeleteAsked asked{
      exchange.target.collection->key, exchange.target.object, {}, wants_reply_sent(request)};
  asked.precondition = [&](const domain::CalendarObject* before) {
    if (before == nullptr) not_there();
    require_conditions_on(exchange, before);
  };
  exchange.close_reading();
  service::delete_object(exchange.office, exchange.caller, asked);
}

void delete_collection(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto& collection = *exchange.target.collection;
  if (depth_of(request, 2) != 2)
    throw core::Error(core::Code::invalid, "bad-depth",
                      {"Un calendario se borra entero: Depth debe ser infinity (RFC 4918 §9.6.1).",
                       "A calendar is deleted whole: Depth must be infinity (RFC 4918 §9.6.1)."},
                      "Depth");
  require_conditions_at_target(exchange);
  exchange.close_reading();
  service::remove_calendar(exchange.office, exchange.caller, collection.key);
}

}  // namespace

core::Response answer_delete(Exchange& exchange) {
  const auto& target = exchange.target;
  if (!target.collection) not_there();
  if (target.place == Place::object)
    delete_object(exchange);
  else
    delete_collection(exchange);
  core::Response response;
  response.status = 204;
  return response;
}

}  // namespace citacal::dav
