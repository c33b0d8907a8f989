#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/load.h"
#include "app/loading.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/notice.h"
#include "service/programme.h"
#include "support/office.h"

using namespace citacal;
using namespace citacal::app;

namespace {

constexpr const char* kFiles[] = {"examples/contratistas.toml", "examples/programa.toml",
                                  "examples/cronograma.csv", "examples/solicitudes.toml"};

service::Settings shipped_settings() {
  auto settings = test::settings();
  auto calendars = read_calendars("calendars");
  settings.calendars = std::move(calendars.definitions);
  settings.holidays = std::move(calendars.holidays);
  return settings;
}

// An office of its own, empty, on a given moment.
struct EmptyOffice {
  explicit EmptyOffice(core::Instant now) : clock(now), office(shipped_settings(), clock) {
    service::publish_all(office);
  }
  service::LoadReport load() {
    service::LoadReport all;
    for (const auto* file : kFiles) {
      const auto report = load_path(office, file);
      all.made += report.made;
      all.changed += report.changed;
      all.unchanged += report.unchanged;
    }
    return all;
  }
  test::SetClock clock;
  service::Office office;
};

service::LoadFile read_requests(core::Instant now) {
  const LoadContext context{
      "examples/solicitudes.toml", {core::day_of(now), test::colombia()}, now, {}};
  Problems problems(context.path);
  auto file = read_load_file(context, problems);
  INFO(core::print_local(now) << "\n" << problems.print(core::Language::en));
  REQUIRE(problems.empty());
  return file;
}

// What the rules will ask of the history of one request, from its dates alone.
void check_history(const service::LoadRequest& request) {
  core::Slot slot{};
  for (const auto& step : request.steps) {
    if (const auto* agreed = std::get_if<domain::Agreement>(&step.action)) slot = agreed->slot;
    if (const auto* moved = std::get_if<domain::Rescheduling>(&step.action)) slot = moved->slot;
    INFO(request.key << " line " << step.origin.line << " at " << core::print_local(step.at));
    if (std::holds_alternative<domain::Agreement>(step.action)) CHECK(step.at < slot.start);
    if (std::holds_alternative<service::Holding>(step.action)) CHECK(step.at >= slot.end);
    if (std::holds_alternative<domain::Verification>(step.action)) CHECK(step.at >= slot.end);
  }
}

}  // namespace

TEST_CASE("The history of the examples is in order whatever the day and the hour of loading") {
  const auto first = test::day("2026-01-01");
  for (int i = 0; i < 4 * 366; i += 3) {  // every weekday meets every part of the year
    const auto midnight = core::start_of(first + std::chrono::days(i));
    const auto hours = std::chrono::hours(i % 2 == 0 ? 0 : 23);
    for (const auto& request : read_requests(midnight + hours).requests) check_history(request);
  }
}

TEST_CASE("The examples hold a year that could be real") {
  EmptyOffice at(test::local("2026-11-23T10:00"));
  const auto report = at.load();
  CHECK(report.changed == 0);
  const auto caller = service::system_caller("test");
  CHECK(service::list_contractors(at.office, caller).size() >= 7);

  std::size_t planned = 0;
  for (const auto& one : service::list_programmes(at.office, caller, {}, {}).items) {
    planned += one.services.size();
    CHECK(one.state == domain::ProgrammeState::approved);
  }
  CHECK(planned >= 30);

  std::map<domain::RequestState, int> states;
  std::map<domain::Priority, int> priorities;
  for (const auto& one : service::list_requests(at.office, caller, {}, {}).items) {
    ++states[one.state];
    ++priorities[one.priority];
  }
  CHECK(states[domain::RequestState::closed] >= 6);
  CHECK(states[domain::RequestState::agreed] >= 8);
  CHECK(states[domain::RequestState::open] >= 2);
  CHECK(states[domain::RequestState::held] >= 1);
  CHECK(priorities.size() == 4);

  int cancelled = 0, past = 0, coming = 0, moved = 0;
  for (const auto& entry : service::list_appointments(at.office, caller, {}, {}).items) {
    const auto& one = entry.appointment;
    cancelled += one.status == domain::AppointmentStatus::cancelled;
    (one.slot.end <= at.clock.now() ? past : coming) += 1;
    moved += !one.reason.empty() && one.status != domain::AppointmentStatus::cancelled;
  }
  CHECK(cancelled == 1);
  CHECK(moved == 2);
  CHECK(past >= 7);
  CHECK(coming >= 10);
  for (const auto& one : service::list_programmes(at.office, caller, {}, {}).items) {
    CHECK(one.minutes.find('{') == std::string::npos);
    CHECK(one.conditions.find('{') == std::string::npos);
  }
  CHECK(service::check_store(at.office).faults == std::vector<std::string>{});
}

TEST_CASE("Loading the examples again changes nothing, also on a later day") {
  EmptyOffice at(test::local("2026-06-10T08:00"));
  const auto first = at.load();
  CHECK(first.made > 35);
  CHECK(first.unchanged == 0);
  const auto second = at.load();
  CHECK(second.made == 0);
  CHECK(second.changed == 0);
  CHECK(second.unchanged == first.made);
  at.clock.forward(std::chrono::days(17));
  CHECK(at.load().unchanged == first.made);
}

TEST_CASE("The examples load under every rule on days that are hard for them") {
  // Good Friday, the first and the last day of a year, a Saturday at night, a holiday Monday.
  for (const auto* now : {"2026-04-03T00:05", "2027-01-01T12:00", "2026-12-31T23:55",
                          "2026-11-21T22:00", "2026-07-20T06:00"}) {
    INFO(now);
    EmptyOffice at(test::local(now));
    CHECK_NOTHROW(at.load());
  }
}

TEST_CASE("A file that breaks a rule loads nothing, and its report has every broken rule") {
  EmptyOffice at(test::local("2026-03-02T10:00"));
  try {
    load_path(at.office, "examples/solicitudes.toml");  // its contractors are not loaded
    FAIL("loaded");
  } catch (const FileRefused& refused) {
    CHECK(refused.message.es.find("solicitudes.toml:11:14: «contractor»: se "
                                  "encontró «energia-segura»") != std::string::npos);
    CHECK(refused.message.es.find("solicitudes.toml:13:12: «contract»") != std::string::npos);
    CHECK(std::count(refused.message.es.begin(), refused.message.es.end(), '\n') >= 15);
  }
  const auto caller = service::system_caller("test");
  CHECK(service::list_requests(at.office, caller, {}, {}).items.empty());
}

TEST_CASE("References to nothing are told with the other faults of the file, at the value") {
  EmptyOffice at(test::local("2026-03-02T10:00"));
  at.load();
  const auto path = std::filesystem::temp_directory_path() / "citacal-references-test.toml";
  std::ofstream(path) << R"([[request]]
key = "uno"
contractor = "energia-segur"
kind = "nunca"
subject = "Uno"
at = "hábil-5 09:00"
[[request]]
key = "dos"
contractor = "energia-segura"
vigencia = "hoy"
contract = "CPS-041-{vigencia}"
service = "ups-preventiv"
kind = "scheduled"
subject = "Dos"
at = "hábil-5 09:00"
[[programme]]
contractor = "nadie"
vigencia = 2026
contract = "CPS-999"
)";
  try {
    load_path(at.office, path.string());
    FAIL("loaded");
  } catch (const FileRefused& refused) {
    const auto& report = refused.message.es;
    INFO(report);
    const auto first = report.find(":3:14: «contractor»: se encontró «energia-segur»");
    const auto form = report.find(":4:8: «kind»: se encontró «nunca»");
    const auto service = report.find(":12:11: «service»: se encontró «ups-preventiv»");
    const auto last = report.find(":17:14: «contractor»: se encontró «nadie»");
    CHECK(first < form);
    CHECK(form < service);
    CHECK(service < last);
    CHECK(last != std::string::npos);
    CHECK(std::count(report.begin(), report.end(), '\n') == 3);
    CHECK(report.find("¿quiso decir «energia-segura»?\n") != std::string::npos);
  }
  std::filesystem::remove(path);
}
