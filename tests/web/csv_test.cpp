#include "web/csv.h"

#include <catch2/catch.hpp>

using citacal::web::print_csv;

TEST_CASE("a CSV has a mark, semicolons and CRLF", "[csv]") {
  CHECK(print_csv({{"Número", "Año"}, {"SOL-2026-0001", "2026"}}) ==
        "\xEF\xBB\xBFNúmero;Año\r\nSOL-2026-0001;2026\r\n");
  CHECK(print_csv({}) == "\xEF\xBB\xBF");
}

TEST_CASE("a CSV quotes what would break its cells", "[csv]") {
  CHECK(print_csv({{"a;b", "dice \"no\"", "dos\nlíneas", ""}}) ==
        "\xEF\xBB\xBF\"a;b\";\"dice \"\"no\"\"\";\"dos\nlíneas\";\r\n");
}

TEST_CASE("a CSV defuses what a spreadsheet would reckon", "[csv]") {
  CHECK(print_csv({{"=1+1", "@SUM(A1)", "+cmd", "-2+3", "\tx", " =HYPERLINK(1)"}}) ==
        "\xEF\xBB\xBF\"'=1+1\";\"'@SUM(A1)\";\"'+cmd\";\"'-2+3\";\"'\tx\";\"' =HYPERLINK(1)\"\r\n");
  CHECK(print_csv({{"-12,5", "-3", "2026-12-01", "-"}}) ==
        "\xEF\xBB\xBF\"-12,5\";-3;2026-12-01;\"'-\"\r\n");
}
