#include "ical/invitation.h"

#include "ical/content_line.h"
#include "ical/zone.h"

namespace citacal::ical {

std::string method_word(Method method) {
  switch (method) {
    case Method::request:
      return "REQUEST";
    case Method::cancel:
      return "CANCEL";
    case Method::publish:
      return "PUBLISH";
  }
  return "";
}

std::string print_invitation(const CaseView& view, Method method) {
  auto appointment = view.appointment;
  if (method == Method::cancel) appointment.status = domain::AppointmentStatus::cancelled;
  const CaseView shown{appointment,    view.request,  view.contractor,
                       view.institute, view.verified, view.contract};
  Writer out;
  out.begin("VCALENDAR");
  out.plain("VERSION", "2.0");
  out.plain("PRODID", kProductId);
  out.plain("CALSCALE", "GREGORIAN");
  out.plain("METHOD", method_word(method));
  out.lines(kZoneText);
  out.lines(print_event(shown, method == Method::publish ? Detail::notice : Detail::invitation));
  out.end("VCALENDAR");
  return out.take();
}

}  // namespace citacal::ical
