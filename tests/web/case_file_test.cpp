#include <catch2/catch.hpp>

#include "service/record.h"
#include "web/door.h"

using namespace citacal;

namespace {

constexpr const char* kFile = "/api/v1/cases/SOL-2026-0001/file";

void add_record(test::TestOffice& house, const core::Id& request, const std::string& name,
                const std::string& content) {
  domain::Record record;
  record.request = request;
  record.activity = 5;
  record.title = "Acta";
  record.file_name = name;
  record.media_type = "application/pdf";
  service::add_records(house.office, house.coordinator, {{record, content}});
}

bool has_file(const core::Response& response, const std::string& path) {
  // Its name as the central directory has it, then the directory's next signature.
  return test::body_of(response).find("SOL-2026-0001/" + path + "PK") != std::string::npos;
}

}  // namespace

TEST_CASE("a case file has what the caller may see, by safe names, and is the same each time") {
  test::TestOffice house;
  const auto request = house.appointment().request;
  add_record(house, request, "Acta Nº 3.pdf", "%PDF-1.4 a");
  add_record(house, request, "acta nº 3.PDF", "%PDF-1.4 b");
  const test::Client auditor{house.office, "auditora"};
  const auto first = auditor.get(kFile);
  REQUIRE(first.status == 200);
  CHECK(first.headers.get("Content-Type") == "application/zip");
  for (const auto* path : {"LEAME.txt", "index.html", "index.json", "case.json",
                           "auditoria/auditoria.json", "citaciones/cita-1-actual.ics"}) {
    CAPTURE(path);
    CHECK(has_file(first, path));
  }
  CHECK(test::body_of(first) == test::body_of(auditor.get(kFile)));
  CHECK(test::body_of(first).find("..") == std::string::npos);
}

TEST_CASE("a case file is for who audits and may see the case") {
  test::TestOffice house;
  house.appointment();
  for (const auto* login : {"funcionario", "redes"}) {
    CAPTURE(login);
    CHECK(test::Client{house.office, login}.get(kFile).status == 403);
  }
  CHECK(test::Client{house.office, ""}.get(kFile).status == 401);
  const test::Client auditor{house.office, "auditora"};
  CHECK(auditor.get("/api/v1/cases/SOL-2026-0999/file").status == 404);
  CHECK(auditor.get("/api/v1/audit/head").status == 200);
  CHECK(test::Client{house.office, "funcionario"}.get("/api/v1/audit/head").status == 403);
}
