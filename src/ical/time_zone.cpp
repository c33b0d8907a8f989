#include "ical/time_zone.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <sstream>

#include "core/text.h"
#include "ical/moment.h"
#include "ical/rule.h"
#include "ical/scan.h"
#include "ical/zone.h"
#include "ical/zone_file.h"

namespace citacal::ical {

using namespace std::chrono;

namespace {

constexpr std::size_t kKeptMost = 200;  // VTIMEZONEs of others

constexpr core::LocalTime start_of_year(int number) {
  return local_days(year(number) / January / 1);
}

// Zones by what they were read from; many read at once.
class Kept {
 public:
  // What `read` gives for a key that is not there is kept; with `most` there, all are let go first.
  template <class Read>
  Zone find(std::string_view key, std::size_t most, Read read) {
    {
      const std::shared_lock reading(lock_);
      const auto at = zones_.find(key);
      if (at != zones_.end()) return at->second;
    }
    auto zone = read();
    const std::unique_lock writing(lock_);
    if (zones_.size() >= most) zones_.clear();
    return zones_.emplace(key, std::move(zone)).first->second;
  }

 private:
  std::shared_mutex lock_;
  std::map<std::string, Zone, std::less<>> zones_;
};

Zone read_system_zone(std::string_view name) {
  std::ifstream file("/usr/share/zoneinfo/" + std::string(name), std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const auto zone = parse_zone_file(bytes.str());
  return zone ? std::make_shared<const TimeZone>(*zone) : nullptr;
}

// "-0500" or "+053000".
std::optional<core::Seconds> parse_offset(std::string_view text) {
  if (text.size() != 5 && text.size() != 7) return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  int value[3] = {0, 0, 0};
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    auto& part = value[(i - 1) / 2];
    part = part * 10 + (text[i] - '0');
  }
  const core::Seconds offset = hours(value[0]) + minutes(value[1]) + seconds(value[2]);
  return text[0] == '-' ? -offset : offset;
}

struct Onset {
  core::Instant at;
  core::Seconds before, after;
};

// When a STANDARD or DAYLIGHT begins (§3.6.5): at DTSTART, by its rules, on its RDATEs.
void add_onsets(const Node& observance, std::vector<Onset>& onsets) {
  const auto before = parse_offset(observance.value("TZOFFSETFROM"));
  const auto after = parse_offset(observance.value("TZOFFSETTO"));
  const auto start = parse_written(observance.value("DTSTART"));
  if (!before || !after || !start) return;
  const auto add = [&](core::LocalTime local) {
    onsets.push_back({core::Instant(local.time_since_epoch()) - *before, *before, *after});
  };
  add(start->local);
  for (const auto& line : observance.lines) {
    if (line.name == "RDATE") {
      for (const auto one : core::split(line.value, ','))
        if (const auto written = parse_written(one.substr(0, one.find('/')))) add(written->local);
    } else if (line.name == "RRULE") {
      const auto rule = parse_rule(line.value);
      if (!rule) continue;
      auto until = start_of_year(kLastYear + 1);
      if (rule->until)
        until = std::min(until, rule->until->local + (rule->until->is_utc ? *before : seconds(0)));
      RuleWalk walk(*rule, start->local, start_of_year(kFirstYear), until);
      while (const auto local = walk.next()) {
        if (onsets.size() > kZoneChangesMax) return;
        add(*local);
      }
    }
  }
}

Zone read_vtimezone(const Node& vtimezone) {
  std::vector<Onset> onsets;
  for (const auto& node : vtimezone.nodes)
    if (node.name == "STANDARD" || node.name == "DAYLIGHT") add_onsets(node, onsets);
  if (onsets.empty()) return nullptr;
  std::stable_sort(onsets.begin(), onsets.end(),
                   [](const Onset& a, const Onset& b) { return a.at < b.at; });
  std::vector<TimeZone::Change> changes;
  for (const auto& onset : onsets) changes.push_back({onset.at, onset.after});
  return std::make_shared<const TimeZone>(onsets.front().before, changes);
}

}  // namespace

TimeZone::TimeZone(core::Seconds first, const std::vector<Change>& changes) : first_(first) {
  auto before = first;
  for (const auto& change : changes) {
    if (change.offset == before) continue;
    // Skipped local times are before the change, and those that come twice, too.
    const auto from =
        core::LocalTime(change.at.time_since_epoch()) + std::max(before, change.offset);
    spans_.push_back({change.at, from, change.offset});
    before = change.offset;
  }
}

core::Instant TimeZone::to_utc(core::LocalTime local) const {
  const auto after = std::partition_point(spans_.begin(), spans_.end(),
                                          [&](const Span& span) { return span.from <= local; });
  const auto offset = after == spans_.begin() ? first_ : std::prev(after)->offset;
  return core::Instant(local.time_since_epoch()) - offset;
}

core::LocalTime TimeZone::to_local(core::Instant at) const {
  const auto after = std::partition_point(spans_.begin(), spans_.end(),
                                          [&](const Span& span) { return span.at <= at; });
  const auto offset = after == spans_.begin() ? first_ : std::prev(after)->offset;
  return core::LocalTime(at.time_since_epoch()) + offset;
}

const Zone& utc_zone() {
  static const Zone zone =
      std::make_shared<const TimeZone>(seconds(0), std::vector<TimeZone::Change>());
  return zone;
}

const Zone& legal_zone() {
  static const Zone zone =
      std::make_shared<const TimeZone>(core::kLegalOffset, std::vector<TimeZone::Change>());
  return zone;
}

Zone find_zone(std::string_view name) {
  if (name == kZone) return legal_zone();
  if (name == "UTC") return utc_zone();
  if (!is_known_zone(name)) return nullptr;
  static Kept kept;
  return kept.find(name, std::size_t(-1), [&] { return read_system_zone(name); });
}

Zone zone_of(const Node& vtimezone) {
  static Kept kept;
  return kept.find(vtimezone.raw, kKeptMost, [&] { return read_vtimezone(vtimezone); });
}

}  // namespace citacal::ical
