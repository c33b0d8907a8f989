// The report of ten years of 2,000 cases each, and of one of them, beside the plain scan of the
// rows that it reads.
#include <benchmark/benchmark.h>

#include "bench/on_disk.h"
#include "service/measures.h"
#include "store/appointment.h"
#include "store/database.h"
#include "store/notice.h"
#include "store/party.h"
#include "store/programme.h"
#include "store/request.h"
#include "store/verification.h"

using namespace citacal;

namespace {

constexpr int kYears = 10, kCasesAYear = 2'000, kContractors = 8, kServices = 12;
constexpr int kFirstYear = 2016;

core::Instant start_of_year(int year) {
  return core::start_of(
      core::Day(std::chrono::sys_days(std::chrono::year(year) / std::chrono::January / 1)
                    .time_since_epoch()));
}

class Years {
 public:
  explicit Years(store::Transaction& tx) : tx_(tx) {
    for (int i = 0; i < kContractors; ++i) {
      domain::Contractor firm;
      firm.id = core::new_id(at_);
      firm.key = "medida-" + std::to_string(i);
      firm.name = "Firma de Servicios " + std::to_string(i);
      firm.contacts = {{"Persona Uno", "uno@" + firm.key + ".example", "", "", true}};
      store::save(tx_, firm);
      firms_.push_back(firm);
    }
  }

  void add_year(int year) {
    std::vector<domain::Programme> programmes;
    for (const auto& firm : firms_) programmes.push_back(programme(firm, year));
    for (int i = 0; i < kCasesAYear; ++i) {
      at_ = start_of_year(year) + std::chrono::minutes(260 * i);
      const auto firm = static_cast<std::size_t>(i % kContractors);
      add_case(firms_[firm], programmes[firm], year, i);
    }
  }

 private:
  domain::Programme programme(const domain::Contractor& firm, int year) {
    domain::Programme one;
    one.id = core::new_id(at_);
    one.contractor = firm.id;
    one.year = year;
    one.contract = firm.key + "-" + std::to_string(year);
    one.state = domain::ProgrammeState::approved;
    one.minutes = "Acta 001";
    for (int i = 0; i < kServices; ++i) {
      domain::PlannedService service;
      service.id = core::new_id(at_);
      service.key = "servicio-" + std::to_string(i);
      service.subject = "Mantenimiento " + std::to_string(i);
      service.period = domain::Period::monthly;
      one.services.push_back(service);
    }
    store::save(tx_, one);
    return one;
  }

  void add_case(const domain::Contractor& firm, const domain::Programme& programme, int year,
                int i) {
    domain::ServiceRequest request;
    request.id = core::new_id(at_);
    request.number = domain::print_number(year, i + 1);
    request.kind = i % 4 == 0 ? domain::Kind::failure : domain::Kind::scheduled;
    request.state = domain::RequestState::closed;
    request.subject = "Mantenimiento de la red";
    request.contractor = firm.id;
    request.affected = {"Red LAN " + std::to_string(i % 40), "Correo"};
    request.requested_at = at_;
    if (request.kind == domain::Kind::scheduled) {
      request.programme = programme.id;
      request.planned_service = programme.services[static_cast<std::size_t>(i % kServices)].id;
    }
    store::save(tx_, request);
    add_appointment(firm, request, i);
  }

  void add_appointment(const domain::Contractor& firm, const domain::ServiceRequest& request,
                       int i) {
    domain::Appointment one;
    one.id = core::new_id(at_);
    one.uid = one.id + "@instituto.example";
    one.request = request.id;
    one.contractor = firm.id;
    one.status = domain::AppointmentStatus::held;
    one.slot = {at_ + std::chrono::days(14), at_ + std::chrono::days(14) + std::chrono::hours(2)};
    one.affects_network = i % 2 == 0;
    one.created_at = one.changed_at = one.asked_at = at_;
    one.attendees = {{.name = "Persona Uno",
                      .email = firm.contacts[0].email,
                      .answer = domain::Participation::accepted,
                      .answered_at = at_ + std::chrono::minutes(i % 3'000)},
                     {.name = "Coordinación", .email = "coordinacion@instituto.example"}};
    if (i % 5 == 0)
      one.moves = {{{one.slot.start - std::chrono::days(2), one.slot.end - std::chrono::days(2)},
                    one.slot,
                    domain::Asker::contractor,
                    "Sin repuesto.",
                    at_}};
    store::save(tx_, one);
    if (one.affects_network) {
      domain::Notice notice;
      notice.id = core::new_id(at_);
      notice.appointment = one.id;
      notice.due_at = one.slot.start - std::chrono::days(7);
      notice.state = domain::NoticeState::sent;
      notice.sent_at = notice.due_at - std::chrono::hours(i % 48);
      store::save(tx_, notice);
    }
    domain::Verification verification;
    verification.id = core::new_id(at_);
    verification.request = request.id;
    verification.appointment = one.id;
    verification.reference = "Acta";
    verification.actual = {one.slot.start + std::chrono::minutes(i % 30), one.slot.end};
    verification.verified_at = one.slot.end + std::chrono::days(i % 10);
    if (i % 3 == 0)
      verification.commitments = {{core::new_id(at_), "Informe", "Firma",
                                   core::day_of(one.slot.end) + std::chrono::days(10), at_}};
    store::save(tx_, verification);
  }

  store::Transaction& tx_;
  core::Instant at_ = start_of_year(kFirstYear);
  std::vector<domain::Contractor> firms_;
};

test::TestOffice& measured_office() {
  static test::TestOffice office(
      test::settings("sqlite://" + (bench::folder() / "measured.db").string()));
  static const bool filled = [] {
    const auto tx = office.office.database().write();
    Years years(*tx);
    for (int i = 0; i < kYears; ++i) years.add_year(kFirstYear + i);
    tx->commit();
    return true;
  }();
  benchmark::DoNotOptimize(filled);
  return office;
}

void report_of(benchmark::State& state, int year, int cases) {
  auto& t = measured_office();
  for (auto _ : state) {
    const auto report = service::report_service(t.office, t.auditor, {year, {}});
    const auto& verified =
        report.total.at(static_cast<std::size_t>(domain::MeasureKey::verified_on_time));
    if (verified.n != cases) state.SkipWithError("the report is of other cases");
  }
  state.SetItemsProcessed(state.iterations() * cases);
}

void report_of_ten_years(benchmark::State& state) {
  report_of(state, 0, kYears * kCasesAYear);
}
BENCHMARK(report_of_ten_years)->Unit(benchmark::kMillisecond);

// Of the last vigencia; failures outside programmes are of their number's year, which is the same.
void report_of_one_year(benchmark::State& state) {
  report_of(state, kFirstYear + kYears - 1, kCasesAYear);
}
BENCHMARK(report_of_one_year)->Unit(benchmark::kMillisecond);

// The least that it could cost: every row once, by the columns that are measured.
void floor_report_rows_scanned(benchmark::State& state) {
  auto& t = measured_office();
  for (auto _ : state) {
    const auto tx = t.office.database().read();
    std::int64_t sum = 0;
    for (const auto sql :
         {"SELECT contractor, year, kind, state, requested_at, affected FROM service_request",
          "SELECT request, status, starts, ends, asked_at, replaces FROM appointment",
          "SELECT appointment, email, answer, answered_at FROM attendee",
          "SELECT appointment, was_starts, asked_by FROM move",
          "SELECT appointment, state, due_at, sent_at FROM notice",
          "SELECT request, outcome, starts, ends, verified_at FROM verification",
          "SELECT verification, due_day, done_at FROM commitment"})
      for (const auto rows = tx->query(sql); rows->next();)
        sum += rows->integer(2) + static_cast<std::int64_t>(rows->view(0).size());
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * kYears * kCasesAYear);
}
BENCHMARK(floor_report_rows_scanned)->Unit(benchmark::kMillisecond);

}  // namespace
