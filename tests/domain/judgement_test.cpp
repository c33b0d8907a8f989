#include "domain/judgement.h"

#include <catch2/catch.hpp>

#include "examples.h"

using namespace citacal;
using namespace citacal::domain;

namespace {

const core::Instant kNow = *core::parse_instant("2026-03-02T09:00:00-05:00");

// An appointment with two people, asked for the second time; Ana's reply to it, proven.
struct Scene {
  Scene() {
    rules.servers = {"mx.instituto.example"};
    appointment.id = "a";
    appointment.uid = "a@citas.instituto.example";
    appointment.sequence = 3;
    appointment.asked = 2;
    appointment.slot = {kNow + std::chrono::hours(48), kNow + std::chrono::hours(50)};
    appointment.attendees = {{"Ana", "ana@redes.example"}, {"Luis", "luis@redes.example"}};
    mail.from = "ana@redes.example";
    mail.authentication = {{"mx.instituto.example", "pass", "redes.example"}};
    message.method = "REPLY";
    message.uid = appointment.uid;
    message.sequence = 2;
    message.stamp = kNow;
    message.attendees = {{"ana@redes.example", Participation::accepted}};
  }
  Judgement judge() {
    return domain::judge({mail,
                          &message,
                          has_appointment ? &appointment : nullptr,
                          addressee,
                          {mail.from},
                          is_of_case,
                          is_ours,
                          is_by_person,
                          {},
                          too_many,
                          is_own},
                         rules);
  }
  std::string reason() { return judge().reason; }

  AnswerRules rules;
  Appointment appointment;
  ReceivedMail mail;
  Itip message;
  std::string addressee;
  bool has_appointment = true, is_of_case = false, is_ours = false, is_by_person = false,
       too_many = false, is_own = false;
};

}  // namespace

TEST_CASE("a proven answer moves the attendee that its sender is") {
  Scene scene;
  const auto found = scene.judge();
  CHECK(found.verdict == Verdict::applied);
  CHECK(found.deed == Deed::answer);
  CHECK(found.trust == Trust::dmarc);
  CHECK(found.attendee == "ana@redes.example");
  CHECK(found.reason.empty());
}

TEST_CASE("only the topmost word of our own server is believed") {
  Scene scene;
  auto& words = scene.mail.authentication;
  SECTION("none") {
    words.clear();
  }
  SECTION("another server's") {
    words[0].server = "mx.redes.example";
  }
  SECTION("ours below another's") {
    words.insert(words.begin(), {"mx.redes.example", "pass", ""});
  }
  SECTION("ours, failing, above a forged one") {
    words.insert(words.begin(), {"mx.instituto.example", "fail", "redes.example"});
  }
  SECTION("ours, of another domain") {
    words[0].dmarc_from = "otra.example";
  }
  SECTION("ours, that says nothing of DMARC") {
    words[0].dmarc.clear();
  }
  SECTION("no server is configured") {
    scene.rules.servers.clear();
  }
  const auto found = scene.judge();
  CHECK(found.verdict == Verdict::held);
  CHECK(found.reason == "not-authenticated");
  CHECK(found.trust == Trust::none);
  CHECK(found.deed == Deed::none);
  scene.rules.unproven = Unproven::apply;  // the policy lets it through, and says so
  CHECK(scene.judge().verdict == Verdict::applied);
  CHECK(scene.judge().trust == Trust::policy);
}

TEST_CASE("the address that only one attendee was given proves that attendee, and no other") {
  Scene scene;
  scene.mail.authentication.clear();
  scene.addressee = "ana@redes.example";
  CHECK(scene.judge().trust == Trust::token);
  CHECK(scene.judge().deed == Deed::answer);
  scene.addressee = "luis@redes.example";  // Luis' address was passed on
  CHECK(scene.reason() == "not-authenticated");
  scene.addressee = "ana@redes.example";
  scene.mail.from = "secretaria@redes.example";  // a delegate's mailbox answers to Ana's address
  CHECK(scene.judge().deed == Deed::answer);
  scene.message.attendees[0].email = "otra@redes.example";
  CHECK(scene.reason() == "never-invited");
}

TEST_CASE("who answers for somebody else waits for a person") {
  Scene scene;
  scene.mail.from = "luis@redes.example";
  CHECK(scene.reason() == "another-sender");
  scene.message.attendees[0].sent_by = "luis@redes.example";
  CHECK(scene.reason() == "sent-by-another");
  scene.message.attendees.clear();
  CHECK(scene.reason() == "no-attendee");
}

TEST_CASE("a policy that lets unproven senders through still asks that it is their own answer") {
  Scene scene;
  scene.rules.unproven = Unproven::apply;
  scene.mail.authentication.clear();
  scene.mail.from = "luis@redes.example";
  CHECK(scene.judge().verdict == Verdict::held);
  CHECK(scene.reason() == "another-sender");
}

TEST_CASE("an alias in the answer counts for who was invited, where the sender is proven") {
  Scene scene;
  scene.message.attendees[0].email = "a.gomez@redes.example";
  CHECK(scene.judge().attendee == "ana@redes.example");
  CHECK(scene.judge().deed == Deed::answer);
  scene.mail.authentication.clear();
  CHECK(scene.reason() == "never-invited");
}

TEST_CASE("what is late is refused, and says why") {
  Scene scene;
  SECTION("an earlier date's") {
    scene.message.sequence = 1;
    CHECK(scene.reason() == "stale-sequence");
  }
  SECTION("older than what is known") {
    auto& ana = scene.appointment.attendees[0];
    ana.answer = Participation::declined;
    SECTION("by mail") {
      ana.said_at = ana.answered_at = kNow + core::Seconds(1);
    }
    SECTION("by another door") {
      ana.answered_at = kNow + core::Seconds(1);
    }
    CHECK(scene.reason() == "stale-stamp");
  }
  SECTION("after a cancellation") {
    scene.appointment.status = AppointmentStatus::cancelled;
    CHECK(scene.reason() == "appointment-cancelled");
  }
  SECTION("after the fact") {
    scene.appointment.status = AppointmentStatus::held;
    CHECK(scene.reason() == "appointment-held");
  }
  CHECK(scene.judge().verdict == Verdict::refused);
  scene.mail.authentication.clear();  // of a stranger's mail nothing of this is said
  CHECK(scene.judge().verdict == Verdict::held);
  CHECK(scene.reason() == "not-authenticated");
}

TEST_CASE("what cannot be is held") {
  Scene scene;
  SECTION("a sequence that never was") {
    scene.message.sequence = 4;
    CHECK(scene.reason() == "unknown-sequence");
  }
  SECTION("another date of a series") {
    scene.message.recurrence_id = scene.appointment.slot.start + std::chrono::days(7);
    CHECK(scene.reason() == "another-occurrence");
  }
  SECTION("no answer in the answer") {
    scene.message.attendees[0].answer = Participation::needs_action;
    CHECK(scene.reason() == "no-answer");
  }
  SECTION("too many from one sender who is not proven") {
    scene.too_many = true;
    CHECK(scene.judge().deed == Deed::answer);
    scene.mail.authentication.clear();
    CHECK(scene.reason() == "too-many");
  }
  SECTION("several events in one message") {
    scene.message.events = 2;
    CHECK(scene.reason() == "several-events");
  }
  SECTION("a method that an organizer does not get") {
    scene.message.method = "ADD";
    CHECK(scene.reason() == "unexpected-method");
  }
  CHECK(scene.judge().verdict == Verdict::held);
}

TEST_CASE("one occurrence that is this very date, and a whole series, are answers to it") {
  Scene scene;
  scene.message.recurrence_id = scene.appointment.slot.start;
  CHECK(scene.judge().deed == Deed::answer);
}

TEST_CASE("what is known already does nothing again") {
  Scene scene;
  auto& ana = scene.appointment.attendees[0];
  ana.answer = Participation::accepted;
  ana.answered_at = kNow;
  CHECK(scene.reason() == "already-known");
  CHECK(scene.judge().deed == Deed::none);
  scene.message.comment = "Con repuesto.";
  CHECK(scene.judge().deed == Deed::answer);
}

TEST_CASE("a counter-proposal needs another date than the appointment has") {
  Scene scene;
  scene.message.method = "COUNTER";
  CHECK(scene.reason() == "counter-without-date");
  scene.message.slot = scene.appointment.slot;
  CHECK(scene.reason() == "counter-without-date");
  scene.message.slot->end += std::chrono::hours(1);
  CHECK(scene.judge().verdict == Verdict::counter_proposed);
  CHECK(scene.judge().deed == Deed::propose);
  scene.message.original = core::Slot{kNow, kNow + std::chrono::hours(1)};
  CHECK(scene.reason() == "stale-date");
  CHECK(scene.judge().verdict == Verdict::refused);
}

TEST_CASE("REFRESH gets the invitation again, but no program gets an answer") {
  Scene scene;
  scene.message.method = "REFRESH";
  scene.message.attendees[0].answer = Participation::needs_action;
  CHECK(scene.judge().deed == Deed::repeat);
  scene.mail.is_bulk = true;
  CHECK(scene.reason() == "not-answered-to-bulk");
  scene.mail.is_bulk = false;
  scene.mail.authentication.clear();
  CHECK(scene.reason() == "not-authenticated");
}

TEST_CASE("a contractor's own date is a draft, with or without a case") {
  Scene scene;
  scene.has_appointment = false;
  for (const auto* method : {"REQUEST", "PUBLISH", "CANCEL"}) {
    scene.message.method = method;
    scene.is_of_case = false;
    CHECK(scene.reason() == "draft-without-case");
    scene.is_of_case = true;
    CHECK(scene.reason() == "draft");
    CHECK(scene.judge().verdict == Verdict::held);
  }
}

TEST_CASE("what is not of here is left alone, and what should be is looked at") {
  Scene scene;
  scene.has_appointment = false;
  CHECK(scene.judge().verdict == Verdict::unrelated);
  CHECK(scene.reason() == "unknown-uid");
  scene.is_ours = true;
  CHECK(scene.judge().verdict == Verdict::held);
  scene.message.is_event = false;
  CHECK(scene.reason() == "not-an-event");
  scene.is_own = true;
  CHECK(scene.reason() == "own-letter");
  scene.mail.kind = MailKind::auto_reply;
  CHECK(scene.reason() == "auto-reply");
  CHECK(scene.judge().verdict == Verdict::unrelated);
}

TEST_CASE("every fault of a mail is a reason with words in both languages") {
  Scene scene;
  for (std::size_t i = 1; i < core::Words<MailFault>::list.size(); ++i) {
    scene.mail.fault = static_cast<MailFault>(i);
    const auto found = scene.judge();
    CHECK(found.verdict == Verdict::held);
    CHECK(say_reason(found.reason).es != found.reason);
    CHECK(say_reason(found.reason).en != say_reason(found.reason).es);
  }
}

TEST_CASE("a letter that names its case is filed, where its sender is known to it and proven") {
  AnswerRules rules;
  rules.servers = {"mx.instituto.example"};
  ReceivedMail mail;
  mail.from = "ana@redes.example";
  mail.authentication = {{"mx.instituto.example", "pass", "redes.example"}};
  Heard heard{mail};
  heard.is_of_case = heard.names_case = heard.is_by_known = true;
  const auto reason = [&] { return judge(heard, rules).reason; };
  const auto filed = judge(heard, rules);
  CHECK(filed.verdict == Verdict::applied);
  CHECK(filed.deed == Deed::file);
  CHECK(filed.trust == Trust::dmarc);
  CHECK(filed.reason == "filed");
  SECTION("not that of a stranger") {
    heard.is_by_known = false;
    CHECK(reason() == "for-a-person");
  }
  SECTION("nor what only answers a letter") {
    heard.names_case = false;
    CHECK(reason() == "for-a-person");
  }
  SECTION("nor what nobody has proven, but where the institute lets it through") {
    mail.authentication.clear();
    CHECK(reason() == "not-authenticated");
    rules.unproven = Unproven::apply;
    CHECK(judge(heard, rules).trust == Trust::policy);
    CHECK(judge(heard, rules).deed == Deed::file);
  }
  SECTION("nor what is broken, automatic, or our own") {
    mail.fault = MailFault::encrypted;
    CHECK(reason() == "encrypted");
    mail.fault = MailFault::none;
    mail.kind = MailKind::auto_reply;
    CHECK(reason() == "auto-reply");
    mail.kind = MailKind::message;
    heard.is_own = true;
    CHECK(reason() == "own-letter");
  }
}
