// PROPPATCH (RFC 4918 §9.2).
#include "dav/fault.h"
#include "dav/property_changes.h"
#include "dav/resource.h"

namespace citacal::dav {

namespace {

Element read_request(const core::Request& request) {
  auto body = read_body(request, true);
  if (body && body->is(kDav, "propertyupdate")) return std::move(*body);
  throw core::Error(
      core::Code::invalid, "bad-proppatch",
      {"El cuerpo de un PROPPATCH es un «propertyupdate» del espacio de nombres «DAV:».",
       "The body of a PROPPATCH is a \"propertyupdate\" of the namespace \"DAV:\"."});
}

void judge(PropertyChanges& changes, const Element& update) {
  bool is_empty = true;
  for (const auto& step : update.children) {
    const bool sets = step.is(kDav, "set"), removes = step.is(kDav, "remove");
    const auto* prop = sets || removes ? step.find(kDav, "prop") : nullptr;
    if (prop == nullptr) continue;
    for (const auto& element : prop->children) {
      is_empty = false;
      if (sets)
        changes.set(element);
      else
        changes.remove(element.name);
    }
  }
  if (is_empty)
    throw core::Error(core::Code::invalid, "bad-proppatch",
                      {"No dice qué propiedades poner o quitar: «set» o «remove» con un «prop».",
                       "It does not say which properties to set or remove: \"set\" or \"remove\" "
                       "with a \"prop\"."});
}

void apply(Exchange& exchange, PropertyChanges& changes) {
  const auto& target = exchange.target;
  try {
    service::change_properties(exchange.office, exchange.caller, target.collection_key,
                               target.object, changes.changes());
  } catch (const core::Error& error) {
    // Too many, or too much: another time it will not do either.
    if (error.code != core::Code::too_large && error.code != core::Code::invalid) throw;
    changes.refuse_all(error);
  }
}

}  // namespace

core::Response answer_proppatch(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto update = read_request(request);
  Resource resource;  // what may be given depends on the place alone
  resource.place = exchange.target.place;
  PropertyChanges changes(resource);
  with_resource(exchange, exchange.target, service::Data::without,
                [&](const Resource& found) { require_conditions_at(exchange, found); });
  judge(changes, update);
  exchange.close_reading();
  if (!changes.is_refused()) apply(exchange, changes);

  const bool is_minimal = wants_minimal(request) && !changes.is_refused();
  core::Response response;
  if (!is_minimal) {
    XmlWriter out;
    open_multistatus(out);
    out.open("D:response");
    out.text("D:href", href_of_request(exchange));
    changes.write(out, request.language());
    out.close("D:response");
    response = multistatus(out);
  }
  if (is_minimal) response.headers.add("Preference-Applied", "return=minimal");
  return response;
}

}  // namespace citacal::dav
