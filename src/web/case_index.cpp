#include <array>

#include "web/case_file.h"
#include "web/html.h"

namespace citacal::web {

namespace {

constexpr std::string_view kStyle = R"(
body{font:11pt/1.4 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.6em}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #bbb;padding:.25em .5em .25em 0}
code{font-size:.8em;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}a{color:inherit}}
)";

struct Section {
  std::string_view noun, heading;
};
constexpr std::array kSections{Section{"record", "Registros"},
                               Section{"mail", "Correos recibidos, como llegaron"},
                               Section{"letter", "Cartas escritas"},
                               Section{"version", "Citaciones, por versión"},
                               Section{"case", "El caso"},
                               Section{"trail", "Auditoría"},
                               Section{"entry", "Entradas de auditoría, una por archivo"}};

std::string_view say(std::string_view noun) {
  return noun == "record" ? "Registro" : noun == "mail" ? "Correo" : "Carta";
}

std::string_view say(service::LeftOutFor why) {
  switch (why) {
    case service::LeftOutFor::clearance:
      return "Su clasificación está por encima de la autorización de quien pidió el expediente.";
    case service::LeftOutFor::sealed:
      return "Sellado mientras la cita siga en pie: con él se podría responder por otra persona.";
    case service::LeftOutFor::size:
      return "No cabe en el tamaño configurado del expediente; está completo en el servicio.";
  }
  return "";
}

void write_section(Html& html, const Section& section, const std::vector<CasePart>& parts) {
  bool is_open = false;
  for (const auto& part : parts) {
    if (part.noun != section.noun) continue;
    if (!is_open) {
      html.one("h2", section.heading).open("table").open("tr");
      html.one("th", "Qué").one("th", "Archivo").one("th", "SHA-256").close();
    }
    is_open = true;
    html.open("tr").open("td").text(part.title);
    if (!part.given_name.empty()) html.empty("br").text("Nombre original: " + part.given_name);
    html.close().open("td").one("a", part.file.path, {{"href", part.file.path}}).close();
    html.open("td").one("code", part.sha256).close().close();
  }
  if (is_open) html.close();
}

void write_left_out(Html& html, const std::vector<service::LeftOut>& left_out) {
  html.one("h2", "Lo que no está aquí");
  if (left_out.empty()) {
    html.one("p", "Nada: está todo lo que el servicio guarda de este caso.");
    return;
  }
  html.open("table").open("tr").one("th", "Qué").one("th", "Por qué").one("th", "SHA-256").close();
  for (const auto& one : left_out) {
    html.open("tr").one("td", std::string(say(one.noun)) + " " + one.id).one("td", say(one.why));
    html.open("td").one("code", one.sha256.empty() ? "–" : one.sha256).close().close();
  }
  html.close();
}

}  // namespace

std::string print_case_index(const service::CaseFile& file, const std::vector<CasePart>& parts,
                             const domain::Institute& institute, const std::string& made_by) {
  const auto& request = file.whole.request;
  Html html;
  html.open("html", {{"lang", "es"}}).open("head").empty("meta", {{"charset", "utf-8"}});
  html.one("title", "Expediente " + request.number).style(kStyle).close().open("body");
  html.one("p", institute.name).one("h1", "Expediente " + request.number);
  html.one("p", request.subject + " — " + file.whole.contractor.name);
  html.one("p", "Hecho el " + core::say_day(core::day_of(file.at), core::Language::es) + ", " +
                    core::say_time(file.at) + " (hora legal), para " + made_by +
                    ". Para comprobarlo sin el servicio: sha256sum -c SHA256SUMS, en esta carpeta; "
                    "LEAME.txt dice más.");
  html.open("p").text("Cabeza de la cadena de auditoría al hacerlo: ");
  html.one("code", domain::print_head(file.head)).close();
  for (const auto& section : kSections) write_section(html, section, parts);
  write_left_out(html, file.left_out);
  html.close().close();
  return html.take();
}

std::string print_case_readme(const service::CaseFile& file) {
  return "EXPEDIENTE " + file.whole.request.number + R"(

index.html    índice para leer e imprimir; index.json, el mismo para programas
case.json     el caso: las cinco actividades con sus registros
registros/    los archivos guardados como evidencia, octeto por octeto
correos/      los correos recibidos, octeto por octeto
cartas/       lo que el servicio escribió, sin los enlaces ni las direcciones para responder
citaciones/   la citación de cada versión, y como está ahora
auditoria/    quién hizo qué, cuándo, por qué puerta, de qué a qué

1. Que los archivos son los que eran
   En esta carpeta:  sha256sum -c SHA256SUMS
   En Windows, de uno en uno:  certutil -hashfile ARCHIVO SHA256
   Los SHA-256 de registros y correos son además los que el servicio guardó al recibirlos: están
   en case.json y, para los registros, en la entrada de auditoría de cada uno («record added»).

2. Que las entradas de auditoría no se han cambiado
   Cada archivo de auditoria/entradas/ tiene los octetos exactos de una entrada. Su SHA-256 es el
   «hash» de esa entrada en auditoria/auditoria.json; el paso 1 ya lo comprobó. Los octetos son
   nueve campos seguidos, cada uno con su longitud en octetos y «:» delante: número, fecha y hora
   UTC, quién, puerta, acción, de qué, identidad, detalle, y el hash de la entrada anterior de toda
   la cadena. Donde dos entradas del caso son vecinas (números seguidos), el último campo de la
   segunda es el hash de la primera. «next_hash» es el hash de la entrada que la sigue en la cadena.

3. Que la cadena es la misma que otros conocen
   Al hacer este expediente la cadena iba en
   )" + domain::print_head(file.head) +
         R"(
   Quien administra el servicio comprueba que esa entrada, y cualquiera de aquí, sigue en ella:
   citacal check --head NÚMERO:HASH
   Compare también con el correo diario a control interno y con el registro del servicio.
)";
}

}  // namespace citacal::web
