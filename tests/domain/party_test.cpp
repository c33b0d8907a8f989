#include "domain/party.h"

#include "domain/access.h"
#include "domain/examples.h"

using namespace examples;

TEST_CASE("a NIT is right when its check digit is") {
  // The DIAN, Bogotá D.C., Bancolombia, Ecopetrol, the SENA and the Banco de la República.
  const auto good = GENERATE("800197268-4", "899999061-9", "890903938-8", "899999068-1",
                             "899999034-1", "860005216-7");
  CAPTURE(good);
  CHECK(is_nit(good));
  std::string wrong = good;
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  CHECK_FALSE(is_nit(wrong));
}

TEST_CASE("what is not digits, a dash and a digit is no NIT") {
  const auto text = GENERATE("", "-", "800197268", "8001972684", "800.197.268-4", "800197268-",
                             "800197268-44", "800197268-x", "80019726a-4", "1234-1", "-4",
                             "1234567890123456-0", "800197268--", " 800197268-4");
  CAPTURE(text);
  CHECK_FALSE(is_nit(text));
}

TEST_CASE("a person's other addresses are addresses, in lower case, each once") {
  auto marta = person(Role::coordinator);
  marta.email = "marta@instituto.example";
  marta.aliases = {"Marta.Ruiz@instituto.example", "planeacion@instituto.example"};
  CHECK(checked(marta).aliases.at(0) == "marta.ruiz@instituto.example");
  for (const auto* again : {"MARTA@instituto.example", "marta.ruiz@instituto.example"}) {
    auto twice = marta;
    twice.aliases.emplace_back(again);
    CHECK(refused_field("aliases[2]", [&] { checked(twice); }) == "repeated-address");
  }
  marta.aliases = {"a@b.example\r\nBcc: x@y.example"};
  CHECK_FALSE(refused_field("aliases[0]", [&] { checked(marta); }).empty());
  marta.aliases.assign(11, "a@b.example");
  CHECK(refused_field("aliases", [&] { checked(marta); }) == "too-many");
}

TEST_CASE("a person's login is lower case and plain") {
  auto marta = person(Role::coordinator);
  marta.login = " Marta.Ruiz-2_x ";
  marta.email = "marta@Instituto.Example";
  CHECK(checked(marta).login == "marta.ruiz-2_x");
  CHECK(checked(marta).email == "marta@instituto.example");
  marta.login = GENERATE("marta ruiz", "márta", "a:b", "a/b", "a@b");
  CHECK(refused_field("login", [&] { checked(marta); }) == "not-a-login");
  marta.login = std::string(65, 'a');
  CHECK(refused_field("login", [&] { checked(marta); }) == "too-long");
}

TEST_CASE("a contractor's person names the firm, nobody else does") {
  CHECK(refused_field("contractor", [] { checked(person(Role::contractor)); }) == "missing");
  CHECK(checked(person(Role::contractor, id(1))).contractor == id(1));
  CHECK(refused_field("contractor", [] { checked(person(Role::staff, id(1))); }) ==
        "not-a-contractor");
}

TEST_CASE(
    "a contractor has a slug for key, a right NIT or none, and a link to its tickets or none") {
  auto one = contractor();
  CHECK(checked(one).name == one.name);
  one.tax_id = "";
  one.ticket_system = "https://mesa.redes.example/";
  CHECK_NOTHROW(checked(one));
  one.ticket_system = "mailto:mesa@redes.example";
  CHECK(refused_field("ticket_system", [&] { checked(one); }) == "not-a-link");
  one.ticket_system = "";
  one.tax_id = "899999034-2";
  CHECK(refused_field("tax_id", [&] { checked(one); }) == "not-a-nit");
  one.tax_id = "";
  one.key = GENERATE("Redes", "redes_1", "-redes", "redes--1", "redés", "redes/1");
  CHECK(refused_field("key", [&] { checked(one); }) == "not-a-key");
}

TEST_CASE("a contractor has 1 to 30 contacts, each with its own address") {
  auto one = contractor();
  one.contacts.push_back({"Otra", "ANA@redes.example", "", "", true});
  CHECK(refused_field("contacts[1].email", [&] { checked(one); }) == "repeated-address");
  one.contacts[1].email = "otra@redes.example\r\nX: y";
  CHECK(refused_field("contacts[1].email", [&] { checked(one); }) == "not-an-address");
  one.contacts.clear();
  CHECK(refused_field("contacts", [&] { checked(one); }) == "missing");
  for (int i = 0; i < 30; ++i)
    one.contacts.push_back({"A", "a" + std::to_string(i) + "@b.co", "", "", true});
  CHECK(checked(one).contacts.size() == 30);
  one.contacts.push_back({"A", "a@b.co", "", "", true});
  CHECK(refused_field("contacts", [&] { checked(one); }) == "too-many");
}

TEST_CASE("each role may do what the procedure gives it, and no more") {
  const auto rights = [](Role role) {
    std::string all;
    for (const auto right : {Right::read, Right::plan, Right::request, Right::agree, Right::answer,
                             Right::verify, Right::audit, Right::administer})
      if (may(role, right)) all += std::string(core::word(right)) + " ";
    return all;
  };
  CHECK(rights(Role::coordinator) == "read plan request agree answer verify audit ");
  CHECK(rights(Role::staff) == "read answer ");
  CHECK(rights(Role::contractor) == "read answer ");
  CHECK(rights(Role::auditor) == "read answer audit ");
  CHECK(rights(Role::administrator) == "read plan request agree answer verify audit administer ");
}

TEST_CASE("a contractor's people see their own firm only, the institute's see all") {
  auto ana = person(Role::contractor, id(1));
  CHECK(sees_contractor(ana, id(1)));
  CHECK_FALSE(sees_contractor(ana, id(4)));
  ana.contractor.clear();
  CHECK_FALSE(sees_contractor(ana, ""));
  CHECK(sees_contractor(person(Role::staff), id(4)));
}

TEST_CASE("who speaks for a firm: whose account it is, else its contacts' domain or a delegate") {
  const auto firm = examples::contractor();
  const std::optional<citacal::core::Id> nobodys;
  CHECK(speaks_for(firm, "otro@REDES.example", nobodys, false));
  CHECK_FALSE(speaks_for(firm, "ana@instituto.example", nobodys, false));
  CHECK_FALSE(speaks_for(firm, "redes.example", nobodys, false));
  CHECK(speaks_for(firm, "ana@otra.example", nobodys, true));
  CHECK(speaks_for(firm, "ana@gmail.example", firm.id, false));
  CHECK_FALSE(speaks_for(firm, "ana@redes.example", citacal::core::Id(), true));
}
