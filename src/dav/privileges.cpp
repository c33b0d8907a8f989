#include "dav/privileges.h"

namespace citacal::dav {

namespace {

using Tags = std::vector<std::string_view>;

void add(Tags& to, const Tags& tags) {
  to.insert(to.end(), tags.begin(), tags.end());
}

// Of a calendar or an object in it.
void add_of_grant(Tags& tags, const domain::Grant& grant) {
  // Everybody may give a calendar their own name and colour: the views of the institute take such a
  // PROPPATCH, too, for it changes what this person sees and nobody else. It is said only of
  // calendars that take other changes: Thunderbird takes write-properties for a calendar that can
  // be written, and would offer to add events to a view.
  const bool writes = grant.change || grant.add;
  if (writes && grant.change && grant.add && grant.remove) add(tags, {"D:write"});
  if (writes) add(tags, {"D:write-properties"});
  if (grant.change) add(tags, {"D:write-content"});
  if (grant.add) add(tags, {"D:bind"});
  if (grant.remove) add(tags, {"D:unbind"});
}

const Tags kReading = {"D:read", "D:read-acl", "D:read-current-user-privilege-set"};
const Tags kDelivering = {"C:schedule-deliver", "C:schedule-deliver-invite",
                          "C:schedule-deliver-reply", "C:schedule-query-freebusy"};

// What whoever sees the resource at all may do.
Tags reading_of(unsigned place) {
  auto tags = kReading;
  if ((place & (in::calendar | in::object)) != 0) add(tags, {"C:read-free-busy"});
  return tags;
}

void write_privilege(XmlWriter& out, std::string_view tag) {
  out.raw("<D:privilege>");
  out.empty(tag);
  out.raw("</D:privilege>");
}

// One node of the tree of supported privileges.
struct Supported {
  std::string_view tag;
  core::Phrase description;
  bool is_abstract = false;
  std::vector<Supported> parts = {};
};

Supported reading() {
  return {"D:read",
          {"Leer", "Read"},
          false,
          {{"D:read-acl", {"Ver quién puede qué", "See who may do what"}},
           {"D:read-current-user-privilege-set", {"Ver lo que uno puede", "See what one may do"}},
           {"C:read-free-busy", {"Ver lo ocupado", "See what is busy"}}}};
}

Supported writing() {
  return {"D:write",
          {"Escribir", "Write"},
          false,
          {{"D:write-properties", {"Cambiar propiedades", "Change properties"}},
           {"D:write-content", {"Cambiar lo que hay", "Change what is there"}},
           {"D:bind", {"Añadir", "Add"}},
           {"D:unbind", {"Quitar", "Remove"}}}};
}

Supported delivering() {
  return {"C:schedule-deliver",
          {"Entregar mensajes de citas", "Deliver scheduling messages"},
          false,
          {{"C:schedule-deliver-invite", {"Entregar invitaciones", "Deliver invitations"}},
           {"C:schedule-deliver-reply", {"Entregar respuestas", "Deliver replies"}},
           {"C:schedule-query-freebusy", {"Preguntar lo ocupado", "Ask what is busy"}}}};
}

Supported sending() {
  return {"C:schedule-send",
          {"Enviar mensajes de citas", "Send scheduling messages"},
          false,
          {{"C:schedule-send-invite", {"Invitar", "Invite"}},
           {"C:schedule-send-reply", {"Responder", "Reply"}},
           {"C:schedule-send-freebusy", {"Preguntar lo ocupado", "Ask what is busy"}}}};
}

void write_supported(XmlWriter& out, const Supported& node, core::Language language) {
  out.raw("<D:supported-privilege>");
  write_privilege(out, node.tag);
  if (node.is_abstract) out.raw("<D:abstract/>");
  out.raw(language == core::Language::es ? "<D:description xml:lang=\"es\">"
                                         : "<D:description xml:lang=\"en\">");
  out.append_text(node.description.in(language));
  out.raw("</D:description>");
  for (const auto& part : node.parts) write_supported(out, part, language);
  out.raw("</D:supported-privilege>");
}

// One entry of the list: all of ours are protected grants.
void write_ace(XmlWriter& out, std::string_view principal, const Tags& tags) {
  out.raw("<D:ace><D:principal>");
  out.raw(principal);
  out.raw("</D:principal><D:grant>");
  for (const auto tag : tags) write_privilege(out, tag);
  out.raw("</D:grant><D:protected/></D:ace>");
}

}  // namespace

std::vector<std::string_view> privileges_of(const Source& source) {
  const auto& person = source.caller();
  const auto place = bit_of(source.resource);
  Tags tags = reading_of(place);
  if (place == in::home && domain::may(person.role, domain::Right::keep))
    add(tags, {"D:bind", "D:unbind"});
  if ((place & (in::collection | in::object)) == 0) return tags;

  const auto& collection = *source.resource.collection;
  add_of_grant(tags, domain::grant(collection, person));
  if (place == in::inbox) add(tags, kDelivering);
  if (place == in::outbox) {
    // Who keeps no calendars of their own invites nobody; they answer, and ask about themselves.
    if (domain::may(person.role, domain::Right::keep))
      add(tags, {"C:schedule-send", "C:schedule-send-invite"});
    add(tags, {"C:schedule-send-reply", "C:schedule-send-freebusy"});
  }
  return tags;
}

bool write_current_privileges(XmlWriter& out, const Source& source) {
  out.open("D:current-user-privilege-set");
  for (const auto tag : privileges_of(source)) write_privilege(out, tag);
  out.close("D:current-user-privilege-set");
  return true;
}

bool write_supported_privileges(XmlWriter& out, const Source& source) {
  Supported all{"D:all", {"Todo", "Everything"}, true, {reading(), writing()}};
  const auto place = bit_of(source.resource);
  if (place == in::inbox) all.parts.push_back(delivering());
  if (place == in::outbox) all.parts.push_back(sending());
  out.open("D:supported-privilege-set");
  write_supported(out, all, source.exchange.request.language());
  out.close("D:supported-privilege-set");
  return true;
}

std::string owner_href(const Source& source) {
  const auto& resource = source.resource;
  if (resource.place == Place::principal || resource.place == Place::home)
    return principal_href(resource.principal->login);
  const bool is_owned = resource.collection != nullptr && !resource.collection->owner.empty();
  return is_owned ? principal_href(source.caller().login) : std::string();
}

namespace {

constexpr unsigned kInHome = in::home | in::collection | in::object;

}  // namespace

bool has_own_entry(const Source& source) {
  const auto place = bit_of(source.resource);
  return (place & kInHome) != 0 || privileges_of(source).size() > reading_of(place).size();
}

// A home and all that is in it is its owner's alone, also what the institute publishes there; but
// whoever has an account may send an invitation to the inbox.
bool write_acl(XmlWriter& out, const Source& source) {
  const auto place = bit_of(source.resource);
  out.open("D:acl");
  if ((place & kInHome) == 0) write_ace(out, "<D:authenticated/>", reading_of(place));
  if (has_own_entry(source))
    write_ace(out, "<D:href>" + principal_href(source.caller().login) + "</D:href>",
              privileges_of(source));
  if (place == in::inbox) write_ace(out, "<D:authenticated/>", kDelivering);
  out.close("D:acl");
  return true;
}

}  // namespace citacal::dav
