#include "dav/target.h"

#include "core/text.h"

namespace citacal::dav {

namespace {

[[noreturn]] void no_such_address() {
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No existe, o no es para su cuenta.", "It does not exist, or is not for your account."});
}

Target principal_target(service::Reading& reading, const std::string& login) {
  auto person = service::find_principal(reading, login);
  if (!person) no_such_address();
  Target target;
  target.place = Place::principal;
  target.login = login;
  target.principal = std::move(*person);
  return target;
}

// Another's home is refused before anything is looked up: whether it exists takes no time to learn.
Target home_target(service::Reading& reading, const std::vector<std::string>& path) {
  const auto& caller = reading.caller().person;
  if (path[1] != caller.login || path.size() > 4) no_such_address();
  Target target;
  target.place = Place::home;
  target.login = caller.login;
  target.principal = caller;
  if (path.size() == 2) return target;
  target.place = path.size() == 3 ? Place::collection : Place::object;
  target.collection_key = path[2];
  target.collection = service::find_collection(reading, path[2]);
  if (path.size() == 4) target.object = path[3];
  return target;
}

// "host:port" of an http(s) URL or of a Host header, in lower case, without the scheme's own port.
std::string plain_authority(std::string_view authority) {
  auto plain = core::to_lower(authority);
  for (const std::string_view port : {":80", ":443"})
    if (plain.ends_with(port)) plain.erase(plain.size() - port.size());
  return plain;
}

// What follows "http://" or "https://"; empty for any other scheme.
std::string_view without_scheme(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (core::equals_ignoring_case(url.substr(0, scheme.size()), scheme))
      return url.substr(scheme.size());
  return {};
}

// "host:port" of an http(s) URL, plain; empty for anything else.
std::string authority_of(std::string_view url) {
  const auto rest = without_scheme(url);
  return plain_authority(rest.substr(0, rest.find('/')));
}

bool is_ours(const core::Request& request, std::string_view base_url,
             const std::string& authority) {
  return authority == plain_authority(request.headers.get("Host")) ||
         authority == authority_of(base_url);
}

}  // namespace

Target find_target(service::Reading& reading, const std::vector<std::string>& segments) {
  if (segments.empty()) return {};
  if (segments.front() != "dav") no_such_address();
  const std::vector<std::string> path(segments.begin() + 1, segments.end());
  if (path.empty()) return {};
  Target target;
  if (path.front() == "principals") {
    if (path.size() > 2) no_such_address();
    if (path.size() == 2) return principal_target(reading, path[1]);
    target.place = Place::principals;
    return target;
  }
  if (path.front() != "calendars") no_such_address();
  if (path.size() > 1) return home_target(reading, path);
  target.place = Place::homes;
  return target;
}

std::optional<std::vector<std::string>> segments_of(const core::Request& request,
                                                    std::string_view base_url,
                                                    std::string_view href) {
  href = core::trim(href);
  if (!href.starts_with("/")) {
    const auto rest = without_scheme(href);
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto authority = authority_of(href);
    if (authority.empty() || !is_ours(request, base_url, authority)) return std::nullopt;
    href = slash == rest.size() ? std::string_view("/") : rest.substr(slash);
  }
  core::Request named;
  named.target = std::string(href);
  try {
    core::parse_target(named);
  } catch (const core::Error&) {
    return std::nullopt;
  }
  if (!named.query.empty()) return std::nullopt;
  return std::move(named.segments);
}

bool is_elsewhere(const core::Request& request, std::string_view base_url, std::string_view href) {
  const auto authority = authority_of(core::trim(href));
  return !authority.empty() && !is_ours(request, base_url, authority);
}

std::string root_href() {
  return "/dav/";
}

std::string principal_href(std::string_view login) {
  return "/dav/principals/" + core::percent_encoded(login) + "/";
}

std::string home_href(std::string_view login) {
  return "/dav/calendars/" + core::percent_encoded(login) + "/";
}

std::string collection_href(std::string_view login, std::string_view key) {
  return home_href(login) + core::percent_encoded(key) + "/";
}

std::string object_href(std::string_view login, std::string_view key, std::string_view name) {
  return collection_href(login, key) + core::percent_encoded(name);
}

std::string href_of(const Target& target) {
  switch (target.place) {
    case Place::root:
      return root_href();
    case Place::principals:
      return "/dav/principals/";
    case Place::principal:
      return principal_href(target.login);
    case Place::homes:
      return "/dav/calendars/";
    case Place::home:
      return home_href(target.login);
    case Place::collection:
      return collection_href(target.login, target.collection_key);
    case Place::object:
      return object_href(target.login, target.collection_key, target.object);
  }
  return root_href();
}

}  // namespace citacal::dav
