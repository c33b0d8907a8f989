// The one table of live properties: for each its name, where it stands, and how it is written.
// Dead properties, and those live ones that a person chooses, come from the store first.
#pragma once

#include "dav/exchange.h"
#include "dav/xml.h"
#include "ical/selection.h"

namespace citacal::dav {

// What properties are read from: one resource with what is at hand of it.
struct Resource {
  Place place = Place::root;
  const Target* target = nullptr;                        // the request's
  const domain::Person* principal = nullptr;             // place principal
  const domain::Collection* collection = nullptr;        // place collection and object
  const service::ObjectView* object = nullptr;           // place object
  const std::vector<domain::Property>* given = nullptr;  // by the caller, for this resource
};

struct LiveProperty;  // dav/live_properties.h

// What a request asks of each resource, prepared once.
struct Asked {
  enum class Kind { named, all, names } kind = Kind::named;
  std::vector<Name> names;                       // also those of DAV:include; each once
  std::vector<const LiveProperty*> live;         // what each of them is; null: no live one
  std::optional<ical::Selection> calendar_data;  // where CALDAV:calendar-data is among them
  ical::ZoneText zone;                           // of calendar-data's expanding
  bool minimal = false;
  bool wants_data() const { return calendar_data.has_value(); }
};
// Of the children of DAV:propfind, or a report's DAV:prop/allprop/propname (`parent` holds them).
// An absent or empty one is allprop where `may_be_absent`, else throws invalid. Refuses with
// C:supported-calendar-data. Expanding needs `zone`, which the caller sets (zone_of).
Asked read_asked(const Element* parent, const core::Request& request, bool may_be_absent);

// Writes <D:response> with propstats 200 and 404 (without the latter where minimal). `href` is
// written as it is (percent-encoded, hence safe). Reads state_of collections as needed.
void write_response(XmlWriter& out, Exchange& exchange, const Asked& asked, std::string_view href,
                    const Resource& resource);
// <D:response> with a status alone: 404 of a gone one, 507 …; `error`: a DAV:error or what is to
// stand in one, or empty.
std::string status_line(int status);  // "HTTP/1.1 404 Not Found"
void write_status(XmlWriter& out, std::string_view href, int status, std::string_view error = {});

core::Response multistatus(XmlWriter& out);  // closes it: 207, application/xml; charset=utf-8
core::Response multistatus(std::shared_ptr<const core::Body> body);  // closed already
void open_multistatus(XmlWriter& out);

// Whether a property may not be set or removed by PROPPATCH here: protected.
bool is_protected(const Name& name, const Resource& resource);
// What a person gives a property, checked where it is a live one that is theirs to choose; throws
// invalid with the reason ("valid-calendar-data", "valid-timezone", "bad-value"). The element was
// read with its inner XML.
domain::Property checked_given(const Element& element);

std::string sync_token(const domain::Collection& collection, std::int64_t revision);
// The revision of a token; nullopt for one of another collection or no token of ours.
std::optional<std::int64_t> revision_of(const domain::Collection& collection,
                                        std::string_view token);

// The floating zone of a collection for its owner: its calendar-timezone, or "" (legal time).
ical::ZoneText zone_of(Exchange& exchange, const domain::Collection& collection);

}  // namespace citacal::dav
