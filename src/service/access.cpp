#include "service/access.h"

#include <semaphore>

#include "core/secret.h"
#include "core/text.h"
#include "service/calendar.h"
#include "service/sign_ins.h"
#include "store/party.h"
#include "store/token.h"

namespace citacal::service {

namespace {

constexpr int kFreeFailuresOfAccount = 5;
constexpr int kFreeFailuresOfPeer = 20;
constexpr std::size_t kClientMax = 200;  // bytes of a User-Agent that are kept
constexpr std::size_t kSecretMax = 200;

[[noreturn]] void refuse_sign_in() {
  throw core::Error(core::Code::unauthorised, "unauthorised",
                    {"Usuario o contraseña incorrectos, o la cuenta ya no existe.",
                     "Wrong login or password, or the account is no more."});
}

void require_no_wait(SignIns& sign_ins, const std::string& account, const std::string& peer,
                     core::Instant now) {
  const int wait = std::max(sign_ins.wait_s(account, now), sign_ins.wait_s(peer, now));
  if (wait == 0) return;
  core::Error error(core::Code::throttled, "too-many-failures",
                    {"Demasiados intentos fallidos; espere " + std::to_string(wait) + " s.",
                     "Too many failed attempts; wait " + std::to_string(wait) + " s."});
  error.retry_after_s = wait;
  throw error;
}

// argon2 takes 64 MiB a run: two at a time, whoever asks. Where there is no account a hash of a
// random password is verified, so that the answer takes as long.
bool verify_slowly(const std::optional<domain::Person>& person, std::string_view password) {
  static std::counting_semaphore<2> turns(2);
  static const std::string nobody = core::hash_password(core::random_token());
  turns.acquire();
  const bool known = person && person->active && !person->password_hash.empty();
  const bool right = core::verify_password(known ? person->password_hash : nobody, password);
  turns.release();
  return known && right;
}

std::string clean_client(std::string_view client) {
  std::string out;
  for (const char c : client.substr(0, kClientMax))
    if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F) out += c;
  return out;
}

std::string feed_digest(std::string_view secret, std::string_view calendar) {
  return core::process_digest(std::string(secret) + "/" + std::string(calendar));
}

// The good token with this secret, and its owner.
struct Owned {
  domain::AccessToken token;
  domain::Person person;
};

std::optional<Owned> find_owned(Office& office, std::string_view secret, domain::TokenScope scope) {
  if (secret.empty() || secret.size() > kSecretMax) return std::nullopt;
  Reading reading(office, system_caller("web"));
  const auto hash = core::sha256_hex(secret);
  auto token = store::find_token_by_hash(reading.tx(), hash);
  if (!token || !core::equal_in_constant_time(token->hash, hash) || token->scope != scope ||
      !domain::is_valid(*token, reading.now()))
    return std::nullopt;
  auto person = store::find_person(reading.tx(), token->person);
  if (!person || !person->active) return std::nullopt;
  return Owned{std::move(*token), std::move(*person)};
}

}  // namespace

domain::Person sign_in(Office& office, std::string_view login, std::string_view password,
                       std::string_view peer) {
  auto& sign_ins = office.sign_ins();
  const auto now = office.clock().now();
  const auto name = core::to_lower(login.substr(0, 64));
  std::optional<domain::Person> person;
  {
    Reading reading(office, system_caller("web"));
    person = store::find_person_by_login(reading.tx(), name);
  }
  const auto proof =
      core::process_digest((person ? person->password_hash : "") + "/" + std::string(password));
  if (person && person->active && sign_ins.is_verified(name, proof, now)) return *person;

  const auto account_key = "account:" + name, peer_key = "peer:" + std::string(peer);
  require_no_wait(sign_ins, account_key, peer_key, now);
  if (password.size() > 1'000 || !verify_slowly(person, password)) {
    sign_ins.failed(account_key, kFreeFailuresOfAccount, now);
    sign_ins.failed(peer_key, kFreeFailuresOfPeer, now);
    refuse_sign_in();
  }
  sign_ins.succeeded(account_key);
  sign_ins.verified(name, proof, now);
  return *person;
}

domain::Person sign_in_by_token(Office& office, std::string_view secret, std::string_view peer,
                                std::string_view client) {
  auto& sign_ins = office.sign_ins();
  const auto now = office.clock().now();
  const auto peer_key = "peer:" + std::string(peer);
  require_no_wait(sign_ins, "", peer_key, now);
  auto owned = find_owned(office, secret, domain::TokenScope::api);
  if (!owned) {
    sign_ins.failed(peer_key, kFreeFailuresOfPeer, now);
    throw core::Error(core::Code::unauthorised, "unauthorised",
                      {"El token no existe, venció o fue revocado.",
                       "The token does not exist, has expired or was revoked."});
  }
  sign_ins.used(owned->token.id, clean_client(client), now);
  return std::move(owned->person);
}

void open_feed(Office& office, std::string_view secret, std::string_view calendar,
               std::string_view client) {
  const auto owned = find_owned(office, secret, domain::TokenScope::feed);
  if (!owned || owned->token.calendar != calendar)
    throw core::Error(core::Code::not_found, "not-found",
                      {"Este enlace no existe, venció o fue revocado; pida uno nuevo.",
                       "This link does not exist, has expired or was revoked; ask for a new one."});
  Caller owner;
  owner.person = owned->person;
  get_calendar(office, calendar, &owner);
  office.sign_ins().feed_opened(feed_digest(secret, calendar), owned->token.id,
                                clean_client(client), office.clock().now());
}

bool is_feed_open(Office& office, std::string_view secret, std::string_view calendar,
                  std::string_view client) {
  if (secret.empty() || secret.size() > kSecretMax) return false;
  return office.sign_ins().is_feed_open(feed_digest(secret, calendar), clean_client(client),
                                        office.clock().now());
}

void save_last_uses(Office& office) {
  const auto uses = office.sign_ins().take_last_uses();
  if (uses.empty()) return;
  Work work(office, system_caller("tick"));
  for (const auto& [id, use] : uses) {
    auto token = store::find_token(work.tx(), id);
    if (!token) continue;
    token->last_used_at = use.at;
    token->last_client = use.client;
    store::save(work.tx(), *token);
  }
  work.commit();
}

}  // namespace citacal::service
