#include "dav/methods.h"

#include <algorithm>

namespace citacal::dav {

namespace {

constexpr unsigned at(Place place) {
  return 1u << static_cast<unsigned>(place);
}
constexpr unsigned kAll = (1u << 7) - 1, kObject = at(Place::object),
                   kCollection = at(Place::collection), kEither = kObject | kCollection;

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> kMethods = {
      {"OPTIONS", answer_options, kAll, true},
      {"PROPFIND", answer_propfind, kAll},
      {"REPORT", answer_report, kAll},
      {"PROPPATCH", answer_proppatch, kAll},
      {"GET", answer_get, kAll},
      {"PUT", answer_put, kObject, true},
      {"DELETE", answer_delete, kEither},
      {"COPY", answer_copy_or_move, kEither},
      {"MOVE", answer_copy_or_move, kEither},
      {"POST", answer_post, kCollection},
      {"MKCALENDAR", answer_mkcalendar, kCollection, true},
      {"MKCOL", answer_mkcol, kCollection, true},
      {"ACL", answer_acl, kAll},
  };
  return kMethods;
}

const Method* find_method(std::string_view name) {
  if (name == "HEAD") name = "GET";
  for (const auto& method : methods())
    if (method.name == name) return &method;
  return nullptr;
}

std::string allowed_at(Place place) {
  std::string all;
  for (const auto& method : methods()) {
    if (!method.is_at(place) || method.answer == answer_acl) continue;
    if (!all.empty()) all += ", ";
    all += method.name;
    if (method.name == "GET") all += ", HEAD";
  }
  return all;
}

std::optional<Place> place_of(const std::vector<std::string>& segments) {
  if (segments.empty()) return Place::root;
  if (segments[0] != "dav") return std::nullopt;
  if (segments.size() == 1) return Place::root;
  if (segments[1] == "principals" && segments.size() <= 3)
    return segments.size() == 2 ? Place::principals : Place::principal;
  if (segments[1] != "calendars" || segments.size() > 5) return std::nullopt;
  constexpr Place kPlaces[] = {Place::homes, Place::home, Place::collection, Place::object};
  return kPlaces[segments.size() - 2];
}

}  // namespace citacal::dav
