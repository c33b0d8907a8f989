#include "app/load_toml.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "app/load.h"

using namespace citacal;
using namespace citacal::app;
using test::local;
using test::reports;

namespace {

struct Read {
  Problems problems{"p.toml"};
  service::LoadFile file;
};

Read read(const std::string& text, std::string_view today = "2026-03-02") {
  Read out;
  out.file = read_load_toml(text, test::context_on(today, "p.toml"), out.problems);
  return out;
}

const std::string kRequest = R"([[request]]
key = "uno"
contractor = "redes-andinas"
kind = "failure"
priority = "high"
subject = "Falla"
at = "hábil-5 09:00"
)";

std::string step(const std::string& lines) {
  return "[[request.step]]\n" + lines;
}

}  // namespace

TEST_CASE("Every fault of a TOML file is in one report, in the file's order") {
  const auto report = read(R"([[contractor]]
key = "redes"
name = 5
tax_id = "901023745-6"
servicio = "Red"
[[contractor.contact]]
name = "Ana"
email = "ana"
[[programme]]
contractor = "redes"
vigencia = "ayer"
contract = "C-1"
minutes = "Acta 1"
[[programme.service]]
key = "a"
subject = "A"
period = "weekly"
duration = "4"
[[request]]
key = "uno"
contractor = "redes"
kind = "scheduled"
subject = "Uno"
at = "hoy+3 09:00"
[[request.step]]
do = "agreed"
at = "2026-01-01 09:00"
)")
                          .problems;
  for (const auto* line :
       {"p.toml:3:8: «name»: se encontró «5»; se espera un texto entre comillas",
        "p.toml:5:1: «servicio»: no se conoce; ¿quiso decir «service»?",
        "p.toml:8:9: «email» no es una dirección de correo válida (nombre@dominio); se encontró "
        "«ana»",
        "p.toml:11:12: «vigencia»: se encontró «ayer»", "«minutes» y «minutes_day»",
        "p.toml:17:10: «period»: se encontró «weekly»; se espera uno de once | monthly",
        "p.toml:18:12: «duration»: se encontró «4»",
        "p.toml:24:6: «at»: la solicitud aún no ha ocurrido",
        "p.toml:26:6: «do»: se encontró «agreed»; se espera uno de agree | confirm",
        "p.toml:27:6: «at»: 2026-01-01T09:00:00-05:00 es anterior al paso precedente"})
    CHECK(reports(report, line));
}

TEST_CASE("A history is read with its dates relative to the day of loading") {
  const auto [problems, file] =
      read(kRequest +
           step("do = \"agree\"\nat = \"hábil-4 10:00\"\nstart = \"hábil-3 18:00\"\n"
                "duration = \"2h30\"\nimpact = \"outage\"\n") +
           step("do = \"reschedule\"\nat = \"hábil-4 11:00\"\nstart = \"hábil-2 18:00\"\n"
                "reason = \"Otro día\"\n") +
           step("do = \"verify\"\nat = \"hábil-1 09:00\"\noutcome = \"as_agreed\"\n"
                "means = \"email\"\nreference = \"Correo\"\n"));
  REQUIRE(problems.print(core::Language::es) == "");
  const auto& steps = file.requests.at(0).steps;
  REQUIRE(steps.size() == 3);
  CHECK(file.requests[0].at == local("2026-02-23T09:00"));
  CHECK(steps[0].at == local("2026-02-24T10:00"));
  const auto& moved = std::get<domain::Rescheduling>(steps[1].action);
  CHECK(moved.slot == core::Slot{local("2026-02-26T18:00"), local("2026-02-26T20:30")});
  CHECK(std::get<domain::Verification>(steps[2].action).actual == moved.slot);
}

TEST_CASE("The digest of an entry is of its text: another day changes nothing, another word does") {
  const auto digest = [](const std::string& text, std::string_view today) {
    return read(text, today).file.requests.at(0).digest;
  };
  CHECK(digest(kRequest, "2026-03-02") == digest(kRequest, "2026-05-04"));
  CHECK(digest("# nota\n" + kRequest, "2026-03-02") == digest(kRequest, "2026-03-02"));
  CHECK(digest(kRequest + "place = \"Piso 3\"\n", "2026-03-02") != digest(kRequest, "2026-03-02"));
}

TEST_CASE("A request says how it is classified, with its grounds, and each fault at its place") {
  const std::string table =
      "[request.classification]\nlevel = \"reserved\"\nextent = \"whole\"\nyears = 10\n"
      "justification = \"Seguridad\"\nlegal_ground = \"Ley 1712 de 2014, art. 19\"\n"
      "qualified_on = \"2026-03-02\"\n";
  const auto good = read(kRequest + table);
  REQUIRE(good.problems.print(core::Language::es) == "");
  const auto& kind = good.file.requests.at(0).request.classification;
  CHECK(kind.level == domain::Level::reserved);
  CHECK(kind.extent == domain::Extent::whole);
  CHECK(kind.years == 10);
  const auto bad = read(kRequest + "[request.classification]\nlevel = \"reserved\"\n");
  CHECK(reports(bad.problems, "justification"));
  const auto bare = read(kRequest + "level = \"reserved\"\n");
  CHECK(reports(bare.problems, "level"));
}

TEST_CASE("The vigencia of today is part of contract and minutes") {
  const auto [problems, file] = read(R"([[programme]]
contractor = "redes-andinas"
vigencia = "hoy"
contract = "CPS-1-{vigencia}"
minutes = "Acta 3 de {vigencia}"
minutes_day = "{vigencia}-01-15"
)",
                                     "2027-03-02");
  REQUIRE(problems.empty());
  const auto& programme = file.programmes.at(0).programme;
  CHECK(programme.year == 2027);
  CHECK(programme.contract == "CPS-1-2027");
  CHECK(programme.minutes == "Acta 3 de 2027");
  CHECK(programme.minutes_day == test::day("2027-01-15"));
}

TEST_CASE("Evidence is a file beside the one that is loaded, and part of its digest") {
  const auto folder = std::filesystem::temp_directory_path() / "citacal-evidence-test";
  std::filesystem::create_directories(folder);
  const auto load = [&](const std::string& content, const std::string& file) {
    std::ofstream(folder / "acta.txt") << content;
    Read out;
    auto context = test::context_on("2026-03-02", (folder / "p.toml").string());
    out.file = read_load_toml(
        kRequest + step("do = \"record\"\nat = \"hábil-1 10:00\"\nactivity = 5\ntitle = \"Acta\"\n"
                        "file = \"" +
                        file + "\"\n"),
        context, out.problems);
    return out;
  };
  const auto one = load("uno", "acta.txt"), two = load("dos", "acta.txt");
  REQUIRE(one.problems.empty());
  const auto& evidence = std::get<service::Evidence>(one.file.requests.at(0).steps.at(0).action);
  CHECK(evidence.content == "uno");
  CHECK(evidence.record.file_name == "acta.txt");
  CHECK(evidence.record.size == 3);
  CHECK(one.file.requests[0].digest != two.file.requests[0].digest);
  CHECK(reports(load("uno", "../acta.txt").problems, "debe estar junto al archivo"));
  CHECK(reports(load("uno", "/etc/passwd").problems, "debe estar junto al archivo"));
  CHECK(reports(load("uno", "otra.txt").problems, "No se puede leer"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("A key that is in the file twice is refused") {
  CHECK(reports(read(kRequest + kRequest).problems, "p.toml:8:1: «uno» está dos veces"));
}

TEST_CASE("A step that has not happened yet is refused") {
  CHECK(reports(read(kRequest + step("do = \"confirm\"\nat = \"hoy 18:00\"\n")).problems,
                "aún no ha llegado"));
}
