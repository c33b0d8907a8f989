// Properties of calendars and their objects: RFC 4791 §5.2, RFC 6638 §3.2 and §9, RFC 7809 §5.2,
// and those of Apple and CalendarServer.
#include "core/text.h"
#include "dav/live_properties.h"
#include "ical/bundle.h"
#include "ical/object.h"
#include "ical/recurrence.h"
#include "ical/scan.h"
#include "ical/tree.h"
#include "ical/zone.h"

namespace citacal::dav {

namespace {

using domain::CollectionKind;

const domain::Collection& collection_of(const Source& source) {
  return *source.resource.collection;
}

bool write_description(XmlWriter& out, const Source& source) {
  const auto& text = collection_of(source).description.in(source.exchange.request.language());
  if (text.empty()) return false;
  out.text("C:calendar-description", text);
  return true;
}

// A given calendar-timezone stands as it was given. Beside a given calendar-timezone-id there is
// the text of our own zone alone: of other zones there is no VTIMEZONE text here, and none is told.
bool write_timezone(XmlWriter& out, const Source& source) {
  const auto* id = source.given({std::string(kCalDav), "calendar-timezone-id"});
  if (id != nullptr && core::trim(id->value) != ical::kZone) return false;
  out.raw("<C:calendar-timezone>");
  out.append_text(std::string(ical::kObjectHead) + std::string(ical::kZoneText) +
                  "END:VCALENDAR\r\n");
  out.raw("</C:calendar-timezone>");
  return true;
}

// That of the given calendar-timezone, or of our own zone (RFC 7809 §5.2).
bool write_timezone_id(XmlWriter& out, const Source& source) {
  std::string id(ical::kZone);
  if (source.given({std::string(kCalDav), "calendar-timezone"}) != nullptr) {
    const auto text = zone_of(source.exchange, collection_of(source));
    const auto tree = ical::parse_tree(text);
    id = tree.nodes.empty() ? std::string() : ical::zone_name(tree.nodes[0].value("TZID"));
  }
  if (id.empty()) return false;
  out.text("C:calendar-timezone-id", id);
  return true;
}

// What others are to see as busy is one's own time, not all that the institute does.
bool write_transparency(XmlWriter& out, const Source& source) {
  const auto kind = collection_of(source).kind;
  const bool is_opaque = kind == CollectionKind::own || kind == CollectionKind::agenda;
  out.open("C:schedule-calendar-transp");
  out.empty(is_opaque ? "C:opaque" : "C:transparent");
  out.close("C:schedule-calendar-transp");
  return true;
}

bool write_schedule_tag(XmlWriter& out, const Source& source) {
  const auto tag = source.resource.object->schedule_tag;
  if (tag.empty()) return false;
  out.text("C:schedule-tag", tag);
  return true;
}

bool write_components(XmlWriter& out, const Source& source) {
  out.open("C:supported-calendar-component-set");
  for (const auto component : collection_of(source).components) {
    out.raw("<C:comp name=\"");
    out.raw(core::word(component));
    out.raw("\"/>");
  }
  out.close("C:supported-calendar-component-set");
  return true;
}

constexpr char kComponentSets[] =
    "<C:supported-calendar-component-sets>"
    "<C:supported-calendar-component-set><C:comp name=\"VEVENT\"/>"
    "</C:supported-calendar-component-set>"
    "<C:supported-calendar-component-set><C:comp name=\"VTODO\"/>"
    "</C:supported-calendar-component-set>"
    "<C:supported-calendar-component-set><C:comp name=\"VJOURNAL\"/>"
    "</C:supported-calendar-component-set>"
    "<C:supported-calendar-component-set><C:comp name=\"VEVENT\"/><C:comp name=\"VTODO\"/>"
    "</C:supported-calendar-component-set>"
    "<C:supported-calendar-component-set><C:comp name=\"VEVENT\"/><C:comp name=\"VTODO\"/>"
    "<C:comp name=\"VJOURNAL\"/></C:supported-calendar-component-set>"
    "</C:supported-calendar-component-sets>";

// Of calendars that may be made here.
bool write_component_sets(XmlWriter& out, const Source& source) {
  if (!domain::may(source.caller().role, domain::Right::keep)) return false;
  out.raw(kComponentSets);
  return true;
}

bool write_colour(XmlWriter& out, const Source& source) {
  const auto& colour = collection_of(source).colour;
  if (colour.empty()) return false;
  auto text = colour + "ff";
  for (auto& c : text)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  out.text("A:calendar-color", text);
  return true;
}

bool write_nothing(XmlWriter&, const Source&) {
  return false;  // stands only where it was given
}

bool write_ctag(XmlWriter& out, const Source& source) {
  out.text("CS:getctag", sync_token(collection_of(source), source.state().revision));
  return true;
}

bool write_limit(XmlWriter& out, std::string_view tag, std::string_view value) {
  out.text(tag, value);
  return true;
}

bool write_max_size(XmlWriter& out, const Source&) {
  return write_limit(out, "C:max-resource-size", std::to_string(ical::kObjectMax));
}
// How many instances of one object an answer expands; a rule without an end is taken all the same.
bool write_max_instances(XmlWriter& out, const Source&) {
  return write_limit(out, "C:max-instances", std::to_string(ical::kInstancesMost));
}
bool write_max_attendees(XmlWriter& out, const Source&) {
  return write_limit(out, "C:max-attendees-per-instance", std::to_string(ical::kAttendeesMost));
}
bool write_min_date(XmlWriter& out, const Source&) {
  return write_limit(out, "C:min-date-time", std::to_string(ical::kFirstYear) + "0101T000000Z");
}
bool write_max_date(XmlWriter& out, const Source&) {
  return write_limit(out, "C:max-date-time", std::to_string(ical::kLastYear) + "1231T235959Z");
}

// What may be put (RFC 4791 §5.2.4, §5.3.2.1). jCal is a form of answers only, to who asks for it
// by Accept or by the content-type of a CALDAV:calendar-data.
constexpr char kData[] =
    "<C:supported-calendar-data>"
    "<C:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>"
    "</C:supported-calendar-data>";
constexpr char kCollations[] =
    "<C:supported-collation-set>"
    "<C:supported-collation>i;ascii-casemap</C:supported-collation>"
    "<C:supported-collation>i;octet</C:supported-collation>"
    "<C:supported-collation>i;unicode-casemap</C:supported-collation>"
    "</C:supported-collation-set>";

}  // namespace

const std::vector<LiveProperty>& calendar_properties() {
  constexpr unsigned kFilled = in::calendar | in::inbox;
  static const std::vector<LiveProperty> all = {
      {"C:calendar-description", in::calendar, write_description, false, true},
      {"C:calendar-timezone", in::calendar, write_timezone, false, true},
      {"C:calendar-timezone-id", in::calendar, write_timezone_id, false, true},
      {"C:schedule-calendar-transp", in::calendar, write_transparency, false, true},
      {"A:calendar-color", in::collection, write_colour, false, true},
      {"A:calendar-order", in::collection, write_nothing, false, true},
      {"C:supported-calendar-component-set", in::collection, write_components},
      {"C:supported-calendar-component-sets", in::home, write_component_sets},
      {"C:supported-calendar-data", in::collection, write_constant<kData>},
      {"C:supported-collation-set", kFilled, write_constant<kCollations>},
      {"C:max-resource-size", in::collection, write_max_size},
      {"C:min-date-time", in::collection, write_min_date},
      {"C:max-date-time", in::collection, write_max_date},
      {"C:max-instances", in::collection, write_max_instances},
      {"C:max-attendees-per-instance", in::collection, write_max_attendees},
      {"C:schedule-tag", in::object, write_schedule_tag},
      {"CS:getctag", kFilled, write_ctag},
  };
  return all;
}

}  // namespace citacal::dav
