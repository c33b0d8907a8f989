// CSV as a spreadsheet in Spanish takes it: RFC 4180 (CRLF, cells in quotes where needed), but
// UTF-8 with a byte-order mark and `;` between cells, for by these alone does Excel in Colombia
// open a file with its accents and in columns.
#pragma once

#include <string>
#include <vector>

namespace citacal::web {

// The rows as text; the first is the header. A cell that a spreadsheet would take for a formula
// (it begins with = + - @, a tab or a line end) gets an apostrophe before it (OWASP, CSV
// injection), except where it is only a number.
std::string print_csv(const std::vector<std::vector<std::string>>& rows);

}  // namespace citacal::web
