#include "ical/event.h"

#include "core/secret.h"
#include "core/text.h"
#include "ical/content_line.h"
#include "ical/description.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

using domain::AppointmentStatus;

// Holidays have no hour of change; any constant moment of the past will do for DTSTAMP.
constexpr std::string_view kHolidayStamp = "20260101T000000Z";
constexpr std::string_view kCancelledMark = "[CANCELADO] ";
// Of the entity tag: 128 of the digest's bits.
constexpr std::size_t kTagDigits = 32;

// "reduced_redundancy" -> "REDUCED-REDUNDANCY": the field spells our words in this way.
template <class Enum>
std::string spelled(Enum value) {
  std::string out(core::word(value));
  for (char& c : out) c = c == '_' ? '-' : static_cast<char>(c - 32);
  return out;
}

std::string_view status_word(AppointmentStatus status) {
  switch (status) {
    case AppointmentStatus::tentative:
      return "TENTATIVE";
    case AppointmentStatus::confirmed:
    case AppointmentStatus::held:
      return "CONFIRMED";
    case AppointmentStatus::cancelled:
      return "CANCELLED";
  }
  return "";
}

std::string_view busy_word(AppointmentStatus status) {
  switch (status) {
    case AppointmentStatus::tentative:
      return "TENTATIVE";
    case AppointmentStatus::confirmed:
    case AppointmentStatus::held:
      return "BUSY";
    case AppointmentStatus::cancelled:
      return "FREE";
  }
  return "";
}

std::string_view maintenance_word(AppointmentStatus status) {
  return status == AppointmentStatus::held ? "COMPLETED" : status_word(status);
}

std::string_view priority_word(domain::Priority priority) {
  switch (priority) {
    case domain::Priority::critical:
      return "1";
    case domain::Priority::high:
      return "3";
    case domain::Priority::medium:
      return "5";
    case domain::Priority::low:
      return "9";
  }
  return "";
}

std::string_view class_word(domain::Level level) {
  switch (level) {
    case domain::Level::open:
      return "PUBLIC";
    case domain::Level::classified:
      return "PRIVATE";
    case domain::Level::reserved:
      return "CONFIDENTIAL";
  }
  return "";
}

std::string_view role_word(domain::AttendeeRole role) {
  switch (role) {
    case domain::AttendeeRole::chair:
      return "CHAIR";
    case domain::AttendeeRole::required:
      return "REQ-PARTICIPANT";
    case domain::AttendeeRole::optional:
      return "OPT-PARTICIPANT";
    case domain::AttendeeRole::informed:
      return "NON-PARTICIPANT";
  }
  return "";
}

void write_text(Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.text(name, value);
}

std::string shown_summary(const CaseView& view, Detail detail, const std::string& summary) {
  const bool marked =
      detail != Detail::invitation && view.appointment.status == AppointmentStatus::cancelled;
  return marked ? std::string(kCancelledMark) + summary : summary;
}

// What every event says, whoever reads it: which, when, and whether it stands.
void write_core(Writer& out, const CaseView& view) {
  const auto& appointment = view.appointment;
  const Params zone = {{"TZID", std::string(kZone)}};
  out.text("UID", appointment.uid);
  out.plain("DTSTAMP", print_utc_time(appointment.changed_at));
  out.plain("CREATED", print_utc_time(appointment.created_at));
  out.plain("LAST-MODIFIED", print_utc_time(appointment.changed_at));
  out.plain("SEQUENCE", std::to_string(appointment.sequence));
  out.plain("DTSTART", print_local_time(appointment.slot.start), zone);
  out.plain("DTEND", print_local_time(appointment.slot.end), zone);
  out.plain("STATUS", status_word(appointment.status));
  out.plain("CLASS", class_word(view.request.classification.level));
  out.plain("TRANSP",
            appointment.status == AppointmentStatus::cancelled ? "TRANSPARENT" : "OPAQUE");
  out.plain("X-MICROSOFT-CDO-BUSYSTATUS", busy_word(appointment.status));
}

Params with_name(Params params, const std::string& name) {
  if (!name.empty()) params.push_back({"CN", name});
  return params;
}

void write_organizer(Writer& out, const CaseView& view) {
  const auto& address = view.answer_to.empty() ? view.institute.organizer : view.answer_to;
  out.uri("ORGANIZER", mailto_uri(address), with_name({}, view.institute.organizer_name));
}

// RFC 5545 §3.2.4, §3.2.5: who goes in whose place.
Params delegation_of(const domain::Appointment& appointment, const domain::Attendee& attendee) {
  Params params;
  if (!attendee.delegated_to.empty())
    params.push_back({"DELEGATED-TO", mailto_uri(attendee.delegated_to)});
  for (const auto& other : appointment.attendees)
    if (core::equals_ignoring_case(other.delegated_to, attendee.email))
      params.push_back({"DELEGATED-FROM", mailto_uri(other.email)});
  return params;
}

void write_attendees(Writer& out, const CaseView& view) {
  for (const auto& attendee : view.appointment.attendees) {
    Params params = {{"CUTYPE", spelled(attendee.kind)},
                     {"ROLE", std::string(role_word(attendee.role))},
                     {"PARTSTAT", spelled(attendee.answer)},
                     {"RSVP", "TRUE"}};
    for (auto& param : delegation_of(view.appointment, attendee))
      params.push_back(std::move(param));
    out.uri("ATTENDEE", mailto_uri(attendee.email), with_name(std::move(params), attendee.name));
  }
}

void write_links(Writer& out, const CaseView& view) {
  const auto& base = view.institute.base_url;
  const auto& number = view.request.number;
  out.uri("URL", case_url(view));
  out.uri("LINK", case_url(view),
          {{"LINKREL", base + "/rel/request"}, {"VALUE", "URI"}, {"LABEL", number}});
  out.uri("LINK", verification_url(view),
          {{"LINKREL", base + "/rel/verification"},
           {"VALUE", "URI"},
           {"LABEL", "Verificación de " + number}});
  out.text("REFID", number);
  // RFC 9253 §5 has no "replaces"; both are appointments of one case, so siblings (RFC 5545).
  if (!view.appointment.replaces.empty())
    out.text("RELATED-TO", view.appointment.replaces, {{"RELTYPE", "SIBLING"}});
}

void write_maintenance(Writer& out, const CaseView& view, Detail detail) {
  const auto& appointment = view.appointment;
  const auto impact = spelled(appointment.impact);
  write_text(out, "X-MAINTNOTE-PROVIDER", view.institute.provider);
  write_text(out, "X-MAINTNOTE-ACCOUNT", view.contractor.key);
  out.text("X-MAINTNOTE-MAINTENANCE-ID", view.request.number,
           {{"X-MAINTNOTE-PRECEDENCE", "PRIMARY"}});
  if (!is_for_all(detail))
    for (const auto& ticket : view.request.tickets)
      out.text("X-MAINTNOTE-MAINTENANCE-ID", ticket.number,
               {{"X-MAINTNOTE-PRECEDENCE", "NON-PRIMARY"}});
  for (const auto& service : appointment.affected)
    out.text("X-MAINTNOTE-OBJECT-ID", service, {{"X-MAINTNOTE-OBJECT-IMPACT", impact}});
  out.plain("X-MAINTNOTE-IMPACT", impact);
  out.plain("X-MAINTNOTE-STATUS", maintenance_word(appointment.status));
}

void write_alarm(Writer& out, const std::string& summary) {
  out.begin("VALARM");
  out.plain("ACTION", "DISPLAY");
  out.text("DESCRIPTION", summary);
  out.plain("TRIGGER", "-P1D");
  out.end("VALARM");
}

std::vector<std::string> categories_of(const CaseView& view) {
  std::vector<std::string> categories = {std::string(kind_in_spanish(view.request.kind))};
  if (view.appointment.affects_network) categories.push_back("Red");
  return categories;
}

// Partial disclosure of a classified or reserved case: when, and what it does to the network.
void write_busy(Writer& out, const CaseView& view, Detail detail) {
  const auto& appointment = view.appointment;
  out.text("SUMMARY", shown_summary(view, detail, summary_of(view, detail)));
  out.text("DESCRIPTION", describe(view, detail));
  if (appointment.affects_network) out.texts("CATEGORIES", {"Red"});
  if (detail != Detail::open) write_organizer(out, view);
  out.plain("X-MAINTNOTE-IMPACT", spelled(appointment.impact));
}

void write_case(Writer& out, const CaseView& view, Detail detail) {
  const auto& appointment = view.appointment;
  const bool is_open = is_for_all(detail);
  const auto summary = summary_of(view, detail);
  out.text("SUMMARY", shown_summary(view, detail, summary));
  out.text("DESCRIPTION", describe(view, detail));
  write_text(out, "LOCATION", appointment.place);
  if (!is_open && !appointment.link.empty())
    out.uri("CONFERENCE", appointment.link, {{"VALUE", "URI"}, {"LABEL", "Sesión remota"}});
  out.texts("CATEGORIES", categories_of(view));
  out.plain("PRIORITY", priority_word(view.request.priority));
  if (detail != Detail::open) write_organizer(out, view);
  if (!is_open) write_attendees(out, view);
  write_links(out, view);
  write_maintenance(out, view, detail);
  if (detail == Detail::full) out.plain(kGivenSequence, std::to_string(appointment.sequence));
  const bool is_ahead = appointment.status == AppointmentStatus::tentative ||
                        appointment.status == AppointmentStatus::confirmed;
  if (!is_open && is_ahead) write_alarm(out, summary);
}

}  // namespace

bool is_withheld(const CaseView& view, Detail detail) {
  return is_for_all(detail) && view.request.classification.level != domain::Level::open;
}

std::string summary_of(const CaseView& view, Detail detail) {
  if (is_withheld(view, detail)) {
    if (detail == Detail::open) return "Ocupado";
    return view.appointment.affects_network ? "Mantenimiento que afecta la red" : "Mantenimiento";
  }
  const auto what = view.request.subject + " — " + view.contractor.name;
  return view.request.kind == domain::Kind::failure ? "Falla imprevista: " + what : what;
}

std::string print_event(const CaseView& view, Detail detail) {
  Writer out;
  out.begin("VEVENT");
  write_core(out, view);
  if (is_withheld(view, detail))
    write_busy(out, view, detail);
  else
    write_case(out, view, detail);
  out.end("VEVENT");
  return out.take();
}

std::string print_holiday(const domain::Observed& observed, const domain::Institute& institute) {
  Writer out;
  const Params date = {{"VALUE", "DATE"}};
  out.begin("VEVENT");
  out.text("UID",
           observed.holiday->key + "-" + core::print_day(observed.day) + "@" + institute.uid_host);
  out.plain("DTSTAMP", kHolidayStamp);
  out.plain("SEQUENCE", "0");
  out.plain("DTSTART", print_date(observed.day), date);
  out.plain("DTEND", print_date(observed.day + std::chrono::days(1)), date);
  out.text("SUMMARY", observed.holiday->name.es);
  out.texts("CATEGORIES", {"Festivo"});
  out.plain("STATUS", "CONFIRMED");
  out.plain("CLASS", "PUBLIC");
  out.plain("TRANSP", "TRANSPARENT");
  out.plain("X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
  out.end("VEVENT");
  return out.take();
}

std::string etag_of(std::string_view event_text) {
  return '"' + core::sha256_hex(event_text).substr(0, kTagDigits) + '"';
}

}  // namespace citacal::ical
