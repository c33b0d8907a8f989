#include "web/router.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "web/identify.h"
#include "web/page.h"
#include "web/reply.h"

namespace citacal::web {

namespace {

[[noreturn]] void no_such_thing() {
  throw core::Error(core::Code::not_found, "no-such-resource",
                    {"En esta dirección no hay nada. La descripción de la API está en "
                     "/api/openapi.json.",
                     "There is nothing at this address. The API is described at "
                     "/api/openapi.json."});
}

// "{calendar}.ics" meets "network.ics" as calendar=network.
bool matches_segment(std::string_view part, std::string_view segment,
                     std::vector<std::pair<std::string, std::string>>& parameters) {
  if (!part.starts_with("{")) return part == segment;
  const auto close = part.find('}');
  const auto suffix = part.substr(close + 1);
  if (segment.size() <= suffix.size() || !segment.ends_with(suffix)) return false;
  parameters.emplace_back(part.substr(1, close - 1),
                          segment.substr(0, segment.size() - suffix.size()));
  return true;
}

std::string allowed_methods(std::string_view pattern) {
  std::vector<std::string> methods;
  for (const auto& route : routes()) {
    if (route.pattern != pattern) continue;
    methods.emplace_back(route.method);
    if (route.method == "GET") methods.emplace_back("HEAD");
  }
  methods.emplace_back("OPTIONS");
  return core::join(methods, ", ");
}

core::Response answer_options(std::string_view pattern) {
  core::Response response;
  response.status = 204;
  response.headers.add("Allow", allowed_methods(pattern));
  return response;
}

core::Response refuse_method(const core::Request& request, std::string_view pattern,
                             const domain::Institute& institute) {
  const auto allowed = allowed_methods(pattern);
  auto response = refusal(
      request,
      core::Problem{405,
                    "method-not-allowed",
                    {"Método no admitido", "Method not allowed"},
                    {"Aquí se admiten: " + allowed + ".", "Allowed here: " + allowed + "."}},
      institute);
  response.headers.add("Allow", allowed);
  return response;
}

const Route* find_route(std::string_view method, std::string_view pattern) {
  for (const auto& route : routes())
    if (route.pattern == pattern && route.method == method) return &route;
  return nullptr;
}

// The pattern with the most literal segments that meets the path, so that ".../check" is not an id.
std::string_view find_pattern(const core::Request& request,
                              std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string_view best;
  for (const auto& route : routes()) {
    if (route.pattern == best) continue;
    std::vector<std::pair<std::string, std::string>> met;
    if (!matches(route.pattern, request, met)) continue;
    if (!best.empty() && met.size() >= parameters.size()) continue;
    best = route.pattern;
    parameters = std::move(met);
  }
  return best;
}

}  // namespace

const std::string& Exchange::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& one) { return one.first == name; });
  core::expects(found != parameters.end(), "a parameter of the route's pattern");
  return found->second;
}

const core::Id& Exchange::id(std::string_view name) const {
  const auto& text = parameter(name);
  if (!core::is_id(text)) no_such_thing();
  return text;
}

const std::string& Exchange::key(std::string_view name) const {
  constexpr std::string_view kOthers = "-._";
  const auto& text = parameter(name);
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kOthers.find(c) != std::string_view::npos;
    if (!plain) no_such_thing();
  }
  if (text.size() > 100) no_such_thing();
  return text;
}

std::string Exchange::url(std::string_view path) const {
  return office.institute().base_url + std::string(path);
}

bool matches(std::string_view pattern, const core::Request& request,
             std::vector<std::pair<std::string, std::string>>& parameters) {
  if (request.trailing_slash || request.segments.empty()) return false;
  const auto parts = core::split(pattern.substr(1), '/');
  if (parts.size() != request.segments.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!matches_segment(parts[i], request.segments[i], parameters)) return false;
  return true;
}

core::Response dispatch(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto pattern = find_pattern(request, exchange.parameters);
  if (pattern.empty()) no_such_thing();
  if (request.method == "OPTIONS") return answer_options(pattern);
  const auto* route = find_route(request.method == "HEAD" ? "GET" : request.method, pattern);
  if (!route) return refuse_method(request, pattern, exchange.office.institute());
  if (route->access == Access::account) exchange.caller = identify(exchange.office, request);
  if (!is_page(request)) exchange.query.require_known(route->query);
  auto response = route->handler(exchange);
  if (route->access == Access::account && !response.headers.find("Cache-Control")) {
    response.headers.add("Cache-Control", "private, no-cache");
    response.headers.add("Vary", "Authorization");
  }
  return response;
}

}  // namespace citacal::web
