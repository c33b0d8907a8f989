// MKCALENDAR (RFC 4791 §5.3.1) and MKCOL, plain and extended (RFC 5689): all that stands in a home
// is a calendar, so each of them makes one: a MKCOL that says what it wants must want a calendar.
#include "core/check.h"
#include "core/text.h"
#include "dav/fault.h"
#include "dav/property_changes.h"

namespace citacal::dav {

namespace {

constexpr std::size_t kKeyMax = 100;  // bytes

using domain::Component;

bool is_component_set(const Name& name) {
  return name == Name{std::string(kCalDav), "supported-calendar-component-set"};
}

const std::vector<Component> kUsual = {Component::vevent, Component::vtodo, Component::vjournal,
                                       Component::vfreebusy};

// Those that are named and can be kept; VTIMEZONE comes with each. Empty: none of them.
std::vector<Component> read_components(const Element& element) {
  std::vector<Component> components;
  for (const auto& comp : element.children) {
    if (!comp.is(kCalDav, "comp")) continue;
    std::string name(core::trim(comp.attribute("name")));
    for (auto& c : name)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    for (const auto known : kUsual)
      if (core::word(known) == name &&
          std::find(components.begin(), components.end(), known) == components.end())
        components.push_back(known);
  }
  return components;
}

struct Wanted {
  std::vector<Component> components = kUsual;
};

bool is_calendar_type(const Element& type) {
  for (const auto& child : type.children)
    if (!child.is(kDav, "collection") && !child.is(kCalDav, "calendar")) return false;
  return type.find(kDav, "collection") != nullptr && type.find(kCalDav, "calendar") != nullptr;
}

void judge_one(Wanted& wanted, PropertyChanges& changes, const Element& element) {
  if (element.is(kDav, "resourcetype")) {
    if (is_calendar_type(element)) return changes.accept(element.name);
    return changes.refuse(element.name, 403, "D:valid-resourcetype",
                          {"Aquí solo se crean calendarios.", "Only calendars are made here."});
  }
  if (!is_component_set(element.name)) return changes.set(element);
  auto components = read_components(element);
  if (components.empty())
    return changes.refuse(element.name, 403, "C:supported-calendar-component",
                          {"Un calendario guarda VEVENT, VTODO, VJOURNAL o VFREEBUSY.",
                           "A calendar holds VEVENT, VTODO, VJOURNAL or VFREEBUSY."});
  wanted.components = std::move(components);
  changes.accept(element.name);
}

void judge(Wanted& wanted, PropertyChanges& changes, const Element& body) {
  for (const auto& step : body.children) {
    const auto* prop = step.is(kDav, "set") ? step.find(kDav, "prop") : nullptr;
    if (prop == nullptr) continue;
    for (const auto& element : prop->children) judge_one(wanted, changes, element);
  }
}

void require_place(const Exchange& exchange) {
  const auto& target = exchange.target;
  if (target.collection)
    throw core::Error(core::Code::conflict, "resource-must-be-null",
                      {"Ya hay algo en esta dirección.", "There is something at this address."});
  if (target.collection_key.size() > kKeyMax)
    refuse("C:calendar-collection-location-ok",
           {"El último segmento de la dirección tiene a lo sumo 100 bytes.",
            "The last segment of the address has at most 100 bytes."});
  core::checked_line("path", target.collection_key);
  require_conditions(exchange.request, nullptr, {}, nullptr, {}, exchange.tagged);
}

core::Response refused(const Exchange& exchange, const PropertyChanges& changes,
                       std::string_view root) {
  XmlWriter out;
  out.declaration();
  out.open_root(root);
  changes.write(out, exchange.request.language());
  out.close(root);
  return core::Response::of(403, "application/xml; charset=utf-8", out.take());
}

core::Response make(Exchange& exchange, const Name& body_name, std::string_view answer_tag) {
  require_place(exchange);
  const auto body = read_body(exchange.request, true);
  if (body && body->name != body_name)
    throw core::Error(
        core::Code::invalid, "bad-" + body_name.local,
        {"El cuerpo debe ser un «" + body_name.local + "» de «" + body_name.space + "».",
         "The body must be a \"" + body_name.local + "\" of \"" + body_name.space + "\"."});
  Resource resource;
  resource.place = Place::collection;
  PropertyChanges changes(resource);
  Wanted wanted;
  if (body) judge(wanted, changes, *body);
  if (changes.is_refused()) return refused(exchange, changes, answer_tag);

  exchange.close_reading();
  service::make_calendar(exchange.office, exchange.caller, exchange.target.collection_key,
                         wanted.components, changes.changes());
  core::Response response;
  response.status = 201;
  response.headers.add("Cache-Control", "no-cache");  // RFC 4791 §5.3.1
  response.headers.add("Location", href_of(exchange.target));
  return response;
}

// What is there already, or came to be there meanwhile: 405, as RFC 4918 §9.3.1 has it.
core::Response make_or_405(Exchange& exchange, const Name& body_name, std::string_view answer_tag) {
  try {
    return make(exchange, body_name, answer_tag);
  } catch (const core::Error& error) {
    if (error.condition != "resource-must-be-null") throw;
    auto response = fault(error, exchange);
    response.status = 405;
    return response;
  }
}

}  // namespace

core::Response answer_mkcalendar(Exchange& exchange) {
  return make_or_405(exchange, {std::string(kCalDav), "mkcalendar"}, "C:mkcalendar-response");
}

core::Response answer_mkcol(Exchange& exchange) {
  return make_or_405(exchange, {std::string(kDav), "mkcol"}, "D:mkcol-response");
}

}  // namespace citacal::dav
