#include "service/planning.h"

#include "core/secret.h"
#include "store/creation.h"

namespace citacal::service {

std::string rules_digest(const Office& office, const std::vector<int>& rule) {
  const auto& calendar = office.work_calendar();
  std::string all;
  const auto add = [&](auto number) { all += std::to_string(number) + ' '; };
  for (const int number : rule) add(number);
  add(calendar.hours().start.count());
  add(calendar.hours().end.count());
  for (const int weekday : calendar.hours().weekdays) add(weekday);
  for (const auto& holiday : calendar.holidays()) {
    all += '\n' + std::string(core::word(holiday.rule)) + ' ';
    for (const int number :
         {holiday.month, holiday.day, holiday.offset, holiday.from_year, holiday.until_year})
      add(number);
  }
  return core::sha256_hex(all);
}

bool is_planned_by(Office& office, std::string_view key, const std::string& digest) {
  Reading reading(office, system_caller("tick"));
  const auto planned = store::find_creation(reading.tx(), key);
  return planned && planned->digest == digest;
}

void save_planned(Work& work, std::string_view key, const std::string& digest) {
  store::save_creation(work.tx(), key, {digest, ""}, work.now());
}

}  // namespace citacal::service
