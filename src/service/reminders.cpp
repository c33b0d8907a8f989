#include "service/reminders.h"

#include "core/text.h"
#include "domain/reminder.h"
#include "service/letters.h"
#include "service/news.h"
#include "service/planning.h"
#include "store/appointment.h"
#include "store/letter.h"
#include "store/news.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::LetterKind;

constexpr int kMost = 500;  // appointments of one tick; the next takes the rest
constexpr std::string_view kPlannedKey = "reminders";

std::string no_answer_key(const Appointment& appointment) {
  return "no_answer:" + appointment.id + ":" + std::to_string(appointment.asked);
}

domain::Written& written_to(domain::Correspondence& told, const std::string& email) {
  for (auto& one : told.written)
    if (core::equals_ignoring_case(one.email, email)) return one;
  return told.written.emplace_back(domain::Written{email, {}, {}, {}});
}

// Of the date that stands.
domain::Correspondence told_of(store::Transaction& tx, const Appointment& appointment) {
  domain::Correspondence told;
  for (const auto& letter : store::list_last_letters(tx, appointment.id, appointment.asked)) {
    auto& written = written_to(told, letter.to);
    switch (letter.kind) {
      case LetterKind::reminder:
        written.reminded_at = letter.created_at;
        break;
      case LetterKind::day_before:
        written.day_before_at = letter.created_at;
        break;
      case LetterKind::invitation:
      case LetterKind::update:
      case LetterKind::proposal_declined:
      case LetterKind::copy:
        written.asked_at =
            std::max(written.asked_at.value_or(letter.created_at), letter.created_at);
        break;
      default:
        break;
    }
  }
  told.no_answer = store::is_said(tx, no_answer_key(appointment));
  return told;
}

// By the real time, whenever what is loaded happened.
void plan(Work& work, const Appointment& appointment, const domain::Correspondence& told) {
  const auto& office = work.office();
  store::save_remind_at(work.tx(), appointment.id,
                        domain::next_prompt(appointment, told, office.institute().answers,
                                            office.work_calendar(), office.clock().now()));
}

std::string names_of(const std::vector<domain::Attendee>& attendees) {
  std::vector<std::string> names;
  for (const auto& one : attendees)
    names.push_back(one.name == one.email ? one.email : one.name + " <" + one.email + ">");
  return core::join(names, ", ");
}

void tell_no_answer(Work& work, const Appointment& appointment,
                    const std::vector<domain::Attendee>& unanswered) {
  if (unanswered.empty()) return;
  domain::News news;
  news.kind = domain::NewsKind::no_answer;
  news.key = no_answer_key(appointment);
  news.request = appointment.request;
  news.appointment = appointment.id;
  const auto& start = appointment.slot.start;
  news.text = "Sin respuesta a la citación del " +
              core::say_day(core::day_of(start), core::Language::es) + ", " +
              core::say_time(start) + ", pese al recordatorio: " + names_of(unanswered) + ".";
  tell_coordinator(work, std::move(news));
}

void audit(Work& work, const Appointment& appointment, const std::string& action,
           const std::vector<domain::Attendee>& whom) {
  if (!whom.empty()) work.audit(action, "appointment", appointment.id, names_of(whom));
}

// Whether anybody was reminded: what was due may be so no more.
bool remind_of(Office& office, const core::Id& id) {
  Work work(office, system_caller("tick"));
  const auto appointment = store::get_appointment(work.tx(), id);
  const auto due =
      domain::due_prompts(appointment, told_of(work.tx(), appointment), office.institute().answers,
                          office.work_calendar(), work.now());
  remind_to_answer(work, appointment, due.reminders);
  audit(work, appointment, "answer asked for again", due.reminders);
  remind_to_come(work, appointment, due.day_before);
  audit(work, appointment, "day recalled", due.day_before);
  tell_no_answer(work, appointment, due.unanswered);
  audit(work, appointment, "answer missing", due.unanswered);
  plan(work, appointment, told_of(work.tx(), appointment));
  work.commit();
  return !due.reminders.empty() || !due.day_before.empty() || !due.unanswered.empty();
}

// What decides when somebody is reminded, but for the appointment.
std::string digest_of(const Office& office) {
  const auto& rules = office.institute().answers;
  return rules_digest(office, {rules.remind_after_h, rules.escalate_after_h,
                               static_cast<int>(rules.remind_day_before)});
}

}  // namespace

void plan_reminders(Work& work, const Appointment& appointment) {
  plan(work, appointment, told_of(work.tx(), appointment));
}

void plan_all_reminders(Office& office) {
  const auto digest = digest_of(office);
  if (find_planned(office, kPlannedKey) != digest)
    plan_coming(office, kPlannedKey, digest, plan_reminders);
}

int send_reminders(Office& office) {
  const auto now = office.clock().now();
  if (domain::working_moment(office.work_calendar(), now) != now) return 0;
  std::vector<core::Id> due;
  {
    Reading reading(office, system_caller("tick"));
    due = store::list_to_remind(reading.tx(), now, kMost);
  }
  return do_each(due, [&](const core::Id& id) { return remind_of(office, id); });
}

}  // namespace citacal::service
