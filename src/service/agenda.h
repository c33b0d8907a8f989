// What of the institute's work stands in persons' own calendars: the appointments they are invited
// to in their agenda (with the message in their inbox), and their commitments as tasks.
#pragma once

#include "domain/letter.h"
#include "domain/verification.h"
#include "service/object.h"

namespace citacal::service {

// Writes an appointment into the agenda of every attendee with an account, and out of the others.
void publish_to_agendas(Work& work, const domain::Appointment& appointment);
// The iTIP message into the inbox of those of `whom` with an account; called with their letters.
// Of one appointment only the newest message stays there.
void put_into_inboxes(Work& work, const domain::Appointment& appointment, domain::LetterKind kind,
                      const std::vector<domain::Attendee>& whom, const std::string& message);
// Commitments of a verification as VTODOs of who is named in them (by login, address or name).
void publish_tasks(Work& work, const domain::Verification& verification);
// Agenda and tasks of one person anew: an account was made, or its addresses changed.
void publish_person(Work& work, const domain::Person& person);

// The meaning of a write where the institute's facts are concerned. They are called by put_object
// and delete_object (service/object.h), within its transaction, after the precondition.
Put put_appointment_event(Work& work, const domain::Collection& collection, const PutAsked& asked,
                          const domain::CalendarObject* before);
void delete_appointment_event(Work& work, const domain::Collection& collection,
                              const domain::CalendarObject& object, bool schedule_reply);
Put put_task(Work& work, const domain::Collection& collection, const PutAsked& asked,
             const domain::CalendarObject* before);

}  // namespace citacal::service
