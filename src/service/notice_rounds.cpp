// What time itself does to notices: what is due goes out, and what new rules change is due anew.
#include "domain/reminder.h"
#include "service/news.h"
#include "service/notice.h"
#include "service/planning.h"
#include "store/appointment.h"
#include "store/news.h"
#include "store/notice.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::AppointmentStatus;
using domain::Notice;
using domain::NoticeState;

constexpr int kMost = 500;  // notices of one tick; the next takes the rest
constexpr std::string_view kPlannedKey = "notices";

std::string say_start(const Appointment& appointment) {
  const auto start = appointment.slot.start;
  return core::say_day(core::day_of(start), core::Language::es) + ", " + core::say_time(start);
}

// To the coordinator, once for each date; whether it was not said before.
bool tell_once(Work& work, const Appointment& appointment, const std::string& what,
               const std::string& text) {
  domain::News news;
  news.kind = domain::NewsKind::notice;
  news.key = what + ":" + appointment.id + ":" + core::print_utc(appointment.slot.start);
  news.request = appointment.request;
  news.appointment = appointment.id;
  news.text = text;
  if (store::is_said(work.tx(), news.key)) return false;
  tell_coordinator(work, std::move(news));
  return true;
}

void look_away(Work& work, Notice notice) {
  notice.next_at.reset();
  ++notice.version;
  store::save(work.tx(), notice);
}

void tell_why_not(Work& work, const Appointment& appointment) {
  const auto date = "La cita del " + say_start(appointment);
  if (appointment.slot.start <= work.now())
    tell_once(work, appointment, "notice-missed",
              date + " empezó sin que saliera el aviso a todo el personal.");
  else if (work.office().institute().notice_to.empty())
    tell_once(work, appointment, "notice-without-recipients",
              date +
                  " afecta la red y no hay a quién avisar: «notice.to» y «notice.lists» de la "
                  "configuración están vacíos.");
  else
    tell_once(work, appointment, "notice-waits",
              date +
                  " afecta la red y su aviso a todo el personal debe salir hoy: sigue por "
                  "confirmar. Confírmela, o envíe el aviso a mano.");
}

// Whether it was sent: what was due may be so no more.
bool send_one(Office& office, const core::Id& id) {
  Work work(office, system_caller("tick"));
  const auto notice = store::get_notice(work.tx(), id);
  const auto appointment = store::get_appointment(work.tx(), notice.appointment);
  const bool is_due = notice.state == NoticeState::due && domain::stands(appointment);
  const bool is_sent = is_due && appointment.status == AppointmentStatus::confirmed &&
                       appointment.slot.start > work.now() && !office.institute().notice_to.empty();
  if (is_sent) {
    send_notice(work, id);
  } else {
    if (is_due) tell_why_not(work, appointment);
    look_away(work, notice);
  }
  work.commit();
  return is_sent;
}

std::string digest_of(const Office& office) {
  const auto& institute = office.institute();
  return rules_digest(office,
                      {institute.notice.days, static_cast<int>(institute.notice.business_days),
                       static_cast<int>(institute.notice_to.empty())});
}

// The news of one appointment under the rules of now: what it comes to for the log.
void plan_one(Work& work, const Appointment& appointment, bool was_planned,
              std::vector<std::string>& told) {
  const auto& calendar = work.office().work_calendar();
  const auto number = store::get_request(work.tx(), appointment.request).number;
  const auto tell = [&](const std::string& what, const std::string& text) {
    if (tell_once(work, appointment, what, text)) told.push_back(number + ": " + text);
  };
  const auto date = "La cita del " + say_start(appointment);
  const auto* holiday = calendar.holiday_on(core::day_of(appointment.slot.start));
  if (was_planned && holiday && domain::stands(appointment))
    tell("date-on-holiday", date + " cae ahora en un festivo (" + holiday->name.es + ").");
  const auto before = store::find_notice_of(work.tx(), appointment.id);
  if (!before || before->state != NoticeState::due) return;
  const auto due =
      domain::notice_due(appointment.slot.start, work.office().institute().notice, calendar);
  if (before->due_at == due && before->next_at) return;
  auto notice = domain::replan(*before, due, false);
  ++notice.version;
  store::save(work.tx(), notice);
  work.audit("notice planned anew", "notice", notice.id,
             core::print_local(before->due_at) + " → " + core::print_local(due));
  if (domain::is_late(due, work.now()) && !domain::is_late(before->due_at, work.now()))
    tell("notice-too-late", date +
                                " ya no alcanza a avisarse a tiempo: según las reglas de ahora, "
                                "el aviso debía salir el " +
                                core::say_day(core::day_of(due), core::Language::es) + ".");
}

}  // namespace

int send_due_notices(Office& office) {
  const auto now = office.clock().now();
  if (domain::working_moment(office.work_calendar(), now) != now) return 0;
  std::vector<core::Id> due;
  {
    Reading reading(office, system_caller("tick"));
    due = store::list_notices_due(reading.tx(), now, kMost);
  }
  return do_each(due, [&](const core::Id& id) { return send_one(office, id); });
}

std::vector<std::string> plan_all_notices(Office& office) {
  const auto digest = digest_of(office);
  const auto planned = find_planned(office, kPlannedKey);
  std::vector<std::string> told;
  if (planned == digest) return told;
  plan_coming(office, kPlannedKey, digest, [&](Work& work, const Appointment& one) {
    plan_one(work, one, planned.has_value(), told);
  });
  return told;
}

}  // namespace citacal::service
