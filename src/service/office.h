// The desk: what every verb works with. A verb opens a Work (one transaction, one caller, one now),
// permits, decides, saves, tells and commits; a question opens a Reading.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "domain/access.h"
#include "domain/calendar.h"
#include "domain/institute.h"
#include "domain/record_rules.h"

namespace citacal::store {
class Database;
class Transaction;
}  // namespace citacal::store

namespace citacal::service {

// A contractor's own ticket system, as far as verbs need to know of it.
struct TicketSystem {
  std::string key;         // in the configuration
  std::string contractor;  // the contractor's key
  std::string name;        // as a case shows it: "Mesa de ayuda Redes Andinas"
};

struct Settings {
  std::string store_url;  // "sqlite:///var/lib/citacal/citacal.db", "sqlite::memory:"
  int store_readers = 4;
  domain::Institute institute;
  domain::WorkingHours hours;
  std::vector<domain::Holiday> holidays;
  std::vector<domain::Calendar> calendars;   // definitions, as read from calendars/
  std::vector<TicketSystem> ticket_systems;  // at most one a contractor
  domain::RecordRules records;
};

struct IdempotencyKey {
  std::string key;     // as the client gave it, at most 200 characters
  std::string digest;  // SHA-256 of method, path and body
};

// Who asks, by which door, and what was said of repetition and of the version that was read.
struct Caller {
  domain::Person person;
  std::string door = "web";
  bool by_token = false;  // a program's: it cannot make itself other accesses
  std::optional<IdempotencyKey> idempotency;
  std::optional<std::int64_t> expected_version;  // If-Match
};

// The service itself: load, tick, command line. May do everything; has no account.
Caller system_caller(std::string door);
bool is_system(const Caller& caller);

class Revisions;
class FeedCache;
class SignIns;
class Readiness;

// Opens the store and brings it to this program's schema. Thread-safe; one for the whole process.
// Who serves calls publish_all (service/calendar.h) before the first request.
class Office {
 public:
  Office(Settings settings, const core::Clock& clock);
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  const core::Clock& clock() const { return clock_; }
  const domain::Institute& institute() const { return settings_.institute; }
  const domain::WorkCalendar& work_calendar() const { return work_calendar_; }
  const std::vector<domain::Calendar>& definitions() const { return settings_.calendars; }
  const std::vector<TicketSystem>& ticket_systems() const { return settings_.ticket_systems; }
  const domain::RecordRules& records() const { return settings_.records; }
  store::Database& database() { return *database_; }
  const std::string& signing_key() const { return signing_key_; }
  Revisions& revisions() { return *revisions_; }
  FeedCache& feeds() { return *feeds_; }
  SignIns& sign_ins() { return *sign_ins_; }
  Readiness& readiness() { return *readiness_; }

 private:
  Settings settings_;
  const core::Clock& clock_;
  domain::WorkCalendar work_calendar_;
  std::unique_ptr<store::Database> database_;
  const std::string signing_key_;
  std::unique_ptr<Revisions> revisions_;
  std::unique_ptr<FeedCache> feeds_;
  std::unique_ptr<SignIns> sign_ins_;
  std::unique_ptr<Readiness> readiness_;
};

// A writing transaction. Destroyed without commit(), nothing has happened.
class Work {
 public:
  Work(Office& office, const Caller& caller);
  ~Work();
  Office& office() { return office_; }
  store::Transaction& tx() { return *tx_; }
  const Caller& caller() const { return caller_; }
  core::Instant now() const { return now_; }
  // For loading what happened earlier: `now` of the decisions. The trail keeps the real time.
  void set_now(core::Instant then) { now_ = then; }
  bool tells() const { return tells_; }  // whether letters are written
  void set_tells(bool tells) { tells_ = tells; }

  void audit(std::string action, std::string noun, const core::Id& subject,
             std::string detail = {});
  void touched(std::string calendar, std::int64_t revision);  // by publication
  // What this work made, for the caller's idempotency key. Throws conflict "idempotency-repeated"
  // where another work with the same key has committed meanwhile.
  void made(const core::Id& id);
  void commit();

 private:
  Office& office_;
  Caller caller_;
  core::Instant now_;
  bool tells_ = true;
  std::unique_ptr<store::Transaction> tx_;
  std::vector<std::pair<std::string, std::int64_t>> touched_;
};

class Reading {
 public:
  Reading(Office& office, const Caller& caller);
  ~Reading();
  Office& office() { return office_; }
  store::Transaction& tx() { return *tx_; }
  const Caller& caller() const { return caller_; }
  core::Instant now() const { return now_; }

 private:
  Office& office_;
  Caller caller_;
  core::Instant now_;
  std::unique_ptr<store::Transaction> tx_;
};

// Throws forbidden naming the right that is missing.
void permit(const Caller& caller, domain::Right right);
// Throws forbidden where a program asks with a token: accesses are for persons to give.
void permit_person(const Caller& caller);
// The contractor to list by: the one asked for, or the caller's own firm where it sees no other (a
// list of another's is then empty, as if nothing were there). Empty: any.
core::Id narrowed(const Caller& caller, const core::Id& asked);
// Throws stale where the caller read another version (If-Match).
void permit_version(const Caller& caller, std::int64_t version);

// What the caller's idempotency key made before, if anything: the creation is then not repeated.
// Throws conflict "idempotency-key-reused" when the key was used for something else.
std::optional<core::Id> find_made(Office& office, const Caller& caller);
// The same, after a conflict: waits until what other works had written by now is durable.
std::optional<core::Id> await_made(Office& office, const Caller& caller);
// Idempotency keys are kept for seven days; returns how many were older. Once a day.
int forget_old_keys(Office& office);

// The first and the last beats of a verb: permit and open, then commit what `verb(work)` did.
template <class Verb>
auto in_work(Office& office, const Caller& caller, domain::Right right, Verb verb) {
  permit(caller, right);
  Work work(office, caller);
  auto result = verb(work);
  work.commit();
  return result;
}

}  // namespace citacal::service
