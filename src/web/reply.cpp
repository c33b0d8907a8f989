#include "web/reply.h"

#include "core/text.h"
#include "web/identify.h"

namespace citacal::web {

core::Response json_reply(int status, const Json& json) {
  return core::Response::of(status, "application/json", json.dump());
}

core::Response empty_reply() {
  core::Response response;
  response.status = 204;
  return response;
}

core::Response reply(const Exchange& exchange, const Shown& shown) {
  auto response = json_reply(200, shown.json);
  if (!shown.version) return response;
  const auto tag = version_tag(*shown.version);
  response.headers.add("ETag", tag);
  const auto& method = exchange.request.method;
  const bool reads = method == "GET" || method == "HEAD";
  if (reads && core::is_not_modified(exchange.request, tag, std::nullopt)) response.status = 304;
  return response;
}

void add_next_link(core::Response& response, const core::Request& request, const std::string& next,
                   std::string_view name) {
  if (next.empty()) return;
  std::string target = request.path() + "?";
  for (const auto& [key, value] : request.query)
    if (key != name && !value.empty())
      target += core::percent_encoded(key) + "=" + core::percent_encoded(value) + "&";
  target += std::string(name) + "=" + core::percent_encoded(next);
  response.headers.add("Link", "<" + target + ">; rel=\"next\"");
}

core::Response page(const Exchange& exchange, Json items, const std::string& next,
                    std::string_view name) {
  auto body = Json::object();
  body.set("items", std::move(items));
  if (!next.empty()) body.set("next", next);
  auto response = json_reply(200, body);
  add_next_link(response, exchange.request, next, name);
  return response;
}

namespace {

// What the caller's key has made before, as it is now.
core::Response replayed(const Exchange& exchange, const Shown& shown) {
  auto response = reply(exchange, shown);
  response.headers.add("Content-Location", shown.path);
  response.headers.add("Idempotent-Replayed", "true");
  return response;
}

}  // namespace

core::Response created(Exchange& exchange, const std::function<Shown()>& create,
                       const std::function<Shown(const core::Id&)>& get) {
  const auto& caller = exchange.caller;
  exchange.caller.idempotency = idempotency_key(exchange.request);
  if (const auto made = service::find_made(exchange.office, caller))
    return replayed(exchange, get(*made));
  try {
    return created(create());
  } catch (const core::Error& error) {
    // The same request, sent at the same time, may have come first and be what is in the way.
    if (error.code != core::Code::conflict) throw;
    const auto made = service::await_made(exchange.office, caller);
    if (!made) throw;
    return replayed(exchange, get(*made));
  }
}

core::Response created(const Shown& shown) {
  auto response = json_reply(201, shown.json);
  response.headers.add("Location", shown.path);
  if (shown.version) response.headers.add("ETag", version_tag(*shown.version));
  return response;
}

std::optional<core::Response> find_missing_precondition(const Exchange& exchange) {
  if (exchange.request.headers.find("If-Match")) return std::nullopt;
  return core::problem(
      core::Problem{428,
                    "if-match-needed",
                    {"Falta la versión leída", "The version read is missing"},
                    {"Envíe If-Match con la etiqueta (ETag) de la versión que leyó, como \"v3\".",
                     "Send If-Match with the entity tag (ETag) of the version you read, like "
                     "\"v3\"."}},
      exchange.request.language());
}

}  // namespace citacal::web
