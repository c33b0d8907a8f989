// What the mail tests need of the outside world: a folder that goes away, a program that is run, an
// SMTP server that is another process.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

extern char** environ;

namespace outside {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "citacal-mail-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  TempFolder(const TempFolder&) = delete;
  ~TempFolder() { std::filesystem::remove_all(path); }
  std::string operator/(const std::string& name) const { return (path / name).string(); }

  std::filesystem::path path;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// A file beside this one.
inline std::string beside(const std::string& name) {
  return "tests/mail/" + std::string(name);  // tests run at the top of the checkout
}

// Another process, whose standard output is read.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
    std::vector<char*> words;
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    const int failed = ::posix_spawn(&id_, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    out_ = pipe[0];
    REQUIRE(failed == 0);
  }
  Process(const Process&) = delete;
  ~Process() {
    end();
    ::close(out_);
  }
  std::string read_line() {
    std::string line;
    for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  std::string read_all() {
    std::string all;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(out_, buffer.data(), buffer.size())) > 0;)
      all.append(buffer.data(), static_cast<std::size_t>(n));
    return all;
  }
  int wait() {
    int status = -1;
    if (id_ > 0) ::waitpid(id_, &status, 0);
    id_ = 0;
    return status;
  }
  void signal(int number) {
    if (id_ > 0) ::kill(id_, number);
  }
  void end() {
    signal(SIGKILL);
    wait();
  }

 private:
  pid_t id_ = 0;
  int out_ = -1;
};

// The output of a program that must succeed.
inline std::string run(std::vector<std::string> arguments) {
  Process process(std::move(arguments));
  auto output = process.read_all();
  REQUIRE(process.wait() == 0);
  return output;
}

// What Python's email reads in `message`, one fact a line (tests/mail/read_eml.py).
inline std::string read_mail(const std::string& message) {
  const TempFolder folder;
  write_file(folder / "mail.eml", message);
  return run({"/usr/bin/python3", beside("read_eml.py"), folder / "mail.eml"});
}

inline bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

// tests/mail/smtp_server.py with `options`.
class SmtpServer {
 public:
  explicit SmtpServer(std::vector<std::string> options = {})
      : process_(command(std::move(options), folder_)), port(std::stoi(process_.read_line())) {}

  int mails() const {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path))
      count += entry.path().extension() == ".eml";
    return count;
  }
  std::string mail(int number) const {
    return read_file(folder_ / (std::to_string(number) + ".eml"));
  }
  std::string envelope(int number) const {
    return read_file(folder_ / (std::to_string(number) + ".envelope"));
  }
  int connections() const {
    const auto lines = read_file(folder_ / "connections");
    return static_cast<int>(std::count(lines.begin(), lines.end(), '\n'));
  }

 private:
  static std::vector<std::string> command(std::vector<std::string> options,
                                          const TempFolder& folder) {
    std::vector<std::string> all{"/usr/bin/python3", beside("smtp_server.py"), folder.path};
    all.insert(all.end(), options.begin(), options.end());
    return all;
  }

  TempFolder folder_;
  Process process_;

 public:
  const int port;
};

// tests/mail/imap_server.py, misbehaving in one `mode`.
class WrongImapServer {
 public:
  explicit WrongImapServer(const std::string& mode)
      : process_({"/usr/bin/python3", beside("imap_server.py"), folder_.path, mode}),
        port(std::stoi(process_.read_line())) {}
  std::string heard() const { return read_file(folder_ / "heard"); }

 private:
  TempFolder folder_;
  Process process_;

 public:
  const int port;
};

// Postfix and Dovecot of tests/interop/mail_servers.py.
class MailServers {
 public:
  MailServers()
      : process_({"/usr/bin/python3", beside("../interop/mail_servers.py"), "build/servers"}) {
    std::istringstream(process_.read_line()) >> smtp_port >> imap_port >> imaps_port >> ca_file;
    INFO("the mail servers' own words are above");
    REQUIRE(!ca_file.empty());
  }
  ~MailServers() {
    process_.signal(SIGTERM);
    process_.wait();
  }
  // One for all tests that leave it as it is.
  static MailServers& shared() {
    static MailServers servers;
    return servers;
  }
  // Dovecot and its sessions, by SIGKILL; and again.
  void kill_imap() {
    process_.signal(SIGUSR1);
    REQUIRE(process_.read_line() == "killed");
  }
  void start_imap() {
    process_.signal(SIGUSR2);
    REQUIRE(process_.read_line() == "started");
  }
  // What others do to the mailboxes: tests/mail/imap_client.py.
  std::string client(std::vector<std::string> words) const {
    std::vector<std::string> all{
        "/usr/bin/python3", beside("imap_client.py"), std::to_string(imaps_port), ca_file, kLogin,
        kPassword};
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
  }

  static constexpr const char* kLogin = "citas@instituto.example";
  static constexpr const char* kPassword = "buzón de pruebas";

 private:
  Process process_;

 public:
  int smtp_port = 0, imap_port = 0, imaps_port = 0;
  std::string ca_file;
};

}  // namespace outside
