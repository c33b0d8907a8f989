#include "dav/properties.h"

#include <charconv>

#include "dav/live_properties.h"

namespace citacal::dav {

namespace {

constexpr std::string_view kOpen = "<D:propstat><D:prop>";
constexpr std::string_view kFound = "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
constexpr std::string_view kMissing =
    "</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>";

bool write_data(XmlWriter& out, const Source& source) {
  const auto* object = source.resource.object;
  if (!source.asked.calendar_data || object == nullptr) return false;
  const auto& selection = *source.asked.calendar_data;
  if (selection.is_everything()) {
    out.raw("<C:calendar-data>");
    if (object->whole)
      out.append_text(object->text);
    else
      out.append_text(service::data_of(*object));
  } else {
    const auto text = ical::select(service::data_of(*object), selection, source.asked.zone,
                                   &source.exchange.budget);
    out.raw(selection.jcal ? "<C:calendar-data content-type=\"application/calendar+json\" "
                             "version=\"2.0\">"
                           : "<C:calendar-data>");
    out.append_text(text);
  }
  out.raw("</C:calendar-data>");
  return true;
}

bool write_live(XmlWriter& out, const Source& source, const LiveProperty& live) {
  return (live.places & bit_of(source.resource)) != 0 && live.write(out, source);
}

bool write_named(XmlWriter& out, const Source& source, const Name& name, const LiveProperty* live) {
  const bool may_be_given = live == nullptr || live->is_chosen;
  const auto* given = may_be_given ? source.given(name) : nullptr;
  if (given != nullptr) {
    out.element(name, given->value, given->language);
    return true;
  }
  if (live != nullptr) return write_live(out, source, *live);
  return name.local == "calendar-data" && name.space == kCalDav && write_data(out, source);
}

void write_missing_name(XmlWriter& out, const Name& name, const LiveProperty* live) {
  if (live != nullptr)
    out.empty(live->tag);
  else
    out.element(name, {});
}

// RFC 4918 §9.1: the live properties of that RFC, and what was given besides.
void write_all(XmlWriter& out, const Source& source) {
  for (const auto* live : live_properties())
    if (live->in_allprop) write_named(out, source, name_of(live->tag), live);
  if (source.resource.given == nullptr) return;
  for (const auto& one : *source.resource.given) {
    const Name name{one.space, one.name};
    if (find_live(name) == nullptr) out.element(name, one.value, one.language);
  }
}

void write_names(XmlWriter& out, const Source& source) {
  for (const auto* live : live_properties()) {
    const auto before = out.size();
    if (!write_named(out, source, name_of(live->tag), live)) continue;
    out.cut(before);
    out.empty(live->tag);
  }
  if (source.resource.given == nullptr) return;
  for (const auto& one : *source.resource.given) {
    const Name name{one.space, one.name};
    if (find_live(name) == nullptr) out.element(name, {});
  }
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 424:
      return "Failed Dependency";
    case 507:
      return "Insufficient Storage";
    default:
      return "Error";
  }
}

}  // namespace

void write_response(XmlWriter& out, Exchange& exchange, const Asked& asked, std::string_view href,
                    const Resource& resource) {
  const Source source(exchange, asked, resource);
  out.raw("<D:response><D:href>");
  out.raw(href);
  out.raw("</D:href>");
  const auto start = out.size();
  out.raw(kOpen);
  const auto inside = out.size();
  if (asked.kind == Asked::Kind::all) write_all(out, source);
  if (asked.kind == Asked::Kind::names) write_names(out, source);
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < asked.names.size(); ++i)
    if (!write_named(out, source, asked.names[i], asked.live[i])) missing.push_back(i);
  // Where nothing is to be said a response still holds one propstat (RFC 8144 §2.1).
  const bool tells_missing = !missing.empty() && !asked.minimal;
  if (out.size() > inside || !tells_missing)
    out.raw(kFound);
  else
    out.cut(start);
  if (tells_missing) {
    out.raw(kOpen);
    for (const auto i : missing) write_missing_name(out, asked.names[i], asked.live[i]);
    out.raw(kMissing);
  }
  out.raw("</D:response>");
}

bool write_property(XmlWriter& out, Exchange& exchange, const Asked& asked,
                    const Resource& resource, const Name& name) {
  return write_named(out, Source(exchange, asked, resource), name, find_live(name));
}

std::string status_line(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_of(status));
}

void write_status(XmlWriter& out, std::string_view href, int status, std::string_view error) {
  out.raw("<D:response><D:href>");
  out.raw(href);
  out.raw("</D:href>");
  out.text("D:status", status_line(status));
  const bool is_bare = !error.empty() && !error.starts_with("<D:error");
  if (is_bare) out.raw("<D:error>");
  out.raw(error);
  if (is_bare) out.raw("</D:error>");
  out.raw("</D:response>");
}

void open_multistatus(XmlWriter& out) {
  out.declaration();
  out.open_root("D:multistatus");
}

core::Response multistatus(std::shared_ptr<const core::Body> body) {
  core::Response response;
  response.status = 207;
  response.headers.add("Content-Type", "application/xml; charset=utf-8");
  response.body = std::move(body);
  return response;
}

core::Response multistatus(XmlWriter& out) {
  out.close("D:multistatus");
  return multistatus(std::make_shared<const core::Body>(out.take()));
}

// "data:" makes it the URI that RFC 6578 §4 wants, of no one's name space.
std::string sync_token(const domain::Collection& collection, std::int64_t revision) {
  return "data:," + collection.calendar + "/" + std::to_string(revision);
}

std::optional<std::int64_t> revision_of(const domain::Collection& collection,
                                        std::string_view token) {
  const auto head = "data:," + collection.calendar + "/";
  if (!token.starts_with(head)) return std::nullopt;
  const auto digits = token.substr(head.size());
  std::int64_t revision = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), revision);
  const bool is_ours = error == std::errc{} && revision >= 0 && std::to_string(revision) == digits;
  return is_ours ? std::optional(revision) : std::nullopt;
}

ical::ZoneText zone_of(Exchange& exchange, const domain::Collection& collection) {
  for (const auto& one : service::list_properties(*exchange.reading, collection)) {
    if (one.space != kCalDav) continue;
    if (one.name == "calendar-timezone-id" || one.name == "calendar-timezone")
      return parse_xml("<zone>" + one.value + "</zone>").text;  // no markup any more
  }
  return {};
}

}  // namespace citacal::dav
