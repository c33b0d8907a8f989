#include "ticket/clerk.h"

#include <exception>
#include <utility>

#include "service/errands.h"

namespace citacal::ticket {

namespace {
constexpr int kBatch = 20;
}  // namespace

Clerk::Clerk(service::Office& office, std::string key, std::unique_ptr<System> system)
    : key_(std::move(key)),
      system_(std::move(system)),
      rounds_({[&] { return service::claim_errands(office, key_, kBatch); },
               [&](const domain::Errand& errand) { return attempt(errand); },
               [&](const core::Id& id, const domain::Told& told, double jitter) {
                 service::settle_errand(office, id, told, jitter);
               },
               [&](const core::Id& id) { service::return_errand(office, id); }}) {}

domain::Told Clerk::attempt(const domain::Errand& errand) try {
  if (domain::may_be_there(errand))
    if (auto found = system_->find(errand)) return *std::move(found);
  return errand.kind == domain::ErrandKind::open ? system_->open(errand) : system_->comment(errand);
} catch (const std::exception& error) {
  return {{domain::Delivery::deferred, error.what()}, "", ""};
}

}  // namespace citacal::ticket
