#include "domain/verification.h"

#include "core/check.h"

#include "domain/examples.h"

using namespace examples;

namespace {

const core::Instant kAfter = at("2026-11-23 12:00");

ServiceRequest held_request() {
  auto one = request();
  one.state = RequestState::held;
  return one;
}

Appointment held() {
  return hold(appointment(), at("2026-11-23 10:00"));
}

Verification verification(Outcome outcome = Outcome::as_agreed) {
  Verification one;
  one.id = id(30);
  one.request = id(2);
  one.appointment = id(3);
  one.outcome = outcome;
  one.reference = "ACTA-050";
  one.actual = slot("2026-11-23 10:05", "2026-11-23 11:50");
  return one;
}

Verification with_commitment() {
  auto one = verification();
  one.commitments = {{id(31), "Entregar informe", "Redes Andinas", day("2026-12-01"), {}}};
  return one;
}

}  // namespace

TEST_CASE("a verification closes the case, and what was not provided opens it again") {
  CHECK(verify(held_request(), held(), verification(), kAfter).request.state ==
        RequestState::closed);
  CHECK(verify(held_request(), held(), verification(Outcome::partly), kAfter).request.state ==
        RequestState::closed);
  CHECK(verify(held_request(), held(), verification(Outcome::not_provided), kAfter).request.state ==
        RequestState::open);
}

TEST_CASE("only what was held is verified, and not before its end") {
  CHECK(refused([] { verify(request(), held(), verification(), kAfter); }).condition ==
        "request-state");
  CHECK(refused([] { verify(held_request(), appointment(), verification(), kAfter); }).condition ==
        "appointment-state");
  const auto error =
      refused([] { verify(held_request(), held(), verification(), kAfter - core::Seconds(1)); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "not-yet");
}

TEST_CASE("a verification is of this request and this appointment, and of the past") {
  auto one = verification();
  one.request = id(77);
  CHECK(refused_field("request", [&] { verify(held_request(), held(), one, kAfter); }) ==
        "other-case");
  one = verification();
  one.appointment = id(77);
  CHECK(refused_field("appointment", [&] { verify(held_request(), held(), one, kAfter); }) ==
        "other-case");
  one = verification();
  one.actual.end = kAfter + core::Minutes(1);
  CHECK(refused_field("actual", [&] { verify(held_request(), held(), one, kAfter); }) ==
        "in-the-future");
}

TEST_CASE("a verification has a reference, and findings unless all was as agreed") {
  auto one = verification();
  one.reference = " ";
  CHECK(refused_field("reference", [&] { checked(one); }) == "missing");
  CHECK_NOTHROW(checked(verification()));
  one = verification(GENERATE(Outcome::partly, Outcome::not_provided));
  CHECK(refused_field("findings", [&] { checked(one); }) == "missing");
  one.findings = "Faltó el informe";
  CHECK_NOTHROW(checked(one));
}

TEST_CASE("what was given has its real time, what was not provided may have none") {
  auto one = verification(Outcome::not_provided);
  one.findings = "No asistieron";
  one.actual = {};
  CHECK_NOTHROW(checked(one));
  one.outcome = Outcome::partly;
  CHECK(refused_field("actual", [&] { checked(one); }) == "end-before-start");
}

TEST_CASE("commitments say what, who and by when, and are bounded") {
  auto one = with_commitment();
  one.commitments[0].who = "";
  CHECK(refused_field("commitments[0].who", [&] { checked(one); }) == "missing");
  one = with_commitment();
  one.commitments[0].by = {};
  CHECK(refused_field("commitments[0].by", [&] { checked(one); }) == "missing");
  one.commitments.assign(51, with_commitment().commitments[0]);
  CHECK(refused_field("commitments", [&] { checked(one); }) == "too-many");
}

TEST_CASE("a commitment is completed once") {
  const auto one = complete(with_commitment(), id(31), kAfter);
  CHECK(one.commitments[0].done_at == kAfter);
  CHECK(refused([&] { complete(one, id(31), kAfter); }).code == core::Code::conflict);
  CHECK(refused([&] { complete(one, id(32), kAfter); }).code == core::Code::not_found);
}

TEST_CASE("a commitment is for today or later") {
  auto one = with_commitment();
  one.commitments[0].by = day("2026-11-22");
  CHECK(refused_field("commitments[0].by", [&] { verify(held_request(), held(), one, kAfter); }) ==
        "in-the-past");
  one.commitments[0].by = day("2026-11-23");
  const auto done = verify(held_request(), held(), one, kAfter);
  CHECK(done.appointment.verification == VerificationState::done);
  CHECK(done.appointment.changed_at == kAfter);
  CHECK(done.appointment.sequence == held().sequence);
}

TEST_CASE("who verified is not who provided") {
  const std::string own = "citas@instituto.example";
  const auto verifier = [](std::string email, std::vector<std::string> aliases = {}) {
    auto one = person(Role::coordinator);
    one.email = std::move(email);
    one.aliases = std::move(aliases);
    return one;
  };
  auto firm = contractor();
  firm.contacts.push_back({"Residente", "residente@instituto.example", "", "", true});
  auto appointment = held();
  const auto refuses = [&](const Person& who) {
    const auto error = refused([&] { require_independent(who, firm, appointment, own); });
    return error.code == core::Code::forbidden && error.condition == "verified-by-provider";
  };
  CHECK_NOTHROW(require_independent(verifier("luz@instituto.example"), firm, appointment, own));
  CHECK(refuses(person(Role::contractor, firm.id)));
  CHECK(refuses(verifier("ANA@redes.example")));
  CHECK(refuses(verifier("jefe@Redes.example")));
  CHECK(refuses(verifier("luz@instituto.example", {"luz@redes.example"})));
  // A contact with an address of the institute is one, and makes nobody else one.
  CHECK(refuses(verifier("residente@instituto.example")));
  // Who goes in the place of the contractor's, and not in that of the institute's.
  appointment.attendees[1].delegated_to = "luz@instituto.example";
  CHECK_NOTHROW(require_independent(verifier("luz@instituto.example"), firm, appointment, own));
  appointment.attendees[0].delegated_to = "luz@instituto.example";
  CHECK(refuses(verifier("luz@instituto.example")));
}

TEST_CASE("what was not provided is asked for anew, as it was") {
  auto first = held_request();
  first.description = "La UPS no sostiene la carga.";
  first.tickets = {{"Mesa", "7", ""}};
  first.classification = {Level::classified,
                          Extent::partial,
                          "Datos de terceros",
                          "Ley 1712 de 2014, art. 18",
                          0,
                          core::parse_day("2026-01-15")};
  const auto next = repeat_request(first, "Acta 031");
  CHECK(next.follows == first.id);
  CHECK(next.kind == first.kind);
  CHECK(next.contractor == first.contractor);
  CHECK(next.affected == first.affected);
  CHECK(next.classification == first.classification);
  CHECK(next.tickets.empty());
  CHECK(next.description ==
        "Retoma la solicitud SOL-2026-0001, cuyo servicio no se prestó (Acta 031).\n\n"
        "La UPS no sostiene la carga.");
  first.description = std::string(core::kTextMax, 'x');
  CHECK_NOTHROW(checked(repeat_request(first, "Acta 031")));
  first.state = RequestState::open;
  CHECK(close_with_follower(first).state == RequestState::closed);
  CHECK(refused([&] { close_with_follower(held_request()); }).condition == "request-state");
}

TEST_CASE("a commitment that is not done is asked for as a service") {
  const auto one = with_commitment();
  const auto asked = request_commitment(held_request(), one, id(31));
  CHECK(asked.kind == Kind::scheduled);
  CHECK(asked.subject == "Entregar informe");
  CHECK(asked.commitment == id(31));
  CHECK(asked.follows == id(2));
  CHECK_NOTHROW(checked(asked));
  CHECK(refused([&] { request_commitment(held_request(), one, id(32)); }).code ==
        core::Code::not_found);
  const auto done = complete(one, id(31), kAfter);
  CHECK(refused([&] { request_commitment(held_request(), done, id(31)); }).condition ==
        "commitment-done");
}
