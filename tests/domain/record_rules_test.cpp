#include "domain/record_rules.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using citacal::core::Error;
using citacal::domain::accepted_type;
using citacal::domain::RecordRules;

namespace {

const RecordRules kRules;

std::string refused(const char* said, const char* name, const char* found,
                    const RecordRules& rules = kRules) {
  try {
    return "taken as " + accepted_type(rules, said, name, found);
  } catch (const Error& error) {
    CHECK(error.code == citacal::core::Code::unsupported);
    CHECK(error.message.es.find(name) != std::string::npos);
    return error.condition + " " + error.field;
  }
}

}  // namespace

TEST_CASE("a file is taken as what it says, where its content and its name say the same") {
  CHECK(accepted_type(kRules, "application/pdf", "acta.pdf", "application/pdf") ==
        "application/pdf");
  CHECK(accepted_type(kRules, "Text/Plain; charset=utf-8", "ACTA.TXT", "text/plain") ==
        "text/plain");
  CHECK(accepted_type(kRules, "image/jpg", "foto.JPEG", "image/jpeg") == "image/jpeg");
  CHECK(accepted_type(kRules, "application/vnd.ms-excel", "datos.csv", "text/plain") == "text/csv");
  CHECK(accepted_type(kRules, "application/msword", "viejo.doc", "application/x-ole-storage") ==
        "application/msword");
  CHECK(accepted_type(kRules, "text/plain", "sin extensión", "text/x-c") == "text/plain");
  CHECK(accepted_type(kRules, "application/pdf", "acta 14.03.2026", "application/pdf") ==
        "application/pdf");
}

TEST_CASE("a file that does not say what it is goes by its name, and then by its content") {
  CHECK(accepted_type(kRules, "", "acta.pdf", "application/pdf") == "application/pdf");
  CHECK(accepted_type(kRules, "application/octet-stream", "correo.eml", "text/plain") ==
        "message/rfc822");
  CHECK(accepted_type(kRules, "", "imagen", "image/png") == "image/png");
  CHECK(refused("", "programa", "application/x-dosexec") == "type-not-allowed media_type");
}

TEST_CASE("a file that is not what it says, or is called something else, is refused") {
  CHECK(refused("application/pdf", "acta.pdf", "text/html") == "type-mismatch media_type");
  CHECK(refused("application/pdf", "acta.pdf", "application/octet-stream") ==
        "type-mismatch media_type");
  CHECK(refused("text/plain", "nota.txt", "text/html") == "type-mismatch media_type");
  CHECK(refused("text/html", "nota.html", "text/html") == "type-not-allowed media_type");
  CHECK(refused("image/png", "foto.pdf", "image/png") == "extension-mismatch file_name");
  CHECK(refused("application/pdf", "acta.pdf", "application/x-dosexec") ==
        "type-mismatch media_type");
  CHECK(refused("application/pdf", "acta.pdf", "application/x-ole-storage") ==
        "type-mismatch media_type");
}

TEST_CASE("the configuration decides which types are taken, also such as we know nothing of") {
  RecordRules rules;
  rules.types = {"application/x-dwg"};
  CHECK(refused("application/pdf", "a.pdf", "application/pdf", rules) ==
        "type-not-allowed media_type");
  CHECK(accepted_type(rules, "application/x-dwg", "plano.dwg", "application/x-dwg") ==
        "application/x-dwg");
  CHECK(refused("application/x-dwg", "plano.dwg", "image/vnd.dwg", rules) ==
        "type-mismatch media_type");
}
