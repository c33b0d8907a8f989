#include "ical/invitation.h"

#include "ical/content_line.h"
#include "ical/content_reader.h"
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

std::string with_address(std::string_view object, const std::string& from, const std::string& to) {
  const auto replace = [&](std::string& text) {
    bool is_found = false;
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
      is_found = true;
    }
    return is_found;
  };
  Writer out;
  Reader in(object);
  for (Line line; in.next(line);) {
    bool is_found = replace(line.value);
    for (auto& param : line.params) is_found = replace(param.value) || is_found;
    if (is_found)
      out.plain(line.name, line.value, line.params);
    else
      out.lines(line.raw);
  }
  return out.take();
}

}  // namespace citacal::ical
