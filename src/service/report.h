// What is asked for as a table: the index of what is not open, the register of cases, what may be
// disposed of. Right: audit (who agrees has it too). Each shows only what the caller sees whole.
#pragma once

#include <variant>

#include "domain/retention.h"
#include "service/office.h"

namespace citacal::service {

using Cell = std::variant<std::string, std::int64_t>;  // an empty text: not known, or none

struct Column {
  std::string key;    // in JSON
  std::string title;  // in Spanish, at the head of a CSV
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// Longer ones are refused (too_large, saying how to narrow them): a report is made in memory.
inline constexpr std::size_t kReportRowsMax = 50'000;

// Índice de información clasificada y reservada (Ley 1712 de 2014, art. 20; Decreto 103 de 2015):
// its columns in their order. Cases and records; `year`: of a case's number, or when a record was
// added; 0: of every year.
Table report_classified(Office& office, const Caller& caller, int year);
// The cases whose number is of `year`.
Table report_register(Office& office, const Caller& caller, int year);
// What has been kept as long as its series asks: closed or withdrawn cases, and records of such.
// Lists only: nothing is removed. `year` as above.
Table report_disposal(Office& office, const Caller& caller, int year);

}  // namespace citacal::service
