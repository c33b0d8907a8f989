#include "web/calendar_link.h"

#include "core/text.h"

namespace citacal::web {

namespace {

// "20260321T010000Z"
std::string compact(core::Instant at) {
  std::string text = core::print_utc(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string details_of(const domain::Appointment& appointment,
                       const domain::ServiceRequest& request) {
  return appointment.link.empty() ? request.number : request.number + "\n" + appointment.link;
}

}  // namespace

std::string google_link(const domain::Appointment& appointment,
                        const domain::ServiceRequest& request) {
  const auto encoded = core::percent_encoded;
  return "https://calendar.google.com/calendar/render?action=TEMPLATE&text=" +
         encoded(request.subject) + "&dates=" + compact(appointment.slot.start) + "%2F" +
         compact(appointment.slot.end) +
         "&ctz=America%2FBogota&details=" + encoded(details_of(appointment, request)) +
         "&location=" + encoded(appointment.place);
}

std::string outlook_link(const domain::Appointment& appointment,
                         const domain::ServiceRequest& request) {
  const auto encoded = core::percent_encoded;
  return "https://outlook.office.com/calendar/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose"
         "&rru=addevent&subject=" +
         encoded(request.subject) + "&startdt=" + encoded(core::print_utc(appointment.slot.start)) +
         "&enddt=" + encoded(core::print_utc(appointment.slot.end)) +
         "&body=" + encoded(details_of(appointment, request)) +
         "&location=" + encoded(appointment.place);
}

}  // namespace citacal::web
