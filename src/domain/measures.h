// How the service is measured: the definition of every measure, over plain facts that are added one
// by one, so that nothing but numbers is kept. A percentile is by nearest rank: the smallest value
// that so many percent of the values do not exceed. The median is the 50th: of two in the middle,
// the lower.
#pragma once

#include <array>
#include <compare>
#include <deque>
#include <map>

#include "domain/follow_up.h"
#include "domain/measure.h"
#include "domain/notice.h"
#include "domain/programme.h"
#include "domain/verification.h"

namespace citacal::domain {

inline constexpr core::Minutes kPunctual{15};
inline constexpr std::chrono::days kRepeatedWithin{30};

struct MeasureScope {  // what is measured together
  core::Id contractor;
  std::string contract;  // empty: outside any programme
  int year = 0;          // vigencia: the programme's, else of the request's number
  auto operator<=>(const MeasureScope&) const = default;
};

struct NoticeFact {
  AppointmentStatus status = AppointmentStatus::tentative;  // of its appointment
  core::Instant start{};                                    // of its appointment
  NoticeState state = NoticeState::due;
  core::Instant due_at{};
  std::optional<core::Instant> sent_at;
};

struct DateFact {  // an appointment
  AppointmentStatus status = AppointmentStatus::tentative;
  core::Slot slot{};
  core::Instant first_start{};  // as first agreed
  bool replaces = false;        // takes the place of a cancelled one
  int moves_by_institute = 0, moves_by_contractor = 0;
  core::Instant asked_at{};
  std::optional<core::Instant>
      accepted_at;  // the first acceptance by who speaks for the contractor
  std::optional<core::Instant> verified_at;  // the first time
};

struct VerificationFact {
  Outcome outcome = Outcome::as_agreed;
  bool is_first = false;  // of its case, which does not take up one that was not provided
  core::Instant agreed{};
  core::Slot actual{};  // empty: not said
};

struct CommitmentFact {
  core::Day by{};
  bool is_done = false;
};

// Whether each activity has its record: minutes of the programme (or a failure outside any); the
// request by mail or ticket; an invitation sent; a notice sent or excused (or nothing that affects
// the network); a verification. Files kept as evidence of an activity are its record, too.
struct CaseFact {
  Kind kind = Kind::scheduled;
  RequestState state = RequestState::open;
  std::array<bool, 5> records{};
  bool is_verified = false;
};

struct FailureFact {
  core::Id contractor;
  core::Instant at{};
  std::vector<std::string> affected;
  std::string place;
  bool is_withdrawn = false;
};

struct PlanFact {  // a planned service of a programme
  ProgrammeState state = ProgrammeState::draft;
  int year = 0;
  PlannedService service;  // its period and first month
  int given = 0;           // scheduled appointments held for it, without those not provided
};

// Failures one after the other, by contractor and time.
class FailureMemory {
 public:
  enum class Seen { alone, repeated, withdrawn, not_comparable };
  Seen see(const FailureFact& failure);

 private:
  std::deque<FailureFact> recent_;  // of one contractor, within kRepeatedWithin
};

// By nearest rank; nullopt for none. `percent` 1 to 100.
std::optional<int> percentile(std::vector<int> values, int percent);
// hits of n in whole percents: nullopt for 0 of 0, 100 only for all, 0 only for none.
std::optional<int> whole_percent(int hits, int n);

// What one group of facts comes to.
class Tally {
 public:
  void add(const NoticeFact& fact, core::Instant now);
  // `term`: of its verification.
  void add(const DateFact& fact, const VerificationRule& term, const WorkCalendar& calendar,
           core::Instant now);
  void add(const VerificationFact& fact);
  void add(const CommitmentFact& fact, core::Instant now);
  void add(const CaseFact& fact);
  void add(FailureMemory::Seen failure);
  void add(const PlanFact& fact, core::Instant now);
  void add(const Tally& other);

  std::vector<Measure> measures() const;  // every one, in the order of MeasureKey

 private:
  struct Sample {
    int hits = 0, n = 0;
    std::vector<int> values;  // of medians and percentiles
    std::map<Counted, int> parts, left_out;
    void count(bool hit, int times = 1);
    void value(core::Seconds length);  // in whole minutes, down
  };
  Sample& of(MeasureKey key) { return samples_[static_cast<std::size_t>(key)]; }
  void leave_out(std::initializer_list<MeasureKey> keys, Counted why, int times = 1);

  std::array<Sample, kMeasureCount> samples_;
};

// What a plot shows over time: services by the month of their start, or its year.
struct PeriodCount {
  int held = 0;
  int notices_on_time = 0, notices_late = 0;
  bool operator==(const PeriodCount&) const = default;
};

class Timeline {
 public:
  explicit Timeline(bool by_month) : by_month_(by_month) {}
  void add(const NoticeFact& fact);
  void add(const DateFact& fact);
  const std::map<core::Day, PeriodCount>& periods() const { return periods_; }  // by first day

 private:
  PeriodCount& at(core::Instant start);
  bool by_month_;
  std::map<core::Day, PeriodCount> periods_;
};

}  // namespace citacal::domain
