// One request at this door on its way to its method, and the way through it.
#pragma once

#include <map>

#include "dav/target.h"
#include "ical/budget.h"

namespace citacal::dav {

// What the If header is asked of: a resource as it is now. Neither, where nothing is there or it
// has none.
struct State {
  std::string etag, sync_token;
};
// The states of the other resources that an If header names, by its tags as they are written.
using TaggedStates = std::map<std::string, State, std::less<>>;

struct Exchange {
  Exchange(service::Office& the_office, const core::Request& the_request)
      : office(the_office), request(the_request) {}
  service::Office& office;
  const core::Request& request;
  service::Caller caller;                   // door "dav"
  std::optional<service::Reading> reading;  // opened once the caller is known
  Target target;                            // found before the method runs
  TaggedStates tagged;                      // read before the method runs
  ical::Budget budget;                      // of all the objects that are looked at
  // A method that writes closes the reading first: a snapshot would miss what it writes.
  void close_reading() { reading.reset(); }
  void open_reading() { reading.emplace(office, caller); }
};

// Depth (RFC 4918 §10.2): 0, 1, or 2 for infinity. Throws invalid for another value.
int depth_of(const core::Request& request, int otherwise);
// Prefer: return=minimal (RFC 8144) or Brief: t.
bool wants_minimal(const core::Request& request);

// The body as XML: 400 where it is none; unsupported where Content-Type says it is no XML (a
// missing one is taken). `keep`: see parse_xml. Empty body: nullopt.
std::optional<struct Element> read_body(const core::Request& request, bool keep_inner = false);

// If-Match, If-None-Match, If-Unmodified-Since, If (RFC 4918 §10.4; sync-tokens as state tokens,
// RFC 6578 §5) and If-Schedule-Tag-Match of a request, to be asked with what is stored. Throws
// stale. `tagged`: the states that read_tagged found; a list about any other resource is false.
void require_conditions(const core::Request& request, const std::string* etag,
                        std::optional<core::Instant> changed_at, const std::string* schedule_tag,
                        std::string_view sync_token = {}, const TaggedStates& tagged = {});
// Reads what the tags of the If header name, as far as it is the caller's to see. Throws "bad-if".
TaggedStates read_tagged(Exchange& exchange);

// Each method, one function; the table is in dav/methods.cpp.
core::Response answer_propfind(Exchange& exchange);
core::Response answer_proppatch(Exchange& exchange);
core::Response answer_report(Exchange& exchange);
core::Response answer_mkcalendar(Exchange& exchange);  // MKCALENDAR
core::Response answer_mkcol(Exchange& exchange);       // MKCOL, also extended (RFC 5689)
core::Response answer_get(Exchange& exchange);         // HEAD too
core::Response answer_put(Exchange& exchange);
core::Response answer_delete(Exchange& exchange);
core::Response answer_copy_or_move(Exchange& exchange);
core::Response answer_post(Exchange& exchange);     // free-busy at the outbox
core::Response answer_options(Exchange& exchange);  // also without a login
core::Response answer_acl(Exchange& exchange);      // refused, clearly

}  // namespace citacal::dav
