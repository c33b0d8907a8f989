// What an auditor's questions cost: the chain gone through beside SHA-256 of the same octets, a
// case file made beside the ZIP of the same octets.
#include <benchmark/benchmark.h>

#include "bench/on_disk.h"
#include "service/record.h"
#include "service/trail.h"
#include "store/audit.h"
#include "store/database.h"
#include "support/request.h"
#include "web/web.h"
#include "web/zip.h"

using namespace citacal;

namespace {

constexpr int kEntries = 100'000;
constexpr int kRecords = 5;
constexpr std::size_t kRecordBytes = 200'000;

domain::AuditEntry an_entry(core::Instant at, int number) {
  domain::AuditEntry entry;
  entry.at = at;
  entry.actor = "coordinacion";
  entry.door = "web";
  entry.action = "appointment rescheduled";
  entry.noun = "appointment";
  entry.subject = core::new_id(at);
  entry.detail = "SOL-2026-" + std::to_string(number) +
                 "; slot: 2026-03-20T20:00:00-05:00 – 2026-03-20T22:00:00-05:00 → "
                 "2026-03-27T20:00:00-05:00 – 2026-03-27T22:00:00-05:00; reason: – → «Repuesto»";
  return entry;
}

test::TestOffice& office_with_trail() {
  static const auto office = [] {
    auto made = std::make_unique<test::TestOffice>(
        test::settings("sqlite://" + (bench::folder() / "trail.db").string()));
    const auto tx = made->office.database().write();
    for (int i = 0; i < kEntries; ++i) store::append(*tx, an_entry(made->clock.now(), i));
    tx->commit();
    return made;
  }();
  return *office;
}

void floor_sha256_of_the_trail(benchmark::State& state) {
  auto& t = office_with_trail();
  std::vector<std::string> bytes;
  {
    service::Reading reading(t.office, t.auditor);
    store::for_each_audit(reading.tx(), [&](const auto& entry) {
      bytes.push_back(domain::audit_bytes(entry));
      return true;
    });
  }
  for (auto _ : state)
    for (const auto& one : bytes) benchmark::DoNotOptimize(core::sha256_hex(one));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(floor_sha256_of_the_trail)->Unit(benchmark::kMillisecond);

void chain_checked(benchmark::State& state) {
  auto& t = office_with_trail();
  std::int64_t entries = 0;
  for (auto _ : state) {
    service::Reading reading(t.office, t.auditor);
    entries += service::check_chain(reading, {}, [&](const std::string& fault) {
                 state.SkipWithError(fault.c_str());
               }).number;
  }
  state.SetItemsProcessed(entries);
}
BENCHMARK(chain_checked)->Unit(benchmark::kMillisecond);

// A case with some scans, which deflate can hardly make smaller.
struct Documented {
  Documented() : office(test::settings("sqlite://" + (bench::folder() / "case.db").string())) {
    const auto appointment = office.appointment();
    for (int i = 0; i < kRecords; ++i) {
      domain::Record record;
      record.request = appointment.request;
      record.activity = 5;
      record.title = "Acta";
      record.file_name = "acta.pdf";
      record.media_type = "application/pdf";
      scans.push_back(
          {"acta-" + std::to_string(i) + ".pdf", "%PDF-1.4\n" + core::random_bytes(kRecordBytes)});
      service::add_records(office.office, office.coordinator, {{record, scans.back().bytes}});
    }
  }
  test::TestOffice office;
  std::vector<web::ZipEntry> scans;
};

Documented& documented() {
  static Documented made;
  return made;
}

void floor_zip_of_the_scans(benchmark::State& state) {
  auto& at = documented();
  for (auto _ : state) benchmark::DoNotOptimize(web::zip(at.scans, at.office.clock.now()));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(floor_zip_of_the_scans)->Unit(benchmark::kMillisecond);

void case_file_made(benchmark::State& state) {
  auto& at = documented();
  const auto token = test::base64(std::string("auditora:") + test::kPassword);
  for (auto _ : state) {
    auto request = test::make_request("GET", "/api/v1/cases/SOL-2026-0001/file",
                                      {{"Authorization", "Basic " + token}});
    const auto response = web::answer(at.office.office, request);
    if (response.status != 200) return state.SkipWithError("no case file");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(case_file_made)->Unit(benchmark::kMillisecond);

}  // namespace
