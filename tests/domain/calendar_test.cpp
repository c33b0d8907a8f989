#include "domain/calendar.h"

#include "domain/examples.h"

using namespace examples;

namespace {

Calendar institute() {
  Calendar one;
  one.id = "institute";
  one.title = {"Citas del Instituto", "Dates of the Institute"};
  one.colour = "#1f6feb";
  return one;
}

Calendar each_contractor() {
  auto one = institute();
  one.id = "contractor-{key}";
  one.title = {"Citas de {name}", "Dates of {name}"};
  one.description = {"{name}: {name}", "{name}"};
  one.audience = Audience::contractor;
  one.each_contractor = true;
  return one;
}

bool is_shown(const Calendar& calendar) {
  return shows(calendar, appointment(), request());
}

}  // namespace

TEST_CASE("a definition is one calendar, or one for each contractor") {
  CHECK(expand(institute(), {contractor()}).size() == 1);
  auto other = contractor();
  other.id = id(7);
  other.key = "aire";
  other.name = "Aire {key} Ltda.";  // a name that looks like a mark stays a name
  const auto all = expand(each_contractor(), {contractor(), other});
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == "contractor-redes");
  CHECK(all[0].contractor == id(1));
  CHECK_FALSE(all[0].each_contractor);
  CHECK(all[0].title ==
        core::Phrase{"Citas de Redes Andinas S.A.S.", "Dates of Redes Andinas S.A.S."});
  CHECK(all[0].description.es == "Redes Andinas S.A.S.: Redes Andinas S.A.S.");
  CHECK(all[1].id == "contractor-aire");
  CHECK(all[1].title.es == "Citas de Aire {key} Ltda.");
  CHECK(expand(each_contractor(), {}).empty());
}

TEST_CASE("a contractor whose name holds the mark does not make expand run for ever") {
  auto odd = contractor();
  odd.name = "{name}{name}";
  CHECK(expand(each_contractor(), {odd})[0].title.es == "Citas de {name}{name}");
}

TEST_CASE("a calendar shows what all its filters let through") {
  CHECK(is_shown(institute()));
  auto one = institute();
  one.contractor = id(1);
  one.kind = Kind::scheduled;
  one.affects_network = false;
  CHECK(is_shown(one));
  one.contractor = id(7);
  CHECK_FALSE(is_shown(one));
  one = institute();
  one.kind = Kind::failure;
  CHECK_FALSE(is_shown(one));
  one = institute();
  one.affects_network = true;
  CHECK_FALSE(is_shown(one));
  one = institute();
  one.source = Source::holidays;
  CHECK_FALSE(is_shown(one));
}

TEST_CASE("a case that is not open never enters a public calendar") {
  auto open = institute();
  open.audience = Audience::everyone;
  auto secret = request();
  secret.classification.level = GENERATE(Level::classified, Level::reserved);
  CHECK(shows(open, appointment(), request()));
  CHECK_FALSE(shows(open, appointment(), secret));
  secret.classification.extent = Extent::partial;
  CHECK(shows(institute(), appointment(), secret));
  secret.classification.extent = Extent::whole;
  CHECK_FALSE(shows(institute(), appointment(), secret));
}

TEST_CASE("a contractor's people see their own calendar and the public ones") {
  const auto ana = person(Role::contractor, id(1));
  auto one = institute();
  CHECK_FALSE(may_see(one, ana));
  one.audience = Audience::everyone;
  CHECK(is_public(one));
  CHECK(may_see(one, ana));
  one.audience = Audience::contractor;
  CHECK_FALSE(may_see(one, ana));  // of no contractor yet
  one.contractor = id(1);
  CHECK(may_see(one, ana));
  one.contractor = id(7);
  CHECK_FALSE(may_see(one, ana));
}

TEST_CASE("everybody of the institute sees its calendars") {
  const auto role = GENERATE(Role::coordinator, Role::staff, Role::auditor, Role::administrator);
  auto one = institute();
  CHECK(may_see(one, person(role)));
  one.audience = Audience::contractor;
  one.contractor = id(7);
  CHECK(may_see(one, person(role)));
}

TEST_CASE("a definition's id is a slug that bears the key when there is one a contractor") {
  CHECK_NOTHROW(checked(institute()));
  CHECK_NOTHROW(checked(each_contractor()));
  auto one = institute();
  one.id = GENERATE("Institute", "a b", "a/b", "a_b", "-a", "institute-{key}", "{name}", "a.ics");
  CHECK(refused_field("id", [&] { checked(one); }) == "not-a-calendar-id");
  auto each = each_contractor();
  each.id = "contractor";
  CHECK(refused_field("id", [&] { checked(each); }) == "not-a-calendar-id");
}

TEST_CASE("a definition's colour, audience, source and windows are held to their bounds") {
  auto one = institute();
  one.colour = "#1F6FEB";
  CHECK(checked(one).colour == "#1f6feb");
  one.colour = GENERATE("", "red", "#fff", "#12345g", "1f6feb0", "#1f6feb;");
  CHECK(refused_field("colour", [&] { checked(one); }) == "not-a-colour");
  one = institute();
  one.audience = Audience::contractor;
  CHECK(refused_field("audience", [&] { checked(one); }) == "no-contractor");
  one = institute();
  one.source = Source::holidays;
  one.affects_network = false;
  CHECK(refused_field("source", [&] { checked(one); }) == "no-filters");
  one = institute();
  one.past_days = -1;
  CHECK(refused_field("past_days", [&] { checked(one); }) == "out-of-range");
  one = institute();
  one.refresh_minutes = 0;
  CHECK(refused_field("refresh_minutes", [&] { checked(one); }) == "out-of-range");
}

TEST_CASE("a definition's digest changes with any of its fields") {
  std::set<std::string> digests = {definition_digest(institute())};
  CHECK(*digests.begin() == definition_digest(institute()));
  const auto changed = [&](auto change) {
    auto one = institute();
    change(one);
    CHECK(digests.insert(definition_digest(one)).second);
  };
  changed([](Calendar& c) { c.id = "x"; });
  changed([](Calendar& c) { c.title.es = "x"; });
  changed([](Calendar& c) { c.title.en = "x"; });
  changed([](Calendar& c) { c.description.es = "x"; });
  changed([](Calendar& c) { c.description.en = "x"; });
  changed([](Calendar& c) { c.colour = "#000000"; });
  changed([](Calendar& c) { c.audience = Audience::everyone; });
  changed([](Calendar& c) { c.source = Source::holidays; });
  changed([](Calendar& c) { c.each_contractor = true; });
  changed([](Calendar& c) { c.contractor = id(1); });
  changed([](Calendar& c) { c.kind = Kind::scheduled; });
  changed([](Calendar& c) { c.kind = Kind::failure; });
  changed([](Calendar& c) { c.affects_network = false; });
  changed([](Calendar& c) { c.affects_network = true; });
  changed([](Calendar& c) { c.past_days = 1; });
  changed([](Calendar& c) { c.future_days = 1; });
  changed([](Calendar& c) { c.cancelled_days = 1; });
  changed([](Calendar& c) { c.refresh_minutes = 5; });
}
