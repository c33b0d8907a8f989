#include "service/inspection.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <thread>

#include "service/record.h"
#include "service/trail.h"
#include "service/virus_scan.h"
#include "support/office.h"

using namespace citacal;

namespace {

// A scanner that says what it is told to, to whoever comes first; what clamd itself says is tried
// in tests/interop/records.
class Scanner {
 public:
  // It takes in all bytes up to the end of the talk, or only `takes`, and says `reply`.
  explicit Scanner(std::string reply, std::size_t takes = std::string::npos) {
    static int count = 0;
    path_ = "/tmp/citacal-scanner-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(fd_, 5) == 0);
    thread_ = std::thread([this, reply = std::move(reply), takes] { serve(reply, takes); });
  }
  ~Scanner() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
    ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  std::string heard() const { return heard_; }  // once it has answered

 private:
  void serve(const std::string& reply, std::size_t takes) {
    const int client = ::accept(fd_, nullptr, nullptr);
    if (client < 0) return;
    char bytes[4096];
    while (heard_.size() < takes && !heard_.ends_with(std::string(4, '\0'))) {
      const auto got = ::recv(client, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      heard_.append(bytes, static_cast<std::size_t>(got));
    }
    if (reply == "silence")
      while (::recv(client, bytes, sizeof bytes, 0) > 0) continue;
    else
      ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
    ::close(client);
  }

  std::string path_, heard_;
  int fd_ = -1;
  std::thread thread_;
};

std::string said_of(const std::string& reply, const std::string& bytes = "texto",
                    std::size_t takes = std::string::npos) {
  const Scanner scanner(reply, takes);
  try {
    return service::find_virus(scanner.path(), 1, bytes).value_or("clean");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::unavailable);
    CHECK(error.retry_after_s > 0);
    return error.condition;
  }
}

std::string fault(service::Office& office, const std::string& content,
                  const std::string& type = "text/plain", const std::string& name = "a.txt") {
  try {
    service::inspect(office, type, name, content);
    return "taken";
  } catch (const core::Error& error) {
    return error.condition;
  }
}

}  // namespace

TEST_CASE("a scanner is believed only when it says plainly what it found") {
  CHECK(said_of(std::string("stream: OK\0", 11)) == "clean");
  CHECK(said_of(std::string("stream: Win.Test-1 FOUND\0", 25)) == "Win.Test-1");
  CHECK(said_of("stream: OK") == "clean");
  CHECK(said_of("") == "scanner-unavailable");
  CHECK(said_of("stream:  FOUND") == "scanner-unavailable");
  CHECK(said_of("stream: FOUND") == "scanner-unavailable");
  CHECK(said_of("stream: OK FOUND and more") == "scanner-unavailable");
  CHECK(said_of(std::string(100'000, 'x')) == "scanner-unavailable");
  CHECK(said_of("INSTREAM size limit exceeded. ERROR") == "scanner-unavailable");
  CHECK(said_of("silence") == "scanner-unavailable");
  CHECK(said_of("silence", std::string(1'000'000, 'x'), 20) == "scanner-unavailable");
  // One that hangs up before it has heard all says nothing of the rest.
  CHECK(said_of("stream: OK", std::string(8'000'000, 'x'), 20) == "scanner-unavailable");
  CHECK_THROWS_AS(service::find_virus("/nowhere/clamd.ctl", 1, "x"), core::Error);
  CHECK_THROWS_AS(service::find_virus(std::string(200, 'x'), 1, "x"), core::Error);
}

TEST_CASE("the scanner hears the bytes in lengths of four bytes, and their end") {
  const Scanner scanner("stream: OK");
  const std::string bytes(70'000, 'a');
  CHECK_FALSE(service::find_virus(scanner.path(), 5, bytes));
  const auto heard = scanner.heard();
  CHECK(heard.starts_with(std::string("zINSTREAM\0\0\1\0\0", 14)));
  CHECK(heard.size() == 10 + 4 + 65'536 + 4 + (70'000 - 65'536) + 4);
}

TEST_CASE("what may become a record is bounded, is what it says, and carries no virus") {
  auto settings = test::settings();
  settings.records.bytes_max = 1'000;
  test::TestOffice house(settings);
  CHECK(fault(house.office, "texto") == "taken");
  CHECK(fault(house.office, "") == "missing");
  CHECK(fault(house.office, std::string(1'001, 'x')) == "record-too-large");
  CHECK(fault(house.office, "%PDF-1.7 …") == "type-mismatch");
  CHECK(fault(house.office, "%PDF-1.7 …", "application/pdf", "a.pdf") == "taken");
  CHECK(fault(house.office, "<html><body>x</body></html>", "application/pdf", "a.pdf") ==
        "type-mismatch");
  CHECK(fault(house.office, "MZ\x90", "application/x-msdownload", "a.exe") == "type-not-allowed");
}

TEST_CASE("nothing is stored that was not scanned, and an infected file stands in the trail") {
  auto settings = test::settings();
  SECTION("a scanner that is down") {
    settings.records.clamd = "/nowhere/clamd.ctl";
    test::TestOffice house(settings);
    std::vector<service::Upload> uploads(1);
    uploads[0].record.request = house.request().id;
    uploads[0].record.activity = 2;
    uploads[0].record.title = uploads[0].record.file_name = "a.txt";
    uploads[0].content = "texto";
    CHECK_THROWS_AS(service::add_records(house.office, house.coordinator, uploads), core::Error);
    CHECK(service::list_records(house.office, house.coordinator, {}).items.empty());
  }
  SECTION("a virus in one of two") {
    const Scanner scanner("stream: Eicar FOUND");
    settings.records.clamd = scanner.path();
    test::TestOffice house(settings);
    std::vector<service::Upload> uploads(1);
    uploads[0].record.request = house.request().id;
    uploads[0].record.activity = 2;
    uploads[0].record.title = uploads[0].record.file_name = "a.txt";
    uploads[0].content = "texto";
    CHECK_THROWS_WITH(service::add_records(house.office, house.coordinator, uploads),
                      Catch::Contains("carries a virus (Eicar)"));
    CHECK(service::list_records(house.office, house.coordinator, {}).items.empty());
    const auto trail = service::list_trail(house.office, house.auditor, 0, 500);
    const auto& last = trail.back();
    CHECK(last.action == "infected file refused");
    CHECK(last.detail.find("Eicar") != std::string::npos);
  }
}
