#include "app/demo.h"

#include <fmt/core.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "app/demo_accounts.h"
#include "app/loading.h"
#include "app/problems.h"
#include "app/report.h"
#include "app/serve.h"
#include "app/share.h"
#include "core/text.h"
#include "service/calendar.h"
#include "service/request.h"

namespace citacal::app {

namespace {

constexpr std::array<const char*, 4> kExamples = {"contratistas.toml", "programa.toml",
                                                  "cronograma.csv", "solicitudes.toml"};

struct Place {  // the folder of a demonstration
  std::string folder;
  std::string config() const { return folder + "/citacal.toml"; }
  std::string accounts() const { return folder + "/accounts.txt"; }
  std::string feed() const { return folder + "/feed.txt"; }
};

std::string base_url(const http::Listen& listen) {
  const bool v6 = listen.host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", v6 ? "[" + listen.host + "]" : listen.host, listen.port);
}

std::string print_config(const std::string& listen, const std::string& base) {
  const auto quoted = [](const std::string& text) { return core::json_quoted(text); };
  return fmt::format(
      "# Configuración de la demostración, escrita por «citacal demo»; el manual de todas las "
      "claves\n"
      "# es config/citacal.toml.\n"
      "[institute]\n"
      "name = \"Instituto Distrital de Ejemplo\"\n"
      "base_url = {}\n"
      "organizer_name = \"Oficina de Planeación – Sistemas\"\n"
      "organizer = \"citas@instituto.example\"\n\n"
      "[notice]\n"
      "to = [\"todos@instituto.example\"]\n\n"
      "[store]\n"
      "url = \"sqlite://citacal.db\"\n\n"
      "[calendars]\n"
      "folder = {}\n\n"
      "[http]\n"
      "listen = {}\n\n"
      "[mail]\n"
      "folder = \"mail\"\n\n"
      "[log]\n"
      "access = \"access.log\"\n",
      quoted(base), quoted(share_folder() + "/calendars"), quoted(listen));
}

// The folder and its configuration, which follows `listen` where that is given.
Config prepare(const Place& place, const std::string& listen) {
  std::error_code failure;
  std::filesystem::create_directories(place.folder, failure);
  if (failure)
    throw core::Error(core::Code::unavailable, "unwritable",
                      {"No se puede crear la carpeta «" + place.folder + "»: " + failure.message(),
                       "Cannot make the folder \"" + place.folder + "\": " + failure.message()});
  const bool is_new = !std::filesystem::exists(place.config());
  if (is_new)
    std::filesystem::permissions(place.folder, std::filesystem::perms::owner_all, failure);
  if (is_new || !listen.empty()) {
    const auto where = listen.empty() ? std::string("127.0.0.1:8080") : listen;
    const auto parsed = parse_listen("--listen", where);
    refuse_open_http(parsed, false);
    const auto text = print_config(where, base_url(parsed));
    if (is_new || text != read_file(place.config(), 1 << 20))
      write_private_file(place.config(), text);
  }
  return read_config(place.config());
}

void load_examples(service::Office& office) {
  const auto folder = share_folder() + "/examples/";
  service::LoadReport all;
  for (const auto* name : kExamples) {
    const auto report = load_path(office, folder + name);
    all.made += report.made;
    all.unchanged += report.unchanged;
  }
  fmt::print("Ejemplos: {} elementos cargados, {} ya estaban.\n", all.made, all.unchanged);
}

// A case worth reading: one that is closed, else any.
std::string some_case(service::Office& office) {
  const auto caller = service::system_caller("cli");
  service::RequestQuery query;
  query.state = domain::RequestState::closed;
  auto found = service::list_requests(office, caller, query, {1, {}}).items;
  if (found.empty()) found = service::list_requests(office, caller, {}, {1, {}}).items;
  return found.empty() ? "SOL-2026-0001" : found.front().number;
}

void print_what_to_try(service::Office& office, const Config& config, const Place& place,
                       const std::vector<DemoAccount>& accounts, const std::string& secret) {
  const auto& base = config.settings.institute.base_url;
  const auto& first = accounts.front();
  const auto curl = fmt::format("curl -u {}:{} '{}", first.login, first.password, base);
  fmt::print("\ncitacal {} — demostración en {}\n\n", version(), place.folder);
  fmt::print("Calendarios, para suscribirse desde Outlook o Thunderbird:\n");
  fmt::print("  la red, público         {}/feeds/network.ics\n", base);
  fmt::print("  festivos, público       {}/feeds/holidays.ics\n", base);
  fmt::print("  todo, con enlace propio {}/feeds/{}/institute.ics\n\n", base, secret);
  fmt::print("Una cuenta CalDAV, en Thunderbird, Evolution, Apple Calendar o DAVx5:\n");
  fmt::print("  {}/ con el usuario y la contraseña de una de las cuentas de abajo\n\n", base);
  fmt::print("¿Qué viene?\n  {}/api/v1/maintenance/upcoming?days=30'\n", curl);
  fmt::print("Un caso, con sus cinco actividades y su evidencia:\n  {}/api/v1/cases/{}'\n", curl,
             some_case(office));
  fmt::print("La API:\n  {}/api/openapi.json\n\n", base);
  fmt::print("Cuentas ({}):\n", place.accounts());
  for (const auto& account : accounts)
    fmt::print("  {:<16} {:<22} {}\n", account.login, account.password, account.role);
  fmt::print("\nInvitaciones escritas como correos: {}\n", config.mail_folder);
  fmt::print("Configuración: {} (úsela con --config en las demás órdenes)\n", place.config());
  fmt::print("Ctrl-C termina.\n");
  std::fflush(stdout);
}

}  // namespace

void demo(const std::string& folder, const std::string& listen) {
  block_signals();
  const Place place{std::filesystem::absolute(folder).lexically_normal().string()};
  const auto config = prepare(place, listen);
  const core::SystemClock clock;
  service::Office office(config.settings, clock);
  service::publish_all(office);
  load_examples(office);
  const auto accounts = open_accounts(office, place.accounts());
  const auto secret = open_demo_feed(office, place.feed(), accounts.front().login);
  serve(office, config, [&] { print_what_to_try(office, config, place, accounts, secret); });
}

}  // namespace citacal::app
