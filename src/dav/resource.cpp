#include "dav/resource.h"

#include <algorithm>

#include "dav/members.h"

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

void require_conditions_at(Exchange& exchange, const Resource& resource) {
  const auto& request = exchange.request;
  if (resource.object) {
    const std::string etag(resource.object->etag), tag(resource.object->schedule_tag);
    return require_conditions(request, &etag, resource.object->changed_at, &tag, {},
                              exchange.tagged);
  }
  if (!resource.collection) return;
  const auto& collection = *resource.collection;
  const auto state = service::state_of(*exchange.reading, collection);
  const auto etag = collection_etag(collection, state.revision);
  require_conditions(request, &etag, changed_at(collection, state, exchange.caller.person), nullptr,
                     sync_token(collection, state.revision), exchange.tagged);
}

void require_conditions_on(const Exchange& exchange, const domain::CalendarObject* there) {
  if (!there)
    return require_conditions(exchange.request, nullptr, {}, nullptr, {}, exchange.tagged);
  require_conditions(exchange.request, &there->etag, there->changed_at, &there->schedule_tag, {},
                     exchange.tagged);
}

void require_conditions_at_target(Exchange& exchange) {
  const auto& headers = exchange.request.headers;
  constexpr const char* kNames[] = {"If-Match", "If-None-Match", "If-Unmodified-Since", "If",
                                    "If-Schedule-Tag-Match"};
  if (std::none_of(std::begin(kNames), std::end(kNames),
                   [&](const char* name) { return headers.find(name).has_value(); }))
    return;
  with_resource(exchange, exchange.target, service::Data::without,
                [&](const Resource& resource) { require_conditions_at(exchange, resource); });
}

std::string href_of_request(const Exchange& exchange) {
  return exchange.request.segments.empty() ? "/" : href_of(exchange.target);
}

}  // namespace citacal::dav
