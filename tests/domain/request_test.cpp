#include "domain/request.h"

#include "domain/examples.h"

using namespace examples;

TEST_CASE("a request number has four digits, and five beyond 9999") {
  CHECK(print_number(2026, 1) == "SOL-2026-0001");
  CHECK(print_number(2026, 9999) == "SOL-2026-9999");
  CHECK(print_number(2026, 10000) == "SOL-2026-10000");
  CHECK_THROWS_AS(print_number(2026, 0), core::Error);
  CHECK_THROWS_AS(print_number(2026, 100000), core::Error);
  for (const int number : {1, 42, 9999, 10000, 99999}) CHECK(is_number(print_number(2026, number)));
  const auto text = GENERATE("", "SOL-2026-1", "SOL-2026-0000", "SOL-2026-00001", "sol-2026-0001",
                             "SOL-0026-0001", "SOL-2026-000a", "SOL-2026-100000", "SOL-2026_0001",
                             "SOL-2026-0001 ", "XOL-2026-0001", "SOL--026-0001");
  CAPTURE(text);
  CHECK_FALSE(is_number(text));
}

TEST_CASE("a request comes back clean, with each affected service once") {
  auto one = request();
  one.subject = "  Cambio de UPS ";
  one.affected = {"Telefonía", "telefonia", " Correo ", "…", "…"};
  one.description = "uno\r\ndos";
  one = checked(one);
  CHECK(one.subject == "Cambio de UPS");
  CHECK(one.affected == std::vector<std::string>{"Telefonía", "Correo", "…"});
  CHECK(one.description == "uno\ndos");
}

TEST_CASE("a request names a contractor, its number is well formed, its lists are bounded") {
  auto one = request();
  one.contractor = "redes";
  CHECK(refused_field("contractor", [&] { checked(one); }) == "not-an-id");
  one = request();
  one.number = "SOL-26-1";
  CHECK(refused_field("number", [&] { checked(one); }) == "not-a-number");
  one = request();
  one.planned_service = id(21);
  CHECK(refused_field("programme", [&] { checked(one); }) == "missing");
  one = request();
  one.affected.push_back("a\r\nATTENDEE:x");
  CHECK(refused_field("affected[2]", [&] { checked(one); }) == "control-character");
  one = request();
  for (int i = 0; i < 11; ++i) one.tickets.push_back({"Mesa", std::to_string(i), ""});
  CHECK(refused_field("tickets", [&] { checked(one); }) == "too-many");
}

TEST_CASE("a state that does not allow something is told, with those that do, in both languages") {
  auto one = request();
  one.state = RequestState::closed;
  const auto error = refused([&] {
    require_state(one, {RequestState::open, RequestState::agreed});
  });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "request-state");
  CHECK(error.message.es ==
        "La solicitud SOL-2026-0001 está en estado «cerrada» (closed); solo se admite en: "
        "«abierta» (open), «acordada» (agreed).");
  CHECK(error.message.en ==
        "The request SOL-2026-0001 is \"closed\"; allowed only when: \"open\", \"agreed\".");
}

TEST_CASE("only an open request is withdrawn, for a reason") {
  auto one = withdraw(request(), "Ya no se requiere");
  CHECK(one.state == RequestState::withdrawn);
  CHECK(one.withdrawn_reason == "Ya no se requiere");
  CHECK(refused([&] { withdraw(one, "otra vez"); }).condition == "request-state");
  CHECK(refused_field("reason", [] { withdraw(request(), " \n"); }) == "missing");
  one.state = GENERATE(RequestState::agreed, RequestState::held, RequestState::closed);
  CHECK(refused([&] { withdraw(one, "x"); }).condition == "request-state");
}

TEST_CASE("a ticket is added while the case is alive, and the same one only once") {
  auto one = with_ticket(request(), {"Mesa Redes", "T-1", ""});
  one = with_ticket(one, {"Mesa Redes", "T-1", "https://mesa.redes.example/1"});
  REQUIRE(one.tickets.size() == 1);
  CHECK(one.tickets[0].url == "https://mesa.redes.example/1");
  CHECK(refused_field("url", [&] { with_ticket(one, {"M", "2", "javascript:x"}); }) == "not-a-uri");
  for (int i = 2; i <= 10; ++i) one = with_ticket(one, {"Mesa Redes", std::to_string(i), ""});
  CHECK(refused_field("tickets", [&] { with_ticket(one, {"M", "11", ""}); }) == "too-many");
  one.state = GENERATE(RequestState::closed, RequestState::withdrawn);
  CHECK(refused([&] { with_ticket(one, {"M", "1", ""}); }).condition == "request-state");
}

TEST_CASE("a request made in a calendar is completed once, with what is said") {
  auto one = request();
  one.state = RequestState::agreed;
  CHECK_THROWS_AS(complete(one, {}), core::Error);
  one.incomplete = true;
  Completion completion;
  completion.kind = Kind::failure;
  completion.description = "Se quemó";
  const auto done = complete(one, completion);
  CHECK_FALSE(done.incomplete);
  CHECK(done.kind == Kind::failure);
  CHECK(done.priority == one.priority);
  CHECK(done.description == "Se quemó");
  one.state = RequestState::withdrawn;
  CHECK_THROWS_AS(complete(one, completion), core::Error);
}
