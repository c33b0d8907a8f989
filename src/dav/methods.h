// The one table of methods: which there are, where, and who answers them.
#pragma once

#include "dav/exchange.h"

namespace citacal::dav {

struct Method {
  std::string_view name;
  core::Response (*answer)(Exchange&);
  unsigned places;     // bits of Place
  bool makes = false;  // what it is sent to need not be there
  bool is_at(Place place) const { return (places >> static_cast<unsigned>(place) & 1u) != 0; }
};

const std::vector<Method>& methods();
const Method* find_method(std::string_view name);  // HEAD is GET; null where there is none

// "OPTIONS, GET, HEAD, …" of such a place.
std::string allowed_at(Place place);
// The place that an address would have, by its form alone: nothing is looked up. nullopt: none.
std::optional<Place> place_of(const std::vector<std::string>& segments);

// What RFC 4918 §10.1 calls the compliance classes, and the extensions that are spoken here.
inline constexpr std::string_view kDavClasses =
    "1, 3, access-control, calendar-access, calendar-auto-schedule, extended-mkcol, "
    "sync-collection";

}  // namespace citacal::dav
