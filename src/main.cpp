// The command line: arguments in, one command of app/commands, an exit code out.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <functional>

#include "app/commands.h"
#include "app/deliver.h"
#include "app/demo.h"
#include "app/problems.h"
#include "app/report.h"
#include "app/share.h"

namespace citacal::app {

namespace {

constexpr const char* kFooter = R"(Ejemplos:
  citacal demo
      una demostración completa en build/demo, en http://127.0.0.1:8080
  citacal serve --config /etc/citacal/citacal.toml
      el servicio de verdad; config/citacal.toml es el manual de la configuración
  citacal load contratistas.toml cronograma.csv
      carga cada archivo entero o nada; repetirlo no cambia nada
  citacal user add marta --name "Marta Pardo" --email marta@entidad.gov.co --role coordinator
      pide la contraseña; con --random la inventa y la muestra
  citacal token create --login marta --calendar institute --label "Outlook de Marta"
      da la dirección de un calendario privado; solo se muestra esta vez
  citacal invite SOL-2026-0001 --eml > cita.eml
      la invitación como correo completo; sin --eml, como .ics

  citacal deliver --recipient "$RECIPIENT" < correo.eml
      recibe un correo como lo entrega un MTA; sale con los códigos de sysexits.h (75: más tarde)

Códigos de salida:
  0 bien                      4 archivo por cargar rechazado; no se cargó nada
  1 error interno             5 no existe, o las reglas no lo permiten
  2 argumentos                6 el almacén o la red no pueden atender ahora
  3 configuración             7 «check» encontró fallos

La configuración es --config, o $CITACAL_CONFIG, o /etc/citacal/citacal.toml.)";

// What the arguments fill.
struct Arguments {
  std::string config, folder = "build/demo", listen, appointment, login, id, recipient;
  std::string role = "staff", clearance = "open";
  std::vector<std::string> paths, heads;
  service::NewAccount account;
  service::NewToken token;
  bool api = false, random = false, whole_mail = false;

  std::string config_file() const { return config_path(config); }
};

using Command = std::function<int()>;

class CommandLine {
 public:
  CommandLine() : app_("Citas de servicio con los contratistas, como calendarios.", "citacal") {
    app_.option_defaults()->group("Opciones");
    app_.footer(kFooter);
    app_.set_help_flag("-h,--help", "Muestra esta ayuda.");
    app_.set_version_flag("--version", "citacal " + version(), "Muestra la versión.");
    app_.require_subcommand(1);
    auto labels = std::make_shared<CLI::Formatter>();
    labels->label("Usage", "Uso");
    labels->label("OPTIONS", "OPCIONES");
    labels->label("SUBCOMMAND", "ORDEN");
    labels->label("Positionals", "Argumentos");
    labels->label("REQUIRED", "OBLIGATORIO");
    labels->label("TEXT", "TEXTO");
    labels->column_width(34);
    app_.formatter(labels);
    add_services();
    add_users();
    add_tokens();
  }

  int run(int argc, char** argv) {
    app_.parse(argc, argv);
    return command_();
  }
  int explain(const CLI::Success& asked) { return app_.exit(asked); }

 private:
  // A command that takes --config.
  CLI::App* command(CLI::App& parent, const char* name, const char* what, Command run) {
    auto* sub = bare_command(parent, name, what, std::move(run));
    sub->add_option("--config", in_.config, "Archivo de configuración.")->type_name("ARCHIVO");
    return sub;
  }

  CLI::App* bare_command(CLI::App& parent, const char* name, const char* what, Command run) {
    auto* sub = group(parent, name, what);
    sub->callback([this, run = std::move(run)] { command_ = run; });
    return sub;
  }

  CLI::App* group(CLI::App& parent, const char* name, const char* what) {
    auto* sub = parent.add_subcommand(name, what);
    sub->set_help_flag("-h,--help", "Muestra esta ayuda.");
    sub->group("Órdenes");
    sub->footer("");
    return sub;
  }

  static Command done(std::function<void()> what) {
    return [what = std::move(what)] {
      what();
      return static_cast<int>(kDone);
    };
  }

  void add_services() {
    auto* demo_command =
        bare_command(app_, "demo", "Una demostración con un año completo de ejemplo.",
                     done([this] { demo(in_.folder, in_.listen); }));
    demo_command->add_option("--data", in_.folder, "Carpeta; se crea si falta.")
        ->type_name("CARPETA")
        ->capture_default_str();
    demo_command->add_option("--listen", in_.listen, "Dirección; 127.0.0.1:8080 si no se dice.")
        ->type_name("HOST:PUERTO");
    command(app_, "serve", "El servicio, hasta SIGINT o SIGTERM.",
            done([this] { run_service(in_.config_file()); }));
    command(app_, "load", "Carga archivos TOML o CSV, cada uno entero o nada.",
            done([this] { load_files(in_.config_file(), in_.paths); }))
        ->add_option("archivos", in_.paths, "Archivos .toml o .csv.")
        ->required();
    auto* invite = command(app_, "invite", "Muestra la invitación de una cita.", done([this] {
                             print_invitation(in_.config_file(), in_.appointment, in_.whole_mail);
                           }));
    invite->add_option("cita", in_.appointment, "Identificador de la cita, o SOL-2026-0001.")
        ->required();
    invite->add_flag("--eml", in_.whole_mail, "El correo completo en vez del .ics.");
    command(app_, "deliver", "Recibe un correo por stdin, como lo entrega un MTA.",
            [this] { return deliver_mail(in_.config_file(), in_.recipient); })
        ->add_option("--recipient", in_.recipient, "El destinatario del sobre.")
        ->type_name("DIRECCIÓN");
    auto* check =
        command(app_, "check", "Verifica el almacén: lo publicado es lo acordado.", [this] {
          return static_cast<int>(check_store(in_.config_file(), in_.heads) ? kDone : kFaultsFound);
        });
    check
        ->add_option("--head", in_.heads,
                     "Una cabeza de la auditoría que se guardó fuera: ¿sigue en la cadena?")
        ->type_name("NÚMERO:HASH");
  }

  void add_users() {
    auto* users = group(app_, "user", "Cuentas: add, list, passwd, remove.");
    users->require_subcommand(1);
    auto* add = command(*users, "add", "Crea una cuenta; la contraseña se pide.", done([this] {
      in_.account.role = core::parse_word<domain::Role>("--role", in_.role);
      in_.account.clearance = core::parse_word<domain::Level>("--clearance", in_.clearance);
      add_user(in_.config_file(), in_.account, in_.random);
    }));
    add->add_option("login", in_.account.login, "Nombre de la cuenta.")->required();
    add->add_option("--name", in_.account.name, "Nombre de la persona.")->required();
    add->add_option("--email", in_.account.email, "Correo.")->required();
    add->add_option("--alias", in_.account.aliases, "Otra dirección suya; se puede repetir.");
    add->add_option("--role", in_.role, core::all_words<domain::Role>())->capture_default_str();
    add->add_option("--clearance", in_.clearance,
                    "Lo que puede leer: " + core::all_words<domain::Level>())
        ->capture_default_str();
    add->add_option("--contractor", in_.account.contractor_key,
                    "Clave del contratista, para el rol contractor.");
    add->add_flag("--random", in_.random, "Inventa la contraseña y la muestra.");
    command(*users, "list", "Muestra las cuentas.",
            done([this] { list_users(in_.config_file()); }));
    auto* passwd =
        command(*users, "passwd", "Cambia la contraseña de una cuenta.",
                done([this] { change_password(in_.config_file(), in_.login, in_.random); }));
    passwd->add_option("login", in_.login, "Nombre de la cuenta.")->required();
    passwd->add_flag("--random", in_.random, "Inventa la contraseña y la muestra.");
    command(*users, "remove", "Desactiva una cuenta y revoca sus accesos.",
            done([this] { remove_user(in_.config_file(), in_.login); }))
        ->add_option("login", in_.login, "Nombre de la cuenta.")
        ->required();
  }

  void add_tokens() {
    auto* tokens = group(app_, "token", "Accesos: create, list, revoke.");
    tokens->require_subcommand(1);
    auto* create = command(
        *tokens, "create", "Crea un acceso a un calendario, o a la API con --api.", done([this] {
          in_.token.scope = in_.api ? domain::TokenScope::api : domain::TokenScope::feed;
          make_token(in_.config_file(), in_.token);
        }));
    create->add_option("--login", in_.token.login, "De quién.")->required();
    create->add_option("--calendar", in_.token.calendar, "Qué calendario.");
    create->add_flag("--api", in_.api, "Para programas, en vez de un calendario.");
    create->add_option("--label", in_.token.label, "Para reconocerlo: «Outlook de Marta».")
        ->required();
    create->add_option("--days", in_.token.days, "Días hasta que venza; 0: no vence.")
        ->type_name("NÚMERO")
        ->capture_default_str();
    command(*tokens, "list", "Muestra los accesos, sin sus secretos.",
            done([this] { list_tokens(in_.config_file()); }));
    command(*tokens, "revoke", "Revoca un acceso.",
            done([this] { revoke_token(in_.config_file(), in_.id); }))
        ->add_option("id", in_.id, "Identificador, como lo muestra «token list».")
        ->required();
  }

  CLI::App app_;
  Arguments in_;
  Command command_;
};

// What CLI11 says, in Spanish: its words are known for the errors that people meet.
std::string in_spanish(std::string_view kind, std::string_view what) {
  constexpr std::string_view kRequired = " is required", kConvert = "Could not convert: ";
  const auto quoted = [](std::string_view text) { return "«" + std::string(text) + "»"; };
  if (what == "A subcommand is required") return "falta la orden, o esa orden no existe";
  if (kind == "RequiredError" && what.ends_with(kRequired))
    return "falta " + quoted(what.substr(0, what.size() - kRequired.size()));
  if (what.starts_with("The following argument"))
    return "sobra, o no existe: " + quoted(what.substr(what.find(':') + 2));
  if (kind == "ConversionError" && what.starts_with(kConvert))
    return "ese valor no sirve: " + quoted(what.substr(kConvert.size()));
  if (kind == "ArgumentMismatch")
    return "falta el valor de " + quoted(what.substr(0, what.find(':')));
  return "los argumentos no son correctos (" + std::string(what) + ")";
}

core::Phrase explain(const CLI::ParseError& error) {
  const std::string what = shown(error.what());
  return {in_spanish(error.get_name(), what) + "; vea «citacal --help».",
          what + "; see \"citacal --help\"."};
}

// What could not be written was not done; a reader that has had enough is no fault.
int finish(int code) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return code;
  if (errno == EPIPE) return code;
  print_error({"No se pudo escribir el resultado; ¿está lleno el disco?",
               "The result could not be written; is the disk full?"});
  return kInternal;
}

int run(int argc, char** argv) {
  CommandLine line;
  try {
    return finish(line.run(argc, argv));
  } catch (const CLI::Success& asked) {  // --help, --version
    return finish(line.explain(asked));
  } catch (const CLI::ParseError& error) {
    print_error(explain(error));
    return kUsage;
  } catch (const core::Error& error) {
    print_error(error);
    return exit_code(error);
  } catch (const std::exception& error) {
    print_error({std::string("Error interno: ") + error.what() + ".",
                 std::string("Internal error: ") + error.what() + "."});
    return kInternal;
  }
}

}  // namespace

}  // namespace citacal::app

int main(int argc, char** argv) {
  // A reader that goes and a file at its limit are errors of the write, told as such.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return citacal::app::run(argc, argv);
}
