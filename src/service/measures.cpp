#include "service/measures.h"

#include <algorithm>

#include "core/text.h"
#include "store/database.h"
#include "store/measures.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::MeasureScope;
using domain::Tally;

// The facts of one reading, told apart by scope.
class Reckoning {
 public:
  Reckoning(Reading& reading, const store::ReportFilter& filter)
      : reading_(reading), filter_(filter), timeline_(filter.year != 0) {
    for (auto& one : store::list_contractors(reading.tx())) {
      auto id = one.id;
      firms_.emplace(std::move(id), std::move(one));
    }
    // Of two accounts with one address the open one counts.
    const auto persons = store::list_persons(reading.tx());
    for (const bool active : {true, false})
      for (const auto& person : persons)
        if (person.active == active) add_addresses(person);
  }
  void read();
  ServiceReport take() const;

 private:
  template <class Fact>
  store::Take<Fact> adds() {  // for facts that are measured by themselves
    return [this](const MeasureScope& scope, const Fact& fact) { tallies_[scope].add(fact); };
  }
  template <class Fact>
  store::Take<Fact> adds_by_now() {
    return [this](const MeasureScope& scope, const Fact& fact) {
      tallies_[scope].add(fact, reading_.now());
    };
  }
  void add_addresses(const domain::Person& person);
  bool speaks_for(const domain::Contractor& firm, const store::Acceptance& acceptance) const;
  void read_dates();
  void read_failures();

  Reading& reading_;
  const store::ReportFilter& filter_;
  std::map<core::Id, domain::Contractor> firms_;
  std::map<std::string, core::Id> firms_of_accounts_;  // by address, in lower case; empty: ours
  std::map<MeasureScope, Tally> tallies_;
  domain::Timeline timeline_;
};

void Reckoning::add_addresses(const domain::Person& person) {
  firms_of_accounts_.emplace(core::to_lower(person.email), person.contractor);
  for (const auto& alias : person.aliases) firms_of_accounts_.emplace(alias, person.contractor);
}

bool Reckoning::speaks_for(const domain::Contractor& firm,
                           const store::Acceptance& acceptance) const {
  const auto account = firms_of_accounts_.find(core::to_lower(acceptance.email));
  return domain::speaks_for(
      firm, acceptance.email,
      account == firms_of_accounts_.end() ? std::nullopt : std::optional(account->second),
      acceptance.is_delegate);
}

void Reckoning::read_dates() {
  const auto& calendar = reading_.office().work_calendar();
  const auto& term = reading_.office().institute().verification;
  store::read_dates(reading_.tx(), filter_,
                    [&](const MeasureScope& scope, const domain::DateFact& date,
                        const std::vector<store::Acceptance>& acceptances) {
                      auto fact = date;
                      const auto& firm = firms_.at(scope.contractor);
                      for (const auto& one : acceptances) {
                        if (!speaks_for(firm, one)) continue;
                        fact.accepted_at = std::min(fact.accepted_at.value_or(one.at), one.at);
                      }
                      tallies_[scope].add(fact, term, calendar, reading_.now());
                      timeline_.add(fact);
                    });
}

void Reckoning::read_failures() {
  domain::FailureMemory memory;
  store::read_failures(reading_.tx(), filter_,
                       [&](const MeasureScope& scope, const domain::FailureFact& fact) {
                         const auto seen = memory.see(fact);
                         if (filter_.year == 0 || scope.year == filter_.year)
                           tallies_[scope].add(seen);
                       });
}

void Reckoning::read() {
  auto& tx = reading_.tx();
  store::read_notices(tx, filter_, [&](const MeasureScope& scope, const domain::NoticeFact& fact) {
    tallies_[scope].add(fact, reading_.now());
    timeline_.add(fact);
  });
  read_dates();
  store::read_verifications(tx, filter_, adds<domain::VerificationFact>());
  store::read_commitments(tx, filter_, adds_by_now<domain::CommitmentFact>());
  store::read_cases(tx, filter_, adds<domain::CaseFact>());
  read_failures();
  store::read_plans(tx, filter_, adds_by_now<domain::PlanFact>());
}

ServiceReport Reckoning::take() const {
  ServiceReport report;
  report.at = reading_.now();
  report.up_to = filter_.up_to;
  report.periods = timeline_.periods();
  Tally total;
  std::map<core::Id, Tally> of_firms;
  for (const auto& [scope, tally] : tallies_) {
    total.add(tally);
    of_firms[scope.contractor].add(tally);
    report.contracts.push_back(
        {firms_.at(scope.contractor), scope.contract, scope.year, tally.measures()});
  }
  report.total = total.measures();
  for (const auto& [id, tally] : of_firms)
    report.contractors.push_back({firms_.at(id), tally.measures()});
  const auto by_name = [](const auto& a, const auto& b) {
    return a.contractor.name < b.contractor.name;
  };
  std::stable_sort(report.contractors.begin(), report.contractors.end(), by_name);
  std::stable_sort(report.contracts.begin(), report.contracts.end(),
                   [](const auto& a, const auto& b) {
                     return std::tie(a.contractor.name, a.year, a.contract) <
                            std::tie(b.contractor.name, b.year, b.contract);
                   });
  return report;
}

}  // namespace

ServiceReport report_service(Office& office, const Caller& caller, const ReportQuery& query) {
  if (caller.person.role != domain::Role::contractor) permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  const store::ReportFilter filter{query.year, narrowed(caller, query.contractor),
                                   caller.person.clearance};
  Reckoning reckoning(reading, filter);
  reckoning.read();
  auto report = reckoning.take();
  report.query = query;
  return report;
}

}  // namespace citacal::service
