#include "ical/meaning.h"

#include <libical/ical.h>

#include <map>
#include <memory>
#include <mutex>

#include "core/error.h"
#include "core/text.h"
#include "ical/content_reader.h"
#include "ical/object.h"
#include "ical/scan.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::chrono::days kLongest{36'600};  // of a DURATION

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

[[noreturn]] void refuse(std::string condition, core::Phrase message) {
  throw core::Error(core::Code::invalid, std::move(condition),
                    {"El evento " + message.es + ".", "The event " + message.en + "."},
                    "text/calendar");
}

std::string text_of(const char* text) {
  return text ? text : "";
}

// The value as a word in upper case. The plain function would leave its text in a ring buffer that
// dies with the thread, unfreed.
std::string word_of(icalproperty* property) {
  struct Free {
    void operator()(char* buffer) const { icalmemory_free_buffer(buffer); }
  };
  const std::unique_ptr<char, Free> buffer(icalproperty_get_value_as_string_r(property));
  std::string word = text_of(buffer.get());
  for (char& c : word)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return word;
}

// A zone of the system's data. libical appends to its list at each look-up by name, so a name is
// looked up once; the caller holds the lock.
icaltimezone* system_zone(const std::string& tzid) {
  static std::map<std::string, icaltimezone*> zones;
  const auto name = zone_name(tzid);
  if (name.empty()) return nullptr;
  const auto [at, is_new] = zones.try_emplace(name, nullptr);
  if (is_new) at->second = icaltimezone_get_builtin_timezone(name.c_str());
  return at->second;
}

core::Seconds utc_offset(icalcomponent* calendar, icaltimetype time, const std::string& name) {
  static std::mutex lock;  // libical loads and expands zones lazily, in shared arrays
  const std::lock_guard guard(lock);
  auto* zone = icalcomponent_get_timezone(calendar, name.c_str());
  if (!zone) zone = system_zone(name);
  if (!zone)
    refuse("ical-zone", {"usa una zona horaria sin datos: " + name.substr(0, 80),
                         "uses a time zone without data: " + name.substr(0, 80)});
  int is_daylight = 0;
  return core::Seconds(icaltimezone_get_utc_offset(zone, &time, &is_daylight));
}

// One event, read property by property: an icalcomponent has a single iterator, so the properties
// are collected first.
class EventReader {
 public:
  EventReader(icalcomponent* calendar, icalcomponent* event);
  Meaning read() const;

 private:
  icalproperty* find_once(icalproperty_kind kind, const char* name) const;
  icaltimetype moment_of(icalproperty* property, const char* name) const;
  core::Instant instant_of(icalproperty* property, icaltimetype time) const;
  void read_times(Meaning& meaning) const;
  core::Instant end_of(const Meaning& meaning) const;
  void read_people(Meaning& meaning) const;

  icalcomponent* calendar_;
  std::multimap<icalproperty_kind, icalproperty*> properties_;
};

EventReader::EventReader(icalcomponent* calendar, icalcomponent* event) : calendar_(calendar) {
  for (auto* one = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY); one;
       one = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY))
    properties_.emplace(icalproperty_isa(one), one);
}

// Null when it is not there; refuses two of them, and one that libical could not read.
icalproperty* EventReader::find_once(icalproperty_kind kind, const char* name) const {
  const auto [first, last] = properties_.equal_range(kind);
  if (first == last) return nullptr;
  if (std::next(first) != last)
    refuse("ical-twice",
           {"tiene más de un " + std::string(name), "has more than one " + std::string(name)});
  if (!icalproperty_get_value(first->second))
    refuse("ical-value", {"tiene un " + std::string(name) + " ilegible",
                          "has an unreadable " + std::string(name)});
  return first->second;
}

icaltimetype EventReader::moment_of(icalproperty* property, const char* name) const {
  const auto* value = icalproperty_get_value(property);
  const auto kind = icalvalue_isa(value);
  const auto time = kind == ICAL_DATE_VALUE       ? icalvalue_get_date(value)
                    : kind == ICAL_DATETIME_VALUE ? icalvalue_get_datetime(value)
                                                  : icaltime_null_time();
  if (icaltime_is_null_time(time) || time.year < kFirstYear || time.year > kLastYear)
    refuse("ical-date", {"tiene un " + std::string(name) + " que no es una fecha de 1900 a 2199",
                         "has a " + std::string(name) + " that is no date from 1900 to 2199"});
  return time;
}

core::Instant EventReader::instant_of(icalproperty* property, icaltimetype time) const {
  using namespace std::chrono;
  const core::LocalTime local =
      core::Day(sys_days(year(time.year) / time.month / time.day).time_since_epoch()) +
      hours(time.hour) + minutes(time.minute) + seconds(time.second);
  if (time.is_date) return core::to_instant(local);
  if (icaltime_is_utc(time)) return core::Instant(local.time_since_epoch());
  const auto* param = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const auto name = param ? text_of(icalparameter_get_tzid(param)) : std::string(kZone);
  // The legal time has its own rule, better than any VTIMEZONE for it that others write.
  if (name == kZone) return core::to_instant(local);
  return core::Instant(local.time_since_epoch()) - utc_offset(calendar_, time, name);
}

core::Instant EventReader::end_of(const Meaning& meaning) const {
  auto* const dtend = find_once(ICAL_DTEND_PROPERTY, "DTEND");
  auto* const duration = find_once(ICAL_DURATION_PROPERTY, "DURATION");
  if (dtend && duration)
    refuse("ical-end", {"tiene DTEND y DURATION; se espera uno",
                        "has both DTEND and DURATION; one is expected"});
  if (duration) {
    const auto length = icalproperty_get_duration(duration);
    const core::Seconds total = std::chrono::weeks(length.weeks) + std::chrono::days(length.days) +
                                std::chrono::hours(length.hours) + core::Minutes(length.minutes) +
                                core::Seconds(length.seconds);
    if (length.is_neg || total > kLongest)
      refuse("ical-end", {"tiene una duración negativa o de más de cien años",
                          "has a duration that is negative or longer than a hundred years"});
    return meaning.start + total;
  }
  const auto day_or_nothing = std::chrono::days(meaning.all_day ? 1 : 0);
  if (!dtend) return meaning.start + day_or_nothing;
  const auto time = moment_of(dtend, "DTEND");
  if (bool(time.is_date) != meaning.all_day)
    refuse("ical-end", {"tiene DTSTART y DTEND de tipos distintos (fecha, fecha y hora)",
                        "has DTSTART and DTEND of different types (date, date and time)"});
  const auto end = instant_of(dtend, time);
  if (end < meaning.start)
    refuse("ical-end", {"termina antes de empezar", "ends before it starts"});
  return end == meaning.start ? meaning.start + day_or_nothing : end;
}

void EventReader::read_times(Meaning& meaning) const {
  auto* const start = find_once(ICAL_DTSTART_PROPERTY, "DTSTART");
  if (!start && meaning.method.empty())
    refuse("ical-start", {"no tiene DTSTART", "has no DTSTART"});
  meaning.has_time = start != nullptr;
  if (!start) return;
  const auto time = moment_of(start, "DTSTART");
  meaning.all_day = time.is_date;
  meaning.start = instant_of(start, time);
  meaning.end = end_of(meaning);
  meaning.recurring =
      properties_.count(ICAL_RRULE_PROPERTY) + properties_.count(ICAL_RDATE_PROPERTY) > 0;
}

domain::Participation answer_of(icalproperty* attendee) {
  const auto* param = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
  switch (param ? icalparameter_get_partstat(param) : ICAL_PARTSTAT_NEEDSACTION) {
    case ICAL_PARTSTAT_ACCEPTED:
      return domain::Participation::accepted;
    case ICAL_PARTSTAT_DECLINED:
      return domain::Participation::declined;
    case ICAL_PARTSTAT_TENTATIVE:
      return domain::Participation::tentative;
    case ICAL_PARTSTAT_DELEGATED:
      return domain::Participation::delegated;
    default:
      return domain::Participation::needs_action;
  }
}

void EventReader::read_people(Meaning& meaning) const {
  if (auto* const organizer = find_once(ICAL_ORGANIZER_PROPERTY, "ORGANIZER"))
    meaning.organizer = mailto_address(text_of(icalproperty_get_organizer(organizer)));
  const auto [first, last] = properties_.equal_range(ICAL_ATTENDEE_PROPERTY);
  for (auto at = first; at != last; ++at)
    meaning.attendees.push_back(
        {mailto_address(text_of(icalproperty_get_attendee(at->second))), answer_of(at->second)});
}

Meaning EventReader::read() const {
  Meaning meaning;
  if (auto* const method = icalcomponent_get_first_property(calendar_, ICAL_METHOD_PROPERTY))
    meaning.method = word_of(method);
  auto* const uid = find_once(ICAL_UID_PROPERTY, "UID");
  meaning.uid = uid ? text_of(icalproperty_get_uid(uid)) : "";
  if (meaning.uid.empty()) refuse("ical-uid", {"no tiene UID", "has no UID"});
  if (auto* const summary = find_once(ICAL_SUMMARY_PROPERTY, "SUMMARY"))
    meaning.summary = text_of(icalproperty_get_summary(summary));
  if (auto* const status = find_once(ICAL_STATUS_PROPERTY, "STATUS"))
    meaning.status = word_of(status);
  if (auto* const sequence = find_once(ICAL_SEQUENCE_PROPERTY, "SEQUENCE"))
    meaning.sequence = icalproperty_get_sequence(sequence);
  read_times(meaning);
  read_people(meaning);
  return meaning;
}

// A bare VEVENT gets a VCALENDAR around it, for libical.
std::string as_calendar(std::string_view text) {
  text = without_bom(text);
  Line first;
  Reader(text).next(first);
  if (!core::equals_ignoring_case(core::trim(first.value), "VEVENT")) return std::string(text);
  std::string calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
  calendar.append(kZoneText).append(text);
  return calendar.append("\r\nEND:VCALENDAR\r\n");
}

}  // namespace

Meaning read_event(std::string_view text) {
  scan(text);
  static std::once_flag once;
  std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
  const Component calendar(icalparser_parse_string(as_calendar(text).c_str()));
  if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT)
    refuse("ical-structure", {"no está en un VCALENDAR", "is not in a VCALENDAR"});
  auto* const event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  if (!event || icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT))
    refuse("ical-structure", {"no es exactamente uno", "is not exactly one"});
  return EventReader(calendar.get(), event).read();
}

}  // namespace citacal::ical
