#include <catch2/catch.hpp>

#include "core/secret.h"
#include "core/text.h"
#include "service/amendment.h"
#include "service/link.h"
#include "service/outbox.h"
#include "service/trail.h"
#include "web/calendar_link.h"
#include "web/door.h"
#include "web/form.h"
#include "web/form_guard.h"
#include "web/html.h"

using namespace citacal;
using test::body_of;
using test::code_of;

namespace {

const std::string kAna = "ana@redes.example";

std::string path_of(test::TestOffice& house, const domain::Appointment& appointment,
                    const std::string& email = kAna) {
  const auto link = service::link_of(house.office, appointment, email);
  return link.substr(link.find("/rsvp/"));
}

bool holds(const core::Response& response, std::string_view what) {
  return body_of(response).find(what) != std::string::npos;
}

std::string csrf_of(const core::Response& page) {
  const auto body = body_of(page);
  const std::string before = "name=\"csrf\" value=\"";
  const auto start = body.find(before);
  REQUIRE(start != std::string::npos);
  const auto from = start + before.size();
  return body.substr(from, body.find('"', from) - from);
}

const test::HeaderList kForm{{"Content-Type", "application/x-www-form-urlencoded"}};

domain::Appointment now_of(test::TestOffice& house, const core::Id& id) {
  return service::get_appointment(house.office, house.coordinator, id);
}

core::Error fault_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const core::Error& error) {
    return error;
  }
  return {core::Code::internal, "nothing-thrown", {}};
}

citacal::web::Form form_of(const std::string& body,
                           const std::string& type = "application/x-www-form-urlencoded") {
  const auto request = test::make_request("POST", "/rsvp/x", {{"Content-Type", type}}, body);
  return citacal::web::Form::of(request, {"one", "two"});
}

}  // namespace

TEST_CASE("what is written as HTML cannot become markup") {
  citacal::web::Html html;
  html.open("p", {{"title", "\"><script>"}}).text("<b> & 'c'").close();
  html.open("p").lines("uno\ndos").close();
  html.empty("input", {{"name", "x"}, {"required", ""}});
  html.one("a", "aquí", {{"href", "https://a.example/?a=1&b=2"}});
  const auto text = html.take();
  CHECK(text.find("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &#39;c&#39;</p>") !=
        std::string::npos);
  CHECK(text.ends_with("aquí</a>"));
  CHECK(text.find("<p>uno<br>dos</p>") != std::string::npos);
  CHECK(text.find("<input name=\"x\" required>") != std::string::npos);
  CHECK(text.find("href=\"https://a.example/?a=1&amp;b=2\"") != std::string::npos);
}

TEST_CASE("a page leads nowhere that is not a place") {
  for (const char* bad : {"javascript:alert(1)", " javascript:alert(1)", "data:text/html,x",
                          "//otro.example", "/\\otro.example", "vbscript:x"}) {
    CAPTURE(bad);
    CHECK(fault_of([&] {
            citacal::web::Html().one("a", "x", {{"href", bad}});
          }).code == core::Code::internal);
    CHECK(fault_of([&] {
            citacal::web::Html().open("form", {{"action", bad}});
          }).condition != "nothing-thrown");
  }
  for (const char* good : {"HTTPS://a.example", "mailto:a@b.example", "/rsvp/x", "?lang=en", "#a"})
    CHECK_NOTHROW(citacal::web::Html().one("a", "x", {{"href", good}}));
  citacal::web::Html open;
  open.open("p");
  CHECK(fault_of([&] { open.take(); }).code == core::Code::internal);
}

TEST_CASE("a form is read strictly") {
  const auto form = form_of("one=a+b%26c%0D%0Ad&&two=%C3%B1=1");
  CHECK(form.get("one") == "a b&c\r\nd");
  CHECK(form.get("two") == "ñ=1");
  CHECK(form.get("three").empty());
  CHECK(form_of("one").get("one").empty());
  CHECK(form_of("one=1", "Application/X-WWW-Form-URLencoded; charset=utf-8").get("one") == "1");
  const auto refusal = [](const std::string& body) {
    return fault_of([&] { form_of(body); }).condition;
  };
  for (const char* bad : {"one=%", "one=%4", "one=%4G", "one=%FF", "one=%C3", "one=%00", "one=%1B",
                          "one=\xff", "three=1", "%6Fne%00=1", "=1"}) {
    CAPTURE(bad);
    CHECK(refusal(bad) == "bad-form");
  }
  CHECK(refusal("one=1&%6Fne=2") == "repeated");
  CHECK(refusal("one=" + std::string(64 * 1024, 'a')) == "form-too-large");
  CHECK(fault_of([] { form_of("one=1", "text/plain"); }).condition == "not-a-form");
  CHECK(fault_of([] { form_of("one=1", ""); }).condition == "not-a-form");
}

TEST_CASE("a form's hidden value is of its subject, ours, and good for 24 hours") {
  test::TestOffice house, elsewhere;
  const auto& office = house.office;
  const auto token = citacal::web::print_form_token(office, "/rsvp/a", 3);
  const auto refused = [&](const service::Office& by, const std::string& subject,
                           const std::string& value) {
    return fault_of([&] { citacal::web::read_form_token(by, subject, value); }).condition ==
           "form-expired";
  };
  CHECK(citacal::web::read_form_token(office, "/rsvp/a", token) == 3);
  CHECK(refused(office, "/rsvp/b", token));
  CHECK(refused(elsewhere.office, "/rsvp/a", token));
  for (std::size_t i = 0; i < token.size(); ++i) {
    CAPTURE(i);
    auto changed = token;
    changed[i] = changed[i] == '1' ? '2' : '1';
    CHECK(refused(office, "/rsvp/a", changed));
    CHECK(refused(office, "/rsvp/a", token.substr(0, i)));
  }
  CHECK(refused(office, "/rsvp/a", ""));
  CHECK(refused(office, "/rsvp/a", ".."));
  house.clock.forward(core::Seconds(24 * 3'600 - 1));
  CHECK(citacal::web::read_form_token(office, "/rsvp/a", token) == 3);
  house.clock.forward(core::Seconds(1));
  CHECK(refused(office, "/rsvp/a", token));
}

TEST_CASE("a form that another site sends is refused") {
  const auto is_refused = [](const test::HeaderList& headers) {
    const auto request = test::make_request("POST", "/rsvp/x", headers);
    return fault_of([&] {
             citacal::web::require_same_site(request, "https://citas.example/base");
           }).condition == "cross-site";
  };
  CHECK_FALSE(is_refused({}));
  CHECK_FALSE(is_refused({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}}));
  CHECK_FALSE(is_refused({{"Sec-Fetch-Site", "none"}}));
  CHECK_FALSE(is_refused({{"Origin", "https://citas.example"}}));
  CHECK_FALSE(is_refused({{"Origin", "null"}}));
  CHECK_FALSE(is_refused({{"Origin", "http://127.0.0.1:8080"}, {"Host", "127.0.0.1:8080"}}));
  CHECK(is_refused({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://citas.example"}}));
  CHECK(is_refused({{"Sec-Fetch-Site", "same-site"}}));
  CHECK(is_refused({{"Origin", "https://otro.example"}}));
  CHECK(is_refused({{"Origin", "https://citas.example.otro.example"}}));
  CHECK(is_refused({{"Origin", "citas.example"}, {"Host", "citas.example"}}));
}

TEST_CASE("the page lets in its own style and nothing else") {
  test::TestOffice house;
  const test::Client person{house.office, "", "es"};
  const auto page = person.get(path_of(house, house.appointment()));
  REQUIRE(page.status == 200);
  const auto body = body_of(page);
  const auto start = body.find("<style>") + 7, end = body.find("</style>");
  const auto hash = core::sha256_base64(body.substr(start, end - start));
  CHECK(page.headers.get("Content-Security-Policy") ==
        "default-src 'none'; style-src 'sha256-" + hash +
            "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  CHECK(hash.size() == 44);
  for (const char* outside : {"<script", "<img", "<iframe", "<link", "style=\"", "@import", "url("})
    CHECK(body.find(outside) == std::string::npos);
  CHECK(holds(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"));
  CHECK(page.headers.get("Cache-Control") == "no-store");
  CHECK(page.logged_as == "/rsvp/{token}");
  CHECK(page.logged_login.empty());
  // Every field has its label.
  for (const char* field : {"comment", "date", "time", "minutes", "reason"}) {
    CAPTURE(field);
    CHECK(holds(page, "<label for=\"" + std::string(field) + "\""));
    CHECK(holds(page, " id=\"" + std::string(field) + "\""));
  }
}

TEST_CASE("an answer by a link is its attendee's own, and the trail says whose") {
  test::TestOffice house;
  domain::Agreement agreement;
  agreement.request = house.request().id;
  agreement.slot = {test::at("2026-03-20T20:00:00-05:00"), test::at("2026-03-20T22:00:00-05:00")};
  agreement.attendees = {{.name = "Ana Gómez", .email = kAna},
                         {.name = "Beto Ruiz", .email = "beto@redes.example"}};
  const auto appointment = service::agree(house.office, house.coordinator, agreement).appointment;
  const test::Client person{house.office, "", "es"};
  const auto path = path_of(house, appointment);
  const auto csrf = csrf_of(person.get(path));
  const auto send = [&](const std::string& fields) {
    return person.post(path, "csrf=" + csrf + "&" + fields, kForm);
  };
  // The form of one link is none of another's.
  CHECK(person
            .post(path_of(house, appointment, "beto@redes.example"),
                  "csrf=" + csrf + "&action=declined", kForm)
            .status == 403);
  CHECK(send("action=accepted&email=beto%40redes.example").status == 400);
  const auto done = send("action=tentative&comment=Depende");
  CHECK(done.status == 303);
  CHECK(done.headers.get("Location") == path + "?done=answer");
  CHECK(done.logged_as == "/rsvp/{token}");
  const auto now = now_of(house, appointment.id);
  CHECK(domain::find_attendee(now, kAna)->answer == domain::Participation::tentative);
  CHECK(domain::find_attendee(now, kAna)->comment == "Depende");
  CHECK(domain::find_attendee(now, "beto@redes.example")->answer ==
        domain::Participation::needs_action);
  CHECK_FALSE(holds(person.get(path), "Beto"));

  const auto last = service::list_trail(house.office, house.auditor, 0, 500).back();
  CHECK(last.actor == kAna);
  CHECK(last.door == "link");
  CHECK(last.action == "answer given");
  CHECK(last.detail ==
        "SOL-2026-0001; attendee ana@redes.example: required needs_action → required tentative "
        "«Depende»");
}

TEST_CASE("what was done is only said where it was") {
  test::TestOffice house;
  const test::Client person{house.office, "", "en"};
  const auto path = path_of(house, house.appointment());
  CHECK_FALSE(holds(person.get(path + "?done=answer"), "was recorded"));
  CHECK_FALSE(holds(person.get(path + "?done=proposal"), "was recorded"));
  CHECK_FALSE(holds(person.get(path + "?done=%3Cb%3E"), "was recorded"));
}

TEST_CASE("a case that is not open is shown to who was told of it, and handed to nobody else") {
  test::TestOffice house;
  const test::Client person{house.office, "", "es"};
  auto request = house.request("Cambio de cerraduras");
  request.classification = test::excepted(domain::Level::reserved);
  request.id = service::register_request(house.office, house.coordinator, request).id;
  domain::Agreement agreement;
  agreement.request = request.id;
  agreement.slot = {test::at("2026-03-20T20:00:00-05:00"), test::at("2026-03-20T22:00:00-05:00")};
  const auto appointment = service::agree(house.office, house.coordinator, agreement).appointment;
  const auto path = path_of(house, appointment);
  const auto page = person.get(path);
  CHECK(holds(page, "Cambio de cerraduras"));
  CHECK(holds(page, "/invitation.ics"));
  CHECK_FALSE(holds(page, "google"));
  CHECK_FALSE(holds(page, "outlook"));
  CHECK(
      holds(person.get(path_of(house, house.appointment("2026-03-21T20:00:00-05:00"))), "google"));
  CHECK(person.post(path, "csrf=" + csrf_of(page) + "&action=accepted", kForm).status == 303);
  CHECK(
      person
          .post(path,
                "csrf=" + csrf_of(page) + "&action=propose&date=2026-03-23&time=08%3A00&minutes=60",
                kForm)
          .status == 303);
  const auto now = now_of(house, appointment.id);
  CHECK(now.attendees.front().answer == domain::Participation::accepted);
  CHECK(now.proposals.size() == 1);
}

TEST_CASE("who is no longer invited is told so, and nothing of the case") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto path = path_of(house, appointment);
  const test::Client person{house.office, "", "en"};
  const auto csrf = csrf_of(person.get(path));
  domain::Particulars change;
  change.attendees = {{{.name = "Beto Ruiz", .email = "beto@redes.example"}}};
  service::in_work(house.office, house.coordinator, domain::Right::agree, [&](service::Work& work) {
    return service::amend(work, appointment.id, change);
  });
  for (const auto& answer :
       {person.get(path), person.post(path, "csrf=" + csrf + "&action=accepted", kForm),
        person.get(path + "/invitation.ics")}) {
    CHECK(answer.status == 404);
    CHECK(answer.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(holds(answer, "no longer among those invited"));
    CHECK(holds(answer, "mailto:citas@instituto.example"));
    CHECK_FALSE(holds(answer, "switches"));
  }
}

TEST_CASE("what was confirmed since is not another date") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto path = path_of(house, appointment);
  const test::Client person{house.office, "", "en"};
  const auto csrf = csrf_of(person.get(path));
  service::confirm(house.office, house.coordinator, appointment.id);
  CHECK(person.post(path, "csrf=" + csrf + "&action=accepted", kForm).status == 303);
  const auto page = person.get(path);
  CHECK(holds(page, "Appointment confirmed"));
  CHECK_FALSE(holds(page, "earlier invitation"));
}

TEST_CASE("an appointment that is over awaits no answer") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto path = path_of(house, appointment);
  const test::Client person{house.office, "", "en"};
  house.clock.set(appointment.slot.end - core::Seconds(60));
  const auto csrf = csrf_of(person.get(path));
  house.clock.set(appointment.slot.end);
  const auto page = person.get(path);
  CHECK(page.status == 200);
  CHECK_FALSE(holds(page, "<form"));
  const auto late = person.post(path, "csrf=" + csrf + "&action=accepted", kForm);
  CHECK(late.status == 409);
  CHECK(holds(late, "role=\"alert\""));
  CHECK(now_of(house, appointment.id) == appointment);
}

TEST_CASE("the page speaks the language that is chosen, or else the browser's") {
  test::TestOffice house;
  const auto path = path_of(house, house.appointment());
  const test::Client spanish{house.office, "", "es-CO,es;q=0.9"}, english{house.office, "", "en"};
  CHECK(holds(spanish.get(path), "<html lang=\"es\">"));
  CHECK(holds(english.get(path), "<html lang=\"en\">"));
  CHECK(holds(english.get(path + "?lang=es"), "<html lang=\"es\">"));
  const auto page = spanish.get(path + "?lang=en");
  CHECK(holds(page, "<html lang=\"en\">"));
  CHECK(holds(page, "action=\"" + path + "?lang=en\""));
  const auto done =
      spanish.post(path + "?lang=en", "csrf=" + csrf_of(page) + "&action=accepted", kForm);
  CHECK(done.headers.get("Location") == path + "?lang=en&done=answer");
  CHECK(holds(english.get("/rsvp/x"), "This link is not valid"));
  CHECK(holds(spanish.get("/rsvp/x"), "Este enlace no es válido"));
  CHECK(english.get("/rsvp").status == 404);
  CHECK(holds(english.get(path + "/"), "<html lang=\"en\">"));
}

TEST_CASE("calendars on the web are given the event in UTC, encoded") {
  domain::Appointment appointment;
  appointment.slot = {test::at("2026-03-20T20:00:00-05:00"), test::at("2026-03-20T22:30:00-05:00")};
  appointment.place = "Piso 3 & sótano";
  appointment.link = "https://reunion.example/?a=1&b=2";
  domain::ServiceRequest request;
  request.subject = "UPS: 100 % #1";
  request.number = "SOL-2026-0001";
  CHECK(citacal::web::google_link(appointment, request) ==
        "https://calendar.google.com/calendar/render?action=TEMPLATE"
        "&text=UPS%3A%20100%20%25%20%231&dates=20260321T010000Z%2F20260321T033000Z"
        "&ctz=America%2FBogota"
        "&details=SOL-2026-0001%0Ahttps%3A%2F%2Freunion.example%2F%3Fa%3D1%26b%3D2"
        "&location=Piso%203%20%26%20s%C3%B3tano");
  CHECK(citacal::web::outlook_link(appointment, request) ==
        "https://outlook.office.com/calendar/deeplink/compose"
        "?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&subject=UPS%3A%20100%20%25%20%231"
        "&startdt=2026-03-21T01%3A00%3A00Z&enddt=2026-03-21T03%3A30%3A00Z"
        "&body=SOL-2026-0001%0Ahttps%3A%2F%2Freunion.example%2F%3Fa%3D1%26b%3D2"
        "&location=Piso%203%20%26%20s%C3%B3tano");
}

TEST_CASE("who reads letters without agreeing dates does not get the links in them") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto link = service::link_of(house.office, appointment, kAna);
  auto letters = service::list_letters(house.office, house.coordinator, std::nullopt, {}).items;
  std::erase_if(letters,
                [](const auto& one) { return one.kind != domain::LetterKind::invitation; });
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].text.find("Para responder sin programa de calendario: " + link + "\n") !=
        std::string::npos);
  CHECK(letters[0].calendar.find("/rsvp/") == std::string::npos);
  const auto path = "/api/v1/letters/" + letters[0].id;
  CHECK(holds(test::Client{house.office, "coordinadora"}.get(path), link));
  const auto audited = test::Client{house.office, "auditora"}.get(path);
  CHECK(audited.status == 200);
  CHECK(holds(audited, "/rsvp/{token}"));
  CHECK_FALSE(holds(audited, link));
}
