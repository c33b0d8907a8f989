// What a PUT or DELETE of an appointment's event means: the verbs of every door, in one
// transaction. What a client may not change is written again as it was.
#include <algorithm>

#include "core/text.h"
#include "ical/client_text.h"
#include "ical/event.h"
#include "service/agenda.h"
#include "service/amendment.h"
#include "service/answer.h"
#include "service/appointment.h"
#include "service/dossier.h"
#include "service/event_write.h"
#include "service/home.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/database.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::Attendee;
using domain::CollectionKind;
using ical::ClientEvent;

// What a client wants of an appointment, told by what is not as it was given.
struct Wishes {
  Change change;
  bool cancel = false;
  std::vector<domain::Answer> answers;  // the caller's own

  bool changes() const { return change.move || change.amends() || change.confirm; }
};

// Those invited as the client has them: who was invited before in the order of before, then the
// new ones. Who organizes is no attendee. nullopt: nobody came, went, or has another name.
std::optional<std::vector<Attendee>> attendees_of(const EventWrite& write,
                                                  const Appointment& appointment) {
  const auto& event = write.event;
  if (event.attendees.empty()) return std::nullopt;  // a program that does not know of them
  std::vector<Attendee> wanted;
  for (auto attendee : appointment.attendees)
    if (const auto* one = find_attendee(event, attendee.email)) {
      if (!one->name.empty()) attendee.name = one->name;
      attendee.role = role_of(one->role).value_or(attendee.role);
      wanted.push_back(std::move(attendee));
    }
  const auto known = [&](std::string_view address) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const auto& other) {
      return core::equals_ignoring_case(other.email, address);
    });
  };
  const auto& organizer = write.work.office().institute().organizer;
  for (const auto& one : event.attendees)
    if (!known(one.address) && !core::equals_ignoring_case(one.address, organizer))
      wanted.push_back(attendee_of(one));
  if (wanted.empty() || wanted == appointment.attendees) return std::nullopt;
  return wanted;
}

void read_text_wishes(Wishes& wishes, const EventWrite& write, const Dossier& dossier,
                      const ClientEvent& given) {
  const auto& event = write.event;
  if (event.summary != given.summary) {
    const auto subject = ical::subject_in(event.summary, dossier.contractor.name);
    if (subject != dossier.request.subject) wishes.change.subject = subject;
  }
  wishes.change.particulars.conditions =
      ical::conditions_in(event.description, given.description, dossier.appointment.conditions);
  if (event.link != given.link && core::to_lower(event.link).starts_with("https://"))
    wishes.change.particulars.link = event.link;
  // Taken away by a person: a program that does not know of it loses our other links too.
  if (event.link.empty() && !given.link.empty() && event.keeps_links)
    wishes.change.particulars.link = "";
  wishes.change.particulars.attendees = attendees_of(write, dossier.appointment);
}

Wishes wishes_of(const EventWrite& write, const Dossier& dossier, const ClientEvent& given) {
  const auto& event = write.event;
  Wishes wishes;
  wishes.cancel = event.status == "CANCELLED" && given.status != "CANCELLED";
  wishes.change.confirm = event.status == "CONFIRMED" && given.status == "TENTATIVE";
  // Where the event tells less than all, what it leaves out is not taken away.
  const bool tells_all = dossier.request.classification.level == domain::Level::open;
  const auto place = ical::on_one_line(event.place);
  const bool has_moved = event.slot != given.slot;
  const bool has_place = tells_all && place != ical::on_one_line(given.place);
  if (has_moved || has_place) {
    wishes.change.move =
        domain::Rescheduling{event.slot, std::nullopt, reason_of(write), domain::Asker::institute};
    if (has_place) wishes.change.move->place = place;
  }
  if (!tells_all) return wishes;
  read_text_wishes(wishes, write, dossier, given);
  for (const auto& attendee : dossier.appointment.attendees) {
    const auto* one = find_attendee(event, attendee.email);
    const auto answer = one ? participation_of(one->answer) : std::nullopt;
    if (answer && answer != attendee.answer && is_callers(write.work, attendee.email))
      wishes.answers.push_back({attendee.email, *answer, ""});
  }
  return wishes;
}

void carry_out(const EventWrite& write, const Appointment& appointment, const Wishes& wishes) {
  auto& work = write.work;
  const auto& id = appointment.id;
  if (wishes.cancel) {
    cancel(work, id, reason_of(write));
    return;
  }
  if (wishes.changes()) change(work, id, wishes.change);
  for (const auto& one : wishes.answers) answer_as_attendee(work, id, one);
}

bool may_change(const EventWrite& write, const Dossier& dossier) {
  const auto& person = write.work.caller().person;
  return write.collection.kind == CollectionKind::published &&
         domain::may(person.role, domain::Right::agree) &&
         sees(write.work.caller(), dossier.request);
}

Put put_of(const EventWrite& write, const std::string& uid) {
  const auto after = store::find_object_by_uid(write.work.tx(), write.collection.calendar, uid);
  if (!after) return {!write.before, "", ""};
  const bool is_as_put = given_text(after->text, after->client_lines) == write.asked.text;
  return {!write.before, is_as_put ? after->etag : "", after->schedule_tag};
}

// A first time cancels; what is cancelled stays until its days are over, for it is everybody's.
void withdraw(Work& work, const Appointment& appointment, const domain::CalendarObject& object) {
  if (appointment.status == domain::AppointmentStatus::held) refuse_settled(appointment);
  if (stands(appointment)) {
    cancel(work, appointment.id, "Retirada del calendario por " + work.caller().person.name);
    return;
  }
  const auto last = core::day_of(object.hide_after.value_or(work.now())) - std::chrono::days(1);
  const auto day = core::print_day(last);
  refuse_write("appointment-state",
               {"La citación ya está cancelada: se queda, marcada, hasta el " + day +
                    ", para que todos la vean; después se va sola.",
                "The appointment is cancelled already: it stays, marked, until " + day +
                    ", for everybody to see; then it goes by itself."});
}

void leave_agenda(Work& work, const Appointment& appointment, const domain::CalendarObject& object,
                  bool schedule_reply) {
  if (schedule_reply && stands(appointment))
    for (const auto& attendee : appointment.attendees)
      if (is_callers(work, attendee.email) && attendee.answer != domain::Participation::declined)
        answer_as_attendee(work, appointment.id,
                           {attendee.email, domain::Participation::declined, ""});
  store::remove_object(work.tx(), object.calendar, object.name, work.now());
  store::remove_properties(work.tx(), object.calendar, object.name);
}

Appointment get_by_uid(Work& work, const std::string& uid) {
  auto appointment = store::find_appointment_by_uid(work.tx(), uid);
  if (!appointment) refuse_privileges();
  return *std::move(appointment);
}

}  // namespace

void change_by_event(const EventWrite& write, const Appointment& appointment) {
  require_single_date(write.event);
  require_current(write.event, appointment);
  const auto dossier = open_dossier(write.work.tx(), write.work.office().institute(), appointment);
  const auto given =
      ical::read_client_event(given_text(write.before->text, write.before->client_lines));
  auto wishes = wishes_of(write, dossier, given);
  if (!stands(appointment)) {
    const auto& status = write.event.status;
    if (wishes.changes() || wishes.cancel || (!status.empty() && status != given.status))
      refuse_settled(appointment);
    wishes.answers.clear();
  }
  keep_client_lines(write, *write.before);
  carry_out(write, appointment, wishes);
}

Put put_appointment_event(Work& work, const domain::Collection& collection, const PutAsked& asked,
                          const domain::CalendarObject* before) {
  const EventWrite write{work, collection, asked, before, ical::read_client_event(asked.text)};
  const auto& uid = before ? before->uid : write.event.uid;
  if (collection.kind == CollectionKind::published && !before) {
    agree_by_event(write);
    return put_of(write, uid);
  }
  const auto appointment = get_by_uid(work, uid);
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  if (may_change(write, dossier))
    change_by_event(write, appointment);
  else
    answer_by_event(write, appointment);
  return put_of(write, uid);
}

void delete_appointment_event(Work& work, const domain::Collection& collection,
                              const domain::CalendarObject& object, bool schedule_reply) {
  const auto appointment = get_by_uid(work, object.uid);
  if (collection.kind != CollectionKind::published)
    return leave_agenda(work, appointment, object, schedule_reply);
  const auto request = open_dossier(work.tx(), work.office().institute(), appointment).request;
  if (!sees(work.caller(), request)) refuse_privileges();
  withdraw(work, appointment, object);
}

}  // namespace citacal::service
