// A new event that a coordinator makes in the institute's calendar: a request and its appointment,
// to be completed with what a calendar cannot say.
#include <set>

#include "core/text.h"
#include "ical/client_text.h"
#include "service/appointment.h"
#include "service/event_write.h"
#include "service/request.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Attendee;
using domain::Contractor;
using ical::ClientEvent;

// Who is invited: not who organizes, under whatever address.
std::vector<Attendee> invited_by(const EventWrite& write) {
  std::vector<Attendee> invited;
  for (const auto& one : write.event.attendees) {
    if (core::equals_ignoring_case(one.address, write.event.organizer) ||
        core::equals_ignoring_case(one.address, write.work.office().institute().organizer))
      continue;
    auto attendee = attendee_of(one);
    const auto answer = participation_of(one.answer);
    if (answer && is_callers(write.work, one.address)) {
      attendee.answer = *answer;
      attendee.answered_at = write.work.now();
    }
    invited.push_back(std::move(attendee));
  }
  return invited;
}

bool is_of(const Contractor& contractor, const std::string& address) {
  for (const auto& contact : contractor.contacts)
    if (core::equals_ignoring_case(contact.email, address)) return true;
  return false;
}

std::set<core::Id> firms_of(Work& work, const std::vector<Contractor>& contractors,
                            const std::string& address) {
  std::set<core::Id> firms;
  for (const auto& one : contractors)
    if (one.active && is_of(one, address)) firms.insert(one.id);
  const auto person = store::find_person_by_address(work.tx(), address);
  if (person && person->active && person->role == domain::Role::contractor)
    firms.insert(person->contractor);
  return firms;
}

// The one firm that the attendees are of.
Contractor contractor_of(Work& work, const std::vector<Attendee>& invited) {
  const auto contractors = store::list_contractors(work.tx());
  std::set<core::Id> firms;
  for (const auto& attendee : invited) firms.merge(firms_of(work, contractors, attendee.email));
  if (firms.empty())
    refuse_write("contractor-needed",
                 {"Para citar desde el calendario, invite en el evento a un contacto de la firma "
                  "contratista: por su dirección se sabe de quién es el servicio.",
                  "To make an appointment in the calendar, invite a contact of the contractor's: "
                  "its address says whose service it is."});
  if (firms.size() > 1)
    refuse_write("contractor-needed",
                 {"Los invitados son de varias firmas: haga un evento por cada firma.",
                  "The attendees are of several firms: make an event for each firm."});
  return store::get_contractor(work.tx(), *firms.begin());
}

// The names that the firm's contacts have here, where the client gave none.
void name_contacts(std::vector<Attendee>& invited, const Contractor& contractor) {
  for (auto& attendee : invited)
    for (const auto& contact : contractor.contacts)
      if (attendee.name.empty() && core::equals_ignoring_case(contact.email, attendee.email))
        attendee.name = contact.name;
}

domain::ServiceRequest request_of(const ClientEvent& event, const Contractor& contractor) {
  domain::ServiceRequest request;
  request.subject = ical::subject_in(event.summary, contractor.name);
  if (request.subject.empty()) request.subject = "Servicio por describir";
  request.description = std::string(core::trim(event.description));
  request.contractor = contractor.id;
  request.place = ical::on_one_line(event.place);
  request.incomplete = true;
  return request;
}

}  // namespace

void agree_by_event(const EventWrite& write) {
  auto& work = write.work;
  permit(work.caller(), domain::Right::agree);
  require_single_date(write.event);
  domain::Agreement agreement;
  agreement.attendees = invited_by(write);
  const auto contractor = contractor_of(work, agreement.attendees);
  name_contacts(agreement.attendees, contractor);
  agreement.request = register_request(work, request_of(write.event, contractor)).id;
  agreement.slot = write.event.slot;
  if (core::to_lower(write.event.link).starts_with("https://")) agreement.link = write.event.link;
  reserve_name(write, write.event.uid);
  agree(work, std::move(agreement), write.event.uid);
  const auto made =
      store::find_object_by_uid(work.tx(), write.collection.calendar, write.event.uid);
  core::expects(made.has_value(), "the whole calendar shows every appointment");
  keep_client_lines(write, *made);
}

}  // namespace citacal::service
