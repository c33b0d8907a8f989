// CSV as Spanish Excel writes it: `;`, UTF-8 (with or without BOM) or Windows-1252, any line ends,
// cells in quotes with doubled quotes and line breaks inside. Every cell knows where it stands.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/problems.h"
#include "core/check.h"

namespace citacal::app {

struct Cell {
  service::Origin origin;
  std::string text;  // UTF-8, trimmed; a non-breaking space is a blank
};

using Row = std::vector<Cell>;

// The rows that are not empty. Faults of the format go to `problems` and end the reading. At most
// `rows_max` rows of 100 cells.
std::vector<Row> parse_csv(std::string_view bytes, std::size_t rows_max, Problems& problems);

// A header line matched with the columns that a kind of file has; reads and checks single cells. A
// column that the header lacks reads as empty cells, which are no faults of the rows.
class Columns {
 public:
  // `known` as people read them ("mes inicial"); case, accents and blanks of the header do not
  // matter. Unknown, repeated and missing columns are faults.
  Columns(const Row& header, const std::vector<std::string>& known,
          const std::vector<std::string>& required, Problems& problems);

  bool has(const std::string& column) const { return index_.contains(column); }
  // The cell of that column; empty, with the place of the row's last, where the row ends before it.
  Cell at(const Row& row, const std::string& column) const;
  // One line, checked; empty after a fault.
  std::string line(const Row& row, const char* column, bool required = false,
                   std::size_t max = core::kNameMax) const;
  // "«column»: found …; expected …" at the cell.
  void fault(const Cell& at, const char* column, const core::Phrase& expected) const;
  void missing(const Cell& at, const char* column) const;
  // A row with text beyond the last column is a fault.
  void check_width(const Row& row) const;

 private:
  std::map<std::string, std::size_t> index_;
  std::size_t width_;
  Problems& problems_;
};

}  // namespace citacal::app
