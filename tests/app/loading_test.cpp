#include "app/loading.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "app/problems.h"
#include "service/party.h"
#include "support/office.h"

using namespace citacal;

TEST_CASE(
    "faults of form, of references and of the rules are in one report, and nothing is loaded") {
  const auto path = std::filesystem::temp_directory_path() / "citacal-loading-test.toml";
  std::ofstream(path) << R"([[contractor]]
key = "alfa"
name = "Alfa S.A.S."
service = "Redes"
[[contractor.contact]]
name = "Ana"
email = "ana@alfa.example"
[[contractor]]
key = "beta"
name = "Beta S.A.S."
service = "UPS"
[[contractor.contact]]
name = "Luis"
email = "luis@@beta.example"
[[request]]
key = "r1"
kind = "failure"
subject = "Una"
contractor = "alfa"
at = "hoy-10 09:00"
[[request.step]]
do = "confirm"
at = "hoy-9 09:00"
[[request]]
key = "r2"
kind = "failure"
subject = "Dos"
contractor = "gama"
at = "hoy-10 09:00"
[[request]]
key = "r3"
kind = "failure"
subject = "Hangs on what is wrong: not a fault of its own"
contractor = "beta"
at = "hoy-10 09:00"
)";
  test::TestOffice t;
  std::string report;
  try {
    app::load_path(t.office, path.string());
  } catch (const app::FileRefused& refused) {
    report = refused.message.en;
  }
  std::filesystem::remove(path);
  CAPTURE(report);
  CHECK(report.find(":14:9:") != std::string::npos);
  CHECK(report.find(":21:1:") != std::string::npos);
  CHECK(report.find(":28:14:") != std::string::npos);
  CHECK(std::count(report.begin(), report.end(), '\n') <= 3);
  CHECK(report.find(":30:") == std::string::npos);
  CHECK(service::list_contractors(t.office, t.coordinator).size() == 1);
}
