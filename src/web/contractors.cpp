#include "core/text.h"
#include "service/party.h"
#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

std::vector<domain::Contact> read_contacts(Fields& body) {
  std::vector<domain::Contact> contacts;
  for (auto& field : body.list("contacts")) {
    domain::Contact contact;
    contact.name = field.line("name");
    contact.email = field.address("email");
    contact.position = field.optional_line("position");
    contact.phone = field.optional_line("phone", 40);
    contact.invited = field.flag("invited", true);
    field.done();
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

domain::Contractor read_contractor(Fields& body) {
  domain::Contractor contractor;
  contractor.name = body.line("name");
  contractor.tax_id = body.optional_line("tax_id", 20);
  contractor.service = body.line("service");
  contractor.ticket_system = body.optional_uri("ticket_system");
  contractor.contacts = read_contacts(body);
  contractor.active = body.flag("active", true);
  return contractor;
}

core::Response list(Exchange& exchange) {
  const auto listing = cut(service::list_contractors(exchange.office, exchange.caller),
                           exchange.query.paging(), [](const auto& one) { return one.key; });
  return page_of(exchange, listing, [&](const auto& one) { return show_json(exchange, one); });
}

core::Response create(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        auto body = Fields::of(exchange.request);
        auto contractor = read_contractor(body);
        contractor.key = body.optional_line("key", 60);
        body.done();
        return show(exchange, service::create_contractor(exchange.office, exchange.caller,
                                                         std::move(contractor)));
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_contractor(exchange.office, exchange.caller, id));
      });
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_contractor(exchange.office, exchange.caller,
                                                                exchange.key())));
}

core::Response change(Exchange& exchange) {
  if (auto missing = find_missing_precondition(exchange)) return *missing;
  auto body = Fields::of(exchange.request);
  auto contractor = read_contractor(body);
  body.done();
  const auto id = service::get_contractor(exchange.office, exchange.caller, exchange.key()).id;
  return reply(exchange, show(exchange, service::change_contractor(exchange.office, exchange.caller,
                                                                   id, std::move(contractor))));
}

}  // namespace

bool shows_persons(const Exchange& exchange, const core::Id& contractor) {
  const auto& person = exchange.caller.person;
  return domain::may(person.role, domain::Right::agree) ||
         domain::may(person.role, domain::Right::audit) ||
         (!contractor.empty() && person.contractor == contractor);
}

core::Id find_contractor(const Exchange& exchange, const std::string& name) {
  if (name.empty() || core::is_id(name)) return name;
  std::vector<std::string> keys;
  for (const auto& one : service::list_contractors(exchange.office, exchange.caller)) {
    if (one.key == name) return one.id;
    keys.push_back(one.key);
  }
  const auto near = core::nearest(name, keys);
  core::refuse("contractor", "unknown-contractor",
               {near.empty() ? "no es la clave ni el id de ningún contratista"
                             : "no es la clave de ningún contratista; ¿quiso decir «" + near + "»?",
                near.empty() ? "is no contractor's key or id"
                             : "is no contractor's key; did you mean \"" + near + "\"?"});
}

Shown show(const Exchange& exchange, const domain::Contractor& contractor) {
  const auto path = std::string(kApi) + "/contractors/" + contractor.id;
  auto json = Json::object();
  json.set("id", contractor.id)
      .set("version", contractor.version)
      .set("key", contractor.key)
      .set("name", contractor.name)
      .set_or_null("tax_id", contractor.tax_id)
      .set("service", contractor.service)
      .set_or_null("ticket_system", contractor.ticket_system)
      .set("active", contractor.active);
  if (shows_persons(exchange, contractor.id)) {
    auto contacts = Json::array();
    for (const auto& contact : contractor.contacts)
      contacts.add(std::move(Json::object()
                                 .set("name", contact.name)
                                 .set("email", contact.email)
                                 .set_or_null("position", contact.position)
                                 .set_or_null("phone", contact.phone)
                                 .set("invited", contact.invited)));
    json.set("contacts", std::move(contacts));
  }
  json.set("links",
           std::move(Json::object()
                         .set("self", exchange.url(path))
                         .set("requests", exchange.url(std::string(kApi) +
                                                       "/requests?contractor=" + contractor.key))));
  return {std::move(json), path, contractor.version};
}

std::vector<Route> contractor_routes() {
  return {
      {"GET",
       "/api/v1/contractors",
       list,
       Access::account,
       "Contractors, by key",
       {"limit", "cursor"}},
      {"POST", "/api/v1/contractors", create, Access::account, "Register a contractor", {}},
      {"GET", "/api/v1/contractors/{id}", get, Access::account, "A contractor, by id or key", {}},
      {"PUT", "/api/v1/contractors/{id}", change, Access::account, "Change a contractor", {}},
  };
}

}  // namespace citacal::web
