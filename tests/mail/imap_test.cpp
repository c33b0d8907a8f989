// Against a real Dovecot, and against servers that are worse than any real one.
#include "mail/imap.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "core/error.h"
#include "mail/outside.h"

using namespace citacal;
using mail::ImapMailbox;
using mail::Security;
using outside::MailServers;
using outside::TempFolder;
using outside::WrongImapServer;

namespace {

mail::ImapSettings settings_for(int port, Security security = Security::none) {
  mail::ImapSettings settings;
  settings.name = "citas";
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.security = security;
  settings.login = MailServers::kLogin;
  settings.password = MailServers::kPassword;
  settings.timeout_ms = 20'000;
  return settings;
}

// A folder of its own for each test, on the servers that all share.
struct Folder {
  explicit Folder(const std::string& name) : name(name) {
    MailServers::shared().client({"create", name});
  }
  void append(const std::string& mail, const std::string& date = "10-Mar-2026") const {
    const TempFolder files;
    outside::write_file(files / "mail.eml", mail);
    MailServers::shared().client({"append", name, files / "mail.eml", date});
  }
  void remove(std::uint32_t uid) const {
    MailServers::shared().client({"remove", name, std::to_string(uid)});
  }
  mail::ImapSettings settings() const {
    auto settings = settings_for(MailServers::shared().imap_port);
    settings.folder = name;
    return settings;
  }
  std::string name;
};

std::string small_mail(const std::string& subject) {
  return "From: ana@redes.example\r\nSubject: " + subject + "\r\n\r\nHola.\r\n";
}

std::vector<std::uint32_t> uids(const std::vector<mail::ListedMail>& mails) {
  std::vector<std::uint32_t> all;
  for (const auto& mail : mails) all.push_back(mail.uid);
  return all;
}

// The words of the trouble that `talk` must meet.
template <class Talk>
std::string trouble(const Talk& talk) {
  try {
    talk();
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::unavailable);
    CHECK(error.message.es.find(MailServers::kPassword) == std::string::npos);
    CHECK(error.message.en.find(MailServers::kPassword) == std::string::npos);
    CHECK(error.message.en.find_first_of("\r\n\x01") == std::string::npos);
    return error.message.en;
  }
  FAIL("there was no trouble");
  return "";
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

// What a look at the one mail of a wrong server gives.
std::optional<ImapMailbox::Fetched> look(const WrongImapServer& server, long timeout_ms = 2'000) {
  auto settings = settings_for(server.port);
  settings.timeout_ms = timeout_ms;
  settings.connect_timeout_ms = timeout_ms;
  ImapMailbox mailbox(settings);
  mailbox.open();
  const auto mails = mailbox.list_after(0, 10);
  REQUIRE(uids(mails) == std::vector<std::uint32_t>{7});
  return mailbox.fetch(mails[0]);
}

}  // namespace

TEST_CASE("a mailbox is read in the clear on the loopback, by STARTTLS and by TLS") {
  const auto& servers = MailServers::shared();
  const auto security = GENERATE(Security::none, Security::starttls, Security::tls);
  auto settings =
      settings_for(security == Security::tls ? servers.imaps_port : servers.imap_port, security);
  settings.ca_file = servers.ca_file;
  ImapMailbox mailbox(settings);
  const auto state = mailbox.open();
  CHECK(state.uid_validity > 0);
  CHECK(state.uid_next > 0);
}

TEST_CASE("a certificate that nobody vouches for, or of another name, is refused") {
  const auto& servers = MailServers::shared();
  const bool starttls = GENERATE(false, true);
  auto settings = settings_for(starttls ? servers.imap_port : servers.imaps_port,
                               starttls ? Security::starttls : Security::tls);
  has(trouble([&] { ImapMailbox(settings).open(); }), "SSL");
  settings.ca_file = servers.ca_file;
  settings.host = "127.0.0.2";
  has(trouble([&] { ImapMailbox(settings).open(); }), ":");
}

TEST_CASE("where STARTTLS is chosen, a server without it hears no password") {
  const WrongImapServer server("plain");
  trouble([&] { ImapMailbox(settings_for(server.port, Security::starttls)).open(); });
  CHECK(server.heard().find("LOGIN") == std::string::npos);
  CHECK(server.heard().find("AUTH") == std::string::npos);
  CHECK_FALSE(server.heard().empty());
}

TEST_CASE("a wrong password is told in the server's words, and never shown") {
  auto settings = settings_for(MailServers::shared().imap_port);
  settings.password = "equivocada";
  const auto words = trouble([&] { ImapMailbox(settings).open(); });
  has(words, "AUTHENTICATIONFAILED");
  CHECK(words.find("equivocada") == std::string::npos);
  const WrongImapServer server("tells-the-password");
  settings = settings_for(server.port);
  settings.password = "secreta";
  const auto told = trouble([&] { ImapMailbox(settings).open(); });
  has(told, "wrong");
  CHECK(told.find("secreta") == std::string::npos);
}

TEST_CASE("mails are listed after a UID, in order, so many, each once") {
  const Folder folder("lista");
  ImapMailbox mailbox(folder.settings());
  CHECK(mailbox.open().uid_next == 1);
  CHECK(mailbox.list_after(0, 10).empty());
  for (const auto* subject : {"uno", "dos", "tres", "cuatro"}) folder.append(small_mail(subject));
  folder.remove(2);
  CHECK(mailbox.open().uid_next == 5);
  CHECK(uids(mailbox.list_after(0, 10)) == std::vector<std::uint32_t>{1, 3, 4});
  CHECK(uids(mailbox.list_after(0, 2)) == std::vector<std::uint32_t>{1, 3});
  CHECK(uids(mailbox.list_after(3, 10)) == std::vector<std::uint32_t>{4});
  CHECK(mailbox.list_after(4, 10).empty());  // though "5:*" has 4 in it
  CHECK(mailbox.list_after(4'294'967'295u, 10).empty());
  CHECK(mailbox.list_after(0, 1).front().size ==
        static_cast<std::int64_t>(small_mail("uno").size()));
  // Another that comes in shows over the same connection.
  folder.append(small_mail("cinco"));
  mailbox.open();
  CHECK(uids(mailbox.list_after(4, 10)) == std::vector<std::uint32_t>{5});
}

TEST_CASE("a mailbox begins at the first mail of a day") {
  const Folder folder("desde");
  ImapMailbox mailbox(folder.settings());
  const auto since = *core::parse_instant("2026-03-02T09:00:00-05:00");
  mailbox.open();
  CHECK(mailbox.last_uid_before(since) == 0);
  folder.append(small_mail("vieja"), "10-Feb-2026");
  mailbox.open();
  CHECK(mailbox.last_uid_before(since) == 1);
  folder.append(small_mail("nueva"), "02-Mar-2026");
  folder.append(small_mail("otra"), "03-Mar-2026");
  mailbox.open();
  CHECK(mailbox.last_uid_before(since) == 1);
  CHECK(mailbox.last_uid_before(*core::parse_instant("2026-01-01T00:00:00Z")) == 0);
}

TEST_CASE("a folder that was made anew has another UIDVALIDITY") {
  const Folder folder("renovada");
  ImapMailbox mailbox(folder.settings());
  const auto first = mailbox.open();
  CHECK(mailbox.open().uid_validity == first.uid_validity);
  MailServers::shared().client({"renew", folder.name});
  CHECK(mailbox.open().uid_validity != first.uid_validity);
}

TEST_CASE("a mail of 500 KB comes octet by octet, and is not marked as seen") {
  std::string mail = small_mail("larga");
  while (mail.size() < 500'000)
    mail +=
        ".\r\n..\r\nlínea de 8 bits \xFF\xFE\x80\r\nc5 OK done\r\nA005 OK done\r\n* BYE\r\n)\r\n"
        "tabulador\ty {12}\r\n";
  const Folder folder("entera");
  folder.append(mail);
  ImapMailbox mailbox(folder.settings());
  mailbox.open();
  const auto listed = mailbox.list_after(0, 10);
  REQUIRE(listed.size() == 1);
  const auto fetched = mailbox.fetch(listed[0]);
  REQUIRE(fetched);
  CHECK(fetched->is_whole);
  CHECK((fetched->raw == mail));
  CHECK(mailbox.fetch(listed[0])->raw.size() == mail.size());  // the connection is still in step
  CHECK(MailServers::shared().client({"flags", folder.name}).find("Seen") == std::string::npos);
}

TEST_CASE("of a mail of 11 MB only the header comes") {
  const auto head = small_mail("enorme").substr(0, small_mail("enorme").find("\r\n\r\n") + 4);
  const Folder folder("enorme");
  folder.append(head + std::string(11 << 20, 'x') + "\r\n");
  folder.append("X: " + std::string(60'000, 'y') + "\r\n\r\n" + std::string(11 << 20, 'x'));
  ImapMailbox mailbox(folder.settings());
  mailbox.open();
  const auto listed = mailbox.list_after(0, 10);
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].size > 11 << 20);
  const auto fetched = mailbox.fetch(listed[0]);
  REQUIRE(fetched);
  CHECK_FALSE(fetched->is_whole);
  CHECK(fetched->raw == head);
  CHECK(mailbox.fetch(listed[1])->raw.size() == ImapMailbox::kHeaderMax + 1);
}

TEST_CASE("a mail that has gone between listing and fetching is nothing") {
  const Folder folder("idas");
  folder.append(small_mail("uno"));
  folder.append(small_mail("dos"));
  ImapMailbox mailbox(folder.settings());
  mailbox.open();
  const auto listed = mailbox.list_after(0, 10);
  REQUIRE(listed.size() == 2);
  folder.remove(1);
  mailbox.open();  // until then Dovecot may still have it for us
  CHECK_FALSE(mailbox.fetch(listed[0]));
  CHECK(mailbox.fetch(listed[1])->raw == small_mail("dos"));
}

TEST_CASE("a Dovecot that is killed is trouble, and is found again when it is back") {
  MailServers servers;
  ImapMailbox mailbox(settings_for(servers.imap_port));
  const TempFolder files;
  outside::write_file(files / "mail.eml", small_mail("uno"));
  servers.client({"append", "INBOX", files / "mail.eml"});
  const auto state = mailbox.open();
  const auto listed = mailbox.list_after(0, 10);
  REQUIRE(listed.size() == 1);
  servers.kill_imap();
  trouble([&] { mailbox.fetch(listed[0]); });
  trouble([&] { mailbox.open(); });
  servers.start_imap();
  CHECK(mailbox.open().uid_validity == state.uid_validity);
  CHECK(mailbox.fetch(listed[0])->raw == small_mail("uno"));
}

TEST_CASE("a kept connection that died of age is made anew without trouble") {
  const WrongImapServer server("hangs-up-when-idle");
  ImapMailbox mailbox(settings_for(server.port));
  for (int round = 0; round < 3; ++round) {
    mailbox.open();
    REQUIRE(mailbox.fetch(mailbox.list_after(0, 10).at(0)));
  }
}

TEST_CASE("a server that says nothing, or too slowly, is given up in time") {
  const auto mode =
      GENERATE(as<std::string>(), "silent", "hangs-at-examine", "hangs-at-fetch", "drips");
  const WrongImapServer server(mode);
  const auto begun = std::chrono::steady_clock::now();
  trouble([&] { look(server, 400); });
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(8));
}

TEST_CASE("a server without end is given up, in bounded memory") {
  const auto mode = GENERATE(as<std::string>(), "endless-greeting", "endless-greetings",
                             "endless-line", "endless-lines", "many-literals");
  const WrongImapServer server(mode);
  trouble([&] { look(server, 3'000); });
}

TEST_CASE("what is no IMAP is told, and ends the connection") {
  struct Row {
    std::string mode, words;
  };
  const auto row =
      GENERATE(Row{"bye", "BYE closing for the night"}, Row{"no-validity", "UIDVALIDITY"},
               Row{"no-folder", "NO no"}, Row{"huge-literal", "more than was asked for"},
               Row{"literal-of-many-digits", "more than was asked for"},
               Row{"short-literal", "this is no IMAP"}, Row{"dies-in-a-mail", "hung up"},
               Row{"broken-mail", "SERVERBUG"}, Row{"no-body", "keeps back"});
  const WrongImapServer server(row.mode);
  has(trouble([&] { look(server); }), row.words);
}

TEST_CASE("servers may word a mail in their own way") {
  CHECK(look(WrongImapServer("quoted"))->raw == "Subject: \"a\" (UID 9)");
  CHECK(look(WrongImapServer("nil"))->raw.empty());
  CHECK(look(WrongImapServer("no-size"))->raw.ends_with("Hola.\r\n"));
  CHECK_FALSE(look(WrongImapServer("gone")));
  CHECK_FALSE(look(WrongImapServer("other-uid")));
}

TEST_CASE("a mail that is larger than its server said is taken by its header") {
  const auto fetched = look(WrongImapServer("lies-of-size"), 20'000);
  REQUIRE(fetched);
  CHECK_FALSE(fetched->is_whole);
  CHECK(fetched->raw.ends_with("hola\r\n\r\n"));
}

TEST_CASE("a mailbox whose settings cannot be meant is refused by the field's name") {
  auto settings = settings_for(993, Security::tls);
  std::string field;
  SECTION("a host with a path") {
    settings.host = "example.com/x", field = "imap.host";
  }
  SECTION("a port that is none") {
    settings.port = 70'000, field = "imap.port";
  }
  SECTION("a password in the clear over a network") {
    settings.host = GENERATE("imap.example.com", "127.0.0.1.example.com", "127.evil");
    settings.security = Security::none, field = "imap.security";
  }
  SECTION("nobody who logs in") {
    settings.login.clear(), field = "imap.login";
  }
  SECTION("a folder that would be a command") {
    settings.folder = GENERATE("a\r\nc9 DELETE INBOX", "", "Citación"), field = "imap.folder";
  }
  try {
    const ImapMailbox mailbox(settings);
    FAIL("was taken");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::invalid);
    CHECK(error.field == field);
  }
}
