// Activity 1: the plan of one vigencia with one contractor, approved with minutes.
#pragma once

#include "domain/impact.h"
#include "domain/party.h"

namespace citacal::domain {

enum class ProgrammeState { draft, approved, amended };
enum class Period { once, monthly, bimonthly, quarterly, four_monthly, semiannual, annual };

struct PlannedService {
  core::Id id;
  std::string key;      // unique in its programme; stable
  std::string subject;  // "Mantenimiento preventivo de UPS"
  Period period = Period::once;
  int first_month = 1;  // 1 to 12: the months follow from the period
  core::Minutes duration{120};
  std::string place;
  std::vector<std::string> affected;  // services: "Correo", "Telefonía"
  Impact impact = Impact::no_impact;
  bool affects_network = false;
  bool operator==(const PlannedService&) const = default;
};

struct Amendment {
  std::string minutes;  // the number of the acta
  core::Day day;
  std::string reason;
  bool operator==(const Amendment&) const = default;
};

struct Programme {
  core::Id id;
  std::int64_t version = 1;
  core::Id contractor;
  int year = 0;          // vigencia
  std::string contract;  // "CPS-041-2026": unique with the year
  std::string conditions;
  ProgrammeState state = ProgrammeState::draft;
  std::string minutes;  // of the approval; empty while a draft
  std::optional<core::Day> minutes_day;
  std::vector<PlannedService> services;
  std::vector<Amendment> amendments;
  bool operator==(const Programme&) const = default;
};

core::Phrase say(ProgrammeState state);                          // "aprobada", "approved"
int months_between(Period period);                               // 0 for once, 12 for annual
std::vector<int> planned_months(const PlannedService& service);  // 1 to 12, ascending

Programme checked(Programme programme);  // fields, keys unique, year 2000 to 2100
// draft → approved; conflict otherwise; refuses a programme without services or minutes.
Programme approve(Programme programme, const std::string& minutes, core::Day day);
// approved | amended → amended, with `services` and `conditions` of `changed`.
Programme amend(Programme programme, const Programme& changed, const Amendment& amendment);
// Only a draft may be edited freely: conflict otherwise.
Programme edit(Programme programme, const Programme& changed);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::ProgrammeState, "draft", "approved", "amended");
CITACAL_WORDS(citacal::domain::Period, "once", "monthly", "bimonthly", "quarterly", "four_monthly",
              "semiannual", "annual");
