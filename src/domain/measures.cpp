#include "domain/measures.h"

#include <algorithm>

#include "domain/fields.h"

namespace citacal::domain {

namespace {

using Key = MeasureKey;
using std::chrono::year_month_day;

year_month_day civil(core::Day day) {
  return year_month_day(std::chrono::sys_days(day.time_since_epoch()));
}

core::Day first_day(std::chrono::year year, std::chrono::month month) {
  return core::Day(std::chrono::sys_days(year / month / 1).time_since_epoch());
}

bool in_common(const FailureFact& a, const FailureFact& b) {
  if (same_name(a.place, b.place)) return true;
  return std::any_of(a.affected.begin(), a.affected.end(), [&](const auto& one) {
    return std::any_of(b.affected.begin(), b.affected.end(),
                       [&](const auto& other) { return same_name(one, other); });
  });
}

std::vector<Share> shares(const std::map<Counted, int>& counts) {
  std::vector<Share> list;
  for (const auto& [what, count] : counts) list.push_back({what, count});
  return list;
}

}  // namespace

std::optional<int> percentile(std::vector<int> values, int percent) {
  if (values.empty()) return std::nullopt;
  const auto rank = (values.size() * static_cast<std::size_t>(percent) + 99) / 100;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::optional<int> whole_percent(int hits, int n) {
  if (n == 0) return std::nullopt;
  if (hits == 0 || hits == n) return hits == 0 ? 0 : 100;
  const auto rounded = (200 * std::int64_t{hits} + n) / (2 * std::int64_t{n});
  return static_cast<int>(std::clamp<std::int64_t>(rounded, 1, 99));
}

FailureMemory::Seen FailureMemory::see(const FailureFact& failure) {
  if (failure.is_withdrawn) return Seen::withdrawn;
  const auto is_named = [](const std::string& name) { return same_name(name, name); };
  if (!is_named(failure.place) &&
      std::none_of(failure.affected.begin(), failure.affected.end(), is_named))
    return Seen::not_comparable;
  while (!recent_.empty() && (recent_.front().contractor != failure.contractor ||
                              failure.at - recent_.front().at > kRepeatedWithin))
    recent_.pop_front();
  const bool repeated = std::any_of(recent_.begin(), recent_.end(),
                                    [&](const auto& one) { return in_common(one, failure); });
  recent_.push_back(failure);
  return repeated ? Seen::repeated : Seen::alone;
}

void Tally::Sample::count(bool hit, int times) {
  n += times;
  if (hit) hits += times;
}

void Tally::Sample::value(core::Seconds length) {
  ++n;
  values.push_back(static_cast<int>(std::chrono::floor<core::Minutes>(length).count()));
}

void Tally::leave_out(std::initializer_list<Key> keys, Counted why, int times) {
  if (times == 0) return;
  for (const auto key : keys) of(key).left_out[why] += times;
}

void Tally::add(const NoticeFact& fact, core::Instant now) {
  const auto both = {Key::notices_on_time, Key::notice_lead_median};
  if (fact.status == AppointmentStatus::cancelled) return leave_out(both, Counted::cancelled);
  if (fact.state == NoticeState::excused) return leave_out(both, Counted::excused);
  if (fact.state == NoticeState::due && fact.due_at >= now)
    return leave_out(both, Counted::not_due);
  of(Key::notices_on_time).count(fact.state == NoticeState::sent);
  if (!fact.sent_at) return leave_out({Key::notice_lead_median}, Counted::not_sent);
  auto& lead = of(Key::notice_lead_median);
  ++lead.n;
  lead.values.push_back(
      static_cast<int>((core::day_of(fact.start) - core::day_of(*fact.sent_at)).count()));
}

void Tally::add(const DateFact& fact, const VerificationRule& term, const WorkCalendar& calendar,
                core::Instant now) {
  auto& moves = of(Key::reschedulings);
  ++moves.n;
  moves.hits += fact.moves_by_institute + fact.moves_by_contractor;
  moves.parts[Counted::institute] += fact.moves_by_institute;
  moves.parts[Counted::contractor] += fact.moves_by_contractor;
  if (fact.status == AppointmentStatus::cancelled)
    return leave_out(
        {Key::first_date_kept, Key::acceptance_median, Key::acceptance_p90, Key::verified_on_time},
        Counted::cancelled);
  if (fact.status == AppointmentStatus::held)
    of(Key::first_date_kept).count(!fact.replaces && fact.slot.start == fact.first_start);
  else
    leave_out({Key::first_date_kept}, Counted::not_held);
  for (const auto key : {Key::acceptance_median, Key::acceptance_p90}) {
    if (fact.accepted_at)
      of(key).value(std::max(core::Seconds(0), *fact.accepted_at - fact.asked_at));
    else
      leave_out({key}, Counted::not_accepted);
  }
  const auto due = core::day_of(verification_due(fact.slot.end, term, calendar));
  if (fact.verified_at)
    of(Key::verified_on_time).count(core::day_of(*fact.verified_at) <= due);
  else if (fact.slot.end > now)
    leave_out({Key::verified_on_time}, Counted::not_ended);
  else if (core::day_of(now) <= due)
    leave_out({Key::verified_on_time}, Counted::not_due);
  else
    of(Key::verified_on_time).count(false);
}

void Tally::add(const VerificationFact& fact) {
  if (fact.is_first) of(Key::as_agreed_at_first).count(fact.outcome == Outcome::as_agreed);
  if (fact.outcome == Outcome::not_provided || fact.actual == core::Slot{})
    return leave_out({Key::delay_median, Key::punctual}, Counted::without_time);
  const auto delay = fact.actual.start - fact.agreed;
  of(Key::delay_median).value(delay);
  of(Key::punctual).count(delay >= -kPunctual && delay <= kPunctual);
}

void Tally::add(const CommitmentFact& fact, core::Instant now) {
  of(Key::commitments_overdue).count(!fact.is_done && fact.by < core::day_of(now));
}

void Tally::add(const CaseFact& fact) {
  if (fact.state == RequestState::withdrawn)
    return leave_out({Key::scheduled_share, Key::five_records, Key::as_agreed_at_first},
                     Counted::withdrawn);
  const bool scheduled = fact.kind == Kind::scheduled;
  auto& kinds = of(Key::scheduled_share);
  kinds.count(scheduled);
  ++kinds.parts[scheduled ? Counted::scheduled : Counted::failure];
  if (!fact.is_verified) leave_out({Key::as_agreed_at_first}, Counted::not_verified);
  if (fact.state != RequestState::closed) return leave_out({Key::five_records}, Counted::underway);
  auto& records = of(Key::five_records);
  records.count(
      std::all_of(fact.records.begin(), fact.records.end(), [](bool has) { return has; }));
  for (std::size_t i = 0; i < fact.records.size(); ++i)
    if (!fact.records[i])
      ++records.parts[static_cast<Counted>(static_cast<std::size_t>(Counted::without_minutes) + i)];
}

void Tally::add(FailureMemory::Seen failure) {
  using Seen = FailureMemory::Seen;
  if (failure == Seen::withdrawn) return leave_out({Key::failures_repeated}, Counted::withdrawn);
  if (failure == Seen::not_comparable)
    return leave_out({Key::failures_repeated}, Counted::without_comparison);
  of(Key::failures_repeated).count(failure == Seen::repeated);
}

void Tally::add(const PlanFact& fact, core::Instant now) {
  const auto months = planned_months(fact.service);
  const int all = static_cast<int>(months.size());
  if (fact.state == ProgrammeState::draft)
    return leave_out({Key::programme_carried_out}, Counted::not_approved, all);
  const auto today = civil(core::day_of(now));
  const auto over = static_cast<int>(std::count_if(months.begin(), months.end(), [&](int month) {
    const auto planned = std::chrono::year(fact.year) / std::chrono::month(unsigned(month));
    return planned < today.year() / today.month();
  }));
  const int given = std::min(over, fact.given);
  of(Key::programme_carried_out).count(true, given);
  of(Key::programme_carried_out).count(false, over - given);
  leave_out({Key::programme_carried_out}, Counted::month_to_come, all - over);
}

void Tally::add(const Tally& other) {
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    auto& mine = samples_[i];
    const auto& its = other.samples_[i];
    mine.hits += its.hits;
    mine.n += its.n;
    mine.values.insert(mine.values.end(), its.values.begin(), its.values.end());
    for (const auto& [what, count] : its.parts) mine.parts[what] += count;
    for (const auto& [why, count] : its.left_out) mine.left_out[why] += count;
  }
}

std::vector<Measure> Tally::measures() const {
  std::vector<Measure> all;
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    const auto& sample = samples_[i];
    Measure measure;
    measure.key = static_cast<Key>(i);
    measure.n = sample.n;
    measure.hits = sample.hits;
    measure.parts = shares(sample.parts);
    measure.left_out = shares(sample.left_out);
    if (unit_of(measure.key) == MeasureUnit::percent)
      measure.value = whole_percent(sample.hits, sample.n);
    else if (unit_of(measure.key) == MeasureUnit::count)
      measure.value = sample.n == 0 ? std::nullopt : std::optional(sample.hits);
    else
      measure.value = percentile(sample.values, measure.key == Key::acceptance_p90 ? 90 : 50);
    all.push_back(std::move(measure));
  }
  return all;
}

PeriodCount& Timeline::at(core::Instant start) {
  const auto day = civil(core::day_of(start));
  return periods_[first_day(day.year(), by_month_ ? day.month() : std::chrono::January)];
}

void Timeline::add(const NoticeFact& fact) {
  if (fact.status == AppointmentStatus::cancelled) return;
  if (fact.state == NoticeState::sent) ++at(fact.start).notices_on_time;
  if (fact.state == NoticeState::late) ++at(fact.start).notices_late;
}

void Timeline::add(const DateFact& fact) {
  if (fact.status == AppointmentStatus::held) ++at(fact.slot.start).held;
}

}  // namespace citacal::domain
