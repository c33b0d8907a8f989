#include "dav/quota.h"

#include <map>
#include <mutex>

#include "ical/scan.h"

namespace citacal::dav {

namespace {

struct Counted {
  std::int64_t revision = -1, bytes = 0, objects = 0;
};

// What was counted, by what the objects are stored under: a person's own, which no other office
// has. Forgotten as a whole when it is many.
class Counts {
 public:
  std::optional<Counted> find(const std::string& calendar, std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(calendar);
    if (found == counts_.end() || found->second.revision != revision) return std::nullopt;
    return found->second;
  }
  void keep(const std::string& calendar, const Counted& counted) {
    const std::lock_guard lock(mutex_);
    if (counts_.size() >= kCalendarsMost) counts_.clear();
    counts_[calendar] = counted;
  }

 private:
  static constexpr std::size_t kCalendarsMost = 10'000;
  std::mutex mutex_;
  std::map<std::string, Counted> counts_;
};

Counted count(Exchange& exchange, const domain::Collection& collection) {
  static Counts counts;
  const auto revision = service::state_of(*exchange.reading, collection).revision;
  if (const auto known = counts.find(collection.calendar, revision)) return *known;
  Counted counted{revision};
  service::for_each_object(*exchange.reading, collection, service::Data::without,
                           [&](const service::ObjectView& object) {
                             counted.bytes += object.size;
                             ++counted.objects;
                             return true;
                           });
  counts.keep(collection.calendar, counted);
  return counted;
}

std::optional<Quota> quota_of_one(Exchange& exchange, const domain::Collection& collection) {
  if (collection.owner.empty() || collection.kind == domain::CollectionKind::outbox)
    return std::nullopt;
  const auto counted = count(exchange, collection);
  if (!domain::grant(collection, exchange.caller.person).add) return Quota{counted.bytes};
  const auto left = std::max<std::int64_t>(0, domain::kObjectsMost - counted.objects);
  return Quota{counted.bytes, left * static_cast<std::int64_t>(ical::kObjectMax)};
}

}  // namespace

std::optional<Quota> quota_of(const Source& source) {
  auto& exchange = source.exchange;
  if (source.resource.collection) return quota_of_one(exchange, *source.resource.collection);
  Quota all;
  for (const auto& collection : service::list_collections(*exchange.reading)) {
    const auto one = quota_of_one(exchange, collection);
    if (!one) continue;
    all.used += one->used;
    if (one->available) all.available = all.available.value_or(0) + *one->available;
  }
  return all;
}

}  // namespace citacal::dav
