#include "domain/access.h"

namespace citacal::domain {

bool may(Role role, Right right) {
  switch (role) {
    case Role::administrator:
      return true;  // who gives rights to others could give them to themselves
    case Role::coordinator:
      return right != Right::administer;
    case Role::auditor:
      return right == Right::read || right == Right::audit || right == Right::answer ||
             right == Right::keep;
    case Role::staff:
      return right == Right::read || right == Right::answer || right == Right::keep;
    case Role::contractor:
      return right == Right::read || right == Right::answer;
  }
  return false;
}

bool sees_contractor(const Person& person, const core::Id& contractor) {
  if (person.role != Role::contractor) return true;
  return !contractor.empty() && person.contractor == contractor;
}

Sight sight(const Person& person, const core::Id& contractor,
            const Classification& classification) {
  if (!sees_contractor(person, contractor)) return Sight::nothing;
  if (person.clearance >= classification.level) return Sight::whole;
  return is_withheld_whole(classification) ? Sight::nothing : Sight::slot;
}

}  // namespace citacal::domain
