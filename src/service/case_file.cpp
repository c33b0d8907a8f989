#include "service/case_file.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "ical/content_reader.h"
#include "ical/invitation.h"
#include "service/dossier.h"
#include "service/link.h"
#include "service/mail.h"
#include "service/record.h"
#include "store/appointment.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/mail.h"
#include "store/record.h"

namespace citacal::service {

namespace {

constexpr int kEntriesMost = 10'000;  // of one thing

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

// Whoever reads the file could otherwise answer in the recipient's place.
void strip(domain::Letter& letter, const std::string& organizer) {
  letter.text = without_tokens(letter.text);
  if (letter.reply_to.empty()) return;
  letter.calendar = ical::with_address(letter.calendar, letter.reply_to, organizer);
  letter.text = replaced(std::move(letter.text), letter.reply_to, organizer);
  letter.reply_to.clear();
}

// One of each change, whoever of the attendees it went to.
std::vector<Version> versions_of(Reading& reading, const Case& whole) {
  std::vector<Version> versions;
  std::set<std::tuple<core::Id, int, std::string>> seen;
  for (const auto& letter : whole.letters)
    if (!letter.calendar.empty() && !letter.appointment.empty() &&
        seen.insert({letter.appointment, letter.sequence, letter.method}).second)
      versions.push_back({letter.appointment, letter.sequence, letter.method, letter.calendar});
  for (const auto& appointment : whole.appointments) {
    const bool is_off = appointment.status == domain::AppointmentStatus::cancelled;
    const auto dossier = open_dossier(reading.tx(), reading.office().institute(), appointment);
    versions.push_back({appointment.id, appointment.sequence, "",
                        ical::print_invitation(dossier.view(), is_off ? ical::Method::cancel
                                                                      : ical::Method::publish)});
  }
  std::stable_sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
    // The event as it is now comes last.
    return std::tuple(a.appointment, a.method.empty(), a.sequence, a.method) <
           std::tuple(b.appointment, b.method.empty(), b.sequence, b.method);
  });
  return versions;
}

std::vector<core::Id> subjects_of(const Case& whole) {
  std::vector<core::Id> subjects{whole.request.id};
  const auto add = [&](const auto& list) {
    for (const auto& one : list) subjects.push_back(one.id);
  };
  if (whole.programme) subjects.push_back(whole.programme->id);
  add(whole.appointments);
  add(whole.letters);
  add(whole.mails);
  add(whole.errands);
  add(whole.notices);
  add(whole.verifications);
  add(whole.records);
  return subjects;
}

std::vector<TrailPart> trail_of(store::Transaction& tx, const Case& whole) {
  std::vector<TrailPart> trail;
  for (const auto& subject : subjects_of(whole))
    for (auto& entry : store::list_audit(tx, 0, kEntriesMost, subject))
      trail.push_back({std::move(entry), ""});
  std::sort(trail.begin(), trail.end(),
            [](const auto& a, const auto& b) { return a.entry.number < b.entry.number; });
  for (std::size_t i = 0; i < trail.size(); ++i) {
    const auto next = trail[i].entry.number + 1;
    if (i + 1 < trail.size() && trail[i + 1].entry.number == next)
      trail[i].next_hash = trail[i + 1].entry.hash;
    else if (const auto entry = store::find_audit(tx, next))
      trail[i].next_hash = entry->hash;
  }
  return trail;
}

// What evidence the file has room for.
class Room {
 public:
  explicit Room(int megabytes) : left_(std::int64_t{megabytes} * 1024 * 1024) {}
  bool take(std::int64_t bytes) {
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  std::int64_t left_;
};

void add_letters(CaseFile& file, Room& room, const std::string& organizer) {
  for (auto& letter : file.whole.letters) {
    strip(letter, organizer);
    if (room.take(static_cast<std::int64_t>(letter.text.size() + letter.calendar.size())))
      file.contents[letter.id] = std::move(letter.text);
    else
      file.left_out.push_back({"letter", letter.id, LeftOutFor::size, ""});
  }
}

void add_mails(Reading& reading, CaseFile& file, Room& room) {
  for (const auto& mail : file.whole.mails) {
    if (is_sealed_for(reading.tx(), reading.caller(), mail))
      file.left_out.push_back({"mail", mail.id, LeftOutFor::sealed, mail.sha256});
    else if (!room.take(mail.size))
      file.left_out.push_back({"mail", mail.id, LeftOutFor::size, mail.sha256});
    else
      file.contents[mail.id] = store::get_whole_mail(reading.tx(), mail.id).raw;
  }
}

void add_records(Reading& reading, CaseFile& file, Room& room) {
  auto& tx = reading.tx();
  for (const auto& record : file.whole.records) {
    if (is_sealed_for(tx, reading.caller(), record))
      file.left_out.push_back({"record", record.id, LeftOutFor::sealed, record.sha256});
    else if (!room.take(record.size))
      file.left_out.push_back({"record", record.id, LeftOutFor::size, record.sha256});
    else
      file.contents[record.id] = store::get_content(tx, record.sha256);
  }
  auto all = store::list_records_of(tx, file.whole.request.id);
  if (file.whole.programme)
    for (auto& record : store::list_records_of_programme(tx, file.whole.programme->id))
      all.push_back(std::move(record));
  for (const auto& record : all)
    if (std::none_of(file.whole.records.begin(), file.whole.records.end(),
                     [&](const auto& seen) { return seen.id == record.id; }))
      file.left_out.push_back({"record", record.id, LeftOutFor::clearance, ""});
}

}  // namespace

CaseFile get_case_file(Office& office, const Caller& caller, const std::string& number) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  const auto& institute = office.institute();
  CaseFile file;
  file.at = reading.now();
  file.whole = get_case(reading, number);
  for (auto& contact : file.whole.contractor.contacts)
    contact.phone.clear();  // it leaves the house
  Room room(institute.audit.file_mb);
  add_letters(file, room, institute.organizer);
  file.versions = versions_of(reading, file.whole);
  file.trail = trail_of(reading.tx(), file.whole);
  if (const auto last = store::find_last_audit(reading.tx())) file.head = domain::head_of(*last);
  add_mails(reading, file, room);
  add_records(reading, file, room);
  return file;
}

}  // namespace citacal::service
