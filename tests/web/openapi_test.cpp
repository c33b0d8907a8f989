#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "domain/measure.h"
#include "web/json_fields.h"
#include "web/nouns.h"
#include "web/openapi.h"

using citacal::web::Access;
using citacal::web::Fields;
using citacal::web::Route;
using citacal::web::routes;

namespace {

Fields document() {
  return Fields::parse(citacal::web::openapi_document());
}

std::string upper(std::string text) {
  for (auto& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return text;
}

// Every operation of the document as "GET /path".
std::map<std::string, Fields> operations() {
  std::map<std::string, Fields> all;
  auto paths = document().object("paths");
  for (const auto& path : paths.names()) {
    auto item = paths.object(path);
    for (const auto& method : item.names())
      all.emplace(upper(method) + " " + path, item.object(method));
  }
  return all;
}

std::string name_of(const Route& route) {
  return std::string(route.method) + " " + std::string(route.pattern);
}

// The parameters of an operation in one place ("query", "path"), references followed.
std::set<std::string> parameters(Fields operation, const std::string& place) {
  std::set<std::string> names;
  auto shared = document().object("components").object("parameters");
  for (auto& one : operation.list("parameters")) {
    const auto reference = one.optional_line("$ref");
    auto parameter =
        reference.empty() ? one : shared.object(reference.substr(reference.rfind('/') + 1));
    if (parameter.line("in") == place) names.insert(parameter.line("name"));
  }
  return names;
}

std::set<std::string> pattern_parameters(std::string_view pattern) {
  std::set<std::string> names;
  for (auto open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1))
    names.emplace(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  return names;
}

}  // namespace

TEST_CASE("the API's description and the table of routes are the same") {
  const auto described = operations();
  std::set<std::string> served;
  for (const auto& route : routes()) {
    const auto name = name_of(route);
    CAPTURE(name);
    CHECK(served.insert(name).second);
    const auto operation = described.find(name);
    REQUIRE(operation != described.end());
    auto fields = operation->second;
    CHECK(parameters(fields, "query") ==
          std::set<std::string>(route.query.begin(), route.query.end()));
    CHECK(parameters(fields, "path") == pattern_parameters(route.pattern));
    CHECK(fields.line("summary") == route.summary);
    const bool open = fields.has("security") && fields.list("security").empty();
    CHECK(open == (route.access == Access::anonymous));
  }
  for (const auto& [name, operation] : described) {
    CAPTURE(name);
    CHECK(served.count(name) == 1);
  }
}

TEST_CASE("every reference of the API's description leads somewhere") {
  const std::string text(citacal::web::openapi_document());
  auto components = document().object("components");
  const std::string opening = "\"$ref\": \"#/components/";
  std::size_t count = 0;
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at + 1)) {
    const auto start = at + opening.size();
    const auto path = text.substr(start, text.find('"', start) - start);
    const auto slash = path.find('/');
    CAPTURE(path);
    CHECK(components.object(path.substr(0, slash)).has(path.substr(slash + 1)));
    ++count;
  }
  CHECK(count > 300);
}

namespace {

template <class Enum>
void check_words(const char* schema) {
  CAPTURE(schema);
  auto described = document().object("components").object("schemas").object(schema);
  const auto words = described.lines("enum");
  const auto& list = citacal::core::Words<Enum>::list;
  CHECK(words == std::vector<std::string>(list.begin(), list.end()));
}

}  // namespace

TEST_CASE("the words of the API's description are those of the domain") {
  using namespace citacal::domain;
  check_words<Role>("Role");
  check_words<Level>("Level");
  check_words<Extent>("Extent");
  check_words<Kind>("Kind");
  check_words<Priority>("Priority");
  check_words<RequestState>("RequestState");
  check_words<ProgrammeState>("ProgrammeState");
  check_words<Period>("Period");
  check_words<Impact>("Impact");
  check_words<AppointmentStatus>("AppointmentStatus");
  check_words<Participation>("Participation");
  check_words<AttendeeRole>("AttendeeRole");
  check_words<AttendeeKind>("AttendeeKind");
  check_words<ProposalState>("ProposalState");
  check_words<ConflictKind>("ConflictKind");
  check_words<NoticeState>("NoticeState");
  check_words<Outcome>("Outcome");
  check_words<Means>("Means");
  check_words<LetterKind>("LetterKind");
  check_words<LetterState>("LetterState");
  check_words<ErrandKind>("ErrandKind");
  check_words<ErrandState>("ErrandState");
  check_words<TokenScope>("TokenScope");
  check_words<Audience>("Audience");
  check_words<Source>("Source");
  check_words<Asker>("Asker");
  check_words<MeasureUnit>("MeasureUnit");
  check_words<Counted>("Counted");
}
