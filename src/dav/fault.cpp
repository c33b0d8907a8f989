#include "dav/fault.h"

#include <algorithm>

#include "core/problem.h"
#include "dav/xml.h"

namespace citacal::dav {

namespace {

using core::Code;

// The preconditions that have an element of their own, by the RFC that names them.
constexpr std::string_view kDavConditions[] = {
    // RFC 4918 §16, RFC 5689 §3.5
    "lock-token-matches-request-uri", "lock-token-submitted", "no-conflicting-lock",
    "no-external-entities", "preserved-live-properties", "propfind-finite-depth",
    "cannot-modify-protected-property", "valid-resourcetype",
    // RFC 3253 §1.3, RFC 3744
    "resource-must-be-null", "supported-report", "need-privileges", "no-ace-conflict",
    "number-of-matches-within-limits", "no-protected-ace-conflict",
    // RFC 4331, RFC 6578
    "quota-not-exceeded", "sufficient-disk-space", "valid-sync-token", "sync-traversal-supported"};
constexpr std::string_view kCalDavConditions[] = {
    // RFC 4791 §1.3, RFC 7809 §5.2
    "calendar-collection-location-ok", "initialize-calendar-collection",
    "max-attendees-per-instance", "max-date-time", "max-instances", "max-resource-size",
    "min-date-time", "no-uid-conflict", "supported-calendar-component", "supported-calendar-data",
    "supported-collation", "supported-filter", "valid-calendar-data",
    "valid-calendar-object-resource", "valid-filter", "valid-timezone",
    // RFC 6638
    "allowed-attendee-scheduling-object-change", "allowed-organizer-scheduling-object-change",
    "default-calendar-needed", "organizer-allowed", "recipient-permissions",
    "same-organizer-in-all-components", "unique-scheduling-object-resource",
    "valid-schedule-default-calendar-URL", "valid-scheduling-message"};

// What other floors call by names of their own.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"right-missing", "need-privileges"},
    {"person-needed", "need-privileges"},
    {"xml-doctype", "no-external-entities"}};

const core::Phrase kOurFault{"Hubo un error interno; quedó en el registro.",
                             "There was an internal error; it is in the log."};

constexpr std::string_view kOwnSpace = "urn:x-citacal:conditions";

template <class List>
bool has(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// The tag of the condition's element, "C:no-uid-conflict"; empty where it is one of our own.
std::string tag_of(std::string_view condition) {
  if (condition.starts_with("D:") || condition.starts_with("C:")) return std::string(condition);
  for (const auto& [other, name] : kOtherNames)
    if (condition == other) condition = name;
  if (has(kDavConditions, condition)) return "D:" + std::string(condition);
  if (has(kCalDavConditions, condition)) return "C:" + std::string(condition);
  return {};
}

bool is_privilege(std::string_view word) {
  constexpr std::string_view kAll[] = {"read", "write",    "write-content", "write-properties",
                                       "bind", "unbind",   "unlock",        "write-acl",
                                       "all",  "read-acl", "schedule-send", "schedule-deliver"};
  return has(kAll, word);
}

// The part of a field before its slash, a collection's key; nullopt: it has none.
std::optional<std::string> key_in(std::string_view field) {
  const auto slash = field.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  return std::string(field.substr(0, slash));
}

std::string_view name_in(std::string_view field) {
  return key_in(field) ? field.substr(field.find('/') + 1) : field;
}

// To make and to remove what is in something is a privilege of that which holds it.
Target holder_of(Target target) {
  if (target.place == Place::object)
    target.place = Place::collection;
  else if (target.place == Place::collection)
    target.place = Place::home;
  return target;
}

// Where the privilege was missing, and which: what the error names, else `privilege` of the target.
void write_privilege(XmlWriter& out, const core::Error& error, const Target& target,
                     std::string_view privilege) {
  const auto named = name_in(error.field);
  const bool is_named = is_privilege(named);
  const auto name = is_named ? named : privilege;
  Target where = target;
  if (const auto key = is_named ? key_in(error.field) : std::nullopt) {
    where.place = Place::collection;
    where.collection_key = *key;
  } else if (name == "bind" || name == "unbind") {
    where = holder_of(target);
  }
  out.open("D:need-privileges");
  out.open("D:resource");
  out.text("D:href", href_of(where));
  out.open("D:privilege");
  out.empty((name.starts_with("schedule-") ? "C:" : "D:") + std::string(name));
  out.close("D:privilege");
  out.close("D:resource");
  out.close("D:need-privileges");
}

// The privilege that a method asks of what it is sent to (RFC 3744, appendix B).
std::string_view privilege_of(std::string_view method) {
  constexpr std::pair<std::string_view, std::string_view> kAll[] = {
      {"PUT", "write-content"},
      {"DELETE", "unbind"},
      {"MKCALENDAR", "bind"},
      {"MKCOL", "bind"},
      {"COPY", "bind"},
      {"MOVE", "unbind"},
      {"PROPPATCH", "write-properties"},
      {"ACL", "write-acl"},
      {"POST", "schedule-send"}};
  for (const auto& [name, privilege] : kAll)
    if (name == method) return privilege;
  return "read";
}

void write_condition(XmlWriter& out, const core::Error& error, const Target& target,
                     std::string_view privilege) {
  const auto tag = tag_of(error.condition);
  const bool names_object =
      tag == "C:no-uid-conflict" || tag == "C:unique-scheduling-object-resource";
  if (tag == "D:need-privileges") return write_privilege(out, error, target, privilege);
  if (tag.empty()) return out.element({std::string(kOwnSpace), error.condition}, {});
  if (!names_object || error.field.empty()) return out.empty(tag);
  out.open(tag);
  const auto key = key_in(error.field).value_or(target.collection_key);
  out.text("D:href", object_href(target.login, key, name_in(error.field)));
  out.close(tag);
}

// What a request says in its form, not in what it wants: 400.
bool is_about_form(std::string_view condition) {
  return condition.starts_with("bad-") || condition.starts_with("malformed-");
}

// A verb that finds the input wrong refuses what was meant, in a request of good form.
int status_of(const core::Error& error, std::string_view method) {
  constexpr std::string_view kVerbs[] = {"PUT", "DELETE", "COPY", "MOVE", "POST"};
  const bool is_meant = error.code == Code::invalid && has(kVerbs, method);
  if (is_meant && !is_about_form(error.condition)) return 403;
  // RFC 4918 §9.3.1: MKCOL on what is there already.
  if (method == "MKCOL" && error.condition == "resource-must-be-null") return 405;
  return dav::status_of(error);
}

core::Response write_fault(const core::Error& error, const Exchange& exchange) {
  const auto& request = exchange.request;
  const bool is_english = request.language() == core::Language::en;
  // Its headers, and what the log is told of a fault of ours, are the same at every door.
  const auto problem = core::problem(error, request.language());
  const auto& message = error.code == Code::internal ? kOurFault : error.message;
  XmlWriter out(512);
  out.declaration();
  out.open_root("D:error");
  write_condition(out, error, exchange.target, privilege_of(request.method));
  out.raw(
      "<T:error-description xmlns:T=\"http://twistedmatrix.com/xml_namespace/dav/\" xml:lang=\"");
  out.raw(is_english ? "en\">" : "es\">");
  out.append_text(message.in(request.language()));
  out.raw("</T:error-description>");
  out.close("D:error");
  auto response = core::Response::of(status_of(error, request.method),
                                     "application/xml; charset=utf-8", out.take());
  for (const auto* name : {"WWW-Authenticate", "Retry-After", "Content-Language"})
    if (const auto value = problem.headers.find(name))
      response.headers.add(name, std::string(*value));
  response.headers.add("Cache-Control", "no-store");
  response.logged_error = problem.logged_error;
  return response;
}

}  // namespace

void refuse(std::string_view condition, core::Phrase message) {
  throw core::Error(Code::forbidden, std::string(condition), std::move(message));
}

int status_of(const core::Error& error) {
  if (tag_of(error.condition).empty()) return core::http_status(error.code);
  switch (error.code) {
    case Code::invalid:  // the request is well-formed: what it says is refused (RFC 4918 §16)
    case Code::too_large:
    case Code::unsupported:
      return 403;
    default:
      return core::http_status(error.code);
  }
}

std::string error_element(const core::Error& error, const Target& target) {
  XmlWriter out(256);
  out.open("D:error");
  write_condition(out, error, target, "write");
  out.close("D:error");
  return out.take();
}

core::Response fault(const std::exception& error, const Exchange& exchange) {
  if (const auto* known = dynamic_cast<const core::Error*>(&error))
    return write_fault(*known, exchange);
  core::Error unknown(Code::internal, "internal", kOurFault);
  unknown.log = error.what();
  return write_fault(unknown, exchange);
}

}  // namespace citacal::dav
