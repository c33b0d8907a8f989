// How the service was measured: every measure in total, by contractor, and by contract and
// vigencia. Out of cases that the caller may see whole.
#pragma once

#include "domain/measures.h"
#include "service/office.h"

namespace citacal::service {

struct ReportQuery {
  int year = 0;         // vigencia; 0: all
  core::Id contractor;  // empty: all that are the caller's to see
};

struct ContractorMeasures {
  domain::Contractor contractor;
  std::vector<domain::Measure> measures;
};

struct ContractMeasures {
  domain::Contractor contractor;
  std::string contract;  // empty: outside any programme
  int year = 0;
  std::vector<domain::Measure> measures;
};

struct ServiceReport {
  ReportQuery query;
  core::Instant at{};
  domain::Level up_to = domain::Level::open;  // cases above it are left out
  std::vector<domain::Measure> total;
  std::vector<ContractorMeasures> contractors;       // by name
  std::vector<ContractMeasures> contracts;           // by name, year and contract
  std::map<core::Day, domain::PeriodCount> periods;  // months of one year; else years
};

// Right: audit; a contractor's people have the report of their own firm.
ServiceReport report_service(Office& office, const Caller& caller, const ReportQuery& query);

}  // namespace citacal::service
