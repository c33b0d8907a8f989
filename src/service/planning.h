// Moments that were reckoned by rules: kept with what they are of, reckoned anew when the rules
// change, and worked off when they come.
#pragma once

#include <exception>
#include <functional>
#include <string_view>

#include "core/error.h"
#include "domain/appointment.h"
#include "service/office.h"

namespace citacal::service {

// A digest of the working hours, the holidays, and the numbers of a rule.
std::string rules_digest(const Office& office, const std::vector<int>& rule);
// By which rules everything of this key was planned, as save_planned said; nullopt: never.
std::optional<std::string> find_planned(Office& office, std::string_view key);
void save_planned(Work& work, std::string_view key, const std::string& digest);

// Plans every appointment that is to come, some in each transaction, and says so with the last of
// them: a death in between begins anew.
void plan_coming(Office& office, std::string_view key, const std::string& digest,
                 const std::function<void(Work&, const domain::Appointment&)>& plan);
// Does what is due of each, in a transaction of its own, and returns of how many it did something.
// Where one fails the others go on, and then its error is thrown; unavailable is the store's, for
// all of them.
template <class Item, class Act>
int do_each(const std::vector<Item>& due, const Act& act) {
  int done = 0;
  std::exception_ptr failed;
  for (const auto& item : due) {
    try {
      done += act(item) ? 1 : 0;
    } catch (const core::Error& error) {
      if (error.code == core::Code::unavailable) throw;
      if (!failed) failed = std::current_exception();
    }
  }
  if (failed) std::rethrow_exception(failed);
  return done;
}

}  // namespace citacal::service
