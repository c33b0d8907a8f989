#include "service/follow_up.h"

#include <functional>

#include "domain/follow_up.h"
#include "service/calendar.h"
#include "service/news.h"
#include "service/planning.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/database.h"
#include "store/news.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::Commitment;
using domain::NewsKind;
using domain::Verification;

constexpr int kBatch = 200;  // planned anew in one transaction
constexpr int kMost = 500;   // of one tick; the next takes the rest
constexpr std::string_view kPlannedKey = "follow_up";

// Of the date that stands.
std::string key_of(NewsKind kind, const Appointment& appointment) {
  return std::string(core::word(kind)) + ":" + appointment.id + ":" +
         std::to_string(appointment.asked);
}

std::string key_of(NewsKind kind, const Commitment& commitment) {
  return std::string(core::word(kind)) + ":" + commitment.id;
}

domain::FollowUp told_of(store::Transaction& tx, const Appointment& appointment) {
  const auto is_said = [&](NewsKind kind) { return store::is_said(tx, key_of(kind, appointment)); };
  domain::FollowUp told;
  told.unconfirmed = is_said(NewsKind::unconfirmed);
  told.due = is_said(NewsKind::verification_due);
  told.overdue = is_said(NewsKind::verification_overdue);
  return told;
}

domain::Recall told_of(store::Transaction& tx, const Commitment& commitment) {
  return {store::is_said(tx, key_of(NewsKind::commitment_due, commitment)),
          store::is_said(tx, key_of(NewsKind::commitment_overdue, commitment))};
}

std::string say(core::Instant at) {
  return core::say_day(core::day_of(at), core::Language::es) + ", " + core::say_time(at);
}

void tell(Work& work, NewsKind kind, const Appointment& appointment, const std::string& text) {
  domain::News news;
  news.kind = kind;
  news.key = key_of(kind, appointment);
  news.request = appointment.request;
  news.appointment = appointment.id;
  news.text = text;
  tell_coordinator(work, std::move(news));
}

void tell(Work& work, NewsKind kind, const Verification& verification, const Commitment& commitment,
          const std::string& what_of_it) {
  domain::News news;
  news.kind = kind;
  news.key = key_of(kind, commitment);
  news.request = verification.request;
  news.appointment = verification.appointment;
  news.text = "Compromiso de " + commitment.who + ", " + what_of_it + " el " +
              core::say_day(commitment.by, core::Language::es) + ": " + commitment.what;
  tell_coordinator(work, std::move(news));
}

void hold_what_is_over(Work& work, const Appointment& before) {
  auto appointment = domain::hold(before, work.now());
  ++appointment.version;
  settle(work, std::move(appointment), "appointment held", std::nullopt, false,
         "its end has passed");
}

Appointment lapse(Work& work, const Appointment& before) {
  auto appointment = domain::let_lapse(before, work.now());
  ++appointment.version;
  store::save(work.tx(), appointment);
  publish(work, appointment);
  work.audit("verification overdue", "appointment", appointment.id, "pending → overdue");
  return appointment;
}

void tell_what_is_due(Work& work, const Appointment& appointment, const domain::FollowUp& due) {
  const auto start = say(appointment.slot.start);
  if (due.unconfirmed) {
    tell(work, NewsKind::unconfirmed, appointment,
         "La citación del " + start +
             " pasó sin confirmarse ni cancelarse: confírmela si el servicio se prestó, o "
             "cancélela.");
    work.audit("appointment passed tentative", "appointment", appointment.id);
  }
  if (due.due)
    tell(work, NewsKind::verification_due, appointment,
         "Falta verificar el servicio del " + start + ": el plazo vence el " +
             say(*appointment.verify_by) + ".");
  if (due.overdue)
    tell(work, NewsKind::verification_overdue, appointment,
         "La verificación del servicio del " + start + " está vencida desde el " +
             say(*appointment.verify_by) + ".");
}

// Whether anything was done: what was due may be so no more.
bool follow_up_appointment(Office& office, const core::Id& id) {
  Work work(office, system_caller("tick"));
  auto appointment = store::get_appointment(work.tx(), id);
  const auto due =
      domain::due_follow_up(appointment, told_of(work.tx(), appointment),
                            office.institute().verification, office.work_calendar(), work.now());
  if (due.hold) {
    hold_what_is_over(work, appointment);
  } else {
    if (due.lapse) appointment = lapse(work, appointment);
    tell_what_is_due(work, appointment, due);
    plan_follow_up(work, appointment);
  }
  work.commit();
  return due != domain::FollowUp{};
}

void plan_recall(Work& work, const Verification& verification, const Commitment& commitment) {
  const auto& office = work.office();
  store::save_recall_at(
      work.tx(), commitment.id,
      domain::next_recall(commitment, verification.verified_at, told_of(work.tx(), commitment),
                          office.work_calendar(), office.clock().now()));
}

bool recall(Office& office, const core::Id& id) {
  Work work(office, system_caller("tick"));
  const auto verification = store::find_verification_of_commitment(work.tx(), id);
  core::expects(verification.has_value(), "a commitment is of a verification");
  const auto& commitment = domain::get_commitment(*verification, id);
  const auto due =
      domain::due_recall(commitment, verification->verified_at, told_of(work.tx(), commitment),
                         office.work_calendar(), work.now());
  if (due.due) tell(work, NewsKind::commitment_due, *verification, commitment, "para");
  if (due.overdue) {
    tell(work, NewsKind::commitment_overdue, *verification, commitment, "vencido: era para");
    work.audit("commitment overdue", "verification", verification->id, id + " open → overdue");
  }
  plan_recall(work, *verification, commitment);
  work.commit();
  return due != domain::Recall{};
}

// A term that runs, by the rules of today.
void plan_anew(Work& work, const core::Id& id) {
  const auto& office = work.office();
  const auto before = store::get_appointment(work.tx(), id);
  auto appointment =
      domain::await_verification(before, office.institute().verification, office.work_calendar());
  if (appointment != before) {
    // Of a store that an older program wrote, nothing has changed but that it is known now.
    if (before.verify_by) appointment.changed_at = work.now();
    ++appointment.version;
    store::save(work.tx(), appointment);
    publish(work, appointment);
    work.audit("verification term", "appointment", id,
               (before.verify_by ? core::print_local(*before.verify_by) : "none") + " → " +
                   core::print_local(*appointment.verify_by));
  }
  plan_follow_up(work, appointment);
}

using List = std::vector<core::Id> (*)(store::Transaction&, const core::Id&, int);

void in_batches(Office& office, List list, const std::function<void(Work&, const core::Id&)>& act) {
  core::Id after;
  for (;;) {
    Work work(office, system_caller("tick"));
    const auto ids = list(work.tx(), after, kBatch);
    for (const auto& id : ids) act(work, id);
    work.commit();
    if (ids.size() < kBatch) return;
    after = ids.back();
  }
}

}  // namespace

// By the real time, whenever what is loaded happened.
void plan_follow_up(Work& work, const Appointment& appointment) {
  const auto& office = work.office();
  store::save_follow_up_at(work.tx(), appointment.id,
                           domain::next_follow_up(appointment, told_of(work.tx(), appointment),
                                                  office.institute().verification,
                                                  office.work_calendar(), office.clock().now()));
}

void plan_recalls(Work& work, const Verification& verification) {
  for (const auto& commitment : verification.commitments)
    plan_recall(work, verification, commitment);
}

void plan_all_follow_ups(Office& office) {
  const auto& rule = office.institute().verification;
  const auto digest = rules_digest(office, {rule.days, rule.remind_days});
  if (find_planned(office, kPlannedKey) == digest) return;
  in_batches(office, store::list_followed_up, plan_anew);
  in_batches(office, store::list_recalled, [](Work& work, const core::Id& id) {
    const auto verification = store::find_verification_of_commitment(work.tx(), id);
    plan_recall(work, *verification, domain::get_commitment(*verification, id));
  });
  // After all of them: a death in between begins anew.
  Work work(office, system_caller("tick"));
  save_planned(work, kPlannedKey, digest);
  work.commit();
}

int follow_up(Office& office) {
  const auto now = office.clock().now();
  struct Due {
    core::Id id;
    bool (*act)(Office&, const core::Id&);
  };
  std::vector<Due> due;
  {
    Reading reading(office, system_caller("tick"));
    for (auto& id : store::list_to_follow_up(reading.tx(), now, kMost))
      due.push_back({std::move(id), follow_up_appointment});
    for (auto& id : store::list_to_recall(reading.tx(), now, kMost))
      due.push_back({std::move(id), recall});
  }
  return do_each(due, [&](const Due& one) { return one.act(office, one.id); });
}

}  // namespace citacal::service
