#include "domain/record.h"

#include "domain/audit.h"
#include "domain/examples.h"

using namespace examples;

namespace {

Classification classified(Level level, int years) {
  return {level, Extent::partial,  "Datos personales", "Ley 1712 de 2014, art. 18",
          years, day("2026-10-01")};
}

Record record() {
  Record one;
  one.request = id(2);
  one.activity = 5;
  one.title = "Acta de verificación";
  one.file_name = "acta 050 – UPS.pdf";
  one.media_type = "application/pdf";
  one.size = 1;
  one.sha256 = std::string(64, 'a');
  return one;
}

AuditEntry entry() {
  return {1,
          kNow,
          "marta",
          "web",
          "appointment agreed",
          "appointment",
          id(3),
          "x",
          std::string(64, '0'),
          ""};
}

}  // namespace

TEST_CASE("what is not open says why, by which law, how much and since when") {
  CHECK_NOTHROW(checked(classified(Level::classified, 0)));
  CHECK_NOTHROW(checked(classified(Level::reserved, 15)));
  auto one = classified(Level::classified, 0);
  one.justification = " ";
  CHECK(refused_field("justification", [&] { checked(one); }) == "missing");
  one = classified(Level::classified, 0);
  one.legal_ground = "";
  CHECK(refused_field("legal_ground", [&] { checked(one); }) == "missing");
  one = classified(Level::classified, 0);
  one.extent = Extent::none;
  CHECK(refused_field("extent", [&] { checked(one); }) == "missing");
  one = classified(Level::classified, 0);
  one.qualified_on.reset();
  CHECK(refused_field("qualified_on", [&] { checked(one); }) == "missing");
}

TEST_CASE("a reserve lasts 1 to 15 years") {
  const int years = GENERATE(-1, 0, 16);
  CHECK(refused_field("years", [&] { checked(classified(Level::reserved, years)); }) ==
        "out-of-range");
  CHECK(refused_field("years", [] { checked(classified(Level::classified, -1)); }) ==
        "out-of-range");
}

TEST_CASE("what is open bears no exception") {
  CHECK_NOTHROW(checked(Classification{}));
  auto one = classified(Level::open, 0);
  CHECK(refused_field("classification", [&] { checked(one); }) == "not-an-exception");
}

TEST_CASE("a record belongs to a request or to a programme and to one of five activities") {
  CHECK(checked(record()).file_name == "acta 050 – UPS.pdf");
  auto one = record();
  one.programme = id(20);
  CHECK(refused_field("request", [&] { checked(one); }) == "one-owner");
  one.programme = one.request = "";
  CHECK(refused_field("request", [&] { checked(one); }) == "one-owner");
  one = record();
  one.activity = GENERATE(0, 6);
  CHECK(refused_field("activity", [&] { checked(one); }) == "out-of-range");
}

TEST_CASE("a file name is plain: it leads nowhere and hides nothing") {
  auto one = record();
  one.file_name = GENERATE("../acta.pdf", "a/b.pdf", "a\\b.pdf", "C:acta.pdf", ".htaccess", "..",
                           "a\"b.pdf", "a|b", "<b>.pdf", "a?.pdf");
  CHECK(refused_field("file_name", [&] { checked(one); }) == "not-a-file-name");
  one.file_name = "acta.pdf\r\nX: y";
  CHECK(refused_field("file_name", [&] { checked(one); }) == "control-character");
}

TEST_CASE("a media type is a type and a subtype, its parameters are left out") {
  auto one = record();
  one.media_type = "Text/Plain; charset=utf-8";
  CHECK(checked(one).media_type == "text/plain");
  one.media_type = GENERATE("pdf", "a/b/c", "/pdf", "text/", "text/pl ain", ";", "a/\"b\"");
  CHECK(refused_field("media_type", [&] { checked(one); }) == "not-a-media-type");
}

TEST_CASE("a record has bytes and their digest") {
  auto one = record();
  one.size = 0;
  CHECK(refused_field("size", [&] { checked(one); }) == "empty");
  one = record();
  one.sha256 = GENERATE(std::string(63, 'a'), std::string(64, 'A'), std::string(64, 'g'));
  CHECK(refused_field("sha256", [&] { checked(one); }) == "not-a-digest");
}

TEST_CASE("an audit entry's hash changes with any of its fields, but not with the hash itself") {
  const auto hash = audit_hash(entry());
  CHECK(hash.size() == 64);
  CHECK(hash == audit_hash(entry()));
  std::set<std::string> hashes = {hash};
  const auto changed = [&](auto change) {
    auto one = entry();
    change(one);
    CHECK(hashes.insert(audit_hash(one)).second);
  };
  changed([](AuditEntry& e) { e.number = 2; });
  changed([](AuditEntry& e) { e.at += core::Seconds(1); });
  changed([](AuditEntry& e) { e.actor = "luis"; });
  changed([](AuditEntry& e) { e.door = "dav"; });
  changed([](AuditEntry& e) { e.action += "x"; });
  changed([](AuditEntry& e) { e.noun = "letter"; });
  changed([](AuditEntry& e) { e.subject = id(4); });
  changed([](AuditEntry& e) { e.detail = ""; });
  changed([&](AuditEntry& e) { e.previous = hash; });
  auto one = entry();
  one.hash = "whatever";
  CHECK(audit_hash(one) == hash);
}

TEST_CASE("text that moves from one audit field to its neighbour gives another hash") {
  auto first = entry(), second = entry();
  first.actor = "marta3:web";
  first.door = "";
  second.actor = "marta";
  second.door = "3:web";
  CHECK(audit_hash(first) != audit_hash(second));
}
