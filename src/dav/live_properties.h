// Live properties as rows of a table: the tag, the places where it stands, and its writer. A new
// one is one row in live_webdav.cpp, live_principal.cpp or live_calendar.cpp.
#pragma once

#include "dav/properties.h"

namespace citacal::dav {

// Where a property stands: bits of a mask.
namespace in {
inline constexpr unsigned root = 1, principals = 2, principal = 4, homes = 8, home = 16,
                          calendar = 32, inbox = 64, outbox = 128, object = 256;
inline constexpr unsigned collection = calendar | inbox | outbox;
inline constexpr unsigned all = 511;
}  // namespace in
unsigned bit_of(const Resource& resource);  // its one bit

// What a writer writes from.
class Source {
 public:
  Source(Exchange& the_exchange, const Asked& the_asked, const Resource& the_resource)
      : exchange(the_exchange), asked(the_asked), resource(the_resource) {}
  Exchange& exchange;
  const Asked& asked;
  const Resource& resource;

  const domain::Person& caller() const { return exchange.caller.person; }
  bool is_self() const;                                   // the principal is the caller
  const service::CollectionState& state() const;          // of the collection, read once
  const domain::Property* given(const Name& name) const;  // by the caller; or null

 private:
  mutable std::optional<service::CollectionState> state_;
};

struct LiveProperty {
  std::string_view tag;  // "D:getetag"
  unsigned places;
  bool (*write)(XmlWriter&, const Source&);  // the whole element; false: it has none here
  bool in_allprop = false;                   // only those of RFC 4918 itself (§9.1)
  bool is_chosen = false;                    // a person may give a collection their own value
};
const std::vector<const LiveProperty*>& live_properties();
const LiveProperty* find_live(const Name& name);  // or null
Name name_of(std::string_view tag);
// One property, live or given; false where the resource has none of that name.
bool write_property(XmlWriter& out, Exchange& exchange, const Asked& asked,
                    const Resource& resource, const Name& name);

// The parts of the table.
const std::vector<LiveProperty>& webdav_properties();
const std::vector<LiveProperty>& principal_properties();
const std::vector<LiveProperty>& calendar_properties();

// A property that is the same everywhere.
template <const char* xml>
bool write_constant(XmlWriter& out, const Source&) {
  out.raw(xml);
  return true;
}

// <tag><D:href>…</D:href></tag>; an address is safe as it is.
void write_href(XmlWriter& out, std::string_view tag, std::string_view href);

}  // namespace citacal::dav
