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
    case Method::decline_counter:
      return "DECLINECOUNTER";
  }
  return "";
}

std::string print_invitation(const CaseView& view, Method method, const std::string& comment) {
  auto appointment = view.appointment;
  if (method == Method::cancel) appointment.status = domain::AppointmentStatus::cancelled;
  const CaseView shown{appointment,  view.request,  view.contractor, view.institute,
                       view.outcome, view.contract, view.answer_to};
  Writer out;
  out.begin("VCALENDAR");
  out.plain("VERSION", "2.0");
  out.plain("PRODID", kProductId);
  out.plain("CALSCALE", "GREGORIAN");
  out.plain("METHOD", method_word(method));
  out.lines(kZoneText);
  auto event = print_event(shown, method == Method::publish ? Detail::notice : Detail::invitation);
  if (!comment.empty()) {
    Writer line;
    line.text("COMMENT", comment);
    event.insert(event.rfind("END:VEVENT"), line.take());
  }
  out.lines(event);
  out.end("VCALENDAR");
  return out.take();
}

}  // namespace citacal::ical
