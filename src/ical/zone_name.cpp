#include <unicode/ucal.h>

#include <algorithm>
#include <array>

#include "ical/object.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::size_t kNameMost = 100;  // bytes of a name that can be one

// The zone that Windows calls so: CLDR's table, for no country in particular.
std::string zone_of_windows(std::string_view name) {
  std::array<UChar, kNameMost> windows{};
  std::transform(name.begin(), name.end(), windows.begin(),
                 [](char c) { return static_cast<UChar>(static_cast<unsigned char>(c)); });
  std::array<UChar, kNameMost> zone{};
  UErrorCode status = U_ZERO_ERROR;
  const auto length =
      ucal_getTimeZoneIDForWindowsID(windows.data(), static_cast<int32_t>(name.size()), nullptr,
                                     zone.data(), static_cast<int32_t>(zone.size()), &status);
  if (U_FAILURE(status) || length <= 0 || length > static_cast<int32_t>(zone.size())) return {};
  std::string out;
  for (int32_t i = 0; i < length; ++i) out += static_cast<char>(zone[static_cast<std::size_t>(i)]);
  return out;
}

}  // namespace

std::string zone_name(std::string_view tzid) {
  if (tzid.empty() || tzid.size() > kNameMost) return {};
  if (is_known_zone(tzid)) return std::string(tzid);
  // Whatever stands before it: "/freeassociation.sourceforge.net/", "/mozilla.org/20050126_1/".
  if (tzid.front() == '/') {
    for (auto rest = tzid.substr(1); !rest.empty();) {
      if (is_known_zone(rest)) return std::string(rest);
      const auto slash = rest.find('/');
      rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    }
    return {};
  }
  auto zone = zone_of_windows(tzid);
  return is_known_zone(zone) ? zone : std::string();
}

}  // namespace citacal::ical
