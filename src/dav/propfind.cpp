// PROPFIND (RFC 4918 §9.1).
#include "core/secret.h"
#include "dav/answer_cache.h"
#include "dav/fault.h"
#include "dav/live_properties.h"
#include "dav/members.h"
#include "dav/resource.h"

namespace citacal::dav {

namespace {

Asked read_request(const Exchange& exchange) {
  const auto body = read_body(exchange.request);
  if (!body) return read_asked(nullptr, exchange.request, true);
  if (!body->is(kDav, "propfind"))
    throw core::Error(core::Code::invalid, "bad-propfind",
                      {"El cuerpo de un PROPFIND es un «propfind» del espacio de nombres «DAV:».",
                       "The body of a PROPFIND is a \"propfind\" of the namespace \"DAV:\"."});
  return read_asked(&*body, exchange.request, false);
}

void write_target(XmlWriter& out, Exchange& exchange, const Asked& asked, const Target& target,
                  std::string_view href) {
  const auto data = asked.wants_data() ? service::Data::with : service::Data::without;
  with_resource(exchange, target, data, [&](const Resource& resource) {
    write_response(out, exchange, asked, href, resource);
  });
}

// What stands directly below anything but a collection.
std::vector<Target> children_of(Exchange& exchange) {
  const auto& caller = exchange.caller.person;
  std::vector<Target> children;
  const auto add = [&](Place place) -> Target& {
    auto& child = children.emplace_back();
    child.place = place;
    return child;
  };
  const auto add_own = [&](Place place) -> Target& {
    auto& child = add(place);
    child.login = caller.login;
    child.principal = caller;
    return child;
  };
  switch (exchange.target.place) {
    case Place::root:
      add(Place::principals);
      add(Place::homes);
      break;
    case Place::principals:
      for (auto& person : service::list_principals(*exchange.reading)) {
        auto& child = add(Place::principal);
        child.login = person.login;
        child.principal = std::move(person);
      }
      break;
    case Place::homes:
      add_own(Place::home);
      break;
    case Place::home:
      for (auto& collection : service::list_collections(*exchange.reading)) {
        auto& child = add_own(Place::collection);
        child.collection_key = collection.key;
        child.collection = std::move(collection);
      }
      break;
    default:
      break;
  }
  return children;
}

std::string list_objects(Exchange& exchange, const Asked& asked, const std::string& head) {
  const auto& collection = *exchange.target.collection;
  const Members members(exchange, asked, collection);
  XmlWriter out(64 * 1024);
  out.raw(head);
  service::for_each_object(*exchange.reading, collection, members.data(),
                           [&](const service::ObjectView& object) {
                             members.write(out, object);
                             if (out.size() > kAnswerMax) refuse_too_many();
                             return true;
                           });
  out.close("D:multistatus");
  return out.take();
}

// `head`: the multistatus up to the collection's own response, which shows what else the rows
// depend on: who asks, by which right and name.
core::Response answer_listing(Exchange& exchange, const Asked& asked, const std::string& head) {
  auto& reading = *exchange.reading;
  const auto& collection = *exchange.target.collection;
  const auto compose = [&] { return list_objects(exchange, asked, head); };
  if (service::has_object_properties(reading, collection))
    return multistatus(std::make_shared<const core::Body>(compose()));
  AnswerKey key;
  key.caller = exchange.caller.person.id;
  key.calendar = collection.calendar;
  key.revision = service::state_of(reading, collection).revision;
  const auto rights = domain::grant(collection, exchange.caller.person);
  const char mark = static_cast<char>('0' + rights.change + 2 * rights.add + 4 * rights.remove +
                                      8 * asked.minimal);
  key.digest = core::sha256_hex("PROPFIND" + exchange.request.body + asked.zone + head + mark);
  return multistatus(shared_answer(key, compose));
}

core::Response answer_of(Exchange& exchange, const Asked& asked, int depth) {
  const auto& target = exchange.target;
  XmlWriter out;
  open_multistatus(out);
  write_target(out, exchange, asked, target, href_of_request(exchange));
  if (depth == 0) return multistatus(out);
  if (target.place == Place::collection &&
      target.collection->kind != domain::CollectionKind::outbox)
    return answer_listing(exchange, asked, out.take());
  for (const auto& child : children_of(exchange))
    write_target(out, exchange, asked, child, href_of(child));
  return multistatus(out);
}

}  // namespace

core::Response answer_propfind(Exchange& exchange) {
  auto asked = read_request(exchange);
  const auto depth = depth_of(exchange.request, 2);
  if (depth > 1)
    refuse("D:propfind-finite-depth",
           {"Un PROPFIND se responde con «Depth: 0» o «Depth: 1», no con infinity (que es lo que "
            "se pide sin decirlo).",
            "A PROPFIND is answered with \"Depth: 0\" or \"Depth: 1\", not with infinity (which is "
            "what is asked where none is said)."});
  require_conditions_at_target(exchange);
  if (asked.wants_data() && exchange.target.collection)
    asked.zone = zone_of(exchange, *exchange.target.collection);
  auto response = answer_of(exchange, asked, depth);
  if (asked.minimal) response.headers.add("Preference-Applied", "return=minimal");
  return response;
}

}  // namespace citacal::dav
