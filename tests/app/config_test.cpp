#include "app/config.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/problems.h"

using namespace citacal;
using namespace citacal::app;

namespace {

constexpr const char* kSmall = R"([institute]
name = "Instituto"
base_url = "https://citas.instituto.example"
organizer_name = "Sistemas"
organizer = "citas@instituto.example"
[store]
url = "sqlite://citacal.db"
[mail]
folder = "mail"
)";

std::string refusal(const std::string& text) {
  try {
    parse_config(text, "/etc/citacal/citacal.toml");
  } catch (const FileRefused& error) {
    return error.message.es;
  }
  return "";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The shipped configuration is read as it is") {
  const auto config = read_config("config/citacal.toml");
  CHECK(config.settings.institute.organizer == "citas@instituto.example");
  CHECK(config.settings.holidays.size() == 19);
  CHECK(config.http.limits.header_bytes == 16 * 1024);
  CHECK(config.smtp.security == mail::Security::starttls);
}

TEST_CASE("The shipped configuration names every key, and says the default of those it sets") {
  const auto text = read_file("config/citacal.toml", 1 << 20);
  std::vector<std::string> defaults;
  parse_config(text, "config/citacal.toml", &defaults);
  for (const auto& key : defaults) {
    INFO(key << " must at least be in a comment of its section");
    if (has(text, "\n# [[" + key + "]]\n")) continue;
    const auto dot = key.rfind('.');
    const auto section = text.find("\n[" + key.substr(0, dot) + "]");
    REQUIRE(section != std::string::npos);
    const auto next = text.find("\n[", section + 1);
    CHECK(has(text.substr(section, next - section), "\n# " + key.substr(dot + 1) + " = "));
  }
  std::vector<std::string> all;
  const auto small = parse_config(kSmall, "citacal.toml", &all);
  const auto shipped = parse_config(text, "config/citacal.toml");
  CHECK(all.size() > 35);
  CHECK(small.http.workers == shipped.http.workers);
  CHECK(small.drain_ms == shipped.drain_ms);
  CHECK(small.http.limits.queue == shipped.http.limits.queue);
  CHECK(small.http.limits.slowest_bytes_per_s == shipped.http.limits.slowest_bytes_per_s);
  CHECK(small.settings.hours == shipped.settings.hours);
}

TEST_CASE("Paths in the configuration are relative to its folder") {
  const auto config = parse_config(kSmall, "/etc/citacal/citacal.toml");
  CHECK(config.settings.store_url == "sqlite:///etc/citacal/citacal.db");
  CHECK(config.mail_folder == "/etc/citacal/mail");
  CHECK(config.calendars_folder == "/etc/citacal/calendars");
}

TEST_CASE("An unknown key is refused at its place, with a suggestion") {
  CHECK(has(refusal(std::string(kSmall) + "[http]\nliten = \"127.0.0.1:80\"\n"),
            "citacal.toml:11:1: «liten»: no se conoce; ¿quiso decir «listen»?"));
  CHECK(has(refusal(std::string(kSmall) + "[htpp]\n"), "¿quiso decir «http»?"));
}

TEST_CASE("All faults of a configuration are in one report") {
  const auto report = refusal(R"([institute]
name = ""
base_url = "https://citas.instituto.example/"
organizer_name = "Sistemas"
organizer = "citas"
[store]
url = "postgres://x"
[http]
workers = 0
trusted_proxies = ["proxy"]
[http.limits]
body_bytes = "10"
[hours]
start = "18:00"
[mail]
folder = "mail"
[mail.smtp]
host = "correo.example"
security = "ssl"
login = "citas"
)");
  for (const auto* part :
       {":2:8: «name»", "«base_url»", "«organizer» no es una dirección", ":7:7: «url»",
        ":9:11: «workers»: se encontró «0»", "«trusted_proxies»", ":12:14: «body_bytes»",
        "la jornada debe terminar", "uno de none | starttls | tls", "«login» y «password_file»",
        "uno de los dos"})
    CHECK(has(report, part));
}

TEST_CASE("A missing section is told by the names of its keys") {
  const auto report = refusal("[mail]\nfolder = \"mail\"\n");
  CHECK(has(report, "«institute.name»: falta"));
  CHECK(has(report, "«store.url»: falta"));
}

TEST_CASE("Plain HTTP does not leave the machine unless a proxy is said to be in front") {
  const auto with = [](const std::string& http) { return refusal(kSmall + ("[http]\n" + http)); };
  CHECK(has(with("listen = \"0.0.0.0:8080\"\n"), "«behind_proxy = true»"));
  CHECK(has(with("listen = \"[::]:8080\"\n"), "sale de esta máquina sin TLS"));
  CHECK(with("listen = \"0.0.0.0:8080\"\nbehind_proxy = true\ntrusted_proxies = [\"10.0.0.5\"]\n")
            .empty());
  CHECK(has(with("behind_proxy = true\n"), "«trusted_proxies» qué direcciones IP"));
  CHECK(has(with("behind_proxy = true\ntrusted_proxies = []\n"), "«behind_proxy»"));
  CHECK(with("listen = \"0.0.0.0:8443\"\ncertificate = \"c.pem\"\nkey = \"k.pem\"\n").empty());
  CHECK(with("listen = \"[::1]:8080\"\n").empty());
  CHECK(has(with("certificate = \"c.pem\"\n"), "hacen falta los dos"));
}

TEST_CASE("An address to listen at is a host and a port") {
  CHECK(parse_listen("listen", "127.0.0.1:8080").port == 8080);
  CHECK(parse_listen("listen", "[::1]:1").host == "::1");
  for (const auto* wrong : {"", "8080", ":8080", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
                            "::1:8080", "a b:80", "h:80x", "[::1]", "h:-1"})
    CHECK_THROWS_AS(parse_listen("listen", wrong), core::Error);
}

TEST_CASE("The password of the mail server is in a file of its own") {
  const auto folder = std::filesystem::temp_directory_path() / "citacal-config-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "clave") << "secreta\n";
  std::string text(kSmall);
  text.replace(
      text.find("folder = \"mail\""), 15,
      "[mail.smtp]\nhost = \"correo.example\"\nlogin = \"citas\"\npassword_file = \"clave\"");
  CHECK(parse_config(text, (folder / "citacal.toml").string()).smtp.password == "secreta");
  CHECK(has(refusal(text), "No se puede leer «/etc/citacal/clave»"));
  std::filesystem::remove_all(folder);
}

namespace {

// A file with a password, which goes away.
struct Secret {
  Secret() { std::ofstream(path) << "secreta\n"; }
  ~Secret() { std::filesystem::remove(path); }
  const std::string path =
      (std::filesystem::temp_directory_path() / ("citacal-clave-" + std::to_string(::getpid())))
          .string();
};

// kSmall with one mailbox, to which a test adds.
std::string with_mailbox(const Secret& secret, const std::string& more = "",
                         const std::string& name = "citas") {
  return std::string(kSmall) + "[[mail.imap]]\nname = \"" + name +
         "\"\nhost = \"correo.example\"\nlogin = \"citas\"\npassword_file = \"" + secret.path +
         "\"\n" + more;
}

}  // namespace

TEST_CASE("Mailboxes are read with their defaults, as many as there are tables") {
  const Secret secret;
  const auto text = with_mailbox(secret) +
                    "[[mail.imap]]\nname = \"pruebas-2\"\nhost = \"127.0.0.1\"\n" +
                    "port = 1143\nsecurity = \"none\"\nlogin = \"p\"\nfolder = \"Citas\"\n" +
                    "password_file = \"" + secret.path + "\"\npoll_s = 5\nca_file = \"ca.pem\"\n";
  const auto config = parse_config(text, "citacal.toml");
  REQUIRE(config.mailboxes.size() == 2);
  const auto& first = config.mailboxes[0];
  CHECK(first.imap.name == "citas");
  CHECK(first.imap.port == 993);
  CHECK(first.imap.security == mail::Security::tls);
  CHECK(first.imap.folder == "INBOX");
  CHECK(first.imap.password == "secreta");
  CHECK(first.poll_s == 30);
  const auto& second = config.mailboxes[1];
  CHECK(second.imap.security == mail::Security::none);
  CHECK(second.imap.folder == "Citas");
  CHECK(second.poll_s == 5);
  CHECK(has(second.imap.ca_file, "/ca.pem"));
  CHECK(parse_config(kSmall, "citacal.toml").mailboxes.empty());
}

TEST_CASE("What is wrong with a mailbox is told at its place") {
  const Secret secret;
  const auto refused = [](const std::string& text) { return refusal(text); };
  CHECK(has(refused(with_mailbox(secret, "poll_s = 4\n")), "«poll_s»: se encontró «4»"));
  CHECK(has(refused(with_mailbox(secret, "poll_s = 3601\n")), "«poll_s»"));
  CHECK(has(refused(with_mailbox(secret, "port = 0\n")), "«port»"));
  CHECK(has(refused(with_mailbox(secret, "security = \"ssl\"\n")), "uno de none | starttls | tls"));
  CHECK(has(refused(with_mailbox(secret, "fodler = \"x\"\n")), "¿quiso decir «folder»?"));
  for (const auto* name : {"Citas", "dos palabras", "-", "deliver", "ñ"})
    CHECK(has(refused(with_mailbox(secret, "", name)), "minúsculas, cifras y guiones"));
  CHECK(has(refused(with_mailbox(secret) + with_mailbox(secret).substr(std::string(kSmall).size())),
            "ya hay otro buzón «citas»"));
  const auto missing = refused(std::string(kSmall) + "[[mail.imap]]\n");
  for (const auto* key : {"name", "host", "login", "password_file"})
    CHECK(has(missing, "«mail.imap." + std::string(key) + "»: falta"));
  auto text = with_mailbox(secret);
  text.replace(text.find(secret.path), secret.path.size(), "clave");
  CHECK(has(refused(text), "No se puede leer «/etc/citacal/clave»"));
}

TEST_CASE("The mailbox that the shipped configuration explains is one, and shows the defaults") {
  const Secret secret;
  auto text = read_file("config/citacal.toml", 1 << 20);
  const auto begin = text.find("# [[mail.imap]]");
  REQUIRE(begin != std::string::npos);
  const auto end = text.find("\n\n", begin);
  for (auto at = begin; at < end && at != std::string::npos; at = text.find("\n# ", at)) {
    if (text[at] == '\n') ++at;
    text.replace(at, 2, "  ");
  }
  text.replace(text.find("/etc/citacal/buzon.clave"), 24, secret.path);
  const auto config = parse_config(text, "config/citacal.toml");
  REQUIRE(config.mailboxes.size() == 1);
  const auto bare = parse_config(with_mailbox(secret), "citacal.toml").mailboxes.at(0);
  const auto& shown = config.mailboxes[0];
  CHECK(shown.imap.port == bare.imap.port);
  CHECK(shown.imap.security == bare.imap.security);
  CHECK(shown.imap.folder == bare.imap.folder);
  CHECK(shown.poll_s == bare.poll_s);
  CHECK(shown.imap.connect_timeout_ms == bare.imap.connect_timeout_ms);
  CHECK(shown.imap.timeout_ms == bare.imap.timeout_ms);
}

TEST_CASE("Text that is no TOML is refused at its line") {
  CHECK(has(refusal("[institute\n"), "citacal.toml:1:"));
  CHECK(has(refusal("name = \"\xFF\"\n"), "UTF-8"));
}

namespace {

// kSmall with a ticket system, whose token is in a file beside it; `change` is put in place of
// `what` before it is read.
std::string with_tickets(const std::string& what = "", const std::string& change = "") {
  std::string text = std::string(kSmall) + R"(
[[tickets]]
key = "rt"
contractor = "redes"
name = "RT de Redes"
kind = "request_tracker"
url = "http://127.0.0.1:8081/"
token_file = "token"
queue = "Soporte"
priorities.high = 80
[[tickets]]
key = "mesa"
contractor = "aire"
name = "Mesa"
kind = "webhook"
open_url = "https://mesa.example/t?n={{number}}"
open_body = '{"a": "{{text}}"}'
comment_url = "https://mesa.example/t/{{ticket}}"
comment_body = '{"a": "{{text}}"}'
number = "/n"
ticket_url = "/link"
token_file = "token"
headers = ["Authorization: Bearer {{token}}"]
)";
  if (const auto at = text.find(what); !what.empty()) text.replace(at, what.size(), change);
  return text;
}

}  // namespace

TEST_CASE("The ticket systems of contractors are read with their secrets and their words") {
  const auto folder = std::filesystem::temp_directory_path() / "citacal-tickets-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "token") << "secreto\n";
  const auto file = (folder / "citacal.toml").string();
  const auto config = parse_config(with_tickets(), file);
  const auto& systems = config.settings.ticket_systems;
  REQUIRE(systems.size() == 2);
  CHECK(systems[0].key == "rt");
  CHECK(systems[0].contractor == "redes");
  CHECK(systems[1].name == "Mesa");
  const auto& rt = std::get<ticket::RequestTrackerSettings>(config.tickets[0].settings);
  CHECK(rt.url == "http://127.0.0.1:8081");
  CHECK(rt.token == "secreto");
  CHECK(rt.priorities == ticket::Priorities{"100", "80", "50", "25"});
  const auto& mesa = std::get<ticket::WebhookSettings>(config.tickets[1].settings);
  CHECK(mesa.headers == std::vector<ticket::Header>{{"Authorization", "Bearer secreto"}});
  CHECK(mesa.priorities == ticket::Priorities{"critical", "high", "medium", "low"});
  CHECK(connect(config.tickets[0]));
  CHECK(connect(config.tickets[1]));

  const auto refused = [&](const std::string& what, const std::string& change) -> std::string {
    try {
      parse_config(with_tickets(what, change), file);
    } catch (const FileRefused& error) {
      return error.message.es;
    }
    return "";
  };
  CHECK(has(refused("http://127.0.0.1:8081/", "http://rt.example"), "debe ser https://"));
  CHECK(has(refused("http://127.0.0.1:8081/", "http://127.0.0.1:1@rt.example/"), "sin usuario"));
  CHECK(has(refused("https://mesa.example/t?n=", "https://a{{number}}.example/"),
            "antes de la ruta"));
  CHECK(has(refused("\"{{text}}\"}", "{{text}}}"), "debe dar JSON"));
  CHECK(has(refused("n={{number}}", "n={{ticket}}"), "«{{ticket}}» no está entre"));
  CHECK(has(refused("\"/n\"", "\"n\""), "debe empezar por «/»"));
  CHECK(has(refused("Authorization:", "Host:"), "debe ser «Nombre: valor»"));
  CHECK(has(refused("contractor = \"aire\"", "contractor = \"redes\""), "otro sistema tiene"));
  CHECK(has(refused("key = \"rt\"", "key = \"R T\""), "letras minúsculas"));
  CHECK(has(refused("queue", "cola"), "«tickets.queue»: falta"));
  CHECK(has(refused("high = 80", "high = \"alta\""), "«high»"));
  CHECK(has(refused("\"token\"\nqueue", "\"otro\"\nqueue"), "No se puede leer"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("What records may be is configured, and one must fit in a request") {
  const std::string small(kSmall);
  const auto usual = parse_config(small, "citacal.toml").settings.records;
  CHECK(usual.bytes_max == 10 << 20);
  CHECK(usual.files_max == 20);
  CHECK(usual.clamd.empty());
  CHECK(usual.types == domain::known_media_types());
  const auto config = parse_config(
      small +
          "[records]\nmax_mb = 2\nfiles = 3\ntypes = [\"application/PDF\"]\n"
          "clamd = \"/run/clamav/clamd.ctl\"\n[documents]\nacta_code = \"GST-FT-07\"\n",
      "citacal.toml");
  CHECK(config.settings.records.bytes_max == 2 << 20);
  CHECK(config.settings.records.files_max == 3);
  CHECK(config.settings.records.types == std::vector<std::string>{"application/pdf"});
  CHECK(config.settings.records.clamd == "/run/clamav/clamd.ctl");
  CHECK(config.settings.institute.papers.acta_code == "GST-FT-07");
  const auto refused = [&](const std::string& key) {
    return refusal(small + "[records]\n" + key + "\n");
  };
  CHECK(has(refused("max_mb = 16"), "«max_mb» no cabe en «http.limits.body_bytes»"));
  CHECK(has(refused("max_mb = 0"), "«max_mb»"));
  CHECK(has(refused("files = 0"), "«files»"));
  CHECK(has(refused("types = [\"pdf\"]"), "application/pdf"));
  CHECK(has(refused("types = [\"image/*\"]"), "image/*"));
  CHECK(has(refused("clamd = \"clamd.ctl\""), "/run/clamav/clamd.ctl"));
  CHECK(has(refused("clamdd = \"/x\""), "¿quiso decir «clamd»?"));
}

namespace {

// A folder with a configuration's own files, gone at the end.
struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("citacal-config-" + std::to_string(::getpid()));
  Files() { std::filesystem::create_directories(folder / "letters"); }
  ~Files() { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  void copy_letters() const {
    for (const auto* name : {"notice.txt", "notice-corrected.txt", "notice-cancelled.txt"})
      std::filesystem::copy_file(std::string("config/letters/") + name, folder / "letters" / name,
                                 std::filesystem::copy_options::overwrite_existing);
  }
  Config parse(const std::string& notice) const {
    return parse_config(kSmall + ("[notice]\n" + notice), (folder / "citacal.toml").string());
  }
  std::string refusal(const std::string& notice) const {
    try {
      parse(notice);
    } catch (const FileRefused& error) {
      return error.message.es;
    }
    return "";
  }
};

}  // namespace

TEST_CASE("All staff are the addresses of the configuration and of its lists, each once") {
  const Files files;
  files.write("personal.txt",
              "# Personal\nana@instituto.example\r\n\n  luz@instituto.example   # Planeación\n"
              "ANA@instituto.example\n");
  files.write("sedes.txt", "sur@instituto.example");
  const auto config = files.parse(
      "to = [\"todos@instituto.example\", \"luz@instituto.example\"]\n"
      "lists = [\"personal.txt\", \"sedes.txt\"]\n");
  CHECK(config.settings.institute.notice_to ==
        std::vector<std::string>{"todos@instituto.example", "luz@instituto.example",
                                 "ana@instituto.example", "sur@instituto.example"});
}

TEST_CASE("A list of staff that is none is refused, naming its file and line") {
  const Files files;
  files.write("mala.txt", "ana@instituto.example\nno es una dirección\n");
  CHECK(has(files.refusal("lists = [\"mala.txt\"]"), "mala.txt:2"));
  files.write("vacia.txt", "# nadie\n\n");
  CHECK(has(files.refusal("lists = [\"vacia.txt\"]"), "no tiene ninguna dirección"));
  CHECK(has(files.refusal("lists = [\"no-hay.txt\"]"), "no-hay.txt"));
  files.write("grande.txt", std::string((1 << 20) + 1, '#'));
  CHECK(has(files.refusal("lists = [\"grande.txt\"]"), "grande.txt"));
  std::string many;
  for (int i = 0; i <= 20'000; ++i) many += "p" + std::to_string(i) + "@instituto.example\n";
  files.write("muchas.txt", many);
  CHECK(has(files.refusal("lists = [\"muchas.txt\"]"), "demasiadas direcciones"));
}

TEST_CASE("The institute's own letters are read, and refused by file and line") {
  const Files files;
  files.copy_letters();
  CHECK_NOTHROW(files.parse("letters = \"letters\""));
  files.write("letters/notice-cancelled.txt", "Cancelado\n\n{{announced}} {{subject}}\n{{cuando}}");
  const auto report = files.refusal("letters = \"letters\"");
  CHECK(has(report, "notice-cancelled.txt, línea 4"));
  CHECK(has(report, "{{cuando}}"));
  files.write("letters/notice-cancelled.txt", std::string(64 * 1024 + 1, 'a'));
  CHECK(has(files.refusal("letters = \"letters\""), "notice-cancelled.txt"));
  std::filesystem::remove(files.folder / "letters" / "notice.txt");
  CHECK(has(files.refusal("letters = \"letters\""), "notice.txt"));
}
