#include "service/sight.h"

#include "core/check.h"
#include "store/request.h"

namespace citacal::service {

using domain::Sight;

Sight sight_of(const Caller& caller, const domain::ServiceRequest& request) {
  if (is_system(caller)) return Sight::whole;
  return domain::sight(caller.person, request.contractor, request.classification);
}

bool sees(const Caller& caller, const domain::ServiceRequest& request) {
  return sight_of(caller, request) == Sight::whole;
}

void refuse_sight() {
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No existe, o no es para su cuenta.", "It does not exist, or is not for your account."});
}

void permit_sight(const Caller& caller, const domain::ServiceRequest& request) {
  if (!sees(caller, request)) refuse_sight();
}

void permit_sight_of(store::Transaction& tx, const Caller& caller, const core::Id& request) {
  permit_sight(caller, store::get_request(tx, request));
}

void permit_firm(const Caller& caller, const core::Id& contractor) {
  if (!is_system(caller) && !domain::sees_contractor(caller.person, contractor)) refuse_sight();
}

domain::ServiceRequest get_visible_request(store::Transaction& tx, const Caller& caller,
                                           const core::Id& id) {
  auto request = store::get_request(tx, id);
  permit_sight(caller, request);
  return request;
}

domain::ServiceRequest as_seen(store::Transaction& tx, const Caller& caller,
                               domain::ServiceRequest request) {
  const auto is_hidden = [&](const core::Id& id) {
    return !sees(caller, store::get_request(tx, id));
  };
  if (!request.follows.empty() && is_hidden(request.follows)) request.follows.clear();
  std::erase_if(request.followed_by, is_hidden);
  return request;
}

void permit_level(const Caller& caller, const domain::Classification& classification) {
  if (is_system(caller) || caller.person.clearance >= classification.level) return;
  core::refuse("classification.level", "above-clearance",
               {"es más de lo que su cuenta puede leer («" +
                    std::string(core::word(caller.person.clearance)) +
                    "»): pídalo a quien tenga esa autorización",
                "is above what your account may read (\"" +
                    std::string(core::word(caller.person.clearance)) +
                    "\"): ask somebody who has that clearance"});
}

}  // namespace citacal::service
