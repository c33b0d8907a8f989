#include "app/serve.h"

#include <pthread.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <deque>

#include "app/repeated.h"
#include "app/report.h"
#include "dav/dav.h"
#include "mail/collector.h"
#include "mail/postman.h"
#include "service/access.h"
#include "service/calendar.h"
#include "service/digest.h"
#include "service/errands.h"
#include "service/follow_up.h"
#include "service/lapse.h"
#include "service/notice.h"
#include "service/outbox.h"
#include "service/reminders.h"
#include "service/trail.h"
#include "ticket/clerk.h"
#include "web/quick.h"
#include "web/web.h"

namespace citacal::app {

namespace {

constexpr std::chrono::milliseconds kTick{1'000};
constexpr int kTicksBetweenSaves = 10;
constexpr int kTicksAMinute = 60;

sigset_t end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

http::LogSink access_sink(const std::string& where) {
  if (where == "off") return {};
  if (where != "stderr") return http::file_sink(where);
  return [](std::string_view lines) { std::fwrite(lines.data(), 1, lines.size(), stderr); };
}

std::unique_ptr<mail::Transport> transport_of(const Config& config) {
  return config.mail_folder.empty() ? mail::smtp_transport(config.smtp)
                                    : mail::folder_transport(config.mail_folder);
}

// One clerk a ticket system, each in a thread of its own.
class Clerks {
 public:
  Clerks(service::Office& office, const Config& config) {
    for (const auto& system : config.tickets)
      clerks_.push_back(std::make_unique<ticket::Clerk>(office, system.key, connect(system)));
    if (const int waiting = service::recover_errands(office); waiting > 0)
      log_line("info", "clerks",
               std::to_string(waiting) + " errands of the last run are queued again");
    for (const auto& key : service::list_systems_of_nobody(office))
      log_line("warn", "clerks", "no contractor has the key of the ticket system " + key);
  }
  void start() {
    for (const auto& clerk : clerks_)
      rounds_.push_back(std::make_unique<Repeated>(
          "clerk", kTick, [&clerk = *clerk] { return clerk.run_once() > 0; }));
  }
  void stop() {
    for (const auto& clerk : clerks_) clerk->stop();
    for (const auto& round : rounds_) round->stop();
  }

 private:
  std::vector<std::unique_ptr<ticket::Clerk>> clerks_;
  std::vector<std::unique_ptr<Repeated>> rounds_;
};

// What an auditor keeps elsewhere, to know a history that was rewritten.
void log_head(const service::DailyHead& daily) {
  log_line("info", "trail-head", core::print_day(daily.day) + " " + domain::print_head(daily.head));
}

void plan_notices(service::Office& office) {
  for (const auto& line : service::plan_all_notices(office)) log_line("warn", "notices", line);
}

// What the service does of itself as time goes by.
class Ticks {
 public:
  explicit Ticks(service::Office& office)
      : office_(office), published_on_(core::day_of(office.clock().now())) {}

  bool run() {
    service::refresh_revisions(office_);
    if (++count_ % kTicksBetweenSaves == 0) service::save_last_uses(office_);
    // At ticks of their own, so that one that fails does not keep the other back.
    if (count_ % kTicksAMinute == 1) service::send_reminders(office_);
    if (count_ % kTicksAMinute == 16) service::send_due_notices(office_);
    if (count_ % kTicksAMinute == 24) service::follow_up(office_);
    if (count_ % kTicksAMinute == 31) service::tell_news(office_);
    if (count_ % kTicksAMinute == 46) service::tell_head(office_, log_head);
    const auto today = core::day_of(office_.clock().now());
    if (today != published_on_) {
      service::publish_all(office_);
      plan_notices(office_);
      service::forget_old_keys(office_);
      published_on_ = today;
    }
    if (lapses_told_on_ != today) {
      service::tell_lapses(office_);
      lapses_told_on_ = today;
    }
    return false;
  }

 private:
  service::Office& office_;
  core::Day published_on_;
  core::Day lapses_told_on_{};
  int count_ = 0;
};

// What is wrong with an address, a certificate, the mail server or the log is configuration.
template <class Make>
auto configured(const Make& make) {
  try {
    return make();
  } catch (const core::Error& error) {
    if (error.code == core::Code::invalid) throw ConfigurationError(error);
    throw;
  }
}

}  // namespace

void block_signals() {
  // A shell that starts a job in the background has it ignore SIGINT, and so would sigwait.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  const auto signals = end_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
    log_line("error", "files", "the limit of open files could not be raised");
}

void serve(service::Office& office, const Config& config, const std::function<void()>& on_ready) {
  raise_file_limit();
  auto server = configured([&] {
    auto options = config.http;
    options.access_log = access_sink(config.log_access);
    return std::make_unique<http::Server>(
        std::move(options),
        [&](core::Request& request) {
          return dav::is_for_dav(request) ? dav::answer(office, request)
                                          : web::answer(office, request);
        },
        [&](core::Request& request) { return web::answer_at_once(office, request); });
  });
  mail::Postman postman(office, configured([&] { return transport_of(config); }));
  std::deque<mail::Collector> collectors;
  for (const auto& mailbox : config.mailboxes)
    configured([&] { return &collectors.emplace_back(office, mailbox.imap); });
  if (const int waiting = service::recover_letters(office); waiting > 0)
    log_line("info", "postman",
             std::to_string(waiting) + " letters of the last run are queued again");

  plan_notices(office);
  Clerks clerks(office, config);

  Ticks ticks(office);
  Repeated tick("tick", kTick, [&] { return ticks.run(); });
  Repeated round("postman", kTick, [&] { return postman.run_once() > 0; });
  std::deque<Repeated> polls;
  for (std::size_t i = 0; i < collectors.size(); ++i)
    polls.emplace_back("mailbox", std::chrono::seconds(config.mailboxes[i].poll_s),
                       [&collector = collectors[i]] { return collector.run_once() > 0; });
  clerks.start();
  server->start();
  const auto& listen = config.http.listen.front();
  log_line("info", "started", listen.host + ":" + std::to_string(server->port()));
  on_ready();

  const auto signals = end_signals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) continue;
  log_line("info", "stopping", "waiting for the requests in hand");
  postman.stop();
  for (auto& collector : collectors) collector.stop();
  server->stop(std::chrono::milliseconds(config.drain_ms));
  round.stop();
  polls.clear();
  clerks.stop();
  tick.stop();
  service::save_last_uses(office);
  log_line("info", "stopped", "");
}

}  // namespace citacal::app
