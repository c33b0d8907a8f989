#include "service/token.h"

#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

Shown show_token(const domain::AccessToken& token, core::Instant now) {
  const auto optional = [](const std::optional<core::Instant>& at) {
    return at ? core::print_utc(*at) : std::string();
  };
  auto json = Json::object();
  json.set("id", token.id)
      .set("person", token.person)
      .set("scope", core::word(token.scope))
      .set_or_null("calendar", token.calendar)
      .set("label", token.label)
      .set("valid", domain::is_valid(token, now))
      .set("created_at", core::print_utc(token.created_at))
      .set_or_null("expires_at", optional(token.expires_at))
      .set_or_null("last_used_at", optional(token.last_used_at))
      .set_or_null("last_client", token.last_client)
      .set_or_null("revoked_at", optional(token.revoked_at));
  return {std::move(json), std::string(kApi) + "/tokens/" + token.id, std::nullopt};
}

core::Response list(Exchange& exchange) {
  const auto now = exchange.office.clock().now();
  const auto listing = cut(service::list_tokens(exchange.office, exchange.caller),
                           exchange.query.paging(), [](const auto& one) { return one.id; });
  return page_of(exchange, listing, [&](const auto& one) { return show_token(one, now).json; });
}

core::Response create(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  service::NewToken asked;
  asked.scope = body.word("scope", domain::TokenScope::feed);
  asked.calendar = body.optional_line("calendar", 100);
  asked.label = body.line("label");
  asked.days = static_cast<int>(body.integer("days", 0, 3'650, 0));
  asked.login = body.optional_line("login", 64);
  body.done();
  const auto made = service::create_token(exchange.office, exchange.caller, asked);
  auto shown = show_token(made.token, exchange.office.clock().now());
  shown.json.set("secret", made.secret);
  if (made.token.scope == domain::TokenScope::feed)
    shown.json.set("feed",
                   exchange.url("/feeds/" + made.secret + "/" + made.token.calendar + ".ics"));
  auto response = json_reply(201, shown.json);
  response.headers.add("Location", shown.path);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

core::Response get(Exchange& exchange) {
  for (const auto& one : service::list_tokens(exchange.office, exchange.caller))
    if (one.id == exchange.id())
      return reply(exchange, show_token(one, exchange.office.clock().now()));
  throw core::Error(core::Code::not_found, "not-found",
                    {"No existe ese token.", "There is no such token."});
}

core::Response revoke(Exchange& exchange) {
  service::revoke_token(exchange.office, exchange.caller, exchange.id());
  return empty_reply();
}

}  // namespace

std::vector<Route> token_routes() {
  return {
      {"GET", "/api/v1/tokens", list, Access::account, "One's access tokens", {"limit", "cursor"}},
      {"POST",
       "/api/v1/tokens",
       create,
       Access::account,
       "Make a token: its secret is shown this once",
       {}},
      {"GET", "/api/v1/tokens/{id}", get, Access::account, "A token", {}},
      {"DELETE", "/api/v1/tokens/{id}", revoke, Access::account, "Revoke a token", {}},
  };
}

}  // namespace citacal::web
