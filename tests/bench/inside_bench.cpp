// What the inside costs, without sockets: verbs on a real file with synchronous=FULL, beside the
// floor that the disk allows.
#include <benchmark/benchmark.h>

#include "bench/on_disk.h"
#include "ical/event.h"
#include "ical/meaning.h"
#include "service/calendar.h"
#include "service/dossier.h"
#include "store/appointment.h"
#include "store/database.h"

using namespace citacal;
using bench::folder;
using bench::office_on_disk;

namespace {

// The least that a durable change can cost here: one row, one commit.
void floor_one_row_committed(benchmark::State& state) {
  static const auto database = store::open({"sqlite://" + (folder() / "floor.db").string(), 1});
  static std::atomic<std::int64_t> next{0};
  for (auto _ : state) {
    const auto tx = database->write();
    const auto key = "bench:" + std::to_string(next.fetch_add(1));
    tx->execute("INSERT INTO creation (key, digest, made, at) VALUES ($1, $2, $3, $4)", key, "d",
                "m", std::int64_t{0});
    tx->commit();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(floor_one_row_committed)->ThreadRange(1, 16)->UseRealTime();

void agree_and_publish(benchmark::State& state) {
  auto& t = office_on_disk();
  static std::atomic<int> next{0};
  for (auto _ : state) {
    domain::ServiceRequest request;
    request.subject = "Mantenimiento de switches";
    request.contractor = t.redes.id;
    request.place = "Piso 3";
    request.affected = {"Red LAN"};
    domain::Agreement agreement;
    service::Work work(t.office, t.coordinator);
    agreement.request = service::register_request(work, request).id;
    const auto start = t.clock.now() + std::chrono::hours(3 * next.fetch_add(1) % 9'000);
    agreement.slot = {start, start + std::chrono::hours(2)};
    agreement.affects_network = true;
    service::agree(work, agreement);
    work.commit();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(agree_and_publish)->ThreadRange(1, 16)->UseRealTime();

void event_printed(benchmark::State& state) {
  test::TestOffice t;
  const auto appointment = t.appointment();
  service::Reading reading(t.office, t.coordinator);
  const auto dossier = service::open_dossier(reading.tx(), t.office.institute(), appointment);
  for (auto _ : state)
    benchmark::DoNotOptimize(ical::print_event(dossier.view(), ical::Detail::full));
}
BENCHMARK(event_printed);

void event_read_by_libical(benchmark::State& state) {
  test::TestOffice t;
  const auto appointment = t.appointment();
  service::Reading reading(t.office, t.coordinator);
  const auto text = ical::print_event(
      service::open_dossier(reading.tx(), t.office.institute(), appointment).view(),
      ical::Detail::full);
  for (auto _ : state) benchmark::DoNotOptimize(ical::read_event(text));
}
BENCHMARK(event_read_by_libical);

void feed_at_hand(benchmark::State& state) {
  test::TestOffice t;
  t.appointment();
  const service::FeedAsked asked{"network", {}, {}, true};
  service::get_feed(t.office, asked);
  for (auto _ : state) benchmark::DoNotOptimize(service::find_feed_at_hand(t.office, asked));
}
BENCHMARK(feed_at_hand);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove_all(folder());
}
