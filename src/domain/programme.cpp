#include "domain/programme.h"

#include <array>

#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kServicesMax = 200;
constexpr std::size_t kAmendmentsMax = 100;
constexpr std::size_t kKeyMax = 64;
constexpr int kMonths = 12;

const core::Phrase kThing{"La programación", "The programme"};

PlannedService checked(PlannedService service, std::size_t index) {
  const auto field = [&](std::string_view member) { return element("services", index, member); };
  service.id = checked_optional_id(field("id"), service.id);
  service.key = core::checked_line(field("key"), service.key, kKeyMax);
  service.subject = core::checked_line(field("subject"), service.subject);
  if (service.first_month < 1 || service.first_month > kMonths)
    core::refuse(field("first_month"), "out-of-range",
                 {"debe ser un mes de 1 a 12", "must be a month, 1 to 12"});
  if (service.duration < core::Minutes(1) || service.duration > std::chrono::days(kSlotDaysMax))
    core::refuse(field("duration"), "out-of-range",
                 {"debe durar entre 1 minuto y 31 días", "must last 1 minute to 31 days"});
  service.place = core::checked_optional_line(field("place"), service.place);
  service.affected = checked_affected(service.affected);
  return service;
}

Amendment checked(Amendment amendment, const std::string& list) {
  amendment.minutes = core::checked_line(list + "minutes", amendment.minutes);
  amendment.reason = checked_required_text(list + "reason", amendment.reason);
  return amendment;
}

std::vector<PlannedService> checked(const std::vector<PlannedService>& services) {
  check_count("services", services.size(), kServicesMax);
  std::vector<PlannedService> clean;
  for (std::size_t i = 0; i < services.size(); ++i) {
    auto service = checked(services[i], i);
    for (const auto& other : clean)
      if (other.key == service.key)
        core::refuse(element("services", i, "key"), "repeated-key",
                     {"repite la clave de otro servicio", "repeats another service's key"});
    clean.push_back(std::move(service));
  }
  return clean;
}

void require_services(const Programme& programme) {
  if (programme.services.empty())
    core::refuse("services", "missing",
                 {"debe tener al menos un servicio", "must hold at least one service"});
}

// Requests point to planned services: what keeps its key keeps its id.
std::vector<PlannedService> with_ids_of(const std::vector<PlannedService>& present,
                                        std::vector<PlannedService> changed) {
  for (auto& service : changed)
    for (const auto& other : present)
      if (other.key == service.key) service.id = other.id;
  return changed;
}

}  // namespace

core::Phrase say(ProgrammeState state) {
  static const std::array<core::Phrase, 3> kNames = {
      {{"borrador", "draft"}, {"aprobada", "approved"}, {"modificada", "amended"}}};
  return kNames[static_cast<std::size_t>(state)];
}

int months_between(Period period) {
  switch (period) {
    case Period::once:
      return 0;
    case Period::monthly:
      return 1;
    case Period::bimonthly:
      return 2;
    case Period::quarterly:
      return 3;
    case Period::four_monthly:
      return 4;
    case Period::semiannual:
      return 6;
    case Period::annual:
      return kMonths;
  }
  return 0;
}

std::vector<int> planned_months(const PlannedService& service) {
  const int step = months_between(service.period);
  std::vector<int> months;
  for (int month = service.first_month; month <= kMonths; month += step) {
    months.push_back(month);
    if (step == 0) break;
  }
  return months;
}

Programme checked(Programme programme) {
  programme.contractor = checked_id("contractor", programme.contractor);
  if (programme.year < 2000 || programme.year > 2100)
    core::refuse("year", "out-of-range",
                 {"debe ser una vigencia entre 2000 y 2100", "must be a year, 2000 to 2100"});
  programme.contract = core::checked_line("contract", programme.contract);
  programme.conditions = core::checked_text("conditions", programme.conditions);
  programme.minutes = core::checked_optional_line("minutes", programme.minutes);
  programme.services = checked(programme.services);
  check_count("amendments", programme.amendments.size(), kAmendmentsMax);
  for (std::size_t i = 0; i < programme.amendments.size(); ++i)
    programme.amendments[i] =
        checked(std::move(programme.amendments[i]), element("amendments", i) + ".");
  return programme;
}

Programme approve(Programme programme, const std::string& minutes, core::Day day) {
  require_one_of("programme-state", kThing, programme.state, {ProgrammeState::draft});
  require_services(programme);
  programme.minutes = core::checked_line("minutes", minutes);
  programme.minutes_day = day;
  programme.state = ProgrammeState::approved;
  return programme;
}

Programme amend(Programme programme, const Programme& changed, const Amendment& amendment) {
  require_one_of("programme-state", kThing, programme.state,
                 {ProgrammeState::approved, ProgrammeState::amended});
  programme.services = with_ids_of(programme.services, changed.services);
  programme.conditions = changed.conditions;
  require_services(programme);
  programme.amendments.push_back(checked(amendment, ""));
  programme.state = ProgrammeState::amended;
  return checked(std::move(programme));
}

Programme edit(Programme programme, const Programme& changed) {
  require_one_of("programme-state", kThing, programme.state, {ProgrammeState::draft});
  programme.contractor = changed.contractor;
  programme.year = changed.year;
  programme.contract = changed.contract;
  programme.conditions = changed.conditions;
  programme.services = with_ids_of(programme.services, changed.services);
  return checked(std::move(programme));
}

}  // namespace citacal::domain
