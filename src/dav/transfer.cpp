#include "core/text.h"
#include "dav/fault.h"
#include "dav/resource.h"
#include "service/object.h"

namespace citacal::dav {

namespace {

bool may_overwrite(const core::Request& request) {
  const auto text = core::trim(request.headers.get("Overwrite"));
  if (text.empty() || core::equals_ignoring_case(text, "T")) return true;
  if (core::equals_ignoring_case(text, "F")) return false;
  throw core::Error(core::Code::invalid, "bad-overwrite",
                    {"Overwrite debe ser T o F.", "Overwrite must be T or F."}, "Overwrite");
}

// Where it is to go. RFC 4918 §9.8.5 has 502 for another server's address; a program would repeat
// what it got 5xx for, so that it is 403 here.
Target read_destination(Exchange& exchange) {
  const auto header = exchange.request.headers.find("Destination");
  if (!header)
    throw core::Error(core::Code::invalid, "bad-destination",
                      {"Falta la cabecera Destination.", "The Destination header is missing."},
                      "Destination");
  const auto& base_url = exchange.office.institute().base_url;
  const auto href = core::trim(*header);
  const auto segments = segments_of(exchange.request, base_url, href);
  const core::Phrase elsewhere{"Destination no es una dirección de sus calendarios.",
                               "Destination is no address in your calendars."};
  if (is_elsewhere(exchange.request, base_url, href))
    throw core::Error(core::Code::forbidden, "other-server", elsewhere, "Destination");
  if (!segments)
    throw core::Error(core::Code::invalid, "bad-destination",
                      {"Destination debe ser una ruta absoluta o un URL de este servidor.",
                       "Destination must be an absolute path or a URL of this server."},
                      "Destination");
  try {
    auto target = find_target(*exchange.reading, *segments);
    if (target.place == Place::object || target.place == Place::collection) return target;
  } catch (const core::Error& error) {
    if (error.code != core::Code::not_found) throw;
  }
  throw core::Error(core::Code::forbidden, "other-place", elsewhere, "Destination");
}

core::Response done(bool created) {
  core::Response response;
  response.status = created ? 201 : 204;
  return response;
}

core::Response transfer_object(Exchange& exchange, const Target& destination, bool move) {
  const auto& request = exchange.request;
  const auto& source = exchange.target;
  if (destination.place != Place::object)
    refuse("C:calendar-collection-location-ok",
           {"Un objeto va dentro de un calendario.", "An object goes into a calendar."});
  if (!destination.collection)
    throw core::Error(core::Code::conflict, "no-collection",
                      {"No hay tal calendario de destino.", "There is no such calendar to go to."},
                      "Destination");
  if (destination.collection->key == source.collection->key && destination.object == source.object)
    throw core::Error(
        core::Code::forbidden, "same-place",
        {"El origen y el destino son el mismo.", "What it is and where it is to go are the same."});
  if (core::trim(request.headers.get("Destination")).ends_with('/'))
    throw core::Error(core::Code::invalid, "bad-destination",
                      {"La dirección de un objeto no termina en «/».",
                       "The address of an object does not end in \"/\"."},
                      "Destination");
  service::TransferAsked asked;
  asked.collection = source.collection->key;
  asked.name = source.object;
  asked.to_collection = destination.collection->key;
  asked.to_name = destination.object;
  asked.move = move;
  asked.overwrite = may_overwrite(request);
  asked.precondition = [&](const domain::CalendarObject* before) {
    if (before == nullptr)
      throw core::Error(core::Code::not_found, "not-found",
                        {"No hay tal objeto.", "There is no such object."});
    require_conditions_on(exchange, before);
  };
  exchange.close_reading();
  return done(service::transfer_object(exchange.office, exchange.caller, asked).created);
}

// A calendar of one's own gets another address in the home; nothing else becomes of a collection.
core::Response rename_collection(Exchange& exchange, const Target& destination) {
  const auto& request = exchange.request;
  const auto& collection = *exchange.target.collection;
  if (depth_of(request, 2) != 2)
    throw core::Error(core::Code::invalid, "bad-depth",
                      {"Un calendario se mueve entero: Depth debe ser infinity.",
                       "A calendar is moved whole: Depth must be infinity."},
                      "Depth");
  if (destination.place != Place::collection)
    refuse("C:calendar-collection-location-ok",
           {"Un calendario no va dentro de otro.", "A calendar does not go into another."});
  if (destination.collection && !may_overwrite(request))
    throw core::Error(
        core::Code::stale, "destination-exists",
        {"En el destino ya hay un calendario.", "There is already a calendar where it is to go."},
        "Overwrite");
  if (destination.collection)
    throw core::Error(core::Code::forbidden, "destination-exists",
                      {"En el destino ya hay un calendario: bórrelo antes.",
                       "There is already a calendar where it is to go: delete it first."},
                      "Destination");
  require_conditions_at_target(exchange);
  exchange.close_reading();
  service::rename_calendar(exchange.office, exchange.caller, collection.key,
                           destination.collection_key);
  return done(true);
}

}  // namespace

core::Response answer_copy_or_move(Exchange& exchange) {
  const bool move = exchange.request.method == "MOVE";
  const auto& source = exchange.target;
  if (!source.collection)
    throw core::Error(core::Code::not_found, "not-found",
                      {"Aquí no hay nada.", "There is nothing here."});
  const auto destination = read_destination(exchange);
  if (source.place == Place::object) return transfer_object(exchange, destination, move);
  if (!move)
    throw core::Error(core::Code::forbidden, "no-copy-of-calendars",
                      {"Los calendarios no se copian enteros: copie sus objetos.",
                       "Calendars are not copied whole: copy their objects."});
  return rename_collection(exchange, destination);
}

}  // namespace citacal::dav
