#include "service/office.h"

#include "service/calendar.h"
#include "service/check.h"
#include "service/feed_cache.h"
#include "service/revisions.h"
#include "service/sign_ins.h"
#include "store/audit.h"
#include "store/creation.h"
#include "store/database.h"
#include "store/signing_key.h"

namespace citacal::service {

namespace {

constexpr std::string_view kKeyPrefix = "api:";
constexpr std::chrono::days kKeysKept{7};

std::string creation_key(const Caller& caller) {
  return std::string(kKeyPrefix) + caller.person.id + ":" + caller.idempotency->key;
}

}  // namespace

bool is_system(const Caller& caller) {
  return caller.person.id.empty() && caller.person.login == "system";
}

Caller system_caller(std::string door) {
  Caller caller;
  caller.person.login = "system";
  caller.person.name = "citacal";
  caller.person.role = domain::Role::administrator;
  caller.person.clearance = domain::Level::reserved;
  caller.door = std::move(door);
  return caller;
}

Office::Office(Settings settings, const core::Clock& clock)
    : settings_(std::move(settings)),
      clock_(clock),
      work_calendar_(settings_.holidays, settings_.hours),
      database_(store::open({settings_.store_url, settings_.store_readers})),
      signing_key_(store::get_signing_key(*database_, clock.now())),
      revisions_(std::make_unique<Revisions>()),
      feeds_(std::make_unique<FeedCache>()),
      sign_ins_(std::make_unique<SignIns>()),
      readiness_(std::make_unique<Readiness>()) {}

Office::~Office() = default;

Work::Work(Office& office, const Caller& caller)
    : office_(office),
      caller_(caller),
      now_(office.clock().now()),
      tx_(office.database().write()) {}

Work::~Work() = default;

void Work::audit(std::string action, std::string noun, const core::Id& subject,
                 std::string detail) {
  domain::AuditEntry entry;
  entry.at = office_.clock().now();
  entry.actor = caller_.person.login;
  entry.door = caller_.door;
  entry.action = std::move(action);
  entry.noun = std::move(noun);
  entry.subject = subject;
  entry.detail = std::move(detail);
  store::append(*tx_, std::move(entry));
}

void Work::touched(std::string calendar, std::int64_t revision) {
  touched_.emplace_back(std::move(calendar), revision);
}

void Work::made(const core::Id& id) {
  if (!caller_.idempotency) return;
  const auto key = creation_key(caller_);
  // Writers are serial: whoever asked the same at the same time has made it by now, or never will.
  if (store::find_creation(*tx_, key))
    throw core::Error(core::Code::conflict, "idempotency-repeated",
                      {"Otra petición con esta Idempotency-Key se adelantó.",
                       "Another request with this Idempotency-Key came first."},
                      "Idempotency-Key");
  store::save_creation(*tx_, key, {caller_.idempotency->digest, id}, now_);
}

void Work::commit() {
  tx_->commit();
  for (const auto& [calendar, revision] : touched_) office_.revisions().raise(calendar, revision);
}

Reading::Reading(Office& office, const Caller& caller)
    : office_(office), caller_(caller), now_(office.clock().now()), tx_(office.database().read()) {}

Reading::~Reading() = default;

void permit(const Caller& caller, domain::Right right) {
  if (is_system(caller) || domain::may(caller.person.role, right)) return;
  const std::string role(core::word(caller.person.role)), missing(core::word(right));
  throw core::Error(core::Code::forbidden, "right-missing",
                    {"Su cuenta (" + role + ") no tiene el derecho «" + missing +
                         "»; pídalo a quien administra el servicio.",
                     "Your account (" + role + ") lacks the right \"" + missing +
                         "\"; ask whoever administers the service."});
}

void permit_person(const Caller& caller) {
  if (!caller.by_token) return;
  throw core::Error(core::Code::forbidden, "person-needed",
                    {"Esto se hace con usuario y contraseña, no con un token.",
                     "This is done with login and password, not with a token."});
}

core::Id narrowed(const Caller& caller, const core::Id& asked) {
  if (caller.person.role != domain::Role::contractor) return asked;
  const auto& own = caller.person.contractor;
  return !own.empty() && (asked.empty() || asked == own) ? own : "none";
}

void permit_version(const Caller& caller, std::int64_t version) {
  if (!caller.expected_version || *caller.expected_version == version) return;
  throw core::Error(core::Code::stale, "changed-meanwhile",
                    {"Ha cambiado desde que usted lo leyó: léalo de nuevo y repita el cambio.",
                     "It has changed since you read it: read it again and repeat the change."},
                    "If-Match");
}

std::optional<core::Id> find_made(Office& office, const Caller& caller) {
  if (!caller.idempotency) return std::nullopt;
  Reading reading(office, caller);
  const auto creation = store::find_creation(reading.tx(), creation_key(caller));
  if (!creation) return std::nullopt;
  if (creation->digest != caller.idempotency->digest)
    throw core::Error(core::Code::conflict, "idempotency-key-reused",
                      {"Esta Idempotency-Key ya se usó para otra petición; use una nueva.",
                       "This Idempotency-Key was used for another request; use a new one."},
                      "Idempotency-Key");
  return creation->made;
}

std::optional<core::Id> await_made(Office& office, const Caller& caller) {
  if (!caller.idempotency) return std::nullopt;
  Work(office, caller).commit();  // becomes durable with those before it, or fails with them
  return find_made(office, caller);
}

int forget_old_keys(Office& office) {
  Work work(office, system_caller("tick"));
  const int forgotten =
      store::remove_creations_before(work.tx(), kKeyPrefix, work.now() - kKeysKept);
  work.commit();
  return forgotten;
}

}  // namespace citacal::service
