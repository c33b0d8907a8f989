// A process that dies, or a disk that refuses, at any moment of reading a mailbox, with a real
// Dovecot in between: each mail is settled once, with all that it did or with nothing of it.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <numeric>

#include "core/error.h"
#include "core/text.h"
#include "mail/collector.h"
#include "mail/outside.h"
#include "service/check.h"
#include "service/incoming.h"
#include "store/appointment.h"
#include "store/audit.h"
#include "store/failing_disk.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/news.h"
#include "support/office.h"

using namespace citacal;
using domain::Appointment;
using outside::MailServers;
using outside::TempFolder;
using store::FailingDisk;

namespace {

constexpr const char* kFolder = "muertes";
constexpr const char* kProven =
    "Authentication-Results: mx.instituto.example; dmarc=pass header.from=redes.example\r\n";
constexpr const char* kForged =
    "Authentication-Results: mx.instituto.example; dmarc=fail header.from=redes.example\r\n";

service::Settings settings_of(const std::string& file) {
  auto settings = test::settings("sqlite://" + file);
  settings.store_readers = 1;
  settings.institute.answers.servers = {"mx.instituto.example"};
  settings.institute.answers.confirm = domain::ConfirmWhen::contractor_accepts;
  return settings;
}

mail::ImapSettings mailbox() {
  mail::ImapSettings settings;
  settings.name = kFolder;
  settings.host = "127.0.0.1";
  settings.port = MailServers::shared().imap_port;
  settings.security = mail::Security::none;
  settings.login = MailServers::kLogin;
  settings.password = MailServers::kPassword;
  settings.folder = kFolder;
  return settings;
}

// One run of the program, from a store file.
struct Desk {
  explicit Desk(const std::string& file)
      : clock(test::at(test::kStart)), office(settings_of(file), clock) {}
  void read_to_the_end() {
    mail::Collector collector(office, mailbox());
    while (collector.run_once() > 0) continue;
  }
  // The last UID that is settled; -1: the mailbox was not begun.
  int position() {
    const auto position = service::find_position(office, kFolder);
    return position ? static_cast<int>(position->last_uid) : -1;
  }

  test::SetClock clock;
  service::Office office;
};

std::string from_ana(const std::string& id, const std::string& method, const Appointment& about,
                     const std::string& says, const std::string& header = kProven) {
  return header + "From: Ana <ana@redes.example>\r\nTo: citas@instituto.example\r\nMessage-ID: <" +
         id +
         "@redes.example>\r\nSubject: Re: cita\r\nContent-Type: text/calendar; method=" + method +
         "\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" + method +
         "\r\nBEGIN:VEVENT\r\nUID:" + about.uid + "\r\nDTSTAMP:20260302T140000Z\r\nSEQUENCE:0\r\n" +
         says + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string bounce_of(const domain::Letter& letter) {
  return "From: MAILER-DAEMON@mx.redes.example\r\nTo: citas@instituto.example\r\n"
         "Return-Path: <>\r\nMessage-ID: <rebote@mx.redes.example>\r\n"
         "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; "
         "report-type=delivery-status; boundary=b\r\n\r\n"
         "--b\r\nContent-Type: text/plain\r\n\r\nNo se pudo entregar.\r\n"
         "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
         "Reporting-MTA: dns; mx.redes.example\r\n\r\nFinal-Recipient: rfc822; " +
         letter.to +
         "\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 No such user\r\n\r\n"
         "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" +
         letter.message_id + ">\r\n\r\n--b--\r\n";
}

// What the store says of all that mails do, a line each; without what is random, ids, and so in an
// order of its own, but for the trail.
std::string account_of(service::Office& office) {
  using core::word;
  std::vector<std::string> lines;
  const auto add = [&](auto... words) {
    std::string line;
    for (const std::string& one : {std::string(words)...}) line += (line.empty() ? "" : " ") + one;
    lines.push_back(line);
  };
  const auto tx = office.database().read();
  const store::Page page{store::kPageMax, ""};
  for (const auto& mail : store::list_mail(*tx, {}, page).items)
    add("mail", mail.message_id, word(mail.verdict), mail.reason, word(mail.trust));
  for (const auto& one : store::list_appointments(*tx, {}, page).items) {
    const auto start = core::print_local(one.slot.start);
    add("appointment", start, word(one.status), std::to_string(one.sequence));
    for (const auto& attendee : one.attendees)
      add("attendee", start, attendee.email, word(attendee.answer),
          attendee.unreached_at ? "unreached" : "reached");
    for (const auto& proposal : one.proposals)
      add("proposal", start, core::print_local(proposal.slot.start), word(proposal.state));
  }
  for (const auto& letter : store::list_letters(*tx, std::nullopt, page).items)
    add("letter", letter.subject, letter.to, word(letter.kind), word(letter.state),
        std::to_string(letter.sequence));
  for (const auto& news : store::list_untold_news(*tx, store::kPageMax))
    add("news", word(news.kind), news.text);
  std::sort(lines.begin(), lines.end());
  for (const auto& entry : store::list_audit(*tx, 0, store::kPageMax))
    add("trail", std::to_string(entry.number), entry.action);
  return core::join(lines, "\n");
}

// The mailbox in Dovecot, the store before it is read, and what the store says after each mail.
struct Story {
  Story() {
    FailingDisk::install();
    FailingDisk::syncs_really = false;  // a process that dies takes nothing from the system's cache
    MailServers::shared().client({"create", kFolder});
    const auto mails = prepare();
    const auto file = copy_into(folder, "undisturbed.db");
    Desk desk(file);
    desk.read_to_the_end();
    after.push_back(account_of(desk.office));
    for (const auto& mail : mails) {
      outside::write_file(folder / "mail.eml", mail);
      MailServers::shared().client({"append", kFolder, folder / "mail.eml", "02-Mar-2026"});
      desk.read_to_the_end();
      REQUIRE(desk.position() == static_cast<int>(after.size()));
      after.push_back(account_of(desk.office));
    }
  }
  ~Story() { FailingDisk::syncs_really = true; }

  // Three appointments, told to Ana; what she and others then send.
  std::vector<std::string> prepare() {
    test::TestOffice made(settings_of(folder / "prepared.db"));
    const auto accepted = made.appointment("2026-03-20T08:00:00-05:00");
    const auto countered = made.appointment("2026-03-24T08:00:00-05:00");
    const auto lost = made.appointment("2026-03-25T08:00:00-05:00");
    const auto tx = made.office.database().write();
    auto letter = store::list_letters_of(*tx, lost.id).at(0);
    letter.state = domain::LetterState::sent;
    letter.sent_at = made.clock.now();
    store::save(*tx, letter);
    tx->commit();
    before = account_of(made.office);
    const std::string accepts = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@redes.example\r\n";
    return {from_ana("acepta", "REPLY", accepted, accepts),
            from_ana("acepta", "REPLY", accepted, accepts),  // octet by octet
            from_ana("repite", "REPLY", accepted, accepts),
            from_ana("propone", "COUNTER", countered,
                     "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@redes.example\r\n"
                     "DTSTART:20260326T140000Z\r\nDTEND:20260326T160000Z\r\n"),
            from_ana("pregunta", "REFRESH", countered, "ATTENDEE:mailto:ana@redes.example\r\n"),
            bounce_of(letter),
            from_ana("falso", "REPLY", lost, accepts, kForged)};
  }

  std::string copy_into(const TempFolder& other, const std::string& name = "citacal.db") const {
    std::filesystem::copy_file(folder / "prepared.db", other / name);
    return other / name;
  }
  // What a store that has settled so many mails says.
  const std::string& at(int position) const {
    return position < 0 ? before : after.at(static_cast<std::size_t>(position));
  }

  TempFolder folder;
  std::string before;
  std::vector<std::string> after;
};

const Story& story() {
  static const Story story;
  return story;
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// Does `what` in a process of its own; its exit status. This one has no threads, which a fork would
// lose.
template <class What>
int in_child(const What& what) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int code = 1;
    try {
      what();
      code = 0;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "in the child: %s\n", error.what());
    }
    ::_exit(code);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

// The process dies instead of the n-th of what `dying_at` counts, and another goes on. Where in the
// mailbox it died; nullopt: it came to its end.
std::optional<int> die_and_go_on(std::atomic<int>& dying_at, int nth) {
  const TempFolder folder;
  const auto file = story().copy_into(folder);
  const int code = in_child([&] {
    FailingDisk::disarm();
    dying_at = nth;
    Desk(file).read_to_the_end();
  });
  REQUIRE((code == 0 || code == FailingDisk::kDied));
  Desk desk(file);
  const int position = desk.position();
  CHECK(account_of(desk.office) == story().at(position));
  desk.read_to_the_end();
  CHECK(account_of(desk.office) == story().after.back());
  CHECK(service::check_store(desk.office).faults.empty());
  return code == 0 ? std::nullopt : std::optional(position);
}

// The disk refuses the n-th write; once it serves again, the same run goes on. False: there were
// fewer writes.
bool fail_and_go_on(int nth, FailingDisk::Lasts lasts) {
  const TempFolder folder;
  Desk desk(story().copy_into(folder));
  FailingDisk::arm(nth, SQLITE_FULL, lasts);
  std::optional<core::Code> refused;
  try {
    desk.read_to_the_end();
  } catch (const core::Error& error) {
    refused = error.code;
  }
  const bool has_failed = FailingDisk::has_failed();
  FailingDisk::disarm();
  CHECK(refused == (has_failed ? std::optional(core::Code::unavailable) : std::nullopt));
  CHECK(account_of(desk.office) == story().at(desk.position()));
  desk.read_to_the_end();
  CHECK(account_of(desk.office) == story().after.back());
  CHECK(service::check_store(desk.office).faults.empty());
  return has_failed;
}

std::set<int> every_position() {
  std::set<int> all;
  for (int position = -1; position < static_cast<int>(story().after.size()); ++position)
    all.insert(position);
  return all;
}

}  // namespace

TEST_CASE("the mailbox, undisturbed: what each of its mails does") {
  REQUIRE(story().after.size() == 8);
  CHECK(story().at(1) != story().at(0));
  CHECK(story().at(2) == story().at(1));
  const auto& end = story().after.back();
  INFO(end);
  CHECK(count(end, "\nmail ") == 6);
  CHECK(count(end, "mail acepta@redes.example applied  dmarc") == 1);
  CHECK(count(end, "mail repite@redes.example applied already-known dmarc") == 1);
  CHECK(count(end, "mail propone@redes.example counter_proposed  dmarc") == 1);
  CHECK(count(end, "mail pregunta@redes.example applied  dmarc") == 1);
  CHECK(count(end, "mail rebote@mx.redes.example applied bounce none") == 1);
  CHECK(count(end, "mail falso@redes.example held not-authenticated none") == 1);
  CHECK(count(end, "appointment 2026-03-20T08:00:00-05:00 confirmed 1") == 1);
  CHECK(count(end, "attendee 2026-03-20T08:00:00-05:00 ana@redes.example accepted reached") == 1);
  CHECK(count(end, "attendee 2026-03-24T08:00:00-05:00 ana@redes.example tentative reached") == 1);
  CHECK(count(end, "attendee 2026-03-25T08:00:00-05:00 ana@redes.example needs_action unreached") ==
        1);
  CHECK(count(end, "\nproposal ") == 1);
  CHECK(count(end, " returned 0") == 1);
  CHECK(count(end, " copy queued") == 1);
  CHECK(count(end, " update queued 1") == 1);
  for (const auto* kind : {"confirmed", "proposal", "not_reached", "mail_held"})
    CHECK(count(end, std::string("\nnews ") + kind) == 1);
}

TEST_CASE("a process that dies at any sync of reading a mailbox: each mail is settled once") {
  std::set<int> died_at;
  int nth = 1;
  while (const auto position = die_and_go_on(FailingDisk::dying_at_sync, nth)) {
    died_at.insert(*position);
    ++nth;
  }
  CHECK(died_at == every_position());
  CHECK(nth > 9);
}

TEST_CASE("a process that dies within its writes: each mail is settled once") {
  constexpr int kStride = 23;  // of some four hundred writes, here and there in the commits
  int nth = 1;
  while (die_and_go_on(FailingDisk::dying_at, nth)) nth += kStride;
  CHECK(nth > 200);
}

TEST_CASE("a disk that refuses a write: nothing of that mail has happened, and the next run does") {
  constexpr int kStride = 31;
  for (const auto lasts : {FailingDisk::Lasts::once, FailingDisk::Lasts::on}) {
    int nth = 1;
    while (fail_and_go_on(nth, lasts)) nth += kStride;
    CHECK(nth > 100);
  }
}
