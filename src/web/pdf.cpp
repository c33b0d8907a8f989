#include "web/pdf.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <mutex>
#include <semaphore>

#include "core/error.h"
#include "core/secret.h"

namespace citacal::web {

namespace {

using Time = std::chrono::steady_clock;  // of a wait, not of anything that is kept

constexpr std::chrono::seconds kTime{30};
constexpr std::chrono::seconds kWaitForTurn{20};
constexpr std::size_t kPdfMax = 16 * 1024 * 1024;
constexpr std::size_t kKeptMax = 16;
constexpr int kAtOnce = 2;
constexpr int kNotInstalled = 3;
constexpr int kRetryAfterS = 30;

// WeasyPrint's own command has no way to forbid fetching; its library has. The limits hold should
// we die before it.
constexpr const char* kScript = R"py(
import resource, sys
for what, most in ((resource.RLIMIT_CPU, 30), (resource.RLIMIT_AS, 1 << 31),
                   (resource.RLIMIT_FSIZE, 1 << 20), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(what, (most, most))
try:
    import weasyprint
except ImportError:
    sys.exit(3)
def refuse(url, *_, **__):
    raise ValueError("nothing is fetched")
document = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=refuse)
sys.stdout.buffer.write(
    document.write_pdf(identifier=sys.argv[1].encode(), variant="pdf/ua-1"))
)py";

[[noreturn]] void fail(const char* condition, const std::string& log) {
  const bool is_missing = std::string_view(condition) == "no-printer";
  core::Error error(core::Code::unavailable, condition,
                    is_missing
                        ? core::Phrase{"Este servidor no puede hacer PDF: falta WeasyPrint. "
                                       "El mismo documento está en HTML (.html).",
                                       "This server makes no PDF: WeasyPrint is missing. The "
                                       "same document is there as HTML (.html)."}
                        : core::Phrase{"El PDF no se pudo hacer ahora; intente de nuevo, o "
                                       "use el documento en HTML (.html).",
                                       "The PDF could not be made now; try again, or use the "
                                       "document as HTML (.html)."});
  error.retry_after_s = kRetryAfterS;
  error.log = log;
  throw error;
}

[[noreturn]] void fail_of(const char* doing, int failure) {
  fail("printer-failed", std::string(doing) + ": " + std::strerror(failure));
}

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) fail_of("pipe", errno);
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int end(int which) const { return ends_[static_cast<std::size_t>(which)]; }
  void close(int which) {
    auto& fd = ends_[static_cast<std::size_t>(which)];
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  void no_waiting(int which) const { ::fcntl(end(which), F_SETFL, O_NONBLOCK); }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// A child that is gone when this is: by itself, or killed with all that it started.
class Child {
 public:
  Child(const std::string& identifier, const Pipe& in, const Pipe& out) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, in.end(0), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.end(1), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    const std::array<const char*, 6> words = {"python3",          "-I",   "-c", kScript,
                                              identifier.c_str(), nullptr};
    const std::array<const char*, 4> environment = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                                    "HOME=/nonexistent", nullptr};
    const int failure = ::posix_spawn(&pid_, "/usr/bin/python3", &actions, &attributes,
                                      const_cast<char* const*>(words.data()),
                                      const_cast<char* const*>(environment.data()));
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure == ENOENT) fail("no-printer", "/usr/bin/python3 is missing");
    if (failure != 0) fail_of("posix_spawn", failure);
  }
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    wait();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int wait() {  // its status, as waitpid has it
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
};

// Gives the child what it reads while it takes what the child writes, until that ends.
std::string converse(Pipe& in, Pipe& out, std::string_view text) {
  const auto until = Time::now() + kTime;
  in.no_waiting(1);
  out.no_waiting(0);
  std::string got;
  std::array<char, 65'536> bytes;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Time::now()).count();
    std::array<pollfd, 2> ends = {pollfd{out.end(0), POLLIN, 0}, pollfd{in.end(1), POLLOUT, 0}};
    if (left <= 0 || ::poll(ends.data(), ends.size(), static_cast<int>(left)) == 0)
      fail("printer-failed", "WeasyPrint took too long");
    if (ends[1].revents != 0) {
      const auto sent = ::write(in.end(1), text.data(), text.size());
      if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
      if (text.empty() || (sent < 0 && errno != EAGAIN && errno != EINTR)) in.close(1);
    }
    if (ends[0].revents == 0) continue;
    const auto count = ::read(out.end(0), bytes.data(), bytes.size());
    if (count == 0) return got;
    if (count < 0 && errno != EAGAIN && errno != EINTR) fail_of("read", errno);
    if (count > 0) got.append(bytes.data(), static_cast<std::size_t>(count));
    if (got.size() > kPdfMax) fail("printer-failed", "WeasyPrint wrote too much");
  }
}

std::string run_printer(const std::string& html, const std::string& identifier) {
  static std::counting_semaphore<kAtOnce> turns(kAtOnce);
  if (!turns.try_acquire_for(kWaitForTurn)) fail("printer-busy", "two papers are being printed");
  struct Turn {
    ~Turn() { turns.release(); }
  } turn;
  Pipe in, out;
  Child child(identifier, in, out);
  in.close(0);
  out.close(1);
  auto pdf = converse(in, out, html);
  const int status = child.wait();
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotInstalled)
    fail("no-printer", "python3 finds no weasyprint");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !pdf.starts_with("%PDF-"))
    fail("printer-failed", "WeasyPrint ended with status " + std::to_string(status));
  return pdf;
}

// The newest papers, each by the digest of what it was printed from.
class Kept {
 public:
  std::shared_ptr<const core::Body> find(const std::string& digest) {
    const std::lock_guard lock(mutex_);
    for (const auto& [other, body] : all_)
      if (other == digest) return body;
    return nullptr;
  }
  void keep(std::string digest, std::shared_ptr<const core::Body> body) {
    const std::lock_guard lock(mutex_);
    all_.emplace_back(std::move(digest), std::move(body));
    if (all_.size() > kKeptMax) all_.pop_front();
  }

 private:
  std::mutex mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<const core::Body>>> all_;
};

}  // namespace

std::shared_ptr<const core::Body> print_pdf(const std::string& html) {
  static Kept kept;
  const auto digest = core::sha256_hex(html);
  if (auto body = kept.find(digest)) return body;
  auto body = std::make_shared<const core::Body>(run_printer(html, digest));
  kept.keep(digest, body);
  return body;
}

}  // namespace citacal::web
