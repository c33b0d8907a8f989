// Against a real Dovecot and the real desk.
#include "mail/collector.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "mail/outside.h"
#include "service/incoming.h"
#include "service/mail.h"
#include "support/office.h"

using namespace citacal;
using outside::MailServers;
using outside::TempFolder;

namespace {

struct Mailbox {
  explicit Mailbox(const std::string& folder) : folder(folder) {
    MailServers::shared().client({"create", folder});
  }
  void append(const std::string& id, const std::string& date = "02-Mar-2026") const {
    const TempFolder files;
    outside::write_file(files / "mail.eml", "From: ana@redes.example\r\nMessage-ID: <" + id +
                                                "@redes.example>\r\n\r\nHola.\r\n");
    MailServers::shared().client({"append", folder, files / "mail.eml", date});
  }
  mail::ImapSettings settings() const {
    mail::ImapSettings settings;
    settings.name = folder;
    settings.host = "127.0.0.1";
    settings.port = MailServers::shared().imap_port;
    settings.security = mail::Security::none;
    settings.login = MailServers::kLogin;
    settings.password = MailServers::kPassword;
    settings.folder = folder;
    return settings;
  }
  std::string folder;
};

}  // namespace

TEST_CASE("a mailbox that was never read begins two weeks back, and goes on where it stopped") {
  test::TestOffice office;  // 2 March 2026
  const Mailbox mailbox("nunca-leida");
  mailbox.append("vieja", "01-Feb-2026");
  mailbox.append("a", "20-Feb-2026");
  mailbox.append("b");
  mail::Collector collector(office.office, mailbox.settings());
  CHECK(collector.run_once() == 2);
  CHECK(service::find_position(office.office, "nunca-leida")->last_uid == 3);
  CHECK(collector.run_once() == 0);
  mailbox.append("c");
  mail::Collector another(office.office, mailbox.settings());
  CHECK(another.run_once() == 1);
  CHECK(collector.run_once() == 0);
}

TEST_CASE("an empty mailbox is begun, so that nothing that comes is old") {
  test::TestOffice office;
  const Mailbox mailbox("vacia");
  mail::Collector collector(office.office, mailbox.settings());
  CHECK(collector.run_once() == 0);
  REQUIRE(service::find_position(office.office, "vacia"));
  mailbox.append("a", "01-Jan-2020");  // by a program that dates it as it likes
  CHECK(collector.run_once() == 1);
}

TEST_CASE("a mailbox that is numbered anew is read again") {
  test::TestOffice office;
  const Mailbox mailbox("renumerada");
  mailbox.append("a");
  mailbox.append("b");
  mail::Collector collector(office.office, mailbox.settings());
  CHECK(collector.run_once() == 2);
  const auto before = *service::find_position(office.office, "renumerada");
  MailServers::shared().client({"renew", "renumerada"});
  mailbox.append("a");
  CHECK(collector.run_once() == 1);
  const auto after = *service::find_position(office.office, "renumerada");
  CHECK(after.uid_validity != before.uid_validity);
  CHECK(after.last_uid == 1);
}

TEST_CASE("more mails than a round takes come in the next ones") {
  test::TestOffice office;
  const Mailbox mailbox("muchas");
  MailServers::shared().client({"fill", "muchas", "205"});
  mail::Collector collector(office.office, mailbox.settings());
  CHECK(collector.run_once() == 200);
  CHECK(collector.run_once() == 5);
  CHECK(collector.run_once() == 0);
}

TEST_CASE("a collector that is stopped, or whose server is away, settles nothing") {
  test::TestOffice office;
  const Mailbox mailbox("parada");
  mailbox.append("a");
  mail::Collector stopped(office.office, mailbox.settings());
  stopped.stop();
  CHECK(stopped.run_once() == 0);
  auto settings = mailbox.settings();
  settings.port = 1;
  mail::Collector away(office.office, settings);
  CHECK_THROWS_AS(away.run_once(), core::Error);
  CHECK_FALSE(service::find_position(office.office, "parada"));
}

TEST_CASE("a mail that the server fails to hand over does not keep back those after it") {
  test::TestOffice office;
  const outside::WrongImapServer server("broken-mail");
  mail::ImapSettings settings;
  settings.name = "rota";
  settings.host = "127.0.0.1";
  settings.port = server.port;
  settings.security = mail::Security::none;
  settings.login = "citas";
  settings.password = "clave";
  mail::Collector collector(office.office, settings);
  service::set_position(office.office, {"rota", 3, 0});
  int settled = 0, failed = 0;
  for (int i = 0; i < 5; ++i) try {
      settled += collector.run_once();
    } catch (const core::Error& error) {
      CHECK(error.code == core::Code::unavailable);
      ++failed;
    }
  CHECK(failed == 4);
  CHECK(settled == 1);
  CHECK(service::find_position(office.office, "rota")->last_uid == 7);
  const auto mails = service::list_mail(office.office, office.auditor, std::nullopt, {}).items;
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].verdict == domain::Verdict::held);
  CHECK(mails[0].reason == "not-fetched");
}
