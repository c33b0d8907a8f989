#include "service/planning.h"

#include "core/secret.h"
#include "store/appointment.h"
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

std::optional<std::string> find_planned(Office& office, std::string_view key) {
  Reading reading(office, system_caller("tick"));
  const auto planned = store::find_creation(reading.tx(), key);
  return planned ? std::optional(planned->digest) : std::nullopt;
}

void save_planned(Work& work, std::string_view key, const std::string& digest) {
  store::save_creation(work.tx(), key, {digest, ""}, work.now());
}

void plan_coming(Office& office, std::string_view key, const std::string& digest,
                 const std::function<void(Work&, const domain::Appointment&)>& plan) {
  constexpr int kBatch = 200;
  store::AppointmentFilter filter;
  filter.from = office.clock().now();
  filter.without_cancelled = true;
  store::Page page{kBatch, ""};
  do {
    Work work(office, system_caller("tick"));
    const auto listed = store::list_appointments(work.tx(), filter, page);
    for (const auto& appointment : listed.items) plan(work, appointment);
    page.after = listed.next;
    if (page.after.empty()) save_planned(work, key, digest);
    work.commit();
  } while (!page.after.empty());
}

}  // namespace citacal::service
