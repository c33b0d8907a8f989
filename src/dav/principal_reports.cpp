// The reports on principals of RFC 3744 §9. Contractors' people know of nobody but themselves.
#include <algorithm>

#include "core/text.h"
#include "dav/fault.h"
#include "dav/live_properties.h"
#include "dav/privileges.h"
#include "dav/reports.h"
#include "dav/resource.h"
#include "ical/collation.h"

namespace citacal::dav {

namespace {

constexpr std::size_t kConditionsMost = 20;  // of one search
constexpr std::size_t kPrincipalsMost = 1'000;

// What can be searched, and what it says of a person.
struct Searchable {
  std::string_view tag;
  core::Phrase description;
  std::vector<std::string> (*texts)(const domain::Person&, const std::string& organizer);
};

const std::vector<Searchable>& searchables() {
  static const std::vector<Searchable> all = {
      {"D:displayname",
       {"Nombre", "Name"},
       [](const domain::Person& person, const std::string&) {
         return std::vector<std::string>{person.name};
       }},
      {"CS:email-address-set",
       {"Correo electrónico", "E-mail address"},
       [](const domain::Person& person, const std::string& organizer) {
         return domain::addresses_of(person, organizer);
       }},
      {"C:calendar-user-address-set",
       {"Dirección en calendarios", "Calendar address"},
       [](const domain::Person& person, const std::string& organizer) {
         auto all_of_them = domain::addresses_of(person, organizer);
         for (auto& address : all_of_them) address.insert(0, "mailto:");
         all_of_them.push_back(principal_href(person.login));
         return all_of_them;
       }},
      {"C:calendar-user-type", {"Clase", "Type"}, [](const domain::Person&, const std::string&) {
         return std::vector<std::string>{"INDIVIDUAL"};
       }}};
  return all;
}

struct Condition {
  std::vector<const Searchable*> properties;  // null: one that nobody has
  std::string text;                           // without marks
  std::string_view type;  // CalendarServer's: contains, starts-with, ends-with, equals
};

Condition read_condition(const Element& search) {
  const auto* prop = search.find(kDav, "prop");
  const auto* match = search.find(kDav, "match");
  if (prop == nullptr || match == nullptr || prop->children.empty())
    throw core::Error(core::Code::invalid, "bad-property-search",
                      {"Un «property-search» necesita «prop» y «match».",
                       "A \"property-search\" needs \"prop\" and \"match\"."});
  Condition condition;
  condition.text = ical::without_marks(core::trim(match->text));
  condition.type = match->attribute("match-type");
  for (const auto& child : prop->children) {
    const auto tag = known_tag(child.name);
    const auto found = std::find_if(searchables().begin(), searchables().end(),
                                    [&](const Searchable& one) { return one.tag == tag; });
    condition.properties.push_back(found == searchables().end() ? nullptr : &*found);
  }
  return condition;
}

// Names are looked for as they are typed, without the accents that they are written with.
bool matches(const std::string& value, const Condition& condition) {
  const auto whole = ical::without_marks(value);
  const auto& text = condition.text;
  if (condition.type == "equals") return whole == text;
  if (condition.type == "starts-with") return whole.starts_with(text);
  if (condition.type == "ends-with") return whole.ends_with(text);
  return whole.find(text) != std::string::npos;
}

// All of the properties that one property-search names hold the text (RFC 3744 §9.4).
bool meets(const domain::Person& person, const Condition& condition, const std::string& organizer) {
  return std::all_of(
      condition.properties.begin(), condition.properties.end(), [&](const Searchable* one) {
        if (one == nullptr) return false;
        const auto texts = one->texts(person, organizer);
        return std::any_of(texts.begin(), texts.end(),
                           [&](const auto& text) { return matches(text, condition); });
      });
}

void require_depth_0(const Exchange& exchange) {
  if (depth_of(exchange.request, 0) != 0)
    throw core::Error(
        core::Code::invalid, "bad-depth",
        {"Este informe se pide con «Depth: 0».", "This report is asked with \"Depth: 0\"."},
        "Depth");
}

void write_principal(XmlWriter& out, Exchange& exchange, const Asked& asked,
                     const domain::Person& person) {
  Resource resource;
  resource.place = Place::principal;
  resource.target = &exchange.target;
  resource.principal = &person;
  write_response(out, exchange, asked, principal_href(person.login), resource);
}

bool holds_principals(const Exchange& exchange) {
  const auto place = exchange.target.place;
  return place == Place::root || place == Place::principals;
}

}  // namespace

core::Response report_principal_search(Exchange& exchange, const Element& report) {
  require_depth_0(exchange);
  const auto asked = read_asked(&report, exchange.request, true);
  std::vector<Condition> conditions;
  for (const auto& child : report.children)
    if (child.is(kDav, "property-search")) conditions.push_back(read_condition(child));
  if (conditions.empty() || conditions.size() > kConditionsMost)
    throw core::Error(core::Code::invalid, "bad-property-search",
                      {"Se necesitan entre 1 y 20 «property-search».",
                       "From 1 to 20 \"property-search\" are needed."});
  const bool any = report.attribute("test") == "anyof";
  const bool everywhere = report.find(kDav, "apply-to-principal-collection-set") != nullptr;
  const auto& organizer = exchange.office.institute().organizer;
  const auto is_met = [&](const domain::Person& person) {
    const auto meet = [&](const Condition& one) { return meets(person, one, organizer); };
    return any ? std::any_of(conditions.begin(), conditions.end(), meet)
               : std::all_of(conditions.begin(), conditions.end(), meet);
  };

  XmlWriter out;
  open_multistatus(out);
  std::size_t found = 0;
  if (everywhere || holds_principals(exchange)) {
    for (const auto& person : service::list_principals(*exchange.reading)) {
      if (!is_met(person)) continue;
      if (++found > kPrincipalsMost)
        refuse("D:number-of-matches-within-limits",
               {"Son demasiadas personas: busque algo más preciso.",
                "Those are too many people: search for something more precise."});
      write_principal(out, exchange, asked, person);
    }
  }
  return multistatus(out);
}

core::Response report_search_properties(Exchange& exchange, const Element&) {
  require_depth_0(exchange);
  const bool is_english = exchange.request.language() == core::Language::en;
  XmlWriter out;
  out.declaration();
  out.open_root("D:principal-search-property-set");
  for (const auto& one : searchables()) {
    out.raw("<D:principal-search-property><D:prop>");
    out.empty(one.tag);
    out.raw("</D:prop><D:description xml:lang=\"");
    out.raw(is_english ? "en\">" : "es\">");
    out.append_text(one.description.in(exchange.request.language()));
    out.raw("</D:description></D:principal-search-property>");
  }
  out.close("D:principal-search-property-set");
  return core::Response::of(200, "application/xml; charset=utf-8", out.take());
}

// RFC 3744 §9.3: what in this collection is the caller, or is theirs by a property.
core::Response report_principal_match(Exchange& exchange, const Element& report) {
  require_depth_0(exchange);
  const auto asked = read_asked(&report, exchange.request, true);
  const auto* property = report.find(kDav, "principal-property");
  const bool is_self = report.find(kDav, "self") != nullptr;
  if (is_self == (property != nullptr))
    throw core::Error(core::Code::invalid, "bad-principal-match",
                      {"Se necesita «self» o «principal-property».",
                       "\"self\" or \"principal-property\" is needed."});
  const auto& caller = exchange.caller.person;
  const auto place = exchange.target.place;
  XmlWriter out;
  open_multistatus(out);
  const bool is_owner = property != nullptr && property->find(kDav, "owner") != nullptr;
  if (is_self && (holds_principals(exchange) || exchange.target.principal.id == caller.id))
    write_principal(out, exchange, asked, caller);
  const bool in_homes = place == Place::root || place == Place::homes || place == Place::home;
  if (is_owner && in_homes) {
    for (const auto& collection : service::list_collections(*exchange.reading)) {
      if (collection.owner != caller.id) continue;
      Target target = exchange.target;
      target.place = Place::collection;
      target.login = caller.login;
      target.collection_key = collection.key;
      target.collection = collection;
      with_resource(exchange, target, service::Data::without, [&](const Resource& resource) {
        write_response(out, exchange, asked, href_of(target), resource);
      });
    }
  }
  return multistatus(out);
}

// RFC 3744 §9.2: who is named in the resource's list of access.
core::Response report_acl_principals(Exchange& exchange, const Element& report) {
  require_depth_0(exchange);
  const auto asked = read_asked(&report, exchange.request, true);
  XmlWriter out;
  open_multistatus(out);
  with_resource(exchange, exchange.target, service::Data::without, [&](const Resource& resource) {
    const Source source(exchange, asked, resource);
    if (has_own_entry(source)) write_principal(out, exchange, asked, source.caller());
  });
  return multistatus(out);
}

}  // namespace citacal::dav
