#include "service/trail.h"

#include <map>

#include "service/compose.h"
#include "service/page.h"
#include "store/audit.h"
#include "store/creation.h"
#include "store/database.h"
#include "store/letter.h"

namespace citacal::service {

namespace {

using domain::AuditEntry;
using domain::Breach;
using domain::ChainHead;

constexpr std::string_view kToldKey = "trail_head";

ChainHead head_in(store::Transaction& tx) {
  const auto last = store::find_last_audit(tx);
  return last ? domain::head_of(*last) : ChainHead{};
}

std::string say_breach(Breach breach, const ChainHead& before, const AuditEntry& entry) {
  switch (breach) {
    case Breach::order:
      return "its number is not above the one before, " + std::to_string(before.number);
    case Breach::gap:
      return entry.number == before.number + 2
                 ? "entry " + std::to_string(before.number + 1) + " before it is missing"
                 : "entries " + std::to_string(before.number + 1) + " to " +
                       std::to_string(entry.number - 1) + " before it are missing";
    case Breach::previous:
      return "it is bound to " + entry.previous + ", but the entry before it has the hash " +
             before.hash;
    case Breach::content:
      return "its content was changed: its hash is " + entry.hash + ", that of its content " +
             domain::audit_hash(entry);
  }
  return "";
}

std::string where_of(const AuditEntry& entry) {
  return "trail: entry " + std::to_string(entry.number) + " of " + core::print_local(entry.at);
}

// Heads that were kept elsewhere, to be met on the way through the chain.
class KnownHeads {
 public:
  explicit KnownHeads(const std::vector<ChainHead>& known) {
    for (const auto& one : known) add(one);
  }
  void add(const ChainHead& head) {
    if (head.number > 0) waiting_.emplace(head.number, head.hash);
  }
  void meet(const AuditEntry& entry, const std::function<void(std::string)>& fault) {
    const auto [from, until] = waiting_.equal_range(entry.number);
    for (auto one = from; one != until; ++one)
      if (one->second != entry.hash)
        fault(where_of(entry) + ": was known with the hash " + one->second + " and has " +
              entry.hash + ": it or one before it was rewritten since");
    waiting_.erase(from, until);
  }
  void end(const ChainHead& head, const std::function<void(std::string)>& fault) const {
    for (const auto& [number, hash] : waiting_)
      fault("trail: entry " + std::to_string(number) + ", known with the hash " + hash +
            ", is missing; the chain's head is " + domain::print_head(head));
  }

 private:
  std::multimap<std::int64_t, std::string> waiting_;
};

std::optional<core::Day> find_told_day(store::Transaction& tx) {
  const auto told = store::find_creation(tx, kToldKey);
  return told ? core::parse_day(told->made) : std::nullopt;
}

bool is_time(Office& office, core::Day today) {
  Reading reading(office, system_caller("tick"));
  const auto told = find_told_day(reading.tx());
  return !told || *told < today;
}

std::string text_of(const DailyHead& daily) {
  std::string text =
      "Hoy, " + core::say_day(daily.day, core::Language::es) +
      ", la cadena de auditoría de citacal va en la entrada " + std::to_string(daily.head.number) +
      ", con este hash:\n\n" + domain::print_head(daily.head) +
      "\n\nGuarde este correo fuera del servicio. Con él se comprueba, cuando haga falta, que "
      "ninguna "
      "entrada de hasta hoy se haya cambiado, quitado ni rehecho:\n\ncitacal check --head " +
      domain::print_head(daily.head);
  if (daily.before && daily.day - *daily.before > std::chrono::days(1))
    text += "\n\nEl anterior fue el del " + core::say_day(*daily.before, core::Language::es) +
            ": entre tanto el servicio no estuvo en marcha. Este cubre también esos días.";
  return text;
}

void write_letters(Work& work, const DailyHead& daily) {
  const auto& institute = work.office().institute();
  for (const auto& address : institute.audit.mail_to) {
    auto letter = begin_letter(institute, domain::LetterKind::trail_head, "", address, work.now());
    letter.about = "trail_head:" + core::print_day(daily.day);
    letter.subject = "Cabeza de la cadena de auditoría, " + core::print_day(daily.day) +
                     ": entrada " + std::to_string(daily.head.number);
    letter.text = letter_text(institute, letter, text_of(daily));
    store::add_letter(work.tx(), letter);
  }
}

}  // namespace

std::vector<AuditEntry> list_trail(Office& office, const Caller& caller, std::int64_t after,
                                   int limit, const core::Id& subject) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  const auto page = to_page({limit, ""});
  return store::list_audit(reading.tx(), after, page.limit, subject, caller.person.clearance);
}

ChainHead get_head(Office& office, const Caller& caller) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  return head_in(reading.tx());
}

ChainHead check_chain(Reading& reading, const std::vector<ChainHead>& known,
                      const std::function<void(std::string)>& fault) {
  KnownHeads heads(known);
  if (const auto told = store::find_creation(reading.tx(), kToldKey))
    heads.add(domain::parse_head(kToldKey, told->digest));
  ChainHead before;
  store::for_each_audit(reading.tx(), [&](const AuditEntry& entry) {
    for (const auto breach : domain::find_breaches(before, entry))
      fault(where_of(entry) + ": " + say_breach(breach, before, entry));
    heads.meet(entry, fault);
    before.number = entry.number;
    before.hash.assign(entry.hash);
    return true;
  });
  heads.end(before, fault);
  return before;
}

bool tell_head(Office& office, const std::function<void(const DailyHead&)>& log) {
  const auto today = core::day_of(office.clock().now());
  if (!is_time(office, today)) return false;
  Work work(office, system_caller("tick"));
  const DailyHead daily{today, find_told_day(work.tx()), head_in(work.tx())};
  if (daily.before && *daily.before >= today) return false;  // another process was quicker
  write_letters(work, daily);
  store::save_creation(work.tx(), kToldKey,
                       {domain::print_head(daily.head), core::print_day(today)}, work.now());
  log(daily);
  work.commit();
  return true;
}

}  // namespace citacal::service
