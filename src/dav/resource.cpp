#include "dav/resource.h"

namespace citacal::dav {

namespace {

[[noreturn]] void not_there() {
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No existe, o no es para su cuenta.", "It does not exist, or is not for your account."});
}

void with_object(Exchange& exchange, const Target& target, service::Data data, Resource& resource,
                 const std::function<void(const Resource&)>& take) {
  const auto given = service::list_properties(*exchange.reading, *target.collection, target.object);
  resource.given = &given;
  const bool is_there = service::with_object(*exchange.reading, *target.collection, target.object,
                                             data, [&](const service::ObjectView& object) {
                                               resource.object = &object;
                                               take(resource);
                                               return true;
                                             });
  if (!is_there) not_there();
}

}  // namespace

void with_resource(Exchange& exchange, const Target& target, service::Data data,
                   const std::function<void(const Resource&)>& take) {
  Resource resource;
  resource.place = target.place;
  resource.target = &target;
  if (target.place == Place::principal || target.place == Place::home)
    resource.principal = &target.principal;
  if (target.place != Place::collection && target.place != Place::object) return take(resource);
  if (!target.collection) not_there();
  resource.collection = &*target.collection;
  if (target.place == Place::object) return with_object(exchange, target, data, resource, take);
  const auto given = service::list_properties(*exchange.reading, *target.collection);
  resource.given = &given;
  take(resource);
}

std::string href_of_request(const Exchange& exchange) {
  return exchange.request.segments.empty() ? "/" : href_of(exchange.target);
}

}  // namespace citacal::dav
