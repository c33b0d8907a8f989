// What an appointment may collide with: other appointments, holidays, working hours, the past.
#include <algorithm>

#include "domain/appointment.h"
#include "domain/fields.h"

namespace citacal::domain {

namespace {

// "el lunes 23 de noviembre de 2026, de 10:00 a 12:00".
core::Phrase say(const core::Slot& slot) {
  const auto first = core::day_of(slot.start), last = core::day_of(slot.end);
  const auto start = core::say_time(slot.start), end = core::say_time(slot.end);
  const auto es = core::say_day(first, core::Language::es);
  const auto en = core::say_day(first, core::Language::en);
  if (first == last)
    return {"el " + es + ", de " + start + " a " + end, "on " + en + ", " + start + " to " + end};
  return {
      "desde el " + es + " a las " + start + " hasta el " +
          core::say_day(last, core::Language::es) + " a las " + end,
      "from " + en + " " + start + " to " + core::say_day(last, core::Language::en) + " " + end};
}

// The first service that both touch, or empty.
std::string shared_service(const Appointment& a, const Appointment& b) {
  for (const auto& name : a.affected)
    for (const auto& other : b.affected)
      if (same_name(name, other)) return name;
  return {};
}

void add_collisions(std::vector<ConflictWarning>& found, const Appointment& appointment,
                    const Appointment& other) {
  const auto when = say(other.slot);
  if (appointment.contractor == other.contractor)
    found.push_back({ConflictKind::contractor_busy,
                     {"El contratista ya tiene otra cita " + when.es + ".",
                      "The contractor has another appointment already " + when.en + "."},
                     other.id});
  if (same_name(appointment.place, other.place))
    found.push_back(
        {ConflictKind::place_busy,
         {"En «" + appointment.place + "» ya hay otra cita " + when.es + ".",
          "There is another appointment at \"" + appointment.place + "\" " + when.en + "."},
         other.id});
  const auto service = shared_service(appointment, other);
  if (!service.empty())
    found.push_back({ConflictKind::service_touched,
                     {"Otra cita afecta también «" + service + "» " + when.es + ".",
                      "Another appointment also affects \"" + service + "\" " + when.en + "."},
                     other.id});
}

// One warning for each holiday that the slot touches; without any, one if it is outside hours.
void add_calendar_warnings(std::vector<ConflictWarning>& found, const core::Slot& slot,
                           const WorkCalendar& calendar) {
  bool any = false;
  const auto last = core::day_of(slot.end - core::Seconds(1));
  for (auto day = core::day_of(slot.start); day <= last; day += std::chrono::days(1)) {
    const auto* holiday = calendar.holiday_on(day);
    if (!holiday) continue;
    any = true;
    found.push_back(
        {ConflictKind::holiday,
         {"El " + core::say_day(day, core::Language::es) + " es festivo: " + holiday->name.es + ".",
          core::say_day(day, core::Language::en) + " is a public holiday: " + holiday->name.en +
              "."},
         {}});
  }
  if (any || calendar.is_within_hours(slot)) return;
  const auto when = say(slot);
  found.push_back({ConflictKind::outside_hours,
                   {"La cita, " + when.es + ", queda fuera del horario laboral.",
                    "The appointment, " + when.en + ", is outside working hours."},
                   {}});
}

}  // namespace

std::vector<ConflictWarning> find_conflicts(const Appointment& appointment,
                                            const std::vector<Appointment>& others,
                                            const WorkCalendar& calendar, core::Instant now) {
  std::vector<ConflictWarning> found;
  for (const auto& other : others)
    if (other.id != appointment.id && other.status != AppointmentStatus::cancelled &&
        other.slot.overlaps(appointment.slot))
      add_collisions(found, appointment, other);
  add_calendar_warnings(found, appointment.slot, calendar);
  if (appointment.slot.start < now) {
    const auto when = say(appointment.slot);
    found.push_back({ConflictKind::past,
                     {"La cita, " + when.es + ", empieza en el pasado.",
                      "The appointment, " + when.en + ", starts in the past."},
                     {}});
  }
  return found;
}

}  // namespace citacal::domain
