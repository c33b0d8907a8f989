#include "service/check.h"

#include <map>

#include "core/secret.h"
#include "domain/collection.h"
#include "ical/client_event.h"
#include "ical/meaning.h"
#include "service/publication.h"
#include "service/task.h"
#include "service/trail.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/party.h"
#include "store/record.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

constexpr int kBatch = 500;
constexpr core::Seconds kVerdictStands{2};
constexpr std::size_t kFaultsMax = 1'000;

void add_fault(CheckReport& report, std::string fault) {
  if (report.faults.size() < kFaultsMax) report.faults.push_back(std::move(fault));
}

// What cannot even be read is a fault like another, and the check goes on.
template <class Check>
void guarded(CheckReport& report, const std::string& where, Check check) {
  try {
    check();
  } catch (const core::Error& error) {
    if (error.code == core::Code::unavailable) throw;
    add_fault(report, where + ": " + error.what());
  }
}

// What readers select by, and what they read.
bool is_same(const domain::CalendarObject& a, const domain::CalendarObject& b) {
  return a.text == b.text && a.etag == b.etag && a.slot == b.slot && a.hide_after == b.hide_after &&
         a.busy == b.busy && a.exact == b.exact && !a.whole;
}

// The stored text of one event against the fact it shows. Returns whether it is rightly there.
bool check_object(Reading& reading, CheckReport& report, const domain::Calendar& calendar,
                  const Dossier& dossier) {
  const auto& appointment = dossier.appointment;
  auto expected = expected_object(calendar, dossier);
  const auto stored = store::find_object_by_uid(reading.tx(), calendar.id, appointment.uid);
  const auto where = calendar.id + ": " + appointment.uid;
  if (!expected) {
    if (stored) add_fault(report, where + " is shown and should not be");
    return false;
  }
  // A cancelled event goes when its days are over.
  const bool may_be_gone = expected->hide_after && *expected->hide_after <= reading.now();
  if (!stored) {
    if (!may_be_gone) add_fault(report, where + " is missing");
    return false;
  }
  ++report.objects;
  keep_client_part(*expected, *stored);
  if (!is_same(*stored, *expected)) {
    add_fault(report, where + " differs from the appointment");
    return true;
  }
  const auto meaning = ical::read_event(stored->text);
  if (meaning.uid != appointment.uid || meaning.start != appointment.slot.start ||
      meaning.end != appointment.slot.end)
    add_fault(report, where + " does not read back to the same UID and times");
  return true;
}

// What stands in agendas says what the appointment is; who is invited may have taken it out.
void check_agendas(Reading& reading, CheckReport& report, const Dossier& dossier) {
  const auto& uid = dossier.appointment.uid;
  const auto text = ical::print_event(dossier.view(), ical::Detail::full);
  for (const auto& object : store::list_objects_of(reading.tx(), uid)) {
    if (object.whole || !object.calendar.starts_with(domain::agenda_of(""))) continue;
    ++report.objects;
    if (object.text != text || object.etag != ical::etag_with(text, object.client_lines) ||
        object.slot != dossier.appointment.slot)
      add_fault(report, object.calendar + ": " + uid + " differs from the appointment");
  }
}

void check_appointments(Office& office, Reading& reading, CheckReport& report,
                        std::map<std::string, std::int64_t>& shown) {
  core::Id after;
  for (;;) {
    const auto ids = store::list_appointment_ids(reading.tx(), after, kBatch);
    for (const auto& id : ids) {
      const auto appointment = store::get_appointment(reading.tx(), id);
      const auto dossier = open_dossier(reading.tx(), office.institute(), appointment);
      ++report.appointments;
      guarded(report, "agendas: " + appointment.uid,
              [&] { check_agendas(reading, report, dossier); });
      for (const auto& calendar : calendars_of(office, dossier.contractor)) {
        guarded(report, calendar.id + ": " + appointment.uid, [&] {
          if (check_object(reading, report, calendar, dossier)) ++shown[calendar.id];
        });
      }
    }
    if (ids.size() < kBatch) return;
    after = ids.back();
  }
}

// What stands in tasks says what the commitment is.
void check_tasks_of(Office& office, Reading& reading, CheckReport& report,
                    const domain::Verification& verification) {
  for (const auto& commitment : verification.commitments) {
    auto expected = expected_task(reading.tx(), office.institute(), verification, commitment);
    for (const auto& stored : store::list_objects_of(reading.tx(), expected.uid)) {
      ++report.objects;
      keep_client_part(expected, stored);
      expected.etag = ical::etag_with(expected.text, expected.client_lines);
      if (!is_same(stored, expected))
        add_fault(report, stored.calendar + ": " + expected.uid + " differs from the commitment");
    }
  }
}

void check_tasks(Office& office, Reading& reading, CheckReport& report) {
  store::Page page{100, ""};
  for (;;) {
    const auto listed = store::list_verifications(reading.tx(), {}, page);
    for (const auto& verification : listed.items)
      guarded(report, "tasks: " + verification.id,
              [&] { check_tasks_of(office, reading, report, verification); });
    if (listed.next.empty()) return;
    page.after = listed.next;
  }
}

// No calendar of appointments holds an event that no appointment stands behind.
void check_counts(Office& office, Reading& reading, CheckReport& report,
                  const std::map<std::string, std::int64_t>& shown) {
  const auto contractors = store::list_contractors(reading.tx());
  for (const auto& definition : office.definitions()) {
    if (definition.source != domain::Source::appointments) continue;
    for (const auto& calendar : domain::expand(definition, contractors)) {
      const auto found = shown.find(calendar.id);
      const auto expected = found == shown.end() ? 0 : found->second;
      const auto stored = store::count_objects(reading.tx(), calendar.id);
      if (stored != expected)
        add_fault(report, calendar.id + ": holds " + std::to_string(stored) + " events, " +
                              std::to_string(expected) + " are of appointments shown in it");
    }
  }
}

// The holidays of the years around now; those of other years may stay from earlier.
void check_holidays(Office& office, Reading& reading, CheckReport& report) {
  for (const auto& calendar : office.definitions()) {
    if (calendar.source != domain::Source::holidays) continue;
    for (const auto& expected : expected_holidays(office, calendar, reading.now())) {
      ++report.objects;
      const auto stored = store::find_object_by_uid(reading.tx(), calendar.id, expected.uid);
      if (!stored || !is_same(*stored, expected))
        add_fault(report, calendar.id + ": " + expected.uid + " is missing or differs");
    }
  }
}

void check_trail(Reading& reading, CheckReport& report,
                 const std::vector<domain::ChainHead>& known) {
  report.head =
      check_chain(reading, known, [&](std::string fault) { add_fault(report, std::move(fault)); });
  report.audit_entries = report.head.number;
}

void check_records(Reading& reading, CheckReport& report) {
  store::Page page{100, ""};
  for (;;) {
    const auto listed = store::list_records(reading.tx(), page);
    for (const auto& record : listed.items) {
      ++report.records;
      guarded(report, "record " + record.id, [&] {
        if (core::sha256_hex(store::get_content(reading.tx(), record.sha256)) != record.sha256)
          add_fault(report, "record " + record.id + ": its bytes are not those of its SHA-256");
      });
    }
    if (listed.next.empty()) return;
    page.after = listed.next;
  }
}

void check_mails(Reading& reading, CheckReport& report) {
  store::Page page{100, ""};
  for (;;) {
    const auto listed = store::list_mail(reading.tx(), {}, page);
    for (const auto& mail : listed.items) {
      ++report.mails;
      guarded(report, "mail " + mail.id, [&] {
        if (core::sha256_hex(store::get_whole_mail(reading.tx(), mail.id).raw) != mail.sha256)
          add_fault(report, "mail " + mail.id + ": its bytes are not those of its SHA-256");
      });
    }
    if (listed.next.empty()) return;
    page.after = listed.next;
  }
}

void count_letters(Reading& reading, CheckReport& report) {
  store::Page page{store::kPageMax, ""};
  for (;;) {
    const auto listed = store::list_letters(reading.tx(), std::nullopt, page);
    report.letters += static_cast<std::int64_t>(listed.items.size());
    if (listed.next.empty()) return;
    page.after = listed.next;
  }
}

}  // namespace

CheckReport check_store(Office& office, const std::vector<domain::ChainHead>& known) {
  CheckReport report;
  for (auto& fault : office.database().verify()) add_fault(report, "store: " + fault);
  Reading reading(office, system_caller("cli"));
  std::map<std::string, std::int64_t> shown;
  check_appointments(office, reading, report, shown);
  check_counts(office, reading, report, shown);
  check_tasks(office, reading, report);
  check_holidays(office, reading, report);
  guarded(report, "trail", [&] { check_trail(reading, report, known); });
  check_records(reading, report);
  check_mails(reading, report);
  count_letters(reading, report);
  return report;
}

void Readiness::check(core::Instant now, const std::function<void()>& probe) {
  const std::lock_guard lock(mutex_);
  if (!probed_at_ || now < *probed_at_ || now - *probed_at_ >= kVerdictStands) {
    fault_.reset();
    try {
      probe();
    } catch (const core::Error& error) {
      fault_ = error;
    }
    probed_at_ = now;
  }
  if (fault_) throw core::Error(*fault_);
}

void check_ready(Office& office) {
  office.readiness().check(office.clock().now(), [&] { office.database().probe(); });
}

}  // namespace citacal::service
