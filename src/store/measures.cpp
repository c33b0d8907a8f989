#include "store/measures.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::MeasureScope;

// The scope of a row: the first three columns of every question.
constexpr std::string_view kScope =
    "SELECT r.contractor, COALESCE(p.contract, ''), COALESCE(p.year, r.year), ";
constexpr std::string_view kProgramme = "LEFT JOIN programme p ON p.id = r.programme ";
constexpr int kFirst = 3;  // column after the scope

MeasureScope scope_of(const Rows& rows) {
  return {rows.text(0), rows.text(1), static_cast<int>(rows.integer(2))};
}

// Conditions on a case `r`, with the values that they ask for.
class Cases {
 public:
  explicit Cases(const ReportFilter& filter, bool of_all_years = false) {
    std::string between = " WHERE ";
    const auto add = [&](const std::string& condition) {
      sql_ += between + condition;
      between = " AND ";
    };
    if (!filter.contractor.empty()) {
      values_.push_back(to_value(filter.contractor));
      add("r.contractor = " + last());
    }
    if (filter.year != 0 && !of_all_years) {
      values_.push_back(to_value(filter.year));
      add("r.id IN (SELECT id FROM service_request WHERE year = " + last() +
          " AND programme IS NULL UNION ALL SELECT s.id FROM programme q "
          "JOIN service_request s ON s.programme = q.id WHERE q.year = " +
          last() + ")");
    }
    if (const auto seen = level_condition("r.level", filter.up_to); !seen.empty()) add(seen);
    and_ = between;
  }
  std::unique_ptr<Rows> run(Transaction& tx, std::string_view columns, std::string_view from,
                            std::string_view more = {}, std::string_view end = {}) const {
    std::string sql(kScope);
    sql.append(columns).append(" FROM ").append(from).append(" ").append(kProgramme).append(sql_);
    if (!more.empty()) sql.append(and_).append(more);
    return tx.run(sql.append(" ").append(end), values_);
  }

 private:
  std::string last() const { return "$" + std::to_string(values_.size()); }

  std::string sql_, and_;
  std::vector<Value> values_;
};

}  // namespace

void read_notices(Transaction& tx, const ReportFilter& filter,
                  const Take<domain::NoticeFact>& take) {
  for (const auto rows = Cases(filter).run(tx, "a.status, a.starts, n.state, n.due_at, n.sent_at",
                                           "notice n JOIN appointment a ON a.id = n.appointment "
                                           "JOIN service_request r ON r.id = a.request");
       rows->next();) {
    domain::NoticeFact fact;
    int c = kFirst;
    fact.status = rows->word<domain::AppointmentStatus>(c++);
    fact.start = rows->instant(c++);
    fact.state = rows->word<domain::NoticeState>(c++);
    fact.due_at = rows->instant(c++);
    fact.sent_at = rows->optional_instant(c++);
    take(scope_of(*rows), fact);
  }
}

namespace {

constexpr std::string_view kDateColumns =
    "a.id, a.status, a.starts, a.ends, a.replaces, a.asked_at, m.first, m.ours, m.theirs, "
    "(SELECT min(v.verified_at) FROM verification v WHERE v.appointment = a.id), "
    "t.email, t.answered_at, "
    "EXISTS (SELECT 1 FROM attendee d WHERE d.appointment = a.id AND d.delegated_to <> '' "
    "AND lower(d.delegated_to) = lower(t.email))";
constexpr std::string_view kDates =
    "service_request r JOIN appointment a ON a.request = r.id "
    "LEFT JOIN attendee t ON t.appointment = a.id AND t.answer = 'accepted' "
    "AND t.answered_at IS NOT NULL "
    "LEFT JOIN (SELECT appointment, min(CASE item WHEN 0 THEN was_starts END) AS first, "
    "sum(CASE asked_by WHEN 'institute' THEN 1 ELSE 0 END) AS ours, "
    "sum(CASE asked_by WHEN 'contractor' THEN 1 ELSE 0 END) AS theirs "
    "FROM move GROUP BY appointment) m ON m.appointment = a.id";
constexpr int kAcceptance = kFirst + 10;

domain::DateFact read_date(const Rows& rows) {
  domain::DateFact fact;
  int c = kFirst + 1;
  fact.status = rows.word<domain::AppointmentStatus>(c++);
  fact.slot.start = rows.instant(c++);
  fact.slot.end = rows.instant(c++);
  fact.replaces = !rows.view(c++).empty();
  fact.asked_at = rows.instant(c++);
  fact.first_start = rows.optional_instant(c++).value_or(fact.slot.start);
  fact.moves_by_institute = static_cast<int>(rows.integer(c++));
  fact.moves_by_contractor = static_cast<int>(rows.integer(c++));
  fact.verified_at = rows.optional_instant(c++);
  return fact;
}

Acceptance read_acceptance(const Rows& rows) {
  Acceptance acceptance;
  int c = kAcceptance;
  acceptance.email = rows.text(c++);
  acceptance.at = rows.instant(c++);
  acceptance.is_delegate = rows.flag(c++);
  return acceptance;
}

}  // namespace

void read_dates(Transaction& tx, const ReportFilter& filter, const TakeDate& take) {
  MeasureScope scope;
  core::Id appointment;
  domain::DateFact fact;
  std::vector<Acceptance> acceptances;
  const auto hand_on = [&] {
    if (!appointment.empty()) take(scope, fact, acceptances);
    acceptances.clear();
  };
  // A row for each acceptance; one for an appointment without any.
  for (const auto rows = Cases(filter).run(tx, kDateColumns, kDates, {}, "ORDER BY a.id");
       rows->next();) {
    if (rows->view(kFirst) != appointment) {
      hand_on();
      appointment = rows->text(kFirst);
      scope = scope_of(*rows);
      fact = read_date(*rows);
    }
    if (!rows->is_null(kAcceptance)) acceptances.push_back(read_acceptance(*rows));
  }
  hand_on();
}

void read_verifications(Transaction& tx, const ReportFilter& filter,
                        const Take<domain::VerificationFact>& take) {
  for (const auto rows = Cases(filter).run(
           tx,
           "v.outcome, a.starts, v.starts, v.ends, (r.follows IS NOT NULL AND r.commitment = '') "
           "OR "
           "EXISTS (SELECT 1 FROM verification e "
           "WHERE e.request = v.request AND (e.verified_at, e.id) < (v.verified_at, v.id))",
           "verification v JOIN appointment a ON a.id = v.appointment "
           "JOIN service_request r ON r.id = v.request");
       rows->next();) {
    domain::VerificationFact fact;
    int c = kFirst;
    fact.outcome = rows->word<domain::Outcome>(c++);
    fact.agreed = rows->instant(c++);
    fact.actual.start = rows->instant(c++);
    fact.actual.end = rows->instant(c++);
    fact.is_first = !rows->flag(c++);
    take(scope_of(*rows), fact);
  }
}

void read_commitments(Transaction& tx, const ReportFilter& filter,
                      const Take<domain::CommitmentFact>& take) {
  for (const auto rows =
           Cases(filter).run(tx, "c.due_day, c.done_at",
                             "commitment c JOIN verification v ON v.id = c.verification "
                             "JOIN service_request r ON r.id = v.request");
       rows->next();)
    take(scope_of(*rows), {rows->day(kFirst), !rows->is_null(kFirst + 1)});
}

void read_cases(Transaction& tx, const ReportFilter& filter, const Take<domain::CaseFact>& take) {
  // What is kept of an activity is a bit: 2 for the first, 4 for the second, and so on.
  for (const auto rows = Cases(filter).run(
           tx,
           "r.kind, r.state, "
           "COALESCE(p.state <> 'draft' AND p.minutes <> '', r.kind = 'failure'), "
           "EXISTS (SELECT 1 FROM ticket t WHERE t.request = r.id), "
           "(SELECT sum(DISTINCT CASE l.kind WHEN 'request' THEN 4 WHEN 'invitation' THEN 8 ELSE 0 "
           "END) FROM letter l WHERE l.request = r.id AND l.state = 'sent'), "
           "EXISTS (SELECT 1 FROM appointment a LEFT JOIN notice n ON n.appointment = a.id "
           "WHERE a.request = r.id AND a.status <> 'cancelled' AND a.affects_network = 1 "
           "AND (n.id IS NULL OR n.state = 'due')), "
           "EXISTS (SELECT 1 FROM verification v WHERE v.request = r.id), "
           "(SELECT sum(DISTINCT 1 << f.activity) FROM record f WHERE f.request = r.id)",
           "service_request r");
       rows->next();) {
    domain::CaseFact fact;
    int c = kFirst;
    fact.kind = rows->word<domain::Kind>(c++);
    fact.state = rows->word<domain::RequestState>(c++);
    const bool planned = rows->flag(c++), ticketed = rows->flag(c++);
    const auto letters = rows->integer(c++);
    const bool unannounced = rows->flag(c++);
    fact.is_verified = rows->flag(c++);
    const auto kept = letters | rows->integer(c++);
    const auto has = [&](int activity) { return (kept >> activity & 1) != 0; };
    fact.records = {planned || has(1), ticketed || has(2), has(3), !unannounced || has(4),
                    fact.is_verified || has(5)};
    take(scope_of(*rows), fact);
  }
}

void read_failures(Transaction& tx, const ReportFilter& filter,
                   const Take<domain::FailureFact>& take) {
  for (const auto rows =
           Cases(filter, true)
               .run(tx, "r.requested_at, r.affected, r.place, r.state", "service_request r",
                    "r.kind = 'failure'", "ORDER BY r.contractor, r.requested_at, r.id");
       rows->next();) {
    domain::FailureFact fact;
    int c = kFirst;
    fact.contractor = rows->text(0);
    fact.at = rows->instant(c++);
    fact.affected = parse_lines(rows->view(c++));
    fact.place = rows->text(c++);
    fact.is_withdrawn = rows->word<domain::RequestState>(c++) == domain::RequestState::withdrawn;
    take(scope_of(*rows), fact);
  }
}

void read_plans(Transaction& tx, const ReportFilter& filter, const Take<domain::PlanFact>& take) {
  std::string programmes = "SELECT id FROM programme WHERE year > 0";
  std::vector<Value> values;
  const auto add = [&](std::string_view column, const Value& value) {
    values.push_back(value);
    programmes.append(" AND ").append(column).append(" = $" + std::to_string(values.size()));
  };
  if (!filter.contractor.empty()) add("contractor", to_value(filter.contractor));
  if (filter.year != 0) add("year", to_value(filter.year));
  for (const auto rows = tx.run(
           "SELECT p.contractor, p.contract, p.year, p.state, s.period, s.first_month, g.given "
           "FROM programme p JOIN planned_service s ON s.programme = p.id "
           "LEFT JOIN (SELECT r.programme, r.planned_service, count(*) AS given "
           "FROM service_request r JOIN appointment a ON a.request = r.id "
           "WHERE r.programme IN (" +
               programmes +
               ") AND r.kind = 'scheduled' "
               "AND a.status = 'held' AND NOT EXISTS (SELECT 1 FROM verification v "
               "WHERE v.appointment = a.id AND v.outcome = 'not_provided') "
               "GROUP BY r.programme, r.planned_service) g "
               "ON g.programme = p.id AND g.planned_service = s.id "
               "WHERE p.id IN (" +
               programmes + ")",
           values);
       rows->next();) {
    domain::PlanFact fact;
    int c = kFirst;
    fact.state = rows->word<domain::ProgrammeState>(c++);
    fact.year = static_cast<int>(rows->integer(2));
    fact.service.period = rows->word<domain::Period>(c++);
    fact.service.first_month = static_cast<int>(rows->integer(c++));
    fact.given = static_cast<int>(rows->integer(c++));
    take(scope_of(*rows), fact);
  }
}

}  // namespace citacal::store
