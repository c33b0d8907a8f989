#include "dav/filter_xml.h"

#include <algorithm>

#include "core/text.h"
#include "dav/fault.h"
#include "ical/object.h"
#include "ical/scan.h"
#include "ical/zone.h"

namespace citacal::dav {

namespace {

constexpr std::size_t kNameMost = 100, kTextMost = 1'000;  // bytes

[[noreturn]] void refuse_filter(std::string es, std::string en) {
  refuse("C:valid-filter",
         {"El filtro no es válido: " + es + ".", "The filter is not valid: " + en + "."});
}

[[noreturn]] void refuse_unknown(const Element& element) {
  refuse("C:supported-filter",
         {"El filtro contiene «" + element.name.local + "», que no se admite.",
          "The filter holds \"" + element.name.local + "\", which is not supported."});
}

// Reads one filter; counts its elements, for what it costs is their number times the objects'.
class FilterReader {
 public:
  ical::CompFilter comp_filter(const Element& element) {
    ical::CompFilter filter;
    filter.name = name_of(element);
    for (const auto& child : element.children) {
      if (child.is(kCalDav, "is-not-defined")) {
        filter.is_not_defined = true;
      } else if (child.is(kCalDav, "time-range")) {
        once(filter.range.has_value(), child);
        filter.range = read_time_range(child);
      } else if (child.is(kCalDav, "prop-filter")) {
        filter.props.push_back(prop_filter(child));
      } else if (child.is(kCalDav, "comp-filter")) {
        filter.comps.push_back(comp_filter(child));
      } else {
        refuse_unknown(child);
      }
    }
    if (filter.is_not_defined) alone(element);
    return filter;
  }

 private:
  ical::PropFilter prop_filter(const Element& element) {
    ical::PropFilter filter;
    filter.name = name_of(element);
    for (const auto& child : element.children) {
      if (child.is(kCalDav, "is-not-defined")) {
        filter.is_not_defined = true;
      } else if (child.is(kCalDav, "time-range")) {
        once(filter.range.has_value() || filter.text.has_value(), child);
        filter.range = read_time_range(child);
      } else if (child.is(kCalDav, "text-match")) {
        once(filter.range.has_value() || filter.text.has_value(), child);
        filter.text = text_match(child);
      } else if (child.is(kCalDav, "param-filter")) {
        filter.params.push_back(param_filter(child));
      } else {
        refuse_unknown(child);
      }
    }
    if (filter.is_not_defined) alone(element);
    return filter;
  }

  ical::ParamFilter param_filter(const Element& element) {
    ical::ParamFilter filter;
    filter.name = name_of(element);
    for (const auto& child : element.children) {
      if (child.is(kCalDav, "is-not-defined")) {
        filter.is_not_defined = true;
      } else if (child.is(kCalDav, "text-match")) {
        once(filter.text.has_value(), child);
        filter.text = text_match(child);
      } else {
        refuse_unknown(child);
      }
    }
    if (filter.is_not_defined) alone(element);
    return filter;
  }

  ical::TextMatch text_match(const Element& element) {
    ical::TextMatch match;
    if (element.text.size() > kTextMost)
      refuse_filter("«text-match» es demasiado largo", "\"text-match\" is too long");
    match.text = element.text;
    const auto collation = element.attribute("collation");
    if (collation == "i;unicode-casemap")
      match.collation = ical::Collation::unicode_casemap;
    else if (collation == "i;octet")
      match.collation = ical::Collation::octet;
    else if (!collation.empty() && collation != "i;ascii-casemap" && collation != "default")
      refuse("C:supported-collation",
             {"Se admiten i;ascii-casemap, i;unicode-casemap e i;octet.",
              "i;ascii-casemap, i;unicode-casemap and i;octet are supported."});
    const auto negate = element.attribute("negate-condition");
    if (!negate.empty() && negate != "yes" && negate != "no")
      refuse_filter("«negate-condition» es yes o no", "\"negate-condition\" is yes or no");
    match.negate = negate == "yes";
    const auto type = element.attribute("match-type");  // RFC 6352's, which CalDAV has not
    if (!type.empty() && type != "contains")
      refuse(
          "C:supported-filter",
          {"«text-match» lleva «match-type», que no se admite: se busca lo que contiene el texto.",
           "\"text-match\" has \"match-type\", which is not supported: what holds the text is "
           "found."});
    return match;
  }

  std::string name_of(const Element& element) {
    if (++parts_ > kFilterPartsMost)
      refuse("C:supported-filter",
             {"El filtro tiene demasiadas partes.", "The filter has too many parts."});
    const auto name = element.attribute("name");
    const auto is_odd = [](char c) { return c <= ' ' || c == ':' || c == ';' || c == 0x7F; };
    if (name.empty() || name.size() > kNameMost || std::any_of(name.begin(), name.end(), is_odd))
      refuse_filter("«" + element.name.local + "» necesita un «name»",
                    "\"" + element.name.local + "\" needs a \"name\"");
    std::string upper(name);
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
  }

  static void once(bool is_there, const Element& child) {
    if (!is_there) return;
    refuse_filter("«" + child.name.local + "» sobra", "one \"" + child.name.local + "\" too many");
  }

  static void alone(const Element& element) {
    if (element.children.size() == 1) return;
    refuse_filter("«is-not-defined» no admite otras condiciones a su lado",
                  "\"is-not-defined\" takes no other conditions beside it");
  }

  int parts_ = 0;
};

}  // namespace

ical::CompFilter read_filter(const Element& filter) {
  const auto is_comp = [](const Element& child) { return child.is(kCalDav, "comp-filter"); };
  if (filter.children.size() != 1 || !is_comp(filter.children.front()))
    refuse_filter("contiene un solo «comp-filter», el de VCALENDAR",
                  "it holds one \"comp-filter\", that of VCALENDAR");
  auto read = FilterReader().comp_filter(filter.children.front());
  if (read.name != "VCALENDAR" || read.range)
    refuse_filter("el «comp-filter» exterior es el de VCALENDAR, sin «time-range»",
                  "the outer \"comp-filter\" is that of VCALENDAR, without a \"time-range\"");
  const auto is_calendar = [](const auto& comp) { return comp.name == "VCALENDAR"; };
  if (std::any_of(read.comps.begin(), read.comps.end(), is_calendar))
    refuse_filter("VCALENDAR no está dentro de VCALENDAR", "no VCALENDAR is in a VCALENDAR");
  return read;
}

core::Slot read_time_range(const Element& range) {
  const auto side = [&](std::string_view name, core::Instant open) {
    const auto text = range.attribute(name);
    if (text.empty()) return open;
    const auto at = ical::parse_utc(text);
    if (!at)
      refuse_filter("«" + std::string(name) + "» debe ser una hora UTC como 20261123T150000Z",
                    "\"" + std::string(name) + "\" must be a UTC time such as 20261123T150000Z");
    return *at;
  };
  const core::Slot slot{side("start", ical::kAlways), side("end", domain::kForever)};
  if (range.attribute("start").empty() && range.attribute("end").empty())
    refuse_filter("«time-range» necesita «start» o «end»",
                  "\"time-range\" needs \"start\" or \"end\"");
  if (slot.end <= slot.start)
    refuse_filter("«end» debe ser posterior a «start»", "\"end\" must be after \"start\"");
  return slot;
}

std::optional<ical::ZoneText> read_zone(const Element& report) {
  const core::Phrase bad{
      "La zona horaria debe ser un VCALENDAR con un VTIMEZONE, o un nombre como "
      "America/Bogota.",
      "The time zone must be a VCALENDAR with one VTIMEZONE, or a name such as "
      "America/Bogota."};
  if (const auto* zone = report.find(kCalDav, "timezone")) {
    bool good = false;
    try {
      ical::scan(zone->text);
      const auto tree = ical::parse_tree(zone->text);
      good = tree.nodes.size() == 1 && tree.nodes.front().name == "VTIMEZONE";
    } catch (const core::Error&) {
    }
    if (!good) refuse("C:valid-timezone", bad);
    return zone->text;
  }
  if (const auto* id = report.find(kCalDav, "timezone-id")) {
    const auto name = ical::zone_name(core::trim(id->text));
    if (name.empty()) refuse("C:valid-timezone", bad);
    return name;
  }
  return std::nullopt;
}

}  // namespace citacal::dav
