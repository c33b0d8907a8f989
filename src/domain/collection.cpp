#include "domain/collection.h"

#include "core/secret.h"
#include "core/text.h"

namespace citacal::domain {

Grant grant(const Collection& collection, const Person& person) {
  switch (collection.kind) {
    case CollectionKind::published: {
      const bool agrees = collection.whole && may(person.role, Right::agree);
      return {agrees, agrees, agrees, false, false};
    }
    case CollectionKind::own:
      return {true, true, true, true, false};
    case CollectionKind::agenda: {
      // Who keeps no calendars of their own answers here, and no more.
      const bool keeps = may(person.role, Right::keep);
      return {true, keeps, true, false, !keeps};
    }
    case CollectionKind::tasks:
      return {true, false, false, false, false};
    case CollectionKind::inbox:
      return {false, false, true, false, false};
    case CollectionKind::outbox:
      return {};
  }
  return {};
}

bool is_whole(const Calendar& calendar) {
  return calendar.source == Source::appointments && !is_public(calendar) &&
         !calendar.each_contractor && calendar.contractor.empty() && !calendar.kind &&
         !calendar.affects_network;
}

std::string agenda_of(const core::Id& person) {
  return "agenda-" + person;
}
std::string tasks_of(const core::Id& person) {
  return "tasks-" + person;
}
std::string inbox_of(const core::Id& person) {
  return "inbox-" + person;
}

std::string name_for(std::string_view uid) {
  constexpr std::size_t kPlainMax = 200, kDigits = 32;
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+=";
  const bool is_plain = !uid.empty() && uid.size() <= kPlainMax && uid.front() != '.' &&
                        uid.find_first_not_of(kPlain) == std::string_view::npos;
  return (is_plain ? std::string(uid) : core::sha256_hex(uid).substr(0, kDigits)) + ".ics";
}

std::vector<std::string> addresses_of(const Person& person, std::string_view organizer) {
  std::vector<std::string> addresses = {core::to_lower(person.email)};
  for (const auto& alias : person.aliases) addresses.push_back(core::to_lower(alias));
  if (may(person.role, Right::agree)) addresses.push_back(core::to_lower(organizer));
  return addresses;
}

}  // namespace citacal::domain
