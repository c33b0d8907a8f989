#include "mail/transport.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "core/error.h"
#include "mail/outside.h"

using namespace citacal;
using domain::Delivery;
using mail::Security;
using outside::SmtpServer;
using outside::TempFolder;

namespace {

const std::string kFrom = "sistemas@example.gov.co";
const std::string kTo = "tecnico@example.com";
const std::string kMessage =
    "Message-ID: <a.1@example.gov.co>\r\nSubject: =?UTF-8?B?Q2l0YWNpw7Nu?=\r\n\r\nHola.\r\n";

mail::SmtpSettings settings_for(int port, Security security = Security::none) {
  mail::SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.security = security;
  settings.helo = "citas.example.gov.co";
  settings.timeout_ms = 20'000;
  return settings;
}

// A key and a self-signed certificate for 127.0.0.1, made anew: {for the server, for the client}.
struct Certificate {
  explicit Certificate(const std::string& name = "IP:127.0.0.1") {
    outside::run({"/usr/bin/openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                  "ec_paramgen_curve:P-256", "-out", folder / "key.pem"});
    outside::run({"/usr/bin/openssl", "req", "-x509", "-key", folder / "key.pem", "-days", "1",
                  "-subj", "/CN=test", "-addext", "subjectAltName=" + name, "-out",
                  folder / "ca.pem"});
    outside::write_file(folder / "server.pem", outside::read_file(folder / "key.pem") +
                                                   outside::read_file(folder / "ca.pem"));
    server = folder / "server.pem";
    authority = folder / "ca.pem";
  }
  TempFolder folder;
  std::string server, authority;
};

// A listening socket whose connections nobody ever takes: silence after the handshake.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port = ntohs(address.sin_port);
  }
  ~SilentServer() { ::close(socket_); }
  void listen() { REQUIRE(::listen(socket_, 8) == 0); }
  int port = 0;

 private:
  int socket_;
};

domain::Attempt send_once(const mail::SmtpSettings& settings,
                          const std::string& message = kMessage) {
  return mail::smtp_transport(settings)->send(kFrom, {kTo}, message);
}

std::string big_message(std::size_t bytes) {
  std::string message = "Message-ID: <big@example.gov.co>\r\n\r\n";
  while (message.size() < bytes) message += ".línea con tilde y punto\r\n";
  return message;
}

}  // namespace

TEST_CASE("a mail arrives byte for byte, with its envelope and our name") {
  const SmtpServer server;
  const auto attempt = send_once(settings_for(server.port));
  CHECK(attempt.delivery == Delivery::accepted);
  CHECK(attempt.detail == "250 2.0.0 queued as 1");
  CHECK(server.mail(1) == kMessage);
  CHECK(server.envelope(1) == kFrom + " " + kTo + " citas.example.gov.co\n");
}

TEST_CASE("lines that begin with a dot and bare line ends survive SMTP") {
  const SmtpServer server;
  const auto transport = mail::smtp_transport(settings_for(server.port));
  const std::string head = "Message-ID: <d@example.gov.co>\r\n\r\n";
  REQUIRE(transport->send(kFrom, {kTo}, head + ".\r\n..\r\n.uno\r\n.\r\n").delivery ==
          Delivery::accepted);
  CHECK(server.mail(1) == head + ".\r\n..\r\n.uno\r\n.\r\n");
  REQUIRE(transport->send(kFrom, {kTo}, "A: b\n\nx\n.\nMAIL FROM:<x@y.z>\rz\r\n\nend").delivery ==
          Delivery::accepted);
  CHECK(server.mail(2) == "A: b\r\n\r\nx\r\n.\r\nMAIL FROM:<x@y.z>\r\nz\r\n\r\nend\r\n");
  CHECK(server.mails() == 2);
}

TEST_CASE("a mail of two megabytes arrives whole") {
  const SmtpServer server;
  const auto message = big_message(2'000'000);
  REQUIRE(send_once(settings_for(server.port), message).delivery == Delivery::accepted);
  CHECK((server.mail(1) == message));
}

TEST_CASE("many letters go over one connection") {
  const SmtpServer server;
  const auto transport = mail::smtp_transport(settings_for(server.port));
  for (int i = 0; i < 5; ++i)
    REQUIRE(transport->send(kFrom, {kTo}, kMessage).delivery == Delivery::accepted);
  CHECK(server.mails() == 5);
  CHECK(server.connections() == 1);
}

TEST_CASE("a kept connection whose server went away costs an attempt at most") {
  auto first = std::make_unique<SmtpServer>();
  const auto transport = mail::smtp_transport(settings_for(first->port));
  REQUIRE(transport->send(kFrom, {kTo}, kMessage).delivery == Delivery::accepted);
  first.reset();
  CHECK(transport->send(kFrom, {kTo}, kMessage).delivery == Delivery::deferred);
}

TEST_CASE("TLS from the first byte and STARTTLS deliver when the certificate is good") {
  const Certificate certificate;
  const bool starttls = GENERATE(false, true);
  const SmtpServer server({starttls ? "--starttls" : "--tls", certificate.server});
  auto settings = settings_for(server.port, starttls ? Security::starttls : Security::tls);
  settings.ca_file = certificate.authority;
  const auto attempt = send_once(settings);
  INFO(attempt.detail);
  CHECK(attempt.delivery == Delivery::accepted);
  CHECK(server.mail(1) == kMessage);
}

TEST_CASE("a certificate that nobody vouches for, or of another host, defers and sends nothing") {
  const Certificate stranger("DNS:mail.example.org");
  const bool starttls = GENERATE(false, true);
  const bool known = GENERATE(false, true);
  const SmtpServer server({starttls ? "--starttls" : "--tls", stranger.server});
  auto settings = settings_for(server.port, starttls ? Security::starttls : Security::tls);
  if (known) settings.ca_file = stranger.authority;
  const auto attempt = send_once(settings);
  CHECK(attempt.delivery == Delivery::deferred);
  CHECK(attempt.detail.find("SSL") != std::string::npos);
  CHECK(server.mails() == 0);
}

TEST_CASE("where STARTTLS is chosen, a server without it gets no mail in the clear") {
  const SmtpServer server;
  const auto attempt = send_once(settings_for(server.port, Security::starttls));
  CHECK(attempt.delivery == Delivery::deferred);
  CHECK(server.mails() == 0);
}

TEST_CASE("a login is used, and a wrong password defers without showing it") {
  const Certificate certificate;
  const SmtpServer server({"--auth", "citas:ábrete sésamo", "--starttls", certificate.server});
  auto settings = settings_for(server.port, Security::starttls);
  settings.ca_file = certificate.authority;
  settings.login = "citas";
  settings.password = "ábrete sésamo";
  CHECK(send_once(settings).delivery == Delivery::accepted);
  settings.password = "cierrate";
  const auto wrong = send_once(settings);
  CHECK(wrong.delivery == Delivery::deferred);
  CHECK(wrong.detail.find("AUTH: 535") == 0);
  CHECK(wrong.detail.find("cierrate") == std::string::npos);
  settings.login.clear();
  const auto none = send_once(settings);
  CHECK(none.delivery == Delivery::deferred);
  CHECK(none.detail.find("530") != std::string::npos);
  CHECK(server.mails() == 1);
}

TEST_CASE("what a refusal means depends on what was refused") {
  struct Row {
    std::string option, answer;
    Delivery delivery;
    std::string detail;
  };
  const auto row = GENERATE(
      Row{"--rcpt-answer", "550 5.1.1 no such mailbox", Delivery::refused,
          "RCPT: 550 5.1.1 no such"},
      Row{"--rcpt-answer", "451 4.7.1 greylisted", Delivery::deferred,
          "RCPT: 451 4.7.1 greylisted"},
      Row{"--rcpt-answer", "530 5.7.0 authenticate first", Delivery::deferred, "RCPT: 530"},
      Row{"--data-answer", "554 5.7.1 spam", Delivery::refused, "DATA: 554 5.7.1 spam"},
      Row{"--data-answer", "452 4.3.1 disk full", Delivery::deferred, "DATA: 452 4.3.1 disk full"},
      Row{"--mail-answer", "550 5.7.1 sender not allowed", Delivery::deferred, "MAIL: 550 5.7.1"},
      Row{"--mail-answer", "421 4.3.2 closing", Delivery::deferred, "MAIL: 421"});
  const SmtpServer server({row.option, row.answer});
  const auto attempt = send_once(settings_for(server.port));
  INFO(row.answer << " -> " << attempt.detail);
  CHECK(attempt.delivery == row.delivery);
  CHECK(attempt.detail.substr(0, row.detail.size()) == row.detail);
  CHECK(server.mails() == 0);
}

TEST_CASE("a refusal by a server that asked for no login, though one is set, is not final") {
  const SmtpServer server({"--rcpt-answer", "554 5.7.1 relay access denied"});
  auto settings = settings_for(server.port);
  settings.login = "citas";
  settings.password = "secreto";
  CHECK(send_once(settings).delivery == Delivery::deferred);
}

TEST_CASE("a server that dies with the mail in hand defers it, kept or not") {
  const bool kept = GENERATE(false, true);
  const SmtpServer server({kept ? "--die-after-data" : "--die-before-data"});
  CHECK(send_once(settings_for(server.port)).delivery == Delivery::deferred);
  CHECK(server.mails() == (kept ? 1 : 0));
}

TEST_CASE("a port where nobody listens and a server that says nothing defer, in time") {
  SilentServer server;
  auto settings = settings_for(server.port);
  CHECK(send_once(settings).delivery == Delivery::deferred);
  server.listen();
  settings.timeout_ms = 300;
  const auto begun = std::chrono::steady_clock::now();
  const auto attempt = send_once(settings);
  CHECK(attempt.delivery == Delivery::deferred);
  CHECK_FALSE(attempt.detail.empty());
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
}

TEST_CASE("an address that would be a command is refused before anything is sent") {
  const SmtpServer server;
  const TempFolder folder;
  const std::string evil = GENERATE(
      "a@example.com>\r\nRCPT TO:<b@example.com", "a@example.com\nDATA", "a@b c", "a b@c.d",
      "a@example.com> SIZE=1", "<a@example.com>", "", "a@exa\tmple.com", "año@example.com");
  const auto smtp = mail::smtp_transport(settings_for(server.port));
  const auto file = mail::folder_transport(folder.path);
  CHECK_THROWS_AS(smtp->send(kFrom, {evil}, kMessage), core::Error);
  CHECK_THROWS_AS(smtp->send(evil, {kTo}, kMessage), core::Error);
  CHECK_THROWS_AS(file->send(kFrom, {evil}, kMessage), core::Error);
  CHECK(server.connections() == 0);
  CHECK(std::filesystem::is_empty(folder.path));
}

TEST_CASE("settings that cannot be meant are refused by the field's name") {
  auto settings = settings_for(25);
  std::string field;
  SECTION("a host with a path") {
    settings.host = "example.com/x", field = "smtp.host";
  }
  SECTION("a port that is none") {
    settings.port = 0, field = "smtp.port";
  }
  SECTION("a helo with a line end") {
    settings.helo = "a\r\nRSET", field = "smtp.helo";
  }
  SECTION("a password in the clear over a network") {
    settings.host = "smtp.example.com", settings.login = "x", field = "smtp.security";
  }
  try {
    mail::smtp_transport(settings);
    FAIL("was taken");
  } catch (const core::Error& error) {
    CHECK(error.field == field);
  }
}

TEST_CASE("a folder holds one whole file a Message-ID, whatever the id looks like") {
  const TempFolder folder;
  const auto transport = mail::folder_transport(folder / "mail");
  const auto files = [&] {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "mail"))
      names.push_back(entry.path().filename());
    return names;
  };
  REQUIRE(transport->send(kFrom, {kTo}, "Message-ID: <a.1@x.co>\r\n\r\none").delivery ==
          Delivery::accepted);
  REQUIRE(transport->send(kFrom, {kTo}, "Subject: x\r\nMessage-Id:\r\n <a.1@x.co>\r\n\r\ntwo")
              .delivery == Delivery::accepted);
  CHECK(files() == std::vector<std::string>{"a.1@x.co.eml"});
  CHECK(outside::read_file(folder / "mail/a.1@x.co.eml").ends_with("two"));
  for (const std::string id : {"../../etc/passwd", ".hidden", "a/b@c", "ñ@c", ""})
    REQUIRE(transport->send(kFrom, {kTo}, "Message-ID: <" + id + ">\r\n\r\nx").delivery ==
            Delivery::accepted);
  CHECK(files().size() == 6);
  for (const auto& name : files())
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789@.") == std::string::npos);
}

TEST_CASE("a folder that cannot be written defers and says why") {
  const auto attempt =
      mail::folder_transport("/proc/citacal-no-such-folder")->send(kFrom, {kTo}, kMessage);
  CHECK(attempt.delivery == Delivery::deferred);
  CHECK(attempt.detail.find("No such file") != std::string::npos);
}

TEST_CASE("one of several recipients who is refused does not keep the mail from the others") {
  const SmtpServer server({"--refuse", "ido@example.com", "--defer", "lleno@example.com"});
  const auto transport = mail::smtp_transport(settings_for(server.port));
  for (int i = 1; i <= 2; ++i) {  // the connection is as good as before
    const auto attempt = transport->send(
        kFrom, {"ana@example.com", "ido@example.com", "lleno@example.com", "luz@example.com"},
        kMessage);
    CHECK(attempt.delivery == Delivery::accepted);
    REQUIRE(attempt.not_taken.size() == 2);
    CHECK(attempt.not_taken[0].address == "ido@example.com");
    CHECK(attempt.not_taken[0].delivery == Delivery::refused);
    CHECK(attempt.not_taken[0].detail == "RCPT: 550 5.1.1 no such mailbox here");
    CHECK(attempt.not_taken[1].address == "lleno@example.com");
    CHECK(attempt.not_taken[1].delivery == Delivery::deferred);
    CHECK(server.envelope(i) == kFrom + " ana@example.com luz@example.com citas.example.gov.co\n");
    CHECK(server.mail(i) == kMessage);
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("where nobody of several is taken, each has the answer that was given for them") {
  const SmtpServer server({"--refuse", "ido@example.com", "--defer", "lleno@example.com"});
  const auto transport = mail::smtp_transport(settings_for(server.port));
  const auto attempt = transport->send(kFrom, {"ido@example.com", "lleno@example.com"}, kMessage);
  CHECK(attempt.delivery != Delivery::accepted);
  REQUIRE(attempt.not_taken.size() == 2);
  CHECK(attempt.not_taken[0].delivery == Delivery::refused);
  CHECK(attempt.not_taken[1].delivery == Delivery::deferred);
  CHECK(transport->send(kFrom, {"ido@example.com"}, kMessage).delivery == Delivery::refused);
  CHECK(transport->send(kFrom, {"lleno@example.com"}, kMessage).delivery == Delivery::deferred);
  CHECK(server.mails() == 0);
}

TEST_CASE("a mail that is refused as a whole is refused for those whom the server had taken") {
  const SmtpServer server({"--refuse", "ido@example.com", "--data-answer", "554 no spam"});
  const auto attempt = mail::smtp_transport(settings_for(server.port))
                           ->send(kFrom, {"ana@example.com", "ido@example.com"}, kMessage);
  CHECK(attempt.delivery == Delivery::refused);
  REQUIRE(attempt.not_taken.size() == 1);
  CHECK(attempt.not_taken[0].address == "ido@example.com");
}
