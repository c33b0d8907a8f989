// What a request asks of properties: DAV:prop, DAV:allprop, DAV:propname, and what
// CALDAV:calendar-data says of the text.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "dav/fault.h"
#include "dav/filter_xml.h"
#include "dav/live_properties.h"

namespace citacal::dav {

namespace {

constexpr std::size_t kNamesMost = 200;  // of one request: each is answered for each resource

[[noreturn]] void refuse_form(core::Phrase message) {
  throw core::Error(core::Code::invalid, "bad-request-body", std::move(message));
}

std::string upper(std::string_view text) {
  auto out = core::to_lower(core::trim(text));
  for (auto& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// RFC 4791 §9.6.1. Where a component says nothing of its properties they are all meant, as in the
// examples of §7.8; VERSION and PRODID belong to every calendar.
ical::CompSelection read_comp(const Element& element) {
  ical::CompSelection comp;
  comp.name = upper(element.attribute("name"));
  bool all_props = element.children.empty() || comp.name == "VCALENDAR";
  bool all_comps = element.children.empty();
  for (const auto& child : element.children) {
    if (child.is(kCalDav, "allprop")) all_props = true;
    if (child.is(kCalDav, "allcomp")) all_comps = true;
    if (child.is(kCalDav, "comp")) comp.comps.push_back(read_comp(child));
    if (child.is(kCalDav, "prop"))
      comp.props.push_back(
          {upper(child.attribute("name")), core::to_lower(child.attribute("novalue")) == "yes"});
  }
  const bool says_all = element.find(kCalDav, "allprop") != nullptr;
  comp.all_props = all_props && (says_all || comp.props.empty());
  comp.all_comps = all_comps;
  return comp;
}

core::Slot read_window(const Element& element) {
  if (element.attribute("start").empty() || element.attribute("end").empty())
    refuse_form({"«" + element.name.local + "» necesita «start» y «end».",
                 "\"" + element.name.local + "\" needs \"start\" and \"end\"."});
  return read_time_range(element);
}

ical::Selection read_selection(const Element& data) {
  ical::Selection selection;
  const auto type = core::to_lower(core::trim(data.attribute("content-type")));
  const auto version = core::trim(data.attribute("version"));
  selection.jcal = type == "application/calendar+json";
  const bool is_known = type.empty() || type == "text/calendar" || selection.jcal;
  if (!is_known || (!version.empty() && version != "2.0"))
    refuse("C:supported-calendar-data",
           {"Los datos se dan como text/calendar o application/calendar+json, versión 2.0.",
            "Data are given as text/calendar or application/calendar+json, version 2.0."});
  if (const auto* comp = data.find(kCalDav, "comp")) {
    selection.comp = read_comp(*comp);
    if (selection.comp->name != "VCALENDAR")
      refuse_form(
          {"El «comp» de fuera debe ser VCALENDAR.", "The outermost \"comp\" must be VCALENDAR."});
  }
  if (const auto* expand = data.find(kCalDav, "expand")) selection.expand = read_window(*expand);
  if (const auto* limit = data.find(kCalDav, "limit-recurrence-set"))
    selection.limit_recurrence = read_window(*limit);
  if (const auto* limit = data.find(kCalDav, "limit-freebusy-set"))
    selection.limit_freebusy = read_window(*limit);
  if (selection.expand && selection.limit_recurrence)
    refuse_form({"«expand» y «limit-recurrence-set» se excluyen.",
                 "\"expand\" and \"limit-recurrence-set\" exclude each other."});
  return selection;
}

void add_names(Asked& asked, const Element& list) {
  std::set<Name> known(asked.names.begin(), asked.names.end());
  for (const auto& child : list.children) {
    if (child.is(kCalDav, "calendar-data") && !asked.calendar_data)
      asked.calendar_data = read_selection(child);
    if (!known.insert(child.name).second) continue;
    if (known.size() > kNamesMost)
      throw core::Error(core::Code::too_large, "too-many-properties",
                        {"Se piden demasiadas propiedades: a lo sumo 200.",
                         "Too many properties are asked for: 200 at most."});
    asked.names.push_back(child.name);
    asked.live.push_back(find_live(child.name));
  }
}

}  // namespace

Asked read_asked(const Element* parent, const core::Request& request, bool may_be_absent) {
  Asked asked;
  asked.minimal = wants_minimal(request);
  const auto find = [&](std::string_view local) {
    return parent == nullptr ? nullptr : parent->find(kDav, local);
  };
  const auto *prop = find("prop"), *all = find("allprop"), *names = find("propname"),
             *include = find("include");
  const int forms = (prop != nullptr) + (all != nullptr) + (names != nullptr);
  if (forms > 1 || (include != nullptr && all == nullptr))
    refuse_form(
        {"Debe pedirse una sola de «prop», «allprop» (con «include») y «propname».",
         "One of \"prop\", \"allprop\" (with \"include\") and \"propname\" must be asked."});
  if (forms == 0 && !may_be_absent)
    refuse_form({"Falta «prop», «allprop» o «propname», en el espacio de nombres «DAV:».",
                 "\"prop\", \"allprop\" or \"propname\" is missing, in the namespace \"DAV:\"."});
  if (prop != nullptr)
    add_names(asked, *prop);
  else
    asked.kind = names != nullptr ? Asked::Kind::names : Asked::Kind::all;
  if (include != nullptr) add_names(asked, *include);
  return asked;
}

}  // namespace citacal::dav
