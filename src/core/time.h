// Time: instants are UTC seconds; the legal time of Colombia is UTC−5 all year (Decreto 2707 de
// 1982), so local time is a constant shift and needs no zone data. All "now" comes through a Clock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/phrase.h"

namespace citacal::core {

using Instant = std::chrono::sys_seconds;
using Day = std::chrono::local_days;           // a civil day of the legal time
using LocalTime = std::chrono::local_seconds;  // a civil date and time of the legal time
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;

inline constexpr std::chrono::hours kLegalOffset{-5};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

inline LocalTime to_local(Instant at) {
  return LocalTime((at + kLegalOffset).time_since_epoch());
}
inline Instant to_instant(LocalTime at) {
  return Instant(at.time_since_epoch()) - kLegalOffset;
}
inline Day day_of(Instant at) {
  return std::chrono::floor<std::chrono::days>(to_local(at));
}
inline Instant start_of(Day day) {
  return to_instant(day);
}
int year_of(Instant at);  // of the legal time

// Half-open [start, end).
struct Slot {
  Instant start;
  Instant end;
  bool overlaps(const Slot& other) const { return start < other.end && other.start < end; }
  Minutes length() const { return std::chrono::duration_cast<Minutes>(end - start); }
  bool operator==(const Slot&) const = default;
};

std::string print_utc(Instant at);        // 2026-11-23T15:00:00Z         (RFC 3339)
std::string print_local(Instant at);      // 2026-11-23T10:00:00-05:00
std::string print_day(Day day);           // 2026-11-23
std::string print_http_date(Instant at);  // Mon, 23 Nov 2026 15:00:00 GMT (RFC 9110 §5.6.7)

// Exactly the forms above (an offset of any hours and minutes, or Z; seconds optional); years
// 1970 to 9999. Anything else is nullopt.
std::optional<Instant> parse_instant(std::string_view text);
std::optional<Day> parse_day(std::string_view text);
std::optional<Instant> parse_http_date(std::string_view text);  // IMF-fixdate only

// For people: "lunes 23 de noviembre de 2026", "10:00", "2 h 30 min".
std::string say_day(Day day, Language language);
std::string say_time(Instant at);
std::string say_duration(Minutes length);

}  // namespace citacal::core
