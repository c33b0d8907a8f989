#include "dav/live_properties.h"

#include <map>

#include "core/error.h"

namespace citacal::dav {

unsigned bit_of(const Resource& resource) {
  switch (resource.place) {
    case Place::root:
      return in::root;
    case Place::principals:
      return in::principals;
    case Place::principal:
      return in::principal;
    case Place::homes:
      return in::homes;
    case Place::home:
      return in::home;
    case Place::object:
      return in::object;
    case Place::collection:
      break;
  }
  switch (resource.collection->kind) {
    case domain::CollectionKind::inbox:
      return in::inbox;
    case domain::CollectionKind::outbox:
      return in::outbox;
    default:
      return in::calendar;
  }
}

bool Source::is_self() const {
  return resource.principal != nullptr && resource.principal->id == caller().id;
}

const service::CollectionState& Source::state() const {
  if (!state_) state_ = service::state_of(*exchange.reading, *resource.collection);
  return *state_;
}

const domain::Property* Source::given(const Name& name) const {
  if (resource.given == nullptr) return nullptr;
  for (const auto& one : *resource.given)
    if (one.name == name.local && one.space == name.space) return &one;
  return nullptr;
}

Name name_of(std::string_view tag) {
  const auto colon = tag.find(':');
  const auto prefix = tag.substr(0, colon);
  const auto space = prefix == "D"    ? kDav
                     : prefix == "C"  ? kCalDav
                     : prefix == "CS" ? kCalServer
                                      : kApple;
  return {std::string(space), std::string(tag.substr(colon + 1))};
}

const std::vector<const LiveProperty*>& live_properties() {
  static const auto all = [] {
    std::vector<const LiveProperty*> list;
    for (const auto* part : {&webdav_properties(), &principal_properties(), &calendar_properties()})
      for (const auto& one : *part) list.push_back(&one);
    return list;
  }();
  return all;
}

const LiveProperty* find_live(const Name& name) {
  static const auto by_name = [] {
    std::map<Name, const LiveProperty*> map;
    for (const auto* one : live_properties()) {
      const bool is_new = map.emplace(name_of(one->tag), one).second;
      core::expects(is_new, "each live property stands once in the table");
    }
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

void write_href(XmlWriter& out, std::string_view tag, std::string_view href) {
  out.open(tag);
  out.raw("<D:href>");
  out.raw(href);
  out.raw("</D:href>");
  out.close(tag);
}

}  // namespace citacal::dav
