#include "dav/own_calendar.h"

#include "service/amendment.h"
#include "service/appointment.h"
#include "service/calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

std::string sync(const std::string& token, const std::string& more = {},
                 const std::string& level = "<D:sync-level>1</D:sync-level>") {
  return "<D:sync-collection xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
         "<D:sync-token>" +
         token + "</D:sync-token>" + level + "<D:prop><D:getetag/></D:prop>" + more +
         "</D:sync-collection>";
}

std::string token_of(const std::string& answer) {
  return find_xml(answer, "sync-token").value();
}

const std::string kOne = "<D:limit><D:nresults>1</D:nresults></D:limit>";

}  // namespace

TEST_CASE("a sync tells all at first, then what changed, and what is gone by 404") {
  OwnCalendar door;
  door.put({"a"});
  door.put({"b"});
  const auto first = door.report(sync(""), {{"Depth", "0"}});
  CHECK(door.names_in(first) == Names{"a.ics", "b.ics"});
  const auto token = token_of(first);
  CHECK(token_of(door.report(sync(token))) == token);
  CHECK(door.names_in(door.report(sync(token))).empty());

  const auto etag = door.put({"b", "20260310T150000Z", "20260310T170000Z"});
  REQUIRE(door.ask("DELETE", door.here("a.ics")).status == 204);
  const auto next = door.report(sync(token));
  CHECK(find_all_xml(next, "response[status~404].href") == Names{door.here("a.ics")});
  CHECK(find_xml(next, "response[href=" + door.here("b.ics") + "].getetag") == etag);
  CHECK(token_of(next) != token);
  CHECK(door.names_in(door.report(sync(token_of(next)))).empty());
  // Who begins now never hears of the one that is gone.
  CHECK(door.names_in(door.report(sync(""))) == Names{"b.ics"});
}

TEST_CASE("an empty calendar has a token from which one can go on") {
  OwnCalendar door;
  const auto token = token_of(door.report(sync("")));
  door.put({"a"});
  CHECK(door.names_in(door.report(sync(token))) == Names{"a.ics"});
}

TEST_CASE("a sync takes Depth 0, 1 or none, and no other; and a level of 1 or infinite") {
  OwnCalendar door;
  door.put({"a"});
  for (const auto& headers : {HeaderList{}, HeaderList{{"Depth", "0"}}, HeaderList{{"Depth", "1"}}})
    CHECK(door.names_in(door.report(sync(""), headers)).size() == 1);
  CHECK(door.ask("REPORT", door.here(), {{"Depth", "infinity"}}, sync("")).status == 400);
  CHECK(door.names_in(door.report(sync("", "", "<D:sync-level>infinite</D:sync-level>"))).size() ==
        1);
  CHECK(
      door.ask("REPORT", door.here(), {}, sync("", "", "<D:sync-level>2</D:sync-level>")).status ==
      400);
  CHECK(door.ask("REPORT", door.here("a.ics"), {}, sync("")).status == 403);
}

TEST_CASE("a limit cuts an answer with 507, and its token goes on from there") {
  OwnCalendar door;
  for (const auto* uid : {"a", "b", "c"}) door.put({uid});
  Names seen;
  std::string token;
  for (int part = 0; part < 3; ++part) {
    const auto answer = door.report(sync(token, kOne));
    const auto cut = find_all_xml(answer, "response[status~507].href");
    CHECK(cut == (part < 2 ? Names{door.here()} : Names{}));
    const auto found = find_all_xml(answer, "response[status~200].href");
    seen.insert(seen.end(), found.begin(), found.end());
    token = token_of(answer);
  }
  CHECK(seen == Names{door.here("a.ics"), door.here("b.ics"), door.here("c.ics")});
  CHECK(door.names_in(door.report(sync(token))).empty());
  for (const auto* wrong : {"0", "-1", "x", "99999999999999999999", ""})
    CHECK(
        door.ask("REPORT", door.here(), {},
                 sync("", "<D:limit><D:nresults>" + std::string(wrong) + "</D:nresults></D:limit>"))
            .status == 400);
}

TEST_CASE("a token of another calendar, of the future or of nobody is refused by name") {
  OwnCalendar door;
  door.put({"a"});
  const auto token = token_of(door.report(sync("")));
  REQUIRE(door.ask("MKCALENDAR", door.home("otro/")).status == 201);
  REQUIRE(door.ask("PUT", door.home("otro/x.ics"), {}, print({"x"})).status == 201);
  const auto foreign = token_of(door.report(sync(""), {}, door.home("otro/")));
  for (const auto& wrong :
       {foreign, token + "9", token + "x", token + ";begun=9",
        token + ";begun=", std::string("http://otro.example/1"), std::string("1")}) {
    const auto response = door.ask("REPORT", door.here(), {}, sync(wrong));
    INFO(wrong);
    CHECK(response.status == 403);
    CHECK(precondition_of(response) == "valid-sync-token");
  }
  CHECK(door.ask("REPORT", door.here(), {},
                 "<D:sync-collection xmlns:D=\"DAV:\"><D:prop/></D:sync-collection>")
            .status == 400);
}

TEST_CASE("a calendar that was deleted and made again refuses the tokens of the old one") {
  OwnCalendar door;
  door.put({"a"});
  const auto token = token_of(door.report(sync("")));
  REQUIRE(door.ask("DELETE", door.here()).status == 204);
  REQUIRE(door.ask("MKCALENDAR", door.here()).status == 201);
  const auto response = door.ask("REPORT", door.here(), {}, sync(token));
  CHECK(precondition_of(response) == "valid-sync-token");
}

TEST_CASE("what went long ago is forgotten: older tokens end, a listing in parts does not") {
  OwnCalendar door;
  for (const auto* uid : {"a", "b", "c"}) door.put({uid});
  const auto old = token_of(door.report(sync("")));
  REQUIRE(door.ask("DELETE", door.here("c.ics")).status == 204);
  const auto newest = token_of(door.report(sync(old)));
  door.office.clock.forward(std::chrono::days(3 * 366));
  service::publish_all(door.office.office);
  CHECK(precondition_of(door.ask("REPORT", door.here(), {}, sync(old))) == "valid-sync-token");
  CHECK(token_of(door.report(sync(newest))) == newest);

  // Both objects were written before what was forgotten.
  const auto first = door.report(sync("", kOne));
  CHECK(find_all_xml(first, "response[status~200].href") == Names{door.here("a.ics")});
  const auto second = door.report(sync(token_of(first), kOne));
  CHECK(door.names_in(second) == Names{"b.ics"});
  CHECK(token_of(second) == newest);
}

TEST_CASE("an event that leaves a view is told as gone there") {
  Door door;
  const auto network = [&](const std::string& token) {
    const auto response = door.ask("REPORT", door.home("network/"), {}, sync(token));
    REQUIRE(response.status == 207);
    return body_of(response);
  };
  const auto empty = token_of(network(""));
  const auto appointment = door.office.appointment();
  const auto there = network(empty);
  REQUIRE(find_all_xml(there, "response.propstat.prop.getetag").size() == 1);

  domain::Particulars change;
  change.affects_network = false;
  service::in_work(
      door.office.office, door.office.coordinator, domain::Right::agree,
      [&](service::Work& work) { return service::amend(work, appointment.id, change); });
  const auto gone = network(token_of(there));
  CHECK(find_all_xml(gone, "response[status~404].href") == find_all_xml(there, "response.href"));
  CHECK(find_all_xml(network(""), "response.href").empty());
}

TEST_CASE("a write may ask that nothing in its calendar has changed since a sync-token") {
  OwnCalendar door;
  door.put({"a"});
  const auto token = [&] {
    return *find_xml(
        body_of(door.ask("PROPFIND", door.here(), {{"Depth", "0"}},
                         "<propfind xmlns=\"DAV:\"><prop><sync-token/></prop></propfind>")),
        "sync-token");
  };
  const auto by = [&](const std::string& tag, const std::string& state) {
    return HeaderList{{"If", "<" + tag + "> (<" + state + ">)"}};
  };
  const auto before = token();
  CHECK(door.put("b.ics", print({"b"}), by(door.here(), before)).status == 201);
  CHECK(door.put("c.ics", print({"c"}), by(door.here(), before)).status == 412);
  const auto url = "https://citas.instituto.example" + door.here();
  CHECK(door.put("c.ics", print({"c"}), by(url, token())).status == 201);
  CHECK(door.ask("DELETE", door.here("c.ics"), by(door.here(), before)).status == 412);
  // A MOVE may ask the same of where it goes to.
  REQUIRE(door.ask("MKCALENDAR", door.home("otro/")).status == 201);
  auto headers = by(door.home("otro/"), before);
  headers.emplace_back("Destination", door.home("otro/c.ics"));
  CHECK(door.ask("MOVE", door.here("c.ics"), headers).status == 412);
  // What is another's is not told apart from what is not there: no list about it is true.
  CHECK(
      door.put("d.ics", print({"d"}), {{"If", "</dav/calendars/funcionario/agenda/> (Not <x:y>)"}})
          .status == 412);
  CHECK(door.put("d.ics", print({"d"}), {{"If", "</dav/ (<x>)"}}).status == 400);
}

TEST_CASE("a reading of properties and a report ask their conditions, too") {
  OwnCalendar door;
  const auto etag = door.put({"a"});
  const std::string asked = "<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>";
  const auto find = [&](const std::string& target, HeaderList headers) {
    headers.emplace_back("Depth", "0");
    return door.ask("PROPFIND", target, headers, asked);
  };
  CHECK(find(door.here("a.ics"), {{"If-Match", etag}}).status == 207);
  CHECK(find(door.here("a.ics"), {{"If-Match", "\"x\""}}).status == 412);
  const auto of_all = *find_xml(body_of(find(door.here(), {})), "getetag");
  CHECK(find(door.here(), {{"If-Match", of_all}}).status == 207);
  CHECK(find(door.here(), {{"If-None-Match", of_all}}).status == 412);
  CHECK(find(door.here(), {{"If", "(<data:,old/1>)"}}).status == 412);
  CHECK(find(door.home(), {{"If-Match", "\"x\""}}).status == 207);  // it has no etag
  const auto query = [&](HeaderList headers) {
    headers.emplace_back("Depth", "1");
    return door.ask("REPORT", door.here(), headers,
                    OwnCalendar::query("<C:comp-filter name=\"VEVENT\"/>"));
  };
  CHECK(query({{"If-Match", "\"x\""}}).status == 412);
  const auto brief = query({{"If-Match", of_all}, {"Prefer", "return=minimal"}});
  CHECK(brief.status == 207);
  CHECK(brief.headers.get("Preference-Applied") == "return=minimal");
  CHECK_FALSE(query({}).headers.find("Preference-Applied"));
}

TEST_CASE("an outbox answers the reports that it lists, and no others") {
  OwnCalendar door;
  const auto status = [&](const std::string& target) {
    return door
        .ask("REPORT", target, {{"Depth", "1"}},
             OwnCalendar::query("<C:comp-filter name=\"VEVENT\"/>"))
        .status;
  };
  CHECK(status(door.home("inbox/")) == 207);
  CHECK(status(door.home("outbox/")) == 403);
}
