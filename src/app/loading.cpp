#include "app/loading.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

#include "app/load_file.h"
#include "app/references.h"
#include "service/party.h"
#include "service/programme.h"

namespace citacal::app {

namespace {

constexpr int kBarWidth = 30;

// A bar on a terminal, nothing elsewhere.
class ProgressBar {
 public:
  ProgressBar() : shown_(isatty(STDERR_FILENO) != 0) {}
  ~ProgressBar() {
    if (drawn_) std::fputs("\r\033[K", stderr);
  }
  void show(int done, int all) {
    const int percent = all > 0 ? done * 100 / all : 100;
    if (!shown_ || percent == percent_) return;
    percent_ = percent;
    drawn_ = true;
    const int full = percent * kBarWidth / 100;
    fmt::print(stderr, "\r[{}{}] {}%", std::string(full, '#'), std::string(kBarWidth - full, '.'),
               percent);
    std::fflush(stderr);
  }

 private:
  bool shown_, drawn_ = false;
  int percent_ = -1;
};

std::vector<domain::Programme> all_programmes(service::Office& office,
                                              const service::Caller& caller) {
  std::vector<domain::Programme> all;
  service::Paging paging{500, {}};
  do {
    auto page = service::list_programmes(office, caller, {}, paging);
    std::move(page.items.begin(), page.items.end(), std::back_inserter(all));
    paging.cursor = page.next;
  } while (!paging.cursor.empty());
  return all;
}

}  // namespace

service::LoadReport load_path(service::Office& office, const std::string& path) {
  const auto caller = service::system_caller("cli");
  const auto now = office.clock().now();
  const Loaded loaded{service::list_contractors(office, caller), all_programmes(office, caller)};
  const LoadContext context{
      path, {core::day_of(now), office.work_calendar()}, now, loaded.contractors};
  Problems problems(path);
  auto file = read_load_file(context, problems);
  check_references(file, loaded, problems);
  // What is well formed is tried all the same, so that one report has the faults of the rules, too.
  file.only_check = !problems.empty();
  ProgressBar bar;
  auto report =
      service::load(office, caller, file, [&](int done, int all) { bar.show(done, all); });
  for (const auto& error : report.errors) problems.add(error.origin, error.error);
  problems.refuse_if_any();
  return report;
}

}  // namespace citacal::app
