#include <catch2/catch.hpp>

#include "sample.h"
#include "store/errand.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/news.h"
#include "store/notice.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/token.h"
#include "store/verification.h"

namespace citacal::store {
namespace {

using core::Code;

std::unique_ptr<Database> memory() {
  return open({.url = "sqlite::memory:"});
}

TEST_CASE("persons and contractors come back as they were saved") {
  const auto database = memory();
  const auto tx = database->write();
  auto contractor = a_contractor("redes");
  save(*tx, contractor);
  CHECK(get_contractor(*tx, contractor.id) == contractor);
  contractor.version = 2;
  contractor.active = false;
  contractor.contacts = {{"Otra", "otra@redes.example", "", "", true}};
  save(*tx, contractor);
  CHECK(find_contractor_by_key(*tx, "redes") == contractor);
  save(*tx, a_contractor("aire"));
  const auto all = list_contractors(*tx);
  REQUIRE(all.size() == 2);
  CHECK(all[0].key == "aire");
  CHECK(all[0].contacts.size() == 2);
  CHECK(all[1] == contractor);

  auto person = a_person("marta");
  person.contractor = contractor.id;
  save(*tx, person);
  save(*tx, a_person("ana"));
  CHECK(get_person(*tx, person.id) == person);
  CHECK(find_person_by_login(*tx, "marta") == person);
  person.version = 2;
  person.aliases = {"marta.gomez@instituto.example", "planeacion@instituto.example"};
  save(*tx, person);
  CHECK(get_person(*tx, person.id) == person);
  CHECK(find_person_by_address(*tx, "MARTA@instituto.example") == person);
  CHECK(find_person_by_address(*tx, "Planeacion@Instituto.example") == person);
  CHECK(!find_person_by_address(*tx, "planeacion"));
  CHECK(list_persons_named(*tx, "MARTA GóMEZ").size() == 2);
  // Stores from before have accounts of one address: the first open one by login is meant.
  auto twin = a_person("luz");
  twin.email = "Planeacion@instituto.example";
  save(*tx, twin);
  CHECK(find_person_by_address(*tx, "planeacion@instituto.example")->login == "luz");
  twin.version = 2;
  twin.active = false;
  save(*tx, twin);
  CHECK(find_person_by_address(*tx, "planeacion@instituto.example") == person);
  CHECK(list_persons_named(*tx, "Marta Gómez").size() == 2);
  CHECK(!find_person_by_login(*tx, "Marta"));
  CHECK(list_persons(*tx).front().login == "ana");
  CHECK(code_of([&] { get_person(*tx, "x"); }) == Code::not_found);
}

TEST_CASE("a programme comes back with its services and amendments in their order") {
  const auto database = memory();
  const auto tx = database->write();
  const auto contractor = a_contractor("redes");
  save(*tx, contractor);
  auto programme = a_programme(contractor, "CPS-041-2026");
  save(*tx, programme);
  CHECK(get_programme(*tx, programme.id) == programme);
  programme.version = 2;
  programme.state = domain::ProgrammeState::amended;
  programme.minutes = "ACTA-7";
  programme.minutes_day = core::day_of(kNow);
  programme.amendments = {{"ACTA-9", core::day_of(kNow), "Más horas"}, {"ACTA-8", {}, ""}};
  std::swap(programme.services[0], programme.services[1]);
  save(*tx, programme);
  CHECK(find_programme_by_contract(*tx, 2026, "CPS-041-2026") == programme);
  CHECK(!find_programme_by_contract(*tx, 2025, "CPS-041-2026"));
  save(*tx, a_programme(contractor, "CPS-042-2026"));
  CHECK(list_programmes(*tx, {.contractor = contractor.id, .year = 2026}, {}).items.size() == 2);
  CHECK(list_programmes(*tx, {.year = 2025}, {}).items.empty());
  const auto first = list_programmes(*tx, {}, {.limit = 1});
  CHECK(first.items == std::vector{programme});
  CHECK(list_programmes(*tx, {}, {.limit = 1, .after = first.next}).next.empty());
}

TEST_CASE("a request comes back with its tickets, and is found by what it is filtered by") {
  const auto database = memory();
  const auto tx = database->write();
  const auto contractor = a_contractor("redes"), other = a_contractor("aire");
  const auto person = a_person("marta");
  save(*tx, contractor);
  save(*tx, other);
  save(*tx, person);
  auto request = a_request(contractor, "SOL-2026-0001");
  request.requested_by = person.id;
  save(*tx, request);
  CHECK(get_request(*tx, request.id) == request);
  request.version = 2;
  request.state = domain::RequestState::withdrawn;
  request.withdrawn_reason = "Ya no";
  request.tickets.pop_back();
  request.affected.clear();
  save(*tx, request);
  CHECK(find_request_by_number(*tx, "SOL-2026-0001") == request);

  auto second = a_request(other, "SOL-2027-0001");
  second.kind = domain::Kind::scheduled;
  second.classification.level = domain::Level::open;
  save(*tx, second);
  const auto ids = [&](const RequestFilter& filter) {
    std::string found;
    for (const auto& one : list_requests(*tx, filter, {}).items) found += one.number + " ";
    return found;
  };
  CHECK(ids({}) == "SOL-2027-0001 SOL-2026-0001 ");
  CHECK(ids({.contractor = other.id}) == "SOL-2027-0001 ");
  CHECK(ids({.kind = domain::Kind::failure}) == "SOL-2026-0001 ");
  CHECK(ids({.priority = domain::Priority::low}) == "");
  CHECK(ids({.state = domain::RequestState::withdrawn}) == "SOL-2026-0001 ");
  CHECK(ids({.year = 2027}) == "SOL-2027-0001 ");
  CHECK(ids({.up_to = domain::Level::open}) == "SOL-2027-0001 ");
  CHECK(ids({.up_to = domain::Level::classified}) == "SOL-2027-0001 SOL-2026-0001 ");
}

TEST_CASE("an appointment comes back with attendees and proposals") {
  const auto database = memory();
  const auto tx = database->write();
  Ground ground(*tx);
  auto& appointment = ground.appointment;
  CHECK(get_appointment(*tx, appointment.id) == appointment);
  appointment.version = 2;
  appointment.status = domain::AppointmentStatus::cancelled;
  appointment.attendees.erase(appointment.attendees.begin());
  appointment.proposals.clear();
  save(*tx, appointment);
  CHECK(find_appointment_by_uid(*tx, appointment.uid) == appointment);
  CHECK(list_appointments_of(*tx, ground.request.id) == std::vector{appointment});
  const auto newer =
      an_appointment(ground.request, a_slot(-24));  // agreed later, for an earlier day
  save(*tx, newer);
  CHECK(list_appointments_of(*tx, ground.request.id) == std::vector{appointment, newer});
  CHECK(list_appointment_ids(*tx, "", 1) == std::vector{appointment.id});
  CHECK(list_appointment_ids(*tx, newer.id, 10).empty());
  CHECK(list_overlapping(*tx, appointment.slot).empty());  // a cancelled one is no conflict
}

TEST_CASE("notices, verifications and records come back as they were saved") {
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);

  domain::Notice notice;
  notice.id = core::new_id(kNow);
  notice.appointment = ground.appointment.id;
  notice.due_at = kNow;
  save(*tx, notice);
  notice.version = 2;
  notice.state = domain::NoticeState::late;
  notice.sent_at = kNow + core::Seconds(5);
  notice.sequence = 3;
  notice.told = core::Slot{kNow, kNow + core::Minutes(30)};
  notice.withdrawn_at = kNow + core::Seconds(6);
  notice.exception_reason = "Vence el contrato";
  notice.excepted_by = core::new_id(kNow);
  notice.excepted_at = kNow + core::Seconds(7);
  notice.next_at = kNow + core::Seconds(8);
  save(*tx, notice);
  CHECK(list_notices_due(*tx, kNow + core::Seconds(7), 9).empty());
  CHECK(list_notices_due(*tx, kNow + core::Seconds(8), 9) == std::vector{notice.id});
  CHECK(get_notice(*tx, notice.id) == notice);
  CHECK(find_notice_of(*tx, ground.appointment.id) == notice);
  CHECK(list_notices(*tx, {domain::NoticeState::due}, {}).items.empty());
  CHECK(list_notices(*tx, {}, {}).items.size() == 1);
  remove_notice(*tx, notice.id);
  CHECK(!find_notice(*tx, notice.id));

  domain::Verification verification;
  verification.id = core::new_id(kNow);
  verification.request = ground.request.id;
  verification.appointment = ground.appointment.id;
  verification.outcome = domain::Outcome::partly;
  verification.means = domain::Means::email;
  verification.reference = "ACTA-12";
  verification.findings = "Faltó un equipo.";
  verification.actual = a_slot(24);
  verification.commitments = {{core::new_id(kNow), "Volver", "Ana", core::day_of(kNow), {}},
                              {core::new_id(kNow), "Informar", "Luis", core::day_of(kNow), kNow}};
  verification.verified_at = kNow;
  save(*tx, verification);
  verification.version = 2;
  verification.commitments[0].done_at = kNow;
  save(*tx, verification);
  CHECK(get_verification(*tx, verification.id) == verification);
  CHECK(list_verifications_of(*tx, ground.request.id) == std::vector{verification});
  CHECK(list_verifications(*tx, {}, {}).items == std::vector{verification});

  const std::string content("%PDF\0\r\n\xFF", 8);
  domain::Record record;
  record.id = core::new_id(kNow);
  record.request = ground.request.id;
  record.activity = 5;
  record.title = "Acta";
  record.file_name = "acta.pdf";
  record.media_type = "application/pdf";
  record.size = 8;
  record.sha256 = core::sha256_hex(content);
  record.classification = {
      domain::Level::reserved, domain::Extent::partial, "Seguridad", "Ley 1712, art. 19", 15,
      core::day_of(kNow)};
  record.created_at = kNow;
  save(*tx, record, content);
  auto twin = record;
  twin.id = core::new_id(kNow);
  save(*tx, twin, content);  // the same bytes are kept once
  CHECK(get_record(*tx, record.id) == record);
  CHECK(get_content(*tx, record.sha256) == content);
  CHECK(list_records_of(*tx, ground.request.id) == std::vector{record, twin});
  CHECK(list_records_of_programme(*tx, "p").empty());
  const auto page = list_records(*tx, {.limit = 1});
  CHECK(page.items == std::vector{record});
  CHECK(list_records(*tx, {.limit = 1, .after = page.next}).items == std::vector{twin});
}

TEST_CASE("a page holds as many as were asked for of what its reader may see") {
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);  // a classified failure
  auto open = a_request(ground.contractor, "SOL-2026-0002");
  open.classification.level = domain::Level::open;
  save(*tx, open);
  const auto programme = a_programme(ground.contractor, "C-1");
  save(*tx, programme);
  const auto add_record = [&](const core::Id& request, domain::Level level) {
    domain::Record record;
    record.id = core::new_id(kNow);
    record.request = request;
    record.programme = request.empty() ? programme.id : "";
    record.sha256 = core::sha256_hex("x");
    record.classification.level = level;
    record.created_at = kNow;
    save(*tx, record, "x");
  };
  const auto add_verification = [&](const core::Id& request) {
    domain::Verification verification;
    verification.id = core::new_id(kNow);
    verification.request = request;
    verification.appointment = ground.appointment.id;
    verification.actual = a_slot(24);
    verification.verified_at = kNow;
    save(*tx, verification);
  };
  using domain::Level;
  for (int i = 0; i < 3; ++i) {
    add_record(ground.request.id, Level::open);
    add_verification(ground.request.id);
  }
  for (int i = 0; i < 2; ++i) {
    add_record(open.id, Level::open);
    add_verification(open.id);
  }
  add_record(open.id, Level::reserved);
  add_record("", Level::open);

  const auto records = [&](const RecordFilter& filter) {
    const auto page = list_records(*tx, {.limit = 3}, filter);
    return std::pair{page.items.size(), page.next.empty()};
  };
  CHECK(records({}) == std::pair<std::size_t, bool>{3, false});
  CHECK(records({.up_to = Level::open}) == std::pair<std::size_t, bool>{3, true});
  CHECK(records({.contractor = "nobody"}) == std::pair<std::size_t, bool>{0, true});
  const auto count = [&](const RecordFilter& filter) {
    return list_records(*tx, {}, filter).items.size();
  };
  CHECK(count({.contractor = ground.contractor.id}) == 7);
  CHECK(count({.contractor = ground.contractor.id, .up_to = Level::classified}) == 6);
  const auto verifications = [&](const VerificationFilter& filter) {
    const auto page = list_verifications(*tx, filter, {.limit = 2});
    return std::pair{page.items.size(), page.next.empty()};
  };
  CHECK(verifications({.up_to = Level::open}) == std::pair<std::size_t, bool>{2, true});
  CHECK(verifications({.contractor = ground.contractor.id}) ==
        std::pair<std::size_t, bool>{2, false});
  CHECK(verifications({.contractor = "nobody"}) == std::pair<std::size_t, bool>{0, true});
}

TEST_CASE("a letter is written once for a change, and found when it is due") {
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);
  auto letter = a_letter(ground.appointment, "ana@redes.example");
  CHECK(add_letter(*tx, letter));
  auto twice = a_letter(ground.appointment, "ana@redes.example");
  CHECK(!add_letter(*tx, twice));
  CHECK(!find_letter(*tx, twice.id));
  auto later = a_letter(ground.appointment, "luis@redes.example");
  later.next_at = kNow + core::Seconds(60);
  CHECK(add_letter(*tx, later));
  CHECK(list_due_letters(*tx, kNow, 10) == std::vector{letter});
  CHECK(list_due_letters(*tx, later.next_at, 1) == std::vector{letter});
  letter.state = domain::LetterState::sending;
  letter.attempts = 1;
  letter.last_error = "451 later";
  save(*tx, letter);
  CHECK(get_letter(*tx, letter.id) == letter);
  CHECK(list_due_letters(*tx, later.next_at, 10) == std::vector{later});
  CHECK(requeue_letters(*tx) == 1);
  CHECK(list_due_letters(*tx, kNow, 10).size() == 1);
  CHECK(list_letters_of(*tx, ground.appointment.id).size() == 2);
  const auto page = list_letters(*tx, std::nullopt, {.limit = 1});
  CHECK(page.items == std::vector{later});
  CHECK(list_letters(*tx, domain::LetterState::queued, {.after = page.next}).items.size() == 1);
  CHECK(list_letters(*tx, domain::LetterState::failed, {}).items.empty());
  CHECK(list_letters(*tx, std::nullopt, {}, domain::Level::open).items.empty());
  CHECK(list_letters(*tx, std::nullopt, {}, domain::Level::classified).items.size() == 2);
}

TEST_CASE("an errand is written once for a change, and found by its system when it is due") {
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);
  auto errand = an_errand(ground.request, "comment 1");
  CHECK(add_errand(*tx, errand));
  CHECK(!add_errand(*tx, an_errand(ground.request, "comment 1")));
  auto later = an_errand(ground.request, "comment 2");
  later.next_at = kNow + core::Seconds(60);
  later.state = domain::ErrandState::queued;
  CHECK(add_errand(*tx, later));
  auto waiting = an_errand(ground.request, "comment 3");
  waiting.state = domain::ErrandState::waiting;
  CHECK(add_errand(*tx, waiting));
  CHECK(get_errand(*tx, errand.id) == errand);
  CHECK(list_due_errands(*tx, "mesa", kNow, 10) == std::vector{errand});
  CHECK(list_due_errands(*tx, "mesa", later.next_at, 1) == std::vector{errand});
  CHECK(list_due_errands(*tx, "otra", later.next_at, 10).empty());
  errand.state = domain::ErrandState::sending;
  errand.last_error = "503";
  errand.ticket = "4712";
  errand.url = "";
  errand.sent_at = kNow;
  save(*tx, errand);
  CHECK(get_errand(*tx, errand.id) == errand);
  CHECK(list_due_errands(*tx, "mesa", later.next_at, 10) == std::vector{later});
  CHECK(requeue_errands(*tx) == 1);
  CHECK(get_errand(*tx, errand.id).attempts == errand.attempts + 1);
  CHECK(list_due_errands(*tx, "mesa", later.next_at, 10).size() == 2);
  CHECK(list_errands_of(*tx, ground.request.id).size() == 3);
  const auto page = list_errands(*tx, std::nullopt, {.limit = 1});
  CHECK(page.items == std::vector{waiting});
  CHECK(list_errands(*tx, std::nullopt, {.after = page.next}).items.size() == 2);
  CHECK(list_errands(*tx, domain::ErrandState::waiting, {}).items.size() == 1);
  CHECK(list_errands(*tx, std::nullopt, {}, domain::Level::open).items.empty());
  CHECK(list_errands(*tx, std::nullopt, {}, domain::Level::classified).items.size() == 3);
  CHECK(code_of([&] { save(*tx, an_errand(ground.request, "x")); }) == Code::not_found);
}

TEST_CASE("a letter never goes after a newer one to the same recipient") {
  using domain::LetterState;
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);
  const auto add = [&](int sequence, const std::string& to, domain::LetterKind kind) {
    auto letter = a_letter(ground.appointment, to);
    letter.sequence = sequence;
    letter.kind = kind;
    REQUIRE(add_letter(*tx, letter));
    return letter;
  };
  const auto state = [&](const domain::Letter& letter) { return get_letter(*tx, letter.id).state; };
  const std::string ana = "ana@redes.example";
  auto under_way = add(0, ana, domain::LetterKind::invitation);
  auto failed = add(0, ana, domain::LetterKind::update);
  auto sent = add(0, ana, domain::LetterKind::cancellation);
  under_way.state = LetterState::sending;
  failed.state = LetterState::failed;
  sent.state = LetterState::sent;
  for (const auto& letter : {under_way, failed, sent}) save(*tx, letter);
  const auto waiting = add(1, ana, domain::LetterKind::invitation);
  const auto notice = add(1, ana, domain::LetterKind::notice);
  const auto to_another = add(1, "luis@redes.example", domain::LetterKind::invitation);
  const auto newest = add(2, ana, domain::LetterKind::cancellation);
  CHECK(state(waiting) == LetterState::superseded);
  CHECK(list_due_letters(*tx, kNow, 10) == std::vector{notice, to_another, newest});
  CHECK(state(under_way) == LetterState::sending);
  CHECK(state(sent) == LetterState::sent);

  // Whichever way an old one comes back to the queue: deferred by the server, tried by a process
  // that died, tried once more by a person.
  under_way.state = LetterState::queued;
  save(*tx, under_way);
  CHECK(state(under_way) == LetterState::superseded);
  under_way.state = LetterState::sending;
  save(*tx, under_way);
  CHECK(requeue_letters(*tx) == 1);
  CHECK(state(under_way) == LetterState::superseded);
  failed.state = LetterState::queued;
  save(*tx, failed);
  CHECK(state(failed) == LetterState::superseded);

  const auto newer_notice = add(2, ana, domain::LetterKind::notice);
  CHECK(state(notice) == LetterState::superseded);
  CHECK(list_due_letters(*tx, kNow, 10) == std::vector{to_another, newest, newer_notice});
}

TEST_CASE("mail is kept once, byte for byte") {
  const auto database = memory();
  const auto tx = database->write();
  const Ground ground(*tx);
  domain::Mail mail;
  mail.id = core::new_id(kNow);
  mail.message_id = "a@b";
  mail.from = "ana@redes.example";
  mail.subject = "Re: Citación";
  mail.mailbox = "citas";
  mail.raw = std::string("From: a\r\n\r\n\0\xE9", 13);
  mail.sha256 = core::sha256_hex(mail.raw);
  mail.verdict = domain::Verdict::counter_proposed;
  mail.reason = "COUNTER";
  mail.appointment = ground.appointment.id;
  mail.received_at = kNow;
  mail.size = static_cast<std::int64_t>(mail.raw.size());
  mail.request = ground.request.id;
  mail.calendar = "BEGIN:VCALENDAR";
  mail.text = "Sí.";
  CHECK(add_mail(*tx, mail));
  auto kept = mail;
  kept.raw.clear();
  kept.calendar.clear();
  kept.text.clear();
  CHECK(find_mail(*tx, mail.id) == kept);
  CHECK(find_mail(*tx, mail.message_id, mail.sha256) == kept);
  CHECK(get_whole_mail(*tx, mail.id) == mail);
  auto again = mail;
  again.id = core::new_id(kNow);
  CHECK(!add_mail(*tx, again));
  again.sha256 = core::sha256_hex("forged");  // another mail that bears the same Message-ID
  again.appointment.clear();
  again.request.clear();
  again.verdict = domain::Verdict::held;
  CHECK(add_mail(*tx, again));
  CHECK(list_mail_of_case(*tx, ground.request.id) == std::vector{kept});
  CHECK(list_mail(*tx, {}, {}).items.size() == 2);
  CHECK(list_mail(*tx, {domain::Verdict::counter_proposed}, {}).items == std::vector{kept});
  CHECK(count_mail_from(*tx, "ana@redes.example", kNow - core::Seconds(1)) == 2);
  kept.verdict = domain::Verdict::refused;
  kept.decided_at = kNow;
  ++kept.version;
  save(*tx, kept);
  CHECK(find_mail(*tx, mail.id) == kept);
  CHECK_THROWS_AS(save(*tx, kept), core::Error);
}

TEST_CASE("how far a mailbox was read is kept") {
  const auto database = memory();
  const auto tx = database->write();
  CHECK(!find_position(*tx, "citas"));
  save(*tx, domain::MailPosition{"citas", 4'000'000'000u, 7});
  save(*tx, domain::MailPosition{"citas", 4'000'000'000u, 9});
  CHECK(find_position(*tx, "citas") == domain::MailPosition{"citas", 4'000'000'000u, 9});
}

TEST_CASE("news are said once for their key, and told once") {
  const auto database = memory();
  const auto tx = database->write();
  domain::News news{core::new_id(kNow), domain::NewsKind::answer, "a", "", "", "Ana aceptó.", kNow};
  CHECK(add_news(*tx, news));
  auto again = news;
  again.id = core::new_id(kNow);
  CHECK(!add_news(*tx, again));
  CHECK(list_untold_news(*tx, 10) == std::vector{news});
  mark_told(*tx, news.id, kNow);
  CHECK(list_untold_news(*tx, 10).empty());
}

TEST_CASE("tokens are found by their hash") {
  const auto database = memory();
  const auto tx = database->write();
  const auto person = a_person("marta");
  save(*tx, person);
  domain::AccessToken token;
  token.id = core::new_id(kNow);
  token.person = person.id;
  token.calendar = "institute";
  token.label = "Outlook de Marta";
  token.hash = core::sha256_hex("secret");
  token.created_at = kNow;
  token.expires_at = kNow + core::Seconds(9);
  add_token(*tx, token);
  token.last_used_at = kNow;
  token.last_client = "Thunderbird";
  token.revoked_at = kNow;
  save(*tx, token);
  CHECK(find_token_by_hash(*tx, token.hash) == token);
  CHECK(find_token(*tx, token.id) == token);
  CHECK(list_tokens(*tx, person.id) == std::vector{token});
  CHECK(list_tokens(*tx, "").size() == 1);
  CHECK(list_tokens(*tx, "other").empty());
  CHECK(!find_token_by_hash(*tx, core::sha256_hex("Secret")));
}

TEST_CASE("a change to another version than the stored one is stale") {
  const auto database = memory();
  const auto tx = database->write();
  Ground ground(*tx);
  const auto stored = ground.appointment;
  for (const std::int64_t version : {3, 9}) {
    ground.appointment.version = version;
    CHECK(code_of([&] { save(*tx, ground.appointment); }) == Code::stale);
  }
  CHECK(get_appointment(*tx, stored.id) == stored);
  auto person = a_person("nobody");
  person.version = 2;
  CHECK(code_of([&] { save(*tx, person); }) == Code::stale);
  CHECK(code_of([&] { save(*tx, a_letter(stored, "x@y.example")); }) == Code::not_found);
}

TEST_CASE("a unique value that is taken is a conflict that names the field") {
  const auto database = memory();
  const auto field_of = [&](auto act) -> std::string {
    const auto tx = database->write();
    const Ground ground(*tx);
    save(*tx, a_person("marta"));
    save(*tx, a_programme(ground.contractor, "CPS-1"));
    try {
      act(*tx, ground);
    } catch (const core::Error& error) {
      CHECK(error.code == Code::conflict);
      CHECK(trouble_of([&] { tx->commit(); }) == Trouble::unique);
      return error.field;
    }
    return "no error";
  };
  CHECK(field_of([](auto& tx, auto&) { save(tx, a_person("marta")); }) == "login");
  CHECK(field_of([](auto& tx, auto&) { save(tx, a_contractor("redes")); }) == "key");
  CHECK(field_of([](auto& tx, auto& ground) {
          save(tx, a_programme(ground.contractor, "CPS-1"));
        }) == "contract");
  CHECK(field_of([](auto& tx, auto& ground) {
          save(tx, a_request(ground.contractor, "SOL-2026-0001"));
        }) == "number");
  CHECK(field_of([](auto& tx, auto& ground) {
          auto other = ground.appointment;
          other.id = core::new_id(kNow);
          save(tx, other);
        }) == "uid");
  CHECK(list_persons(*database->read()).empty());
}

TEST_CASE("what refers to nothing is refused, and so is the removal of what is referred to") {
  const auto database = memory();
  auto request = a_request(a_contractor("never-saved"), "SOL-2026-0001");
  {
    const auto tx = database->write();
    CHECK(trouble_of([&] { save(*tx, request); }) == Trouble::foreign_key);
  }
  const auto tx = database->write();
  const Ground ground(*tx);
  CHECK(trouble_of([&] {
          tx->execute("DELETE FROM contractor WHERE id = $1", ground.contractor.id);
        }) == Trouble::foreign_key);
}

}  // namespace
}  // namespace citacal::store
