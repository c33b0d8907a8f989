#include "app/load_csv.h"

#include <catch2/catch.hpp>

#include "app/csv.h"
#include "app/load.h"

using namespace citacal;
using namespace citacal::app;
using test::reports;

namespace {

const std::string kHeader =
    "Contrato;Vigencia;Contratista;Servicio;Periodicidad;Mes inicial;Duración;Lugar;"
    "Servicios afectados;Impacto;Afecta red;Condiciones;Acta;Fecha acta;Fecha;Hora\r\n";
const std::string kRow =
    "CPS-1;2026;redes-andinas;Mantenimiento de switches;trimestral;febrero;04:00;Piso 3;"
    "Red LAN|Correo;interrupción;sí;;;;;\r\n";

struct Read {
  Problems problems{"c.csv"};
  service::LoadFile file;
};

Read read(const std::string& bytes) {
  Read out;
  out.file = read_load_csv(bytes, test::context_on("2026-03-02", "c.csv"), out.problems);
  return out;
}

std::string windows_1252(std::string text) {
  for (const auto& [utf8, byte] : {std::pair{"ó", '\xF3'}, {"í", '\xED'}}) {
    for (auto at = text.find(utf8); at != std::string::npos; at = text.find(utf8))
      text.replace(at, 2, 1, byte);
  }
  return text;
}

}  // namespace

TEST_CASE("A schedule is the same in UTF-8, with a BOM and in Windows-1252") {
  for (const auto& bytes : {kHeader + kRow, "\xEF\xBB\xBF" + kHeader + kRow,
                            windows_1252(kHeader + kRow), "sep=;\r\n" + kHeader + kRow}) {
    const auto [problems, file] = read(bytes);
    REQUIRE(problems.print(core::Language::es) == "");
    REQUIRE(file.programmes.size() == 1);
    const auto& programme = file.programmes[0].programme;
    CHECK(programme.contract == "CPS-1");
    CHECK(programme.year == 2026);
    REQUIRE(programme.services.size() == 1);
    const auto& service = programme.services[0];
    CHECK(service.key == "mantenimiento-de-switches");
    CHECK(service.period == domain::Period::quarterly);
    CHECK(service.first_month == 2);
    CHECK(service.duration == core::Minutes(240));
    CHECK(service.affected == std::vector<std::string>{"Red LAN", "Correo"});
    CHECK(service.impact == domain::Impact::outage);
    CHECK(service.affects_network);
  }
}

TEST_CASE("The contractor may be named by key, NIT or name, as people write them") {
  for (const auto* name :
       {"redes-andinas", "901.023.745-6", "901023745-6", "REDES ANDINAS S.A.S."}) {
    auto row = kRow;
    row.replace(row.find("redes-andinas"), 13, name);
    const auto [problems, file] = read(kHeader + row);
    REQUIRE(problems.empty());
    CHECK(file.programmes[0].contractor_key == "redes-andinas");
  }
  auto row = kRow;
  row.replace(row.find("redes-andinas"), 13, "redes-andina");
  CHECK(reports(read(kHeader + row).problems,
                "c.csv:2:12: «contratista»: se encontró "
                "«redes-andina»"));
}

TEST_CASE("A row with date and time is also a request with that date agreed") {
  auto row = kRow;
  row.replace(row.rfind(";\r\n"), 3, "20/03/2026;20:00\r\n");
  auto other = kRow;
  other.replace(other.rfind(";\r\n"), 3, "20/06/2026;8:30:00\r\n");
  const auto [problems, file] = read(kHeader + row + other);
  REQUIRE(problems.print(core::Language::es) == "");
  CHECK(file.programmes[0].programme.services.size() == 1);
  REQUIRE(file.requests.size() == 2);
  const auto& request = file.requests[0];
  CHECK(request.service_key == "mantenimiento-de-switches");
  CHECK(request.at == test::local("2026-03-02T12:00"));  // never later than now
  const auto& agreement = std::get<domain::Agreement>(request.steps.at(0).action);
  CHECK(agreement.slot.start == test::local("2026-03-20T20:00"));
  CHECK(agreement.slot.length() == core::Minutes(240));
  CHECK(agreement.affects_network);
  CHECK(file.requests[1].key != request.key);
  CHECK(std::get<domain::Agreement>(file.requests[1].steps[0].action).slot.start ==
        test::local("2026-06-20T08:30"));
}

TEST_CASE("A row says how its case is classified, with its grounds") {
  auto header = kHeader;
  header.replace(header.rfind("\r\n"), 2,
                 ";Clasificación;Excepción;Justificación;Fundamento;Años;Calificada\r\n");
  const auto with = [&](const std::string& classification) {
    auto row = kRow;
    row.replace(row.rfind(";\r\n"), 3, "20/03/2026;20:00;" + classification + "\r\n");
    return read(header + row);
  };
  const auto good = with("reservada;parcial;Seguridad;Ley 1712 de 2014, art. 19;10;02/03/2026");
  REQUIRE(good.problems.print(core::Language::es) == "");
  const auto& kind = good.file.requests.at(0).request.classification;
  CHECK(kind.level == domain::Level::reserved);
  CHECK(kind.extent == domain::Extent::partial);
  CHECK(kind.years == 10);
  CHECK(kind.qualified_on == core::parse_day("2026-03-02"));
  const auto open = with(";;;;;");
  REQUIRE(open.problems.print(core::Language::es) == "");
  CHECK(open.file.requests.at(0).request.classification == domain::Classification{});
  CHECK(open.file.requests[0].digest != good.file.requests[0].digest);
  CHECK(reports(with("reservada;;;;;").problems, "justification"));
  CHECK(reports(with("secreta;;;;;").problems, "clasificación"));
}

TEST_CASE("Cells in quotes hold separators, doubled quotes and line breaks") {
  auto row = kRow;
  row.replace(row.find("Piso 3"), 6, "\"Piso 3; \"\"ala sur\"\"\"");
  row.replace(row.find(";;;;;"), 2, ";\"Primera.\r\nSegunda.\";");
  const auto [problems, file] = read(kHeader + row);
  REQUIRE(problems.print(core::Language::es) == "");
  CHECK(file.programmes[0].programme.services[0].place == "Piso 3; \"ala sur\"");
  CHECK(file.programmes[0].programme.conditions == "Primera.\nSegunda.");
}

TEST_CASE(
    "Lines are counted as an editor counts them, whatever the line ends and breaks in cells") {
  Problems problems("x.csv");
  const auto rows = parse_csv("a;\"b\nb\";é;c\r\n\r\n;;\rd;e\n", 10, problems);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][1].text == "b\nb");
  CHECK(rows[0][3].origin.line == 2);
  CHECK(rows[0][3].origin.column == 6);
  CHECK(rows[1][1].text == "e");
  CHECK(rows[1][0].origin.line == 5);
}

TEST_CASE("Every fault of a sheet is reported with line, column, found and expected") {
  const std::string bad =
      "CPS-1;2.026,00;redes-andinas;Uno;quincenal;13;4;Piso "
      "3;;ninguno;quizás;;;;31/02/2026;25:00\r\n"
      "CPS-1;2026;redes-andinas;;anual;ago;02:00;;;roto;no;;;;;\r\n";
  const auto report = read(kHeader + bad).problems;
  for (const auto* line :
       {"c.csv:2:34: «periodicidad»: se encontró «quincenal»; se espera uno de unica | mensual",
        "c.csv:2:44: «mes inicial»: se encontró «13»", "c.csv:2:47: «duración»: se encontró «4»",
        "«afecta red»: se encontró «quizás»; se espera sí o no",
        "«fecha»: se encontró «31/02/2026»; se espera una fecha dd/mm/aaaa",
        "«hora»: se encontró «25:00»", "c.csv:3:26: «servicio»", "«impacto»: se encontró «roto»"})
    CHECK(reports(report, line));
  CHECK(report.size() == 8);
}

TEST_CASE("Columns that are missing, unknown or doubled are told from the header") {
  CHECK(reports(read("Contrato;Vigencia;Contratista;Servicio;Periodicidad\r\n").problems,
                "falta la columna «duración»"));
  auto header = kHeader;
  header.replace(header.find("Lugar"), 5, "Lugares");
  CHECK(reports(read(header + kRow).problems, "«lugares»: no se conoce; ¿quiso decir «lugar»?"));
  header = kHeader;
  header.replace(header.find("Lugar"), 5, "Acta");
  CHECK(reports(read(header + kRow).problems, "la columna «acta» está dos veces"));
  CHECK(reports(read("a,b,c\r\n").problems, "separado por «;»"));
}

TEST_CASE("Broken CSV is refused at its place") {
  CHECK(reports(read(kHeader + "CPS-1;\"sin cerrar\r\n").problems, "c.csv:2:7: la comilla"));
  CHECK(reports(read(kHeader + "CPS-1;\"uno\"dos;\r\n").problems, "después de la comilla"));
  CHECK(reports(read("\xFF\xFE").problems, "UTF-16"));
  CHECK(reports(read("").problems, "está vacío"));
  CHECK(reports(read(kHeader + kRow.substr(0, kRow.size() - 2) + ";de más\r\n").problems,
                "después de la última columna: «de más»"));
  CHECK(reports(read(kHeader + std::string(200, ';') + "x").problems, "más de 100 celdas"));
}

TEST_CASE("One service with two different rows is refused") {
  auto other = kRow;
  other.replace(other.find("04:00"), 5, "05:00");
  CHECK(
      reports(read(kHeader + kRow + other).problems, "c.csv:3:26: «servicio»: está en otra fila"));
}

TEST_CASE("Contractors come as one row for each contact") {
  const auto [problems, file] = read(
      "Clave;NIT;Nombre;Servicio;Contacto;Correo;Cargo;Teléfono\r\n"
      "redes;901.023.745-6;Redes Andinas S.A.S.;Red;Ana Ruiz;ana@redes.example;Ingeniera;1\r\n"
      "redes;;;;Luis Gil;luis@redes.example;;\r\n");
  REQUIRE(problems.print(core::Language::es) == "");
  REQUIRE(file.contractors.size() == 1);
  CHECK(file.contractors[0].contractor.tax_id == "901023745-6");
  CHECK(file.contractors[0].contractor.contacts.size() == 2);
}

TEST_CASE("Every bad cell of a sheet of contractors is told at its own place") {
  const auto report = read(
                          "Clave;NIT;Nombre;Servicio;Contacto;Correo;Cargo;Teléfono\r\n"
                          "redes;901.023.745-5;Redes;Red;Ana;ana;;\r\n"
                          "redes;;;;;luis@@redes;;\r\n"
                          "Aire Frío;;Aire;;Eva;eva@aire.example;;\r\n"
                          "Aire Frío;;;;Eva;EVA@aire.example;;\r\n")
                          .problems;
  INFO(report.print(core::Language::es));
  for (const auto* line : {
           "c.csv:2:7: «nit»: se encontró «901.023.745-5»; se espera un NIT",
           "c.csv:2:35: «correo» no es una dirección de correo válida (nombre@dominio); se "
           "encontró «ana»",
           "c.csv:3:10: «contacto»: falta",
           "c.csv:3:11: «correo» no es una dirección de correo válida (nombre@dominio); se "
           "encontró «luis@@redes»",
           "c.csv:4:1: «clave»: se encontró «Aire Frío»; se espera minúsculas",
           "c.csv:4:17: «servicio»: falta",
           "c.csv:5:18: «correo»: se encontró «EVA@aire.example»",
       })
    CHECK(reports(report, line));
  CHECK(report.size() == 8);  // the key is wrong in both rows
  CHECK(reports(read("Clave;Nombre;Contacto;Correo\r\n").problems, "falta la columna «servicio»"));
}

TEST_CASE("A fault of the header hides no fault of the rows, and makes none") {
  auto header = kHeader;
  header.replace(header.find("Servicio;"), 8, "Serbicio");
  auto row = kRow;
  row.replace(row.find("04:00"), 5, "4");
  const auto report = read(header + row + kRow).problems;
  INFO(report.print(core::Language::es));
  CHECK(reports(report, "«serbicio»: no se conoce"));
  CHECK(reports(report, "falta la columna «servicio»"));
  CHECK(reports(report, "«duración»: se encontró «4»"));
  CHECK(report.size() == 3);
}

TEST_CASE("Minutes bear the year of their programme, and a wrong day of theirs is one fault") {
  const auto with = [](const char* minutes) {
    auto row = kRow;
    row.replace(row.rfind(";;;;\r\n"), 4, minutes);
    return read(kHeader + row);
  };
  const auto good = with(";Acta 009 de {vigencia};22/01/{vigencia};;");
  REQUIRE(good.problems.print(core::Language::es) == "");
  CHECK(good.file.programmes.at(0).programme.minutes == "Acta 009 de 2026");
  CHECK(good.file.programmes[0].programme.minutes_day == test::day("2026-01-22"));
  const auto bad = with(";Acta 009;32/01/2026;;").problems;
  INFO(bad.print(core::Language::es));
  CHECK(reports(bad, "«fecha acta»: se encontró «32/01/2026»"));
  CHECK(bad.size() == 1);
}
