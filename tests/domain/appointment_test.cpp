#include "domain/appointment.h"

#include "domain/examples.h"

using namespace examples;

namespace {

using Status = AppointmentStatus;

const core::Instant kLater = kNow + core::Minutes(90);
const core::Slot kOther = slot("2026-11-25 14:00", "2026-11-25 16:00");
const core::Instant kAfter = at("2026-11-23 12:00");

Appointment in(Status status) {
  auto one = appointment();
  one.status = status;
  return one;
}

Rescheduling to(core::Slot slot, std::string reason = "Lo pidió el contratista") {
  return {slot, std::nullopt, std::move(reason)};
}

Proposal proposal(core::Slot slot, std::string email = "ana@redes.example") {
  Proposal one;
  one.id = id(50);
  one.email = std::move(email);
  one.slot = slot;
  one.made_at = kNow;
  return one;
}

// Each state in which `act` is not the appointment-state conflict.
template <class Act>
std::string allowed_in(Act&& act) {
  std::string all;
  for (const auto status :
       {Status::tentative, Status::confirmed, Status::held, Status::cancelled}) {
    try {
      act(in(status));
      all += std::string(core::word(status)) + " ";
    } catch (const core::Error& error) {
      CHECK(error.condition == "appointment-state");
      CHECK(error.code == core::Code::conflict);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("an agreed appointment takes from its request what the agreement leaves open") {
  const auto one = appointment();
  CHECK(one.status == Status::tentative);
  CHECK(one.sequence == 0);
  CHECK(one.contractor == id(1));
  CHECK(one.place == "Sede principal");
  CHECK(one.affected == std::vector<std::string>{"Red LAN", "Telefonía"});
  CHECK(one.created_at == kNow);
  CHECK(one.changed_at == kNow);
  auto terms = agreement();
  terms.place = "Centro de datos";
  terms.affected = {"Correo"};
  const auto other = agree(request(), terms, id(4), "u", kNow);
  CHECK(other.place == "Centro de datos");
  CHECK(other.affected == std::vector<std::string>{"Correo"});
}

TEST_CASE("only an open request is agreed") {
  auto one = request();
  one.state = GENERATE(RequestState::agreed, RequestState::held, RequestState::closed,
                       RequestState::withdrawn);
  CHECK(refused([&] { agree(one, agreement(), id(3), "u", kNow); }).condition == "request-state");
}

TEST_CASE("a slot is whole minutes, forwards, at most 31 days, in this century") {
  auto one = agreement();
  const auto start = one.slot.start;
  const auto condition = [&](core::Instant from, core::Instant to) {
    one.slot = {from, to};
    return refused_field("slot", [&] { checked(one); });
  };
  CHECK(condition(start, start) == "end-before-start");
  CHECK(condition(start, start - core::Minutes(1)) == "end-before-start");
  CHECK(condition(start, start + core::Seconds(90)) == "not-whole-minutes");
  CHECK(condition(start + core::Seconds(1), start + core::Minutes(2)) == "not-whole-minutes");
  CHECK(condition(start, start + std::chrono::days(31) + core::Minutes(1)) == "too-long");
  CHECK(condition({}, core::Instant(core::Minutes(60))) == "year-out-of-range");
  CHECK(condition(at("2101-01-01 10:00"), at("2101-01-01 11:00")) == "year-out-of-range");
  one.slot = {start, start + std::chrono::days(31)};
  CHECK_NOTHROW(checked(one));
}

TEST_CASE("an agreement has 1 to 50 attendees, each with its own valid address") {
  auto one = agreement();
  one.attendees[1].email = "ANA@Redes.Example";
  CHECK(refused_field("attendees[1].email", [&] { checked(one); }) == "repeated-address");
  one.attendees[1].email = "x";
  CHECK(refused_field("attendees[1].email", [&] { checked(one); }) == "not-an-address");
  one.attendees[1] = attendee("", "grupo@instituto.example");
  CHECK(checked(one).attendees[1].name == "grupo@instituto.example");
  one.attendees.clear();
  CHECK(refused_field("attendees", [&] { checked(one); }) == "missing");
  for (int i = 0; i < 51; ++i)
    one.attendees.push_back(attendee("A", "a" + std::to_string(i) + "@b.co"));
  CHECK(refused_field("attendees", [&] { checked(one); }) == "too-many");
}

TEST_CASE("a remote session's link is https, and text injected into a field is refused") {
  auto one = agreement();
  one.link = "https://meet.example.org/abc";
  CHECK_NOTHROW(checked(one));
  one.link = "http://meet.example.org/abc";
  CHECK(refused_field("link", [&] { checked(one); }) == "not-a-link");
  one.link = "";
  one.place = "Sede\r\nATTENDEE:mailto:x@y.co";
  CHECK(refused_field("place", [&] { checked(one); }) == "control-character");
  one.place = "";
  one.replaces = std::string(256, 'u');
  CHECK(refused_field("replaces", [&] { checked(one); }) == "too-long");
}

TEST_CASE("each change is allowed in its states only") {
  CHECK(allowed_in([](Appointment a) { confirm(a, kLater); }) == "tentative ");
  CHECK(allowed_in([](Appointment a) { reschedule(a, to(kOther), kLater); }) ==
        "tentative confirmed ");
  CHECK(allowed_in([](Appointment a) { cancel(a, "x", kLater); }) == "tentative confirmed ");
  CHECK(allowed_in([](Appointment a) { hold(a, kAfter); }) == "tentative confirmed ");
  CHECK(allowed_in([](Appointment a) { answer(a, {"ana@redes.example"}, kLater); }) ==
        "tentative confirmed ");
  CHECK(allowed_in([](Appointment a) { propose(a, proposal(kOther)); }) == "tentative confirmed ");
}

TEST_CASE("a refused change names the state and those that allow it") {
  const auto error = refused([] { cancel(in(Status::held), "x", kLater); });
  CHECK(error.message.es ==
        "La cita está en estado «realizada» (held); solo se admite en: «por confirmar» "
        "(tentative), «confirmada» (confirmed).");
  CHECK(error.message.en ==
        "The appointment is \"held\"; allowed only when: \"tentative\", \"confirmed\".");
}

TEST_CASE("confirming, re-scheduling and cancelling raise the sequence and keep the UID") {
  auto one = confirm(appointment(), kLater);
  CHECK(one.status == Status::confirmed);
  CHECK(one.sequence == 1);
  CHECK(one.changed_at == kLater);
  one = reschedule(one, to(kOther), kLater + core::Minutes(1));
  CHECK(one.status == Status::tentative);
  CHECK(one.sequence == 2);
  CHECK(one.slot == kOther);
  CHECK(one.place == "Sede principal");
  CHECK(one.reason == "Lo pidió el contratista");
  one = cancel(one, "Sin repuesto", kLater + core::Minutes(2));
  CHECK(one.status == Status::cancelled);
  CHECK(one.sequence == 3);
  CHECK(one.reason == "Sin repuesto");
  CHECK(one.uid == appointment().uid);
  CHECK(one.created_at == kNow);
  CHECK(one.changed_at == kLater + core::Minutes(2));
  CHECK(one.asked_at == kLater + core::Minutes(1));  // by the re-scheduling
  CHECK(first_slot(one) == appointment().slot);
}

TEST_CASE("re-scheduling asks everybody again and decides the open proposals") {
  auto one = answer(appointment(), {"ANA@redes.example", Participation::declined, "no"}, kLater);
  one = propose(one, proposal(kOther));
  one = propose(one,
                proposal(slot("2026-11-26 08:00", "2026-11-26 09:00"), "luis@instituto.example"));
  one = reschedule(one, to(kOther), kLater);
  for (const auto& each : one.attendees) {
    CHECK(each.answer == Participation::needs_action);
    CHECK(each.comment.empty());
    CHECK_FALSE(each.answered_at);
  }
  CHECK(one.proposals[0].state == ProposalState::accepted);
  CHECK(one.proposals[1].state == ProposalState::declined);
}

TEST_CASE("nobody is told of a re-scheduling that changes nothing, a change of place is one") {
  auto change = to(appointment().slot);
  CHECK(refused_field("slot", [&] { reschedule(appointment(), change, kLater); }) == "no-change");
  change.place = " Sede principal ";
  CHECK(refused_field("slot", [&] { reschedule(appointment(), change, kLater); }) == "no-change");
  change.place = "Piso 4";
  const auto elsewhere = reschedule(appointment(), change, kLater);
  CHECK(elsewhere.place == "Piso 4");
  CHECK(elsewhere.asked_at == kLater);
  CHECK(elsewhere.moves.empty());
  CHECK(first_slot(elsewhere) == elsewhere.slot);
  CHECK(refused_field("reason", [&] { reschedule(appointment(), to(kOther, " "), kLater); }) ==
        "missing");
  CHECK(refused_field("reason", [&] { cancel(appointment(), "", kLater); }) == "missing");
}

TEST_CASE("an appointment is held from its start on, without a new sequence") {
  const auto error = refused([] { hold(appointment(), at("2026-11-23 09:59")); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "not-yet");
  const auto one = hold(appointment(), at("2026-11-23 10:00"));
  CHECK(one.status == Status::held);
  CHECK(one.sequence == 0);
}

TEST_CASE("an answer is of somebody invited, whatever the case of the address") {
  const auto one = answer(
      appointment(), {"Ana@REDES.example", Participation::accepted, " ahí\r\nestaré "}, kLater);
  CHECK(one.attendees[0].answer == Participation::accepted);
  CHECK(one.attendees[0].comment == "ahí\nestaré");
  CHECK(one.attendees[0].answered_at == kLater);
  CHECK(one.attendees[1] == appointment().attendees[1]);
  CHECK(one.changed_at == kLater);
  CHECK(one.sequence == 0);
  const auto error = refused([] { answer(appointment(), {"otro@redes.example"}, kLater); });
  CHECK(error.code == core::Code::not_found);
  CHECK(error.condition == "not-invited");
}

TEST_CASE("the same answer twice changes nothing the second time") {
  const Answer given{"ana@redes.example", Participation::accepted, ""};
  const auto once = answer(appointment(), given, kLater);
  const auto twice = answer(once, given, kLater + core::Minutes(5));
  CHECK(twice.changed_at == kLater);
  CHECK(twice.attendees[0].answered_at == kLater);
}

TEST_CASE("who proposes again replaces their open proposal, and the list stays bounded") {
  CHECK(refused_field("slot", [] { propose(appointment(), proposal(appointment().slot)); }) ==
        "no-change");
  CHECK(refused([] { propose(appointment(), proposal(kOther, "x@y.co")); }).condition ==
        "not-invited");
  auto one = appointment();
  for (int i = 0; i < 45; ++i) {
    auto next = proposal(kOther, "ANA@redes.example");
    next.id = id(100 + i);
    next.state = ProposalState::accepted;  // not for the sender to say
    one = propose(one, next);
  }
  CHECK(one.proposals.size() == 20);
  CHECK(one.proposals.back().id == id(144));
  CHECK(one.proposals.back().state == ProposalState::open);
  CHECK(one.proposals.back().email == "ana@redes.example");
  CHECK(one.proposals.front().state == ProposalState::declined);
  CHECK(one.sequence == 0);
}

TEST_CASE("twenty open proposals of different people leave no room for one more") {
  auto terms = agreement();
  terms.attendees.clear();
  for (int i = 0; i < 21; ++i)
    terms.attendees.push_back(attendee("A", "a" + std::to_string(i) + "@b.co"));
  auto one = agree(request(), terms, id(3), "u", kNow);
  for (int i = 0; i < 20; ++i)
    one = propose(one, proposal(kOther, "a" + std::to_string(i) + "@b.co"));
  CHECK(refused_field("proposals", [&] { propose(one, proposal(kOther, "a20@b.co")); }) ==
        "too-many");
}

TEST_CASE("the request follows its appointment") {
  CHECK(request_state_for(Status::tentative) == RequestState::agreed);
  CHECK(request_state_for(Status::confirmed) == RequestState::agreed);
  CHECK(request_state_for(Status::held) == RequestState::held);
  CHECK(request_state_for(Status::cancelled) == RequestState::open);
}

TEST_CASE("to amend raises the sequence and keeps date, status and the answers of who stays") {
  auto before = appointment();
  before.attendees[0].answer = Participation::accepted;
  before.attendees[0].role = AttendeeRole::chair;
  Particulars change;
  change.conditions = "Traer carné";
  change.attendees = {attendee("Luis", "luis@redes.example"), attendee("", "ANA@redes.example")};
  const auto after = amend(before, change, kNow + std::chrono::hours(1));
  CHECK(after.sequence == before.sequence + 1);
  CHECK(after.slot == before.slot);
  CHECK(after.status == before.status);
  CHECK(after.conditions == "Traer carné");
  CHECK(after.changed_at == kNow + std::chrono::hours(1));
  REQUIRE(after.attendees.size() == 2);
  CHECK(after.attendees[0].answer == Participation::needs_action);
  auto same = before.attendees[0];
  same.role = AttendeeRole::required;  // as asked for now
  CHECK(after.attendees[1] == same);

  change.attendees = std::vector<Attendee>{};
  CHECK_THROWS_AS(amend(before, change, kNow), core::Error);
  change = {};
  change.link = "http://inseguro.example";
  CHECK_THROWS_AS(amend(before, change, kNow), core::Error);
  CHECK_THROWS_AS(amend(cancel(before, "No", kNow), {}, kNow), core::Error);
}
