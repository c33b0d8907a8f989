// Properties that persons give: which they may, and what their values must be.
#include "core/check.h"
#include "core/text.h"
#include "dav/live_properties.h"
#include "ical/object.h"
#include "ical/recurrence.h"
#include "ical/scan.h"
#include "ical/tree.h"

namespace citacal::dav {

namespace {

[[noreturn]] void refuse_value(std::string condition, core::Phrase message) {
  throw core::Error(core::Code::invalid, std::move(condition), std::move(message));
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

void require_plain(const Element& element) {
  if (!element.children.empty())
    refuse_value("bad-value", {"«" + element.name.local + "» lleva solo texto.",
                               "\"" + element.name.local + "\" holds text only."});
}

std::string plain_text(const Element& element, std::size_t max) {
  require_plain(element);
  return escaped(core::checked_text(element.name.local, element.text, max));
}

// "#rrggbb", "#rrggbbaa" or "#rgb", kept as it was written.
std::string colour(const Element& element) {
  require_plain(element);
  const auto text = core::trim(element.text);
  bool is_good = text.size() == 4 || text.size() == 7 || text.size() == 9;
  for (std::size_t i = 0; is_good && i < text.size(); ++i)
    is_good =
        i == 0 ? text[0] == '#'
               : std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
  if (!is_good)
    refuse_value("bad-value", {"Un color se escribe como #1f6feb o #1f6febff.",
                               "A colour is written as #1f6feb or #1f6febff."});
  return std::string(text);
}

std::string order(const Element& element) {
  require_plain(element);
  const auto text = core::trim(element.text);
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  const bool is_good = !digits.empty() && digits.size() <= 10 &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_good)
    refuse_value("bad-value", {"Un orden es un número entero.", "An order is a whole number."});
  return std::string(text);
}

std::string transparency(const Element& element) {
  const bool is_opaque = element.find(kCalDav, "opaque") != nullptr;
  const bool is_transparent = element.find(kCalDav, "transparent") != nullptr;
  if (is_opaque == is_transparent)
    refuse_value("bad-value", {"Debe ser «opaque» o «transparent».",
                               "It must be \"opaque\" or \"transparent\"."});
  return std::string(is_opaque ? "<opaque" : "<transparent") + " xmlns=\"" + std::string(kCalDav) +
         "\"/>";
}

// RFC 4791 §5.2.2: an iCalendar object with one VTIMEZONE and nothing else.
std::string timezone_text(const Element& element) {
  require_plain(element);
  const auto& text = element.text;
  try {
    ical::scan(text);
    const auto tree = ical::parse_tree(text);
    const bool is_one = tree.nodes.size() == 1 && tree.nodes[0].name == "VTIMEZONE";
    const auto id = is_one ? tree.nodes[0].value("TZID") : std::string_view{};
    if (!id.empty() && ical::to_utc(tree, "20260101T000000", id)) return escaped(text);
  } catch (const core::Error& error) {
    refuse_value("valid-calendar-data", error.message);
  }
  refuse_value("valid-calendar-data", {"Debe ser un VCALENDAR con un solo VTIMEZONE y nada más.",
                                       "It must be a VCALENDAR with one VTIMEZONE and no more."});
}

// RFC 7809 §5.2
std::string timezone_id(const Element& element) {
  require_plain(element);
  const auto name = ical::zone_name(core::trim(element.text));
  if (name.empty())
    refuse_value("valid-timezone", {"No se conoce esa zona horaria; por ejemplo: America/Bogota.",
                                    "No such time zone is known; for example: America/Bogota."});
  return escaped(name);
}

std::string chosen_value(const LiveProperty& live, const Element& element) {
  if (live.tag == "D:displayname") return plain_text(element, core::kNameMax);
  if (live.tag == "C:calendar-description") return plain_text(element, core::kTextMax);
  if (live.tag == "C:calendar-timezone") return timezone_text(element);
  if (live.tag == "C:calendar-timezone-id") return timezone_id(element);
  if (live.tag == "C:schedule-calendar-transp") return transparency(element);
  if (live.tag == "A:calendar-color") return colour(element);
  core::expects(live.tag == "A:calendar-order", "each chosen property is checked");
  return order(element);
}

// Names that no RFC has in CalDAV's namespace, and that Apple's programs set there: of drafts. A
// MKCALENDAR of theirs would fail as a whole.
bool is_clients_own(const Name& name) {
  return name.space == kCalDav &&
         (name.local == "calendar-free-busy-set" || name.local.starts_with("default-alarm-"));
}

}  // namespace

// What is not known in the namespaces of the RFCs is a live property of some other server: kept as
// a dead one it would seem to have an effect.
bool is_protected(const Name& name, const Resource& resource) {
  const bool holds = resource.place == Place::collection || resource.place == Place::object;
  if (!holds) return true;
  if (const auto* live = find_live(name)) return !live->is_chosen;
  const bool is_reserved = name.space == kDav || name.space == kCalDav;
  return is_reserved && !is_clients_own(name);
}

domain::Property checked_given(const Element& element) {
  const auto* live = find_live(element.name);
  domain::Property property{element.name.space, element.name.local, {}, element.language};
  property.value =
      live != nullptr && live->is_chosen ? chosen_value(*live, element) : element.inner;
  const auto size = property.space.size() + property.name.size() + property.value.size() +
                    property.language.size();
  if (size > domain::kPropertyMax)
    refuse_value("bad-value",
                 {"Una propiedad tiene a lo sumo 64 KiB.", "A property has at most 64 KiB."});
  return property;
}

}  // namespace citacal::dav
