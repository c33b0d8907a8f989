#include "ical/zone_file.h"

#include <string>

#include "ical/scan.h"

namespace citacal::ical {

using namespace std::chrono;

namespace {

constexpr std::size_t kHeader = 44;

// Big-endian numbers one after another; reading past the end gives zeros and is remembered.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  std::int64_t number(std::size_t size) {
    const auto field = skip(size);
    if (field.empty()) return 0;
    std::uint64_t value = (field[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (const char c : field) value = value << 8 | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(value);
  }
  std::string_view skip(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view rest() const { return rest_; }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Counts {
  std::size_t utc, standard, leaps, times, types, characters;
  std::size_t size(std::size_t time_size) const {
    return times * (time_size + 1) + types * 6 + characters + leaps * (time_size + 4) + standard +
           utc;
  }
};

std::optional<Counts> read_header(Bytes& bytes) {
  const auto header = bytes.skip(kHeader - 24);
  if (header.substr(0, 4) != "TZif" || header[4] < '2') return std::nullopt;
  Counts counts{};
  for (auto* const count : {&counts.utc, &counts.standard, &counts.leaps, &counts.times,
                            &counts.types, &counts.characters}) {
    const auto value = bytes.number(4);
    if (value < 0 || value > 100'000) return std::nullopt;
    *count = static_cast<std::size_t>(value);
  }
  return counts;
}

// The footer: a TZ string of POSIX ("EST5EDT,M3.2.0,M11.1.0", "<-05>5").
class Footer {
 public:
  explicit Footer(std::string_view text) : rest_(text) {}
  // Adds the changes after `changes` until kLastYear. False where it cannot be read.
  bool add_to(std::vector<TimeZone::Change>& changes);

 private:
  struct When {
    char form = 'M';  // M month.week.day, J day without a leap day, N day with it
    int month = 0, week = 0, day = 0;
    core::Seconds time = hours(2);
  };
  bool take(char c);
  bool take_name();
  int take_number();
  core::Seconds take_time();
  When take_when();
  static core::LocalTime local(const When& when, year year);

  std::string_view rest_;
  bool ok_ = true;
};

bool Footer::take(char c) {
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

bool Footer::take_name() {
  const auto size = take('<') ? rest_.find('>') : rest_.find_first_of("+-0123456789,");
  if (size == std::string_view::npos || size == 0) return false;
  rest_.remove_prefix(size);
  take('>');
  return true;
}

int Footer::take_number() {
  int value = 0;
  std::size_t size = 0;
  for (; size < rest_.size() && size < 4 && rest_[size] >= '0' && rest_[size] <= '9'; ++size)
    value = value * 10 + (rest_[size] - '0');
  rest_.remove_prefix(size);
  ok_ = ok_ && size > 0;
  return value;
}

core::Seconds Footer::take_time() {
  const bool is_negative = take('-');
  if (!is_negative) take('+');
  core::Seconds time = hours(take_number());
  if (take(':')) time += minutes(take_number());
  if (take(':')) time += seconds(take_number());
  return is_negative ? -time : time;
}

Footer::When Footer::take_when() {
  When when;
  if (take('M')) {
    when.month = take_number();
    ok_ = take('.') && ok_;
    when.week = take_number();
    ok_ = take('.') && ok_;
    when.day = take_number();
    ok_ = ok_ && when.month >= 1 && when.month <= 12 && when.week >= 1 && when.week <= 5 &&
          when.day <= 6;
  } else {
    when.form = take('J') ? 'J' : 'N';
    when.day = take_number();
  }
  if (take('/')) when.time = take_time();
  return when;
}

core::LocalTime Footer::local(const When& when, year year) {
  const local_days new_year(year / January / 1);
  if (when.form == 'N') return new_year + days(when.day) + when.time;
  if (when.form == 'J')
    return new_year + days(when.day - 1 + (year.is_leap() && when.day >= 60 ? 1 : 0)) + when.time;
  const weekday day(static_cast<unsigned>(when.day));
  const auto month = year / std::chrono::month(static_cast<unsigned>(when.month));
  if (when.week == 5) return local_days(month / day[last]) + when.time;
  return local_days(month / day[static_cast<unsigned>(when.week)]) + when.time;
}

bool Footer::add_to(std::vector<TimeZone::Change>& changes) {
  if (!take_name()) return false;
  const auto standard = -take_time();
  if (rest_.empty()) return ok_;
  if (!take_name()) return false;
  const auto daylight = !rest_.empty() && rest_.front() != ',' ? -take_time() : standard + hours(1);
  ok_ = take(',') && ok_;
  const auto start = take_when();
  ok_ = take(',') && ok_;
  const auto end = take_when();
  if (!ok_) return false;
  const auto after =
      changes.empty() ? core::Instant(sys_days(year(kFirstYear) / 1 / 1)) : changes.back().at;
  for (auto y = year_month_day(floor<days>(after)).year(); y <= year(kLastYear); ++y) {
    TimeZone::Change to_daylight{core::Instant(local(start, y).time_since_epoch()) - standard,
                                 daylight};
    TimeZone::Change to_standard{core::Instant(local(end, y).time_since_epoch()) - daylight,
                                 standard};
    if (to_standard.at < to_daylight.at) std::swap(to_standard, to_daylight);
    if (to_daylight.at > after) changes.push_back(to_daylight);
    if (to_standard.at > after) changes.push_back(to_standard);
  }
  return true;
}

}  // namespace

std::optional<TimeZone> parse_zone_file(std::string_view text) {
  Bytes bytes(text);
  const auto old = read_header(bytes);
  if (!old) return std::nullopt;
  bytes.skip(old->size(4));
  const auto counts = read_header(bytes);
  if (!counts || counts->types == 0) return std::nullopt;
  std::vector<TimeZone::Change> changes(counts->times);
  for (auto& change : changes) change.at = core::Instant(core::Seconds(bytes.number(8)));
  const auto types = bytes.skip(counts->times);
  std::vector<core::Seconds> offsets;
  for (std::size_t i = 0; i < counts->types; ++i) {
    offsets.emplace_back(bytes.number(4));
    bytes.skip(2);
  }
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto type = static_cast<unsigned char>(types[i]);
    if (type >= offsets.size()) return std::nullopt;
    changes[i].offset = offsets[type];
  }
  bytes.skip(counts->characters + counts->leaps * 12 + counts->standard + counts->utc);
  auto footer = bytes.rest();
  if (!bytes.ok() || footer.size() < 2 || footer.front() != '\n') return std::nullopt;
  footer = footer.substr(1, footer.size() - 2);
  if (!footer.empty() && !Footer(footer).add_to(changes)) return std::nullopt;
  return TimeZone(offsets.front(), changes);
}

}  // namespace citacal::ical
