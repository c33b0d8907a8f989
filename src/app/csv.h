// CSV as Spanish Excel writes it: `;`, UTF-8 (with or without BOM) or Windows-1252, any line ends,
// cells in quotes with doubled quotes and line breaks inside. Every cell knows where it stands.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/problems.h"

namespace citacal::app {

struct Cell {
  service::Origin origin;
  std::string text;  // UTF-8, trimmed; a non-breaking space is a blank
};

using Row = std::vector<Cell>;

// The rows that are not empty. Faults of the format go to `problems` and end the reading. At most
// `rows_max` rows of 100 cells.
std::vector<Row> parse_csv(std::string_view bytes, std::size_t rows_max, Problems& problems);

// A header line matched with the columns that a kind of file has.
class Columns {
 public:
  // `known` as slugs ("mes-inicial"). Unknown, repeated and missing columns are faults.
  Columns(const Row& header, const std::vector<std::string>& known,
          const std::vector<std::string>& required, Problems& problems);

  // The cell of that column; empty, with the row's place, where the row ends before it.
  Cell at(const Row& row, const std::string& column) const;
  // A row with text beyond the last column is a fault.
  void check_width(const Row& row, Problems& problems) const;

 private:
  std::map<std::string, std::size_t> index_;
  std::size_t width_;
};

}  // namespace citacal::app
