// Properties of RFC 4918, 3253, 3744, 4331, 5397, 5842 and 6578.
#include "core/secret.h"
#include "dav/live_properties.h"
#include "dav/members.h"
#include "dav/privileges.h"
#include "dav/quota.h"
#include "dav/reports.h"

namespace citacal::dav {

namespace {

bool write_resourcetype(XmlWriter& out, const Source& source) {
  const auto place = bit_of(source.resource);
  if (place == in::object)
    out.raw("<D:resourcetype/>");
  else if (place == in::principal)
    out.raw("<D:resourcetype><D:principal/></D:resourcetype>");
  else if (place == in::calendar)
    out.raw("<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>");
  else if (place == in::inbox)
    out.raw("<D:resourcetype><D:collection/><C:schedule-inbox/></D:resourcetype>");
  else if (place == in::outbox)
    out.raw("<D:resourcetype><D:collection/><C:schedule-outbox/></D:resourcetype>");
  else
    out.raw("<D:resourcetype><D:collection/></D:resourcetype>");
  return true;
}

core::Phrase title_of(const Source& source) {
  const auto& resource = source.resource;
  switch (resource.place) {
    case Place::principals:
      return {"Personas", "People"};
    case Place::homes:
      return {"Calendarios", "Calendars"};
    case Place::principal:
    case Place::home:
      return {resource.principal->name, resource.principal->name};
    case Place::collection:
      return resource.collection->title;
    default:
      break;
  }
  const auto& name = source.exchange.office.institute().name;
  return {name, name};
}

bool write_displayname(XmlWriter& out, const Source& source) {
  const auto title = title_of(source).in(source.exchange.request.language());
  if (title.empty()) return false;
  out.text("D:displayname", title);
  return true;
}

bool write_creationdate(XmlWriter& out, const Source& source) {
  const auto& resource = source.resource;
  const auto at = resource.object       ? resource.object->created_at
                  : resource.collection ? created_at(*resource.collection, source.caller())
                                        : resource.principal->created_at;
  if (at == core::Instant{}) return false;
  out.text("D:creationdate", core::print_utc(at));
  return true;
}

bool write_getlastmodified(XmlWriter& out, const Source& source) {
  const auto& resource = source.resource;
  const auto at = resource.object
                      ? resource.object->changed_at
                      : changed_at(*resource.collection, source.state(), source.caller());
  if (at == core::Instant{}) return false;
  out.text("D:getlastmodified", core::print_http_date(at));
  return true;
}

bool write_getetag(XmlWriter& out, const Source& source) {
  const auto& resource = source.resource;
  if (resource.object)
    out.text("D:getetag", resource.object->etag);
  else
    out.text("D:getetag", collection_etag(*resource.collection, source.state().revision));
  return true;
}

bool write_getcontenttype(XmlWriter& out, const Source& source) {
  out.raw("<D:getcontenttype>text/calendar; charset=utf-8; component=");
  out.raw(core::word(source.resource.object->component));
  out.raw("</D:getcontenttype>");
  return true;
}

bool write_getcontentlength(XmlWriter& out, const Source& source) {
  out.text("D:getcontentlength", std::to_string(source.resource.object->size));
  return true;
}

bool write_sync_token(XmlWriter& out, const Source& source) {
  out.text("D:sync-token", sync_token(*source.resource.collection, source.state().revision));
  return true;
}

bool write_current_user_principal(XmlWriter& out, const Source& source) {
  write_href(out, "D:current-user-principal", principal_href(source.caller().login));
  return true;
}

bool write_owner(XmlWriter& out, const Source& source) {
  const auto href = owner_href(source);
  if (href.empty())
    out.empty("D:owner");
  else
    write_href(out, "D:owner", href);
  return true;
}

bool write_supported_reports(XmlWriter& out, const Source& source) {
  const auto place = bit_of(source.resource);
  out.open("D:supported-report-set");
  for (const auto& report : reports()) {
    if (!is_answered_at(report, place)) continue;
    out.raw("<D:supported-report><D:report>");
    out.empty(report.tag);
    out.raw("</D:report></D:supported-report>");
  }
  out.close("D:supported-report-set");
  return true;
}

// A digest as a UUID of version 8 (RFC 9562 §5.8).
std::string uuid_of(std::string_view text) {
  auto hex = core::sha256_hex(text).substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[hex[16] % 4];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

// RFC 5842 §3.1: the same resource at several addresses has one id.
bool write_resource_id(XmlWriter& out, const Source& source) {
  const auto& resource = source.resource;
  std::string id;
  if (resource.collection == nullptr) {
    id = resource.place == Place::home ? uuid_of("home/" + resource.principal->id)
                                       : resource.principal->id;
  } else {
    auto what = std::string(core::word(resource.collection->kind)) + "/" +
                resource.collection->calendar + "/" + resource.collection->owner;
    if (resource.object) what.append("/").append(resource.object->name);
    id = uuid_of(what);
  }
  write_href(out, "D:resource-id", "urn:uuid:" + id);
  return true;
}

bool write_quota_used(XmlWriter& out, const Source& source) {
  const auto quota = quota_of(source);
  if (!quota) return false;
  out.text("D:quota-used-bytes", std::to_string(quota->used));
  return true;
}

bool write_quota_available(XmlWriter& out, const Source& source) {
  const auto quota = quota_of(source);
  if (!quota || !quota->available) return false;
  out.text("D:quota-available-bytes", std::to_string(*quota->available));
  return true;
}

constexpr char kSupportedLock[] = "<D:supportedlock/>";
constexpr char kLockDiscovery[] = "<D:lockdiscovery/>";
constexpr char kInheritedAcl[] = "<D:inherited-acl-set/>";
constexpr char kAclRestrictions[] =
    "<D:acl-restrictions><D:grant-only/><D:no-invert/></D:acl-restrictions>";
constexpr char kPrincipalCollections[] =
    "<D:principal-collection-set><D:href>/dav/principals/</D:href></D:principal-collection-set>";

}  // namespace

const std::vector<LiveProperty>& webdav_properties() {
  constexpr unsigned kDated = in::principal | in::collection | in::object;
  static const std::vector<LiveProperty> all = {
      {"D:resourcetype", in::all, write_resourcetype, true},
      {"D:displayname", in::all & ~in::object, write_displayname, true, true},
      {"D:creationdate", kDated, write_creationdate, true},
      {"D:getlastmodified", in::collection | in::object, write_getlastmodified, true},
      {"D:getetag", in::calendar | in::inbox | in::object, write_getetag, true},
      {"D:getcontenttype", in::object, write_getcontenttype, true},
      {"D:getcontentlength", in::object, write_getcontentlength, true},
      {"D:supportedlock", in::all, write_constant<kSupportedLock>, true},
      {"D:lockdiscovery", in::all, write_constant<kLockDiscovery>, true},
      {"D:sync-token", in::calendar | in::inbox, write_sync_token},
      {"D:current-user-principal", in::all, write_current_user_principal},
      {"D:owner", in::all, write_owner},
      {"D:principal-collection-set", in::all, write_constant<kPrincipalCollections>},
      {"D:current-user-privilege-set", in::all, write_current_privileges},
      {"D:supported-privilege-set", in::all, write_supported_privileges},
      {"D:acl", in::all, write_acl},
      {"D:acl-restrictions", in::all, write_constant<kAclRestrictions>},
      {"D:inherited-acl-set", in::all, write_constant<kInheritedAcl>},
      {"D:supported-report-set", in::all, write_supported_reports},
      {"D:resource-id", kDated | in::home, write_resource_id},
      {"D:quota-used-bytes", in::home | in::calendar | in::inbox, write_quota_used},
      {"D:quota-available-bytes", in::home | in::calendar, write_quota_available},
  };
  return all;
}

}  // namespace citacal::dav
