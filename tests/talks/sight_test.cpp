// Every noun at every door, for every role with every clearance, on cases of every classification:
// what must not be seen is in no answer, and what must be seen is. The table below has a line for
// each route of web/routes: a route without one fails.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "dav/dav.h"
#include "domain/access.h"
#include "service/errands.h"
#include "service/link.h"
#include "service/notice.h"
#include "service/record.h"
#include "service/token.h"
#include "service/verification.h"
#include "store/errand.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/notice.h"
#include "store/party.h"
#include "support/office.h"
#include "support/request.h"
#include "web/router.h"
#include "web/web.h"

using namespace citacal;
using domain::Extent;
using domain::Level;
using domain::Right;
using domain::Sight;
using test::at;

namespace {

constexpr const char* kOther = "Datos de la Sabana";  // the firm that redes must not hear of

struct Known {  // one case, with one of each noun
  domain::ServiceRequest request;
  std::string mark;                          // in every text of it, and in no other
  std::map<std::string, std::string> names;  // "{appointment}" → its id
  std::string uid;
};

struct Somebody {
  domain::Person person;
  std::string title() const {
    return person.login + " (" + std::string(core::word(person.clearance)) + ")";
  }
};

enum class Way {
  one,     // reads one thing of one case
  list,    // reads all that there is, page by page
  index,   // a list that speaks of what is not open only
  change,  // changes one thing of one case: never done by who may, tried by who may not
  link,    // by a link that somebody invited was given: no account
  none     // has nothing of any case, whoever asks
};

struct Line {
  Way way;
  Right right = Right::read;
  std::string target;  // with {names}; empty: the route's own pattern
  std::string body = {};
};

const std::string kSlot =
    R"("slot": {"start": "2026-04-20T20:00:00-05:00", "end": "2026-04-20T22:00:00-05:00"})";
const std::string kRecordOf = "/api/v1/records?case={number}&activity=5&title=x&file_name=x.txt";

const std::map<std::string, Line>& lines() {
  static const std::map<std::string, Line> all = {
      {"GET /api/v1/maintenance/upcoming",
       {Way::list, Right::read, "/api/v1/maintenance/upcoming?from=2026-03-01&days=60"}},
      {"GET /api/v1/cases/{number}", {Way::one, Right::read, ""}},
      {"GET /api/v1/cases/{number}/linkset", {Way::one, Right::read, ""}},
      {"GET /api/v1/cases/{number}/file",
       {Way::change, Right::audit, ""}},  // packed: by who may not
      {"POST /api/v1/cases/{number}/records", {Way::change, Right::verify, ""}},
      {"GET /cases/{number}", {Way::none, Right::read, "/cases/SOL-2026-9999"}},
      {"GET /api/v1/contractors", {Way::none}},
      {"POST /api/v1/contractors", {Way::none, Right::plan, ""}},
      {"GET /api/v1/contractors/{id}", {Way::none, Right::read, "/api/v1/contractors/redes"}},
      {"PUT /api/v1/contractors/{id}", {Way::none, Right::plan, "/api/v1/contractors/redes"}},
      {"GET /api/v1/programmes", {Way::none}},
      {"POST /api/v1/programmes", {Way::none}},
      {"GET /api/v1/programmes/{id}", {Way::none}},
      {"PUT /api/v1/programmes/{id}", {Way::none}},
      {"POST /api/v1/programmes/{id}/approve", {Way::none}},
      {"POST /api/v1/programmes/{id}/amend", {Way::none}},
      {"GET /api/v1/requests", {Way::list}},
      {"POST /api/v1/requests", {Way::none}},
      {"GET /api/v1/requests/{id}", {Way::one, Right::read, "/api/v1/requests/{number}"}},
      {"POST /api/v1/requests/{id}/withdraw",
       {Way::change, Right::request, "/api/v1/requests/{number}/withdraw", R"({"reason": "x"})"}},
      {"POST /api/v1/requests/{id}/complete",
       {Way::change, Right::agree, "/api/v1/requests/{number}/complete", "{}"}},
      {"PUT /api/v1/requests/{id}/classification",
       {Way::change, Right::agree, "/api/v1/requests/{number}/classification",
        R"({"level": "open"})"}},
      {"POST /api/v1/requests/{id}/tickets",
       {Way::change, Right::request, "/api/v1/requests/{number}/tickets",
        R"({"system": "Mesa", "number": "1"})"}},
      {"GET /api/v1/appointments", {Way::list}},
      {"POST /api/v1/appointments",
       {Way::change, Right::agree, "", R"({"request": "{number}", )" + kSlot + "}"}},
      {"POST /api/v1/appointments/check",
       {Way::change, Right::agree, "", R"({"request": "{number}", )" + kSlot + "}"}},
      {"GET /api/v1/appointments/{id}",
       {Way::one, Right::read, "/api/v1/appointments/{appointment}"}},
      {"GET /api/v1/appointments/{id}/invitation.ics",
       {Way::one, Right::read, "/api/v1/appointments/{appointment}/invitation.ics"}},
      {"GET /api/v1/appointments/{id}/citation.html",
       {Way::one, Right::read, "/api/v1/appointments/{appointment}/citation.html"}},
      {"GET /api/v1/appointments/{id}/citation.pdf",  // the same, printed
       {Way::change, Right::read, "/api/v1/appointments/{appointment}/citation.pdf"}},
      {"POST /api/v1/appointments/{id}/confirm",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/confirm", "{}"}},
      {"POST /api/v1/appointments/{id}/reschedule",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/reschedule",
        "{" + kSlot + R"(, "reason": "x"})"}},
      {"POST /api/v1/appointments/{id}/cancel",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/cancel",
        R"({"reason": "x"})"}},
      {"POST /api/v1/appointments/{id}/hold",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/hold", "{}"}},
      {"POST /api/v1/appointments/{id}/answers",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/answers",
        R"({"email": "ana@redes.example", "answer": "accepted"})"}},
      {"POST /api/v1/appointments/{id}/proposals",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/proposals",
        R"({"email": "ana@redes.example", )" + kSlot + "}"}},
      {"POST /api/v1/appointments/{id}/proposals/{proposal}/accept",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/proposals/{id}/accept",
        "{}"}},
      {"POST /api/v1/appointments/{id}/proposals/{proposal}/decline",
       {Way::change, Right::agree, "/api/v1/appointments/{appointment}/proposals/{id}/decline",
        "{}"}},
      {"GET /api/v1/notices", {Way::list}},
      {"GET /api/v1/notices/{id}", {Way::one, Right::read, "/api/v1/notices/{notice}"}},
      {"POST /api/v1/notices/{id}/send",
       {Way::change, Right::agree, "/api/v1/notices/{notice}/send", "{}"}},
      {"POST /api/v1/notices/{id}/excuse",
       {Way::change, Right::agree, "/api/v1/notices/{notice}/excuse", R"({"reason": "x"})"}},
      {"GET /api/v1/verifications", {Way::list}},
      {"POST /api/v1/verifications",
       {Way::change, Right::verify, "",
        R"({"request": "{number}", "appointment": "{appointment}", "outcome": "as_agreed",
            "means": "minutes", "reference": "Acta"})"}},
      {"GET /api/v1/verifications/{id}",
       {Way::one, Right::read, "/api/v1/verifications/{verification}"}},
      {"GET /api/v1/verifications/{id}/minutes.html",
       {Way::one, Right::read, "/api/v1/verifications/{verification}/minutes.html"}},
      {"GET /api/v1/verifications/{id}/minutes.pdf",
       {Way::change, Right::read, "/api/v1/verifications/{verification}/minutes.pdf"}},
      {"GET /api/v1/commitments", {Way::list}},
      {"POST /api/v1/verifications/{id}/commitments/{commitment}/request",
       {Way::change, Right::request,
        "/api/v1/verifications/{verification}/commitments/{commitment}/request", "{}"}},
      {"POST /api/v1/verifications/{id}/commitments/{commitment}/complete",
       {Way::change, Right::verify,
        "/api/v1/verifications/{verification}/commitments/{commitment}/complete", "{}"}},
      {"GET /api/v1/records", {Way::list}},
      {"POST /api/v1/records", {Way::change, Right::verify, kRecordOf, "{}"}},
      {"GET /api/v1/records/{id}", {Way::one, Right::read, "/api/v1/records/{record}"}},
      {"PUT /api/v1/records/{id}/classification",
       {Way::change, Right::verify, "/api/v1/records/{record}/classification",
        R"({"level": "open"})"}},
      {"GET /api/v1/records/{id}/content",
       {Way::one, Right::read, "/api/v1/records/{record}/content"}},
      {"GET /api/v1/letters", {Way::list, Right::audit}},
      {"GET /api/v1/letters/{id}", {Way::one, Right::audit, "/api/v1/letters/{letter}"}},
      {"POST /api/v1/letters/{id}/retry",
       {Way::change, Right::agree, "/api/v1/letters/{letter}/retry", "{}"}},
      {"GET /api/v1/errands", {Way::list, Right::audit}},
      {"GET /api/v1/errands/{id}", {Way::one, Right::audit, "/api/v1/errands/{errand}"}},
      {"POST /api/v1/errands/{id}/retry",
       {Way::change, Right::agree, "/api/v1/errands/{errand}/retry", "{}"}},
      {"GET /api/v1/mail", {Way::list, Right::audit}},
      {"GET /api/v1/mail/{id}", {Way::one, Right::audit, "/api/v1/mail/{mail}"}},
      {"GET /api/v1/mail/{id}/raw", {Way::one, Right::audit, "/api/v1/mail/{mail}/raw"}},
      {"POST /api/v1/mail/{id}/apply",
       {Way::change, Right::agree, "/api/v1/mail/{mail}/apply", "{}"}},
      {"POST /api/v1/mail/{id}/refuse",
       {Way::change, Right::agree, "/api/v1/mail/{mail}/refuse", "{}"}},
      {"GET /api/v1/me", {Way::none}},
      {"GET /api/v1/accounts", {Way::none}},
      {"POST /api/v1/accounts", {Way::none}},
      {"GET /api/v1/accounts/{login}", {Way::none, Right::read, "/api/v1/accounts/admin"}},
      {"DELETE /api/v1/accounts/{login}", {Way::none}},
      {"PUT /api/v1/accounts/{login}/password", {Way::none}},
      {"GET /api/v1/tokens", {Way::none}},
      {"POST /api/v1/tokens", {Way::none}},
      {"GET /api/v1/tokens/{id}", {Way::none}},
      {"DELETE /api/v1/tokens/{id}", {Way::none}},
      {"GET /api/v1/calendars", {Way::none}},
      {"GET /api/v1/calendars/{id}", {Way::none, Right::read, "/api/v1/calendars/institute"}},
      {"GET /api/v1/audit", {Way::list, Right::audit}},
      {"GET /api/v1/audit/head", {Way::none, Right::audit, ""}},
      {"GET /api/v1/reports/service",
       {Way::none, Right::audit, "/api/v1/reports/service?year=2026"}},
      {"GET /api/v1/reports/classified-index", {Way::index, Right::audit}},
      {"GET /api/v1/reports/register", {Way::list, Right::audit}},
      {"GET /api/v1/reports/disposal",
       {Way::none, Right::audit, "/api/v1/reports/disposal?format=csv"}},  // nothing is due yet
      {"GET /feeds/{calendar}.ics", {Way::none, Right::read, "/feeds/holidays.ics"}},  // below
      {"GET /feeds/{token}/{calendar}.ics", {Way::none, Right::read, "/feeds/x/y.ics"}},
      {"GET /rsvp/{token}", {Way::link, Right::read, "{rsvp}"}},
      {"POST /rsvp/{token}", {Way::none}},
      {"GET /rsvp/{token}/invitation.ics", {Way::link, Right::read, "{rsvp}/invitation.ics"}},
      {"GET /healthz", {Way::none}},
      {"GET /readyz", {Way::none}},
      {"GET /api/openapi.json", {Way::none}},
      {"GET /rel/request", {Way::none}},
      {"GET /rel/verification", {Way::none}},
  };
  return all;
}

service::Settings with_tickets() {
  auto settings = test::settings();
  settings.ticket_systems = {{"mesa-redes", "redes", "Mesa"}, {"mesa-datos", "datos", "Mesa"}};
  return settings;
}

class House {
 public:
  House() : t(with_tickets()) {
    auto firm = t.redes;
    firm.key = "datos";
    firm.name = kOther;
    firm.contacts = {{"Julián Peña", "julian@datos.example", "", "", true}};
    other = service::create_contractor(t.office, service::system_caller("test"), firm);
    for (const auto& contractor : {t.redes, other})
      for (const auto& [level, extent] : {std::pair{Level::open, Extent::none},
                                          {Level::classified, Extent::partial},
                                          {Level::classified, Extent::whole},
                                          {Level::reserved, Extent::partial},
                                          {Level::reserved, Extent::whole}})
        open_case(contractor, test::excepted(level, extent));
    t.clock.set(at("2026-03-21T09:00:00-05:00"));
    for (auto& one : cases) close_case(one);
    for (const auto role : {domain::Role::coordinator, domain::Role::staff, domain::Role::auditor,
                            domain::Role::administrator, domain::Role::contractor})
      for (const auto clearance : {Level::open, Level::classified, Level::reserved})
        add_person(role, clearance);
  }

  core::Response ask(const std::string& login, const std::string& method, const std::string& target,
                     const std::string& body = {}, test::HeaderList headers = {}) {
    headers.emplace_back("Host", "citas.instituto.example");
    if (!login.empty())
      headers.emplace_back("Authorization", test::basic_credentials(login, test::kPassword));
    const bool is_dav = target.starts_with("/dav");
    if (!body.empty())
      headers.emplace_back("Content-Type", is_dav ? "application/xml" : "application/json");
    auto request = test::make_request(method, target, headers, body);
    return is_dav ? dav::answer(t.office, request) : web::answer(t.office, request);
  }

  test::TestOffice t;
  domain::Contractor other;
  std::vector<Known> cases;
  std::vector<Somebody> persons;

 private:
  void open_case(const domain::Contractor& contractor, const domain::Classification& kind) {
    Known one;
    one.mark = "ZQ" + std::to_string(cases.size()) + "X";
    domain::ServiceRequest request;
    request.subject = "Asunto " + one.mark;
    request.description = "Descripción " + one.mark;
    request.place = "Lugar " + one.mark;
    request.affected = {"Servicio " + one.mark};
    request.contractor = contractor.id;
    request.classification = kind;
    one.request = service::register_request(t.office, t.coordinator, request);
    domain::Agreement agreement;
    agreement.request = one.request.id;
    const auto start = at("2026-03-20T06:00:00-05:00") + std::chrono::hours(cases.size());
    agreement.slot = {start, start + std::chrono::minutes(30)};
    agreement.conditions = "Condiciones " + one.mark;
    agreement.place = request.place;
    agreement.affected = request.affected;
    agreement.affects_network = true;
    const auto made = service::agree(t.office, t.coordinator, agreement).appointment;
    one.uid = made.uid;
    one.names["{appointment}"] = made.id;
    one.names["{id}"] = made.id;
    one.names["{number}"] = one.request.number;
    cases.push_back(std::move(one));
  }

  void close_case(Known& one) {
    const auto appointment = one.names["{appointment}"];
    service::confirm(t.office, t.coordinator, appointment, "Se acordó después");
    service::hold(t.office, t.coordinator, appointment);
    domain::Verification verification;
    verification.request = one.request.id;
    verification.appointment = appointment;
    verification.outcome = domain::Outcome::partly;
    verification.reference = "Acta " + one.mark;
    verification.findings = "Hallazgos " + one.mark;
    verification.commitments = {
        {{}, "Compromiso " + one.mark, "Alguien", *core::parse_day("2026-04-30"), {}}};
    verification = service::verify(t.office, t.coordinator, verification);
    one.names["{verification}"] = verification.id;
    one.names["{commitment}"] = verification.commitments.at(0).id;
    domain::Record record;
    record.request = one.request.id;
    record.activity = 5;
    record.title = "Registro " + one.mark;
    record.file_name = "acta.txt";
    record.media_type = "text/plain";
    one.names["{record}"] =
        service::add_records(t.office, t.coordinator, {{record, "Contenido " + one.mark}})
            .front()
            .id;
    domain::Mail mail;
    mail.id = core::new_id(t.clock.now());
    mail.message_id = one.mark + "@correo.example";
    mail.from = "ana@redes.example";
    mail.subject = "Correo " + one.mark;
    mail.raw = "Subject: Correo " + one.mark + "\r\n\r\nTexto\r\n";
    mail.text = "Texto " + one.mark;
    mail.sha256 = std::string(64, 'a');
    mail.request = one.request.id;
    mail.received_at = t.clock.now();
    const auto tx = t.office.database().write();
    store::add_mail(*tx, mail);
    one.names["{mail}"] = mail.id;
    one.names["{letter}"] = store::list_letters_of_case(*tx, one.request.id).at(0).id;
    one.names["{errand}"] = store::list_errands_of(*tx, one.request.id).at(0).id;
    if (const auto notice = store::find_notice_of(*tx, appointment))
      one.names["{notice}"] = notice->id;
    tx->commit();
    const auto now = service::get_appointment(t.office, t.coordinator, appointment);
    const auto link = service::link_of(t.office, now, now.attendees.at(0).email);
    one.names["{rsvp}"] = link.substr(link.find("/rsvp/"));
  }

  void add_person(domain::Role role, Level clearance) {
    Somebody one;
    one.person = t.staff.person;
    one.person.id = core::new_id(t.clock.now());
    one.person.login = std::string(core::word(role)) + "-" + std::string(core::word(clearance));
    one.person.email = one.person.login + "@instituto.example";
    one.person.role = role;
    one.person.clearance = clearance;
    if (role == domain::Role::contractor) one.person.contractor = t.redes.id;
    const auto tx = t.office.database().write();
    store::save(*tx, one.person);
    tx->commit();
    persons.push_back(std::move(one));
  }
};

std::string filled(std::string text, const std::map<std::string, std::string>& names) {
  for (const auto& [name, value] : names)
    for (auto i = text.find(name); i != std::string::npos; i = text.find(name, i + value.size()))
      text.replace(i, name.size(), value);
  return text;
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

bool speaks_of(const std::string& text, const Known& one) {
  return has(text, one.mark) || has(text, one.request.number) || has(text, one.request.id) ||
         has(text, one.names.at("{appointment}"));
}

Sight sight_of(const Somebody& who, const Known& one) {
  return domain::sight(who.person, one.request.contractor, one.request.classification);
}

// The bodies of all pages of a list, five things at a time.
std::string all_pages(House& house, const std::string& login, std::string target) {
  std::string all;
  const bool paged = !has(target, "/reports/");
  if (paged) target += (has(target, "?") ? "&" : "?") + std::string("limit=5");
  while (!target.empty()) {
    const auto answer = house.ask(login, "GET", target);
    CHECK(answer.status == 200);
    all += test::body_of(answer);
    const std::string link(answer.headers.get("Link"));
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
  }
  return all;
}

void try_one(House& house, const Somebody& who, const Line& line, const std::string& method,
             const std::string& pattern) {
  const auto may = domain::may(who.person.role, line.right);
  for (const auto& one : house.cases) {
    const auto target = filled(line.target.empty() ? pattern : line.target, one.names);
    if (has(target, "{")) continue;  // no notice of what is withheld whole
    CAPTURE(target, one.mark);
    const bool sees = may && sight_of(who, one) == Sight::whole;
    if (line.way == Way::change && sees) continue;
    const auto answer = house.ask(who.person.login, method, target, filled(line.body, one.names),
                                  {{"If-Match", "\"v1\""}});
    const auto body = test::unfolded(test::body_of(answer));
    if (sees) {
      CHECK(answer.status == 200);
      CHECK((speaks_of(body, one) || has(target, "/content")));
    } else {
      CHECK((answer.status == 404 || (!may && answer.status == 403)));
      CHECK_FALSE(has(body, one.mark));
    }
    for (const auto& other : house.cases)
      if (&other != &one) CHECK_FALSE(speaks_of(body, other));
  }
}

void try_list(House& house, const Somebody& who, const Line& line, const std::string& pattern) {
  const auto target = line.target.empty() ? pattern : line.target;
  CAPTURE(target);
  if (!domain::may(who.person.role, line.right)) {
    CHECK(house.ask(who.person.login, "GET", target).status == 403);
    return;
  }
  const auto body = all_pages(house, who.person.login, target);
  for (const auto& one : house.cases) {
    CAPTURE(one.mark, one.request.number);
    const bool is_open = one.request.classification.level == Level::open;
    const bool by_date = has(target, "/notices") || has(target, "/verifications");
    const bool has_it = has(body, one.mark) || has(body, one.request.number) ||
                        has(body, one.request.id) ||
                        (by_date && has(body, one.names.at("{appointment}")));
    const bool is_notice = has(target, "/notices") && !one.names.contains("{notice}");
    CHECK(has_it == (sight_of(who, one) == Sight::whole && !is_notice &&
                     (line.way != Way::index || !is_open)));
  }
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto i = text.find(what); i != std::string::npos; i = text.find(what, i + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("every route has its line in the table of sight", "[sight]") {
  std::set<std::string> served;
  for (const auto& route : web::routes()) {
    const auto name = std::string(route.method) + " " + std::string(route.pattern);
    CAPTURE(name);
    CHECK(lines().contains(name));
    served.insert(name);
  }
  for (const auto& [name, line] : lines()) {
    CAPTURE(name);
    CHECK(served.contains(name));
  }
}

TEST_CASE("no route tells of a case who may not see it, and each tells who may", "[sight]") {
  House house;
  for (const auto& who : house.persons) {
    CAPTURE(who.title());
    for (const auto& [name, line] : lines()) {
      CAPTURE(name);
      const auto space = name.find(' ');
      const auto method = name.substr(0, space), pattern = name.substr(space + 1);
      switch (line.way) {
        case Way::one:
        case Way::change:
          try_one(house, who, line, method, pattern);
          break;
        case Way::list:
        case Way::index:
          try_list(house, who, line, pattern);
          break;
        case Way::link:
          break;
        case Way::none: {
          if (method != "GET") break;
          const auto target = line.target.empty() ? pattern : line.target;
          if (has(target, "{")) break;
          const auto body = test::body_of(house.ask(who.person.login, "GET", target));
          for (const auto& one : house.cases) CHECK_FALSE(has(body, one.mark));
          if (who.person.role == domain::Role::contractor) CHECK_FALSE(has(body, kOther));
        }
      }
    }
  }
}

TEST_CASE("upcoming shows slots of what is excepted in part, and nothing of the whole", "[sight]") {
  House house;
  for (const auto& who : house.persons) {
    CAPTURE(who.title());
    std::size_t slots = 0;
    for (const auto& one : house.cases) slots += sight_of(who, one) == Sight::slot ? 1 : 0;
    const auto target = "/api/v1/maintenance/upcoming?from=2026-03-01&days=60";
    const auto body = all_pages(house, who.person.login, target);
    CHECK(count_of(body, "\"Ocupado\"") == slots);
    for (const auto* filter : {"&contractor=redes", "&kind=scheduled", "&status=held"}) {
      const bool own = who.person.role == domain::Role::contractor;
      if (own && has(filter, "contractor")) continue;
      CHECK(count_of(all_pages(house, who.person.login, target + std::string(filter)),
                     "\"Ocupado\"") == 0);
    }
    const auto text = test::unfolded(test::body_of(
        house.ask(who.person.login, "GET", target, {}, {{"Accept", "text/calendar"}})));
    CHECK(count_of(text, "SUMMARY:Ocupado") == slots);
    for (const auto& one : house.cases)
      CHECK(has(text, one.mark) == (sight_of(who, one) == Sight::whole));
  }
}

TEST_CASE("no calendar tells what not all its readers may know", "[sight]") {
  House house;
  const std::string query =
      R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>)"
      R"(<C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>)"
      R"(</C:calendar-query>)";
  for (const auto& who : house.persons) {
    CAPTURE(who.title());
    const bool is_firm = who.person.role == domain::Role::contractor;
    for (const std::string calendar :
         {"institute", "network", "contractor-redes", "contractor-datos", "agenda", "inbox"}) {
      CAPTURE(calendar);
      const auto path = "/dav/calendars/" + who.person.login + "/" + calendar + "/";
      const auto answer = house.ask(who.person.login, "REPORT", path, query, {{"Depth", "1"}});
      const auto body = test::unfolded(test::body_of(answer));
      const bool is_own = calendar == "agenda" || calendar == "inbox";
      const bool may =
          is_own || calendar == "network" || !is_firm || calendar == "contractor-redes";
      CHECK((answer.status == 207) == may);
      for (const auto& one : house.cases) {
        CAPTURE(one.mark);
        const auto& kind = one.request.classification;
        const bool shown =
            may && !is_own &&
            (calendar == "institute" || calendar == "network" ||
             calendar == (one.request.contractor == house.other.id ? "contractor-datos"
                                                                   : "contractor-redes"));
        CHECK(has(body, one.mark) == (shown && kind.level == Level::open));
        const bool in_part = kind.extent == Extent::partial && calendar != "network";
        CHECK(has(body, one.uid) == (shown && (kind.level == Level::open || in_part)));
        const auto object = house.ask(who.person.login, "GET", path + one.uid + ".ics");
        CHECK((object.status == 200) == has(body, one.uid));
        CHECK(has(test::unfolded(test::body_of(object)), one.mark) == has(body, one.mark));
      }
    }
  }
}

TEST_CASE("feeds and links show what their readers may know", "[sight]") {
  House house;
  const auto open = test::unfolded(test::body_of(house.ask("", "GET", "/feeds/network.ics")));
  service::Caller staff = house.t.staff;
  const auto secret =
      service::create_token(house.t.office, staff, {.calendar = "institute", .label = "x"}).secret;
  const auto own =
      test::unfolded(test::body_of(house.ask("", "GET", "/feeds/" + secret + "/institute.ics")));
  CHECK(count_of(own, "SUMMARY:Ocupado") == 4);
  for (const auto& one : house.cases) {
    CAPTURE(one.mark);
    const auto& kind = one.request.classification;
    CHECK(has(open, one.mark) == (kind.level == Level::open));
    CHECK(has(open, one.uid) == (kind.level == Level::open));
    CHECK(has(own, one.mark) == (kind.level == Level::open));
    CHECK(has(own, one.uid) == (kind.level == Level::open || kind.extent == Extent::partial));
    // Who was invited was told of it.
    for (const auto* end : {"", "/invitation.ics"}) {
      const auto page = house.ask("", "GET", one.names.at("{rsvp}") + end);
      const auto body = test::unfolded(test::body_of(page));
      CHECK(page.status == 200);
      for (const auto& other : house.cases) CHECK(has(body, other.mark) == (&other == &one));
    }
  }
}

TEST_CASE("who is invited sees what they are invited to, in their own agenda only", "[sight]") {
  House house;
  auto request = house.t.request("Cambio de cerraduras");
  request.classification = test::excepted(Level::reserved, Extent::whole);
  request.id.clear();
  request.number.clear();
  domain::Agreement agreement;
  agreement.request = service::register_request(house.t.office, house.t.coordinator, request).id;
  agreement.slot = {at("2026-04-20T09:00:00-05:00"), at("2026-04-20T10:00:00-05:00")};
  agreement.attendees = {{.name = "Ana Gómez", .email = "ana@redes.example"},
                         {.name = "Quien va", .email = "staff-open@instituto.example"}};
  const auto made = service::agree(house.t.office, house.t.coordinator, agreement).appointment;
  for (const std::string login : {"staff-open", "staff-classified", "auditor-open"}) {
    CAPTURE(login);
    const auto object =
        house.ask(login, "GET", "/dav/calendars/" + login + "/agenda/" + made.uid + ".ics");
    CHECK((object.status == 200) == (login == "staff-open"));
    CHECK(house.ask(login, "GET", "/dav/calendars/" + login + "/institute/" + made.uid + ".ics")
              .status == 404);
    CHECK(house.ask(login, "GET", "/api/v1/appointments/" + made.id).status == 404);
  }
}
