#include "mail/imap_text.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace citacal;
using namespace citacal::mail;

TEST_CASE("a literal is announced at the end of a line, and nowhere else") {
  CHECK(announced_literal("* 1 FETCH (BODY[] {12}") == 12u);
  CHECK(announced_literal("{0}") == 0u);
  CHECK(announced_literal("{18446744073709551616}") == std::numeric_limits<std::uint64_t>::max());
  for (const auto* none : {"", "{", "}", "{}", "{12", "{12} ", "{1 2}", "{-1}", "{+1}", "12}"})
    CHECK_FALSE(announced_literal(none));
}

TEST_CASE("a number is read after its name as a word") {
  CHECK(number_after("* OK [UIDVALIDITY 3857529045] valid", "UIDVALIDITY") == 3857529045u);
  CHECK(number_after("* 2 FETCH (UID 7 RFC822.SIZE 12)", "RFC822.SIZE") == 12u);
  CHECK(number_after("* 2 FETCH (XUID 9 UID 7)", "UID") == 7u);
  CHECK_FALSE(number_after("* 2 FETCH (UID 4294967296)", "UID"));
  CHECK_FALSE(number_after("* 2 FETCH (UID x)", "UID"));
  CHECK_FALSE(number_after("* 2 FETCH (UID", "UID"));
  CHECK_FALSE(number_after("", "UID"));
}

TEST_CASE("what a search found is its UIDs, whatever else is said") {
  CHECK(parse_search("* SEARCH 2 3 5") == std::vector<std::uint32_t>{2, 3, 5});
  CHECK(parse_search("* SEARCH").empty());
  CHECK(parse_search("* SEARCH 0 x 4294967296 -1 5  7").size() == 2);
  CHECK(parse_search("* 3 EXISTS").empty());
}

TEST_CASE("a fetched mail is a literal, a quoted string or nothing, in any order of its items") {
  const auto literal = parse_fetch({"* 3 FETCH (UID 7 BODY[]<0> {5})", {"a\r\nUI"}});
  REQUIRE(literal);
  CHECK(literal->uid == 7);
  CHECK(literal->body == "a\r\nUI");
  const auto after = parse_fetch({"* 3 FETCH (BODY[HEADER] {1} FLAGS (\\Seen) UID 8)", {"x"}});
  REQUIRE(after);
  CHECK(after->uid == 8);
  const auto quoted = parse_fetch({R"(* 3 FETCH (BODY[] "UID 9 \"x\\" UID 7))", {}});
  REQUIRE(quoted);
  CHECK(quoted->uid == 7);
  CHECK(quoted->body == R"(UID 9 "x\)");
  const auto nil = parse_fetch({"* 3 FETCH (BODY[] NIL UID 7)", {}});
  REQUIRE(nil);
  CHECK(nil->body == "");
  const auto size = parse_fetch({"* 3 FETCH (UID 7 RFC822.SIZE 44)", {}});
  REQUIRE(size);
  CHECK(size->size == 44u);
  CHECK_FALSE(size->body);
}

TEST_CASE("what is no fetched mail is none") {
  for (const auto* line :
       {"", "*", "* ", "* 3", "* 3 EXISTS", "* FETCH (UID 7)", "x 3 FETCH (UID 7)",
        "* 3 FETCH (FLAGS ())", "* 3 FETCH UID 7", "* 99999999999999999999 FETCH (UID 7)"})
    CHECK_FALSE(parse_fetch({line, {}}));
  // A value that cannot be read is no body.
  for (const auto* line : {"* 3 FETCH (UID 7 BODY[", "* 3 FETCH (UID 7 BODY[] {5}",
                           "* 3 FETCH (UID 7 BODY[]", "* 3 FETCH (UID 7 BODY[] x)"}) {
    const auto read = parse_fetch({line, {}});
    CHECK((!read || !read->body));
  }
  CHECK(parse_fetch({"* 3 FETCH (UID 7 BODY[] \"unfinished", {}})->body == "unfinished");
}

TEST_CASE("a folder is quoted, and a day is written as IMAP writes it") {
  CHECK(imap_quoted(R"(a "b" \c)") == R"("a \"b\" \\c")");
  CHECK(imap_date(*core::parse_instant("2026-03-02T23:59:59Z")) == "2-Mar-2026");
  CHECK(imap_date(*core::parse_instant("2025-12-31T00:00:00Z")) == "31-Dec-2025");
}
