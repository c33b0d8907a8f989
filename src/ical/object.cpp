#include "ical/object.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "ical/part.h"
#include "ical/recurrence.h"
#include "ical/scan.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kData = "valid-calendar-data";
constexpr std::string_view kResource = "valid-calendar-object-resource";
constexpr auto kOnce = std::to_array<std::string_view>(
    {"UID", "DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID", "ORGANIZER"});
constexpr auto kDated =
    std::to_array<std::string_view>({"DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "RDATE"});
constexpr std::chrono::days kMargin{1};  // on both sides of a slot that is not exact

template <class List>
bool contains(const List& list, const typename List::value_type& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

[[noreturn]] void refuse(std::string_view condition, core::Phrase message) {
  throw core::Error(core::Code::invalid, std::string(condition),
                    {"El objeto " + message.es + ".", "The object " + message.en + "."},
                    "text/calendar");
}

std::string upper(std::string_view text) {
  return core::to_upper(core::trim(text));
}

std::string upper_param(const Line& line, std::string_view name, std::string_view otherwise) {
  const auto* const value = line.find_param(name);
  return value && !value->empty() ? upper(*value) : std::string(otherwise);
}

// What is wrong with the text, whatever found it, is one precondition.
template <class Read>
auto as_calendar_data(Read read) {
  try {
    return read();
  } catch (core::Error& error) {
    if (error.code == core::Code::invalid) error.condition = kData;
    throw;
  }
}

std::string address_of(std::string_view uri) {
  auto address = mailto_address(uri);
  if (!address.empty()) return address;
  const bool is_bare = uri.find(':') == std::string_view::npos;
  return is_bare ? core::to_lower(core::trim(uri)) : std::string(core::trim(uri));
}

Person person_of(const Line& line) {
  const auto* const name = line.find_param("CN");
  const auto* const status = line.find_param("SCHEDULE-STATUS");
  return {.address = address_of(line.value),
          .name = name ? *name : "",
          .answer = upper_param(line, "PARTSTAT", "NEEDS-ACTION"),
          .agent = upper_param(line, "SCHEDULE-AGENT", "SERVER"),
          .status = status ? *status : "",
          .role = upper_param(line, "ROLE", ""),
          .kind = upper_param(line, "CUTYPE", ""),
          .email = core::to_lower(upper_param(line, "EMAIL", ""))};
}

domain::Busy busy_of(const Node& node) {
  using domain::Busy;
  if (node.name == "VFREEBUSY" || node.name == "VAVAILABILITY") return Busy::busy;
  const auto status = upper(node.value("STATUS"));
  if (node.name != "VEVENT" || status == "CANCELLED") return Busy::free;
  if (upper(node.value("TRANSP")) == "TRANSPARENT") return Busy::free;
  return status == "TENTATIVE" ? Busy::tentative : Busy::busy;
}

// Each of these properties once at most, and within the years that can be reckoned with.
void check_lines(const Node& node) {
  std::set<std::string_view> seen;
  std::size_t dates = 0;
  for (const auto& line : node.lines) {
    if (contains(kOnce, line.name) && !seen.insert(line.name).second)
      refuse_line(line.number, std::string(kData),
                  {"hay más de un " + line.name, "there is more than one " + line.name});
    if (!contains(kDated, line.name)) continue;
    for (const auto value : core::split(line.value, ',')) {
      const auto written = parse_written(value.substr(0, value.find('/')));
      if (!written) continue;  // refused where it is read
      const auto date = std::chrono::floor<std::chrono::days>(written->local);
      const int year(std::chrono::year_month_day(date).year());
      if (year < kFirstYear || year > kLastYear)
        refuse_line(line.number, year < kFirstYear ? "min-date-time" : "max-date-time",
                    {line.name + " no está entre los años 1900 y 2199",
                     line.name + " is not within the years 1900 to 2199"});
      dates += line.name == "RDATE" ? 1 : 0;
    }
  }
  if (dates > static_cast<std::size_t>(kInstancesMost))
    refuse("max-instances", {"tiene más de 2.000 RDATE", "has more than 2,000 RDATEs"});
}

// How long the component lasts must be said forwards. Thunderbird has left DURATION:PT0S beside
// DTEND: then DTEND counts.
void check_end(const Node& node, const Zones& zones) {
  const auto* const start = node.find("DTSTART");
  const auto* const end = node.find("DTEND");
  const auto* const duration = node.find("DURATION");
  if (duration) {
    const auto length = parse_length(duration->value);
    if (!length || length->about() < core::Seconds(0) || length->about() > kLongest)
      refuse_line(duration->number, std::string(kData),
                  {"DURATION es negativa o de más de cien años",
                   "DURATION is negative or longer than a hundred years"});
  }
  if (!start || !end || node.name != "VEVENT") return;
  const auto from = zones.moment(*start), to = zones.moment(*end);
  if (from.is_date != to.is_date)
    refuse_line(end->number, std::string(kData),
                {"DTSTART y DTEND son de tipos distintos (fecha, fecha y hora)",
                 "DTSTART and DTEND are of different types (date, date and time)"});
  // A floating time is neither before nor after one in a zone.
  if (from.is_floating == to.is_floating && to.instant() < from.instant())
    refuse_line(end->number, std::string(kData),
                {"termina antes de empezar", "it ends before it starts"});
}

class ObjectReader {
 public:
  ObjectReader(const Node& calendar, const std::vector<domain::Component>& taken)
      : calendar_(calendar), taken_(taken) {}
  ObjectFacts read();

 private:
  void check_calendar() const;
  void collect();
  void check_series();
  void check_alarms() const;
  void read_people();
  void read_times(const Zones& zones);

  const Node& calendar_;
  const std::vector<domain::Component>& taken_;
  std::vector<const Node*> nodes_;  // the components of the object
  ObjectFacts facts_;
};

void ObjectReader::check_calendar() const {
  const auto version = core::trim(calendar_.value("VERSION"));
  const auto scale = upper(calendar_.value("CALSCALE"));
  if (!version.empty() && version != "2.0")
    refuse("supported-calendar-data",
           {"es de la versión " + std::string(version.substr(0, 20)) +
                " de iCalendar; se espera la 2.0",
            "is iCalendar version " + std::string(version.substr(0, 20)) + "; 2.0 is expected"});
  if (!scale.empty() && scale != "GREGORIAN")
    refuse("supported-calendar-data",
           {"no es del calendario gregoriano", "is not of the Gregorian calendar"});
  if (calendar_.find("METHOD"))
    refuse(kResource, {"tiene METHOD: es un mensaje, no un objeto de calendario",
                       "has a METHOD: it is a message, not a calendar object"});
}

// Its components: all of one kind, one that is taken, and of one UID.
void ObjectReader::collect() {
  bool has_others = false;
  for (const auto& node : calendar_.nodes) {
    const auto kind = core::find_word<domain::Component>(node.name);
    if (!kind) {
      has_others = has_others || node.name != "VTIMEZONE";
      continue;
    }
    const auto uid = node.value("UID");
    if (uid.empty()) refuse(kResource, {"no tiene UID", "has no UID"});
    if (nodes_.empty()) {
      facts_.component = *kind;
      facts_.uid = unescaped_text(uid);
    } else if (*kind != facts_.component) {
      refuse(kResource, {"tiene componentes de dos clases", "has components of two kinds"});
    } else if (unescaped_text(uid) != facts_.uid) {
      refuse(kResource, {"tiene dos UID; va uno por objeto", "has two UIDs; one each is expected"});
    }
    nodes_.push_back(&node);
  }
  if (nodes_.empty() && !has_others)
    refuse(kResource, {"no tiene ningún componente", "has no component"});
  if (nodes_.empty() || !contains(taken_, facts_.component))
    refuse("supported-calendar-component",
           {"es de una clase que este calendario no recibe (" +
                (nodes_.empty() ? "otra" : nodes_[0]->name) + ")",
            "is of a kind that this calendar does not take (" +
                (nodes_.empty() ? "another" : nodes_[0]->name) + ")"});
}

// One master at most, and each of its instances overridden once.
void ObjectReader::check_series() {
  int masters = 0;
  std::set<std::string> overridden;
  for (const auto* const node : nodes_) {
    check_lines(*node);
    const auto* const id = node->find("RECURRENCE-ID");
    masters += id ? 0 : 1;
    if (!id) continue;
    const auto* const zone = id->find_param("TZID");
    if (!overridden.insert(id->value + ";" + (zone ? *zone : "")).second)
      refuse_line(id->number, std::string(kResource),
                  {"este RECURRENCE-ID está dos veces", "this RECURRENCE-ID is there twice"});
  }
  if (masters > 1)
    refuse(kResource,
           {"tiene dos componentes sin RECURRENCE-ID", "has two components without RECURRENCE-ID"});
  if (overridden.size() > static_cast<std::size_t>(kOverridesMost))
    refuse("max-instances", {"cambia más de 1.000 de sus repeticiones",
                             "overrides more than 1,000 of its instances"});
  facts_.has_master = masters == 1;
}

void ObjectReader::check_alarms() const {
  for (const auto* const node : nodes_) {
    const auto alarms = std::count_if(node->nodes.begin(), node->nodes.end(),
                                      [](const Node& one) { return one.name == "VALARM"; });
    if (alarms > kAlarmsMost)
      refuse(kData, {"tiene más de 100 alarmas (VALARM) en un componente",
                     "has more than 100 alarms (VALARM) in one component"});
  }
}

void ObjectReader::read_people() {
  std::set<std::string> seen;
  bool is_first = true;
  for (const auto* const node : nodes_) {
    const auto* const line = node->find("ORGANIZER");
    const auto organizer = line ? address_of(line->value) : "";
    if (is_first) facts_.organizer = organizer;
    if (organizer != facts_.organizer)
      refuse("same-organizer-in-all-components", {"tiene dos organizadores", "has two organizers"});
    is_first = false;
    int count = 0;
    for (const auto& one : node->lines) {
      if (one.name != "ATTENDEE") continue;
      if (++count > kAttendeesMost)
        refuse("max-attendees-per-instance",
               {"invita a más de 200 personas", "invites more than 200 people"});
      auto person = person_of(one);
      if (seen.insert(person.address).second) facts_.attendees.push_back(std::move(person));
    }
  }
}

void ObjectReader::read_times(const Zones& zones) {
  for (const auto* const node : nodes_) {
    if (node->name == "VEVENT" && !node->find("DTSTART"))
      refuse(kData, {"no tiene DTSTART", "has no DTSTART"});
    check_end(*node, zones);
  }
  const Occurrences occurrences(calendar_, "");
  facts_.slot = occurrences.extent();
  const auto& node = *nodes_.front();
  const auto part = read_part(node, zones);
  // The other tables of RFC 4791 §9.9 count an end that a slot does not.
  const bool is_plain =
      part.touch == Touch::overlap || (part.touch == Touch::due && part.slot.start < part.slot.end);
  facts_.exact = is_plain && part.start && !occurrences.is_recurring() &&
                 !occurrences.has_floating() && (node.name == "VEVENT" || node.name == "VTODO");
  if (facts_.exact) return;
  if (facts_.slot.start > kEarliest) facts_.slot.start -= kMargin;
  if (facts_.slot.end < domain::kForever) facts_.slot.end += kMargin;
}

ObjectFacts ObjectReader::read() {
  check_calendar();
  collect();
  check_series();
  check_alarms();
  read_people();
  as_calendar_data([&] {
    const Zones zones(calendar_, "");
    read_times(zones);
  });
  facts_.busy = domain::Busy::free;
  for (const auto* const node : nodes_) facts_.busy = std::max(facts_.busy, busy_of(*node));
  return std::move(facts_);
}

}  // namespace

ObjectFacts read_object(std::string_view text, const std::vector<domain::Component>& taken) {
  if (text.size() > kObjectMax)
    throw core::Error(core::Code::too_large, "max-resource-size",
                      {"El objeto pasa de 256 KB.", "The object is larger than 256 KB."},
                      "text/calendar");
  const auto calendar = as_calendar_data([&] {
    scan(text);
    return parse_tree(text);
  });
  return ObjectReader(calendar, taken).read();
}

}  // namespace citacal::ical
