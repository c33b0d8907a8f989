// Properties of principals: RFC 3744 §4, RFC 4791 §6.2, RFC 6638 §2 and §9, and CalendarServer's.
#include "dav/live_properties.h"

namespace citacal::dav {

namespace {

using domain::kAgendaKey;
using domain::kInboxKey;
using domain::kOutboxKey;

// What stands in a home is shown to its owner alone.
bool write_of_home(XmlWriter& out, const Source& source, std::string_view tag,
                   std::string_view key) {
  if (!source.is_self()) return false;
  write_href(out, tag, collection_href(source.caller().login, key));
  return true;
}

bool write_principal_url(XmlWriter& out, const Source& source) {
  write_href(out, "D:principal-URL", principal_href(source.resource.principal->login));
  return true;
}

bool write_home_set(XmlWriter& out, const Source& source) {
  if (!source.is_self()) return false;
  write_href(out, "C:calendar-home-set", home_href(source.caller().login));
  return true;
}

bool write_inbox(XmlWriter& out, const Source& source) {
  return write_of_home(out, source, "C:schedule-inbox-URL", kInboxKey);
}

bool write_outbox(XmlWriter& out, const Source& source) {
  return write_of_home(out, source, "C:schedule-outbox-URL", kOutboxKey);
}

bool write_default_calendar(XmlWriter& out, const Source& source) {
  write_href(out, "C:schedule-default-calendar-URL",
             collection_href(source.caller().login, kAgendaKey));
  return true;
}

bool write_addresses(XmlWriter& out, const Source& source) {
  const auto& person = *source.resource.principal;
  const auto& organizer = source.exchange.office.institute().organizer;
  out.open("C:calendar-user-address-set");
  for (const auto& address : domain::addresses_of(person, organizer))
    out.text("D:href", "mailto:" + address);
  out.text("D:href", principal_href(person.login));
  out.close("C:calendar-user-address-set");
  return true;
}

bool write_emails(XmlWriter& out, const Source& source) {
  const auto& person = *source.resource.principal;
  out.open("CS:email-address-set");
  for (const auto& address : domain::addresses_of(person, {}))
    if (!address.empty()) out.text("CS:email-address", address);
  out.close("CS:email-address-set");
  return true;
}

constexpr char kIndividual[] = "<C:calendar-user-type>INDIVIDUAL</C:calendar-user-type>";
constexpr char kNoMembers[] = "<D:group-member-set/>";
constexpr char kNoGroups[] = "<D:group-membership/>";
constexpr char kNoAlternates[] = "<D:alternate-URI-set/>";

}  // namespace

const std::vector<LiveProperty>& principal_properties() {
  static const std::vector<LiveProperty> all = {
      {"D:principal-URL", in::principal, write_principal_url},
      {"D:alternate-URI-set", in::principal, write_constant<kNoAlternates>},
      {"D:group-member-set", in::principal, write_constant<kNoMembers>},
      {"D:group-membership", in::principal, write_constant<kNoGroups>},
      {"C:calendar-home-set", in::principal, write_home_set},
      {"C:calendar-user-address-set", in::principal, write_addresses},
      {"C:calendar-user-type", in::principal, write_constant<kIndividual>},
      {"C:schedule-inbox-URL", in::principal, write_inbox},
      {"C:schedule-outbox-URL", in::principal, write_outbox},
      {"C:schedule-default-calendar-URL", in::inbox, write_default_calendar},
      {"CS:email-address-set", in::principal, write_emails},
  };
  return all;
}

}  // namespace citacal::dav
