#include "app/load_toml.h"

#include <set>

#include "app/load_steps.h"

namespace citacal::app {

namespace {

// Throws what a check of the domain throws into the report instead, at the key that it names.
template <class Check>
void check(Fields& fields, Problems& problems, const Check& run) {
  try {
    run();
  } catch (const core::Error& error) {
    problems.add(fields.origin_of(error.field.c_str()), error);
  }
}

domain::Contact read_contact(const Value& table, Problems& problems) {
  Fields fields(table, problems);
  domain::Contact contact;
  contact.name = fields.line("name");
  contact.email = fields.address("email");
  contact.position = fields.optional_line("position");
  contact.phone = fields.optional_line("phone", 40);
  contact.invited = fields.flag_or("invited", true);
  fields.refuse_unknown();
  return contact;
}

service::LoadContractor read_contractor(const Value& table, Problems& problems) {
  Fields fields(table, problems);
  domain::Contractor contractor;
  const auto before = problems.size();
  contractor.key = fields.line("key");
  contractor.name = fields.line("name");
  contractor.tax_id = fields.optional_line("tax_id");
  contractor.service = fields.line("service");
  contractor.ticket_system = fields.optional_uri("ticket_system");
  for (const auto* contact : fields.tables("contact", 30))
    contractor.contacts.push_back(read_contact(*contact, problems));
  fields.refuse_unknown();
  if (problems.size() == before)
    check(fields, problems, [&] { contractor = domain::checked(contractor); });
  return {table.origin, digest(table), std::move(contractor)};
}

domain::PlannedService read_service(const Value& table, Problems& problems) {
  Fields fields(table, problems);
  domain::PlannedService service;
  service.key = fields.line("key", 64);
  service.subject = fields.line("subject");
  service.period = fields.word<domain::Period>("period");
  service.first_month = static_cast<int>(fields.integer_or("first_month", 1, 1, 12));
  service.duration = fields.duration("duration");
  service.place = fields.optional_line("place");
  service.affected = fields.lines("affected");
  service.impact = fields.word_or("impact", domain::Impact::no_impact);
  service.affects_network = fields.flag_or("affects_network", false);
  fields.refuse_unknown();
  return service;
}

service::LoadProgramme read_programme(const Value& table, const LoadContext& context,
                                      Problems& problems) {
  Fields fields(table, problems);
  service::LoadProgramme load;
  load.origin = table.origin;
  load.digest = digest(table);
  load.contractor_key = fields.line("contractor");
  load.contractor_at = fields.origin_of("contractor");
  auto& programme = load.programme;
  programme.year = read_year(fields, context);
  programme.contract = with_year(fields.line("contract"), programme.year);
  programme.conditions = fields.optional_text("conditions");
  const auto before = problems.size();
  programme.minutes = with_year(fields.optional_line("minutes"), programme.year);
  const auto day = with_year(fields.optional_line("minutes_day"), programme.year);
  if (!day.empty()) programme.minutes_day = parse_day(day, context.today);
  if (!day.empty() && !programme.minutes_day)
    problems.add(fields.origin_of("minutes_day"),
                 found_expected("minutes_day", day,
                                {"una fecha: 2026-01-15, «{vigencia}-01-15»",
                                 "a date: 2026-01-15, \"{vigencia}-01-15\""}));
  if (problems.size() == before && programme.minutes.empty() != day.empty())
    problems.add(table.origin, {"«minutes» y «minutes_day»: hacen falta los dos, o ninguno.",
                                "\"minutes\" and \"minutes_day\": give both, or none."});
  std::set<std::string> keys;
  for (const auto* service : fields.tables("service", 200)) {
    programme.services.push_back(read_service(*service, problems));
    refuse_twin(keys, programme.services.back().key, service->origin, problems);
  }
  fields.refuse_unknown();
  return load;
}

domain::Ticket read_ticket(const Value& table, Problems& problems) {
  Fields fields(table, problems);
  domain::Ticket ticket{fields.line("system"), fields.line("number"), fields.optional_uri("url")};
  fields.refuse_unknown();
  return ticket;
}

service::LoadRequest read_request(const Value& table, const LoadContext& context,
                                  Problems& problems) {
  Fields fields(table, problems);
  service::LoadRequest load;
  load.origin = table.origin;
  load.key = fields.line("key", 64);
  load.contractor_key = fields.line("contractor");
  load.contractor_at = fields.origin_of("contractor");
  if (fields.has("contract")) {
    const auto before = problems.size();
    load.year = read_year(fields, context);
    load.contract = with_year(fields.line("contract"), load.year);
    if (problems.size() == before) load.contract_at = fields.origin_of("contract");
  }
  load.service_key = fields.optional_line("service", 64);
  load.service_at = fields.origin_of("service");
  load.at = fields.moment("at", context.today);
  auto& request = load.request;
  request.kind = fields.word<domain::Kind>("kind");
  request.priority = fields.word_or("priority", domain::Priority::medium);
  request.subject = fields.line("subject");
  request.description = fields.optional_text("description");
  request.place = fields.optional_line("place");
  request.affected = fields.lines("affected");
  request.classification = read_classification(fields, context, problems);
  for (const auto* ticket : fields.tables("ticket", 20))
    request.tickets.push_back(read_ticket(*ticket, problems));
  if (load.at > context.now)
    problems.add(fields.origin_of("at"), {"«at»: la solicitud aún no ha ocurrido; use una fecha "
                                          "pasada, como «hábil-5 09:00».",
                                          "\"at\": the request has not happened yet; use a past "
                                          "date, such as \"hábil-5 09:00\"."});
  auto history = read_steps(fields.tables("step", 100), load.at, context, problems);
  load.steps = std::move(history.steps);
  load.digest = digest(table) + history.evidence_digest;
  fields.refuse_unknown();
  return load;
}

}  // namespace

service::LoadFile read_load_toml(std::string_view text, const LoadContext& context,
                                 Problems& problems) {
  service::LoadFile file;
  const auto document = parse_toml(text, problems);
  if (!problems.empty()) return file;
  Fields fields(document, problems);
  std::set<std::string> contractors, programmes, requests;
  for (const auto* table : fields.tables("contractor")) {
    const auto before = problems.size();
    file.contractors.push_back(read_contractor(*table, problems));
    refuse_twin(contractors, file.contractors.back().contractor.key, table->origin, problems);
    file.contractors.back().is_faulty = problems.size() > before;
  }
  for (const auto* table : fields.tables("programme")) {
    const auto before = problems.size();
    file.programmes.push_back(read_programme(*table, context, problems));
    const auto& programme = file.programmes.back().programme;
    refuse_twin(programmes, programme.contract + " " + std::to_string(programme.year),
                table->origin, problems);
    file.programmes.back().is_faulty = problems.size() > before;
  }
  for (const auto* table : fields.tables("request")) {
    const auto before = problems.size();
    file.requests.push_back(read_request(*table, context, problems));
    refuse_twin(requests, file.requests.back().key, table->origin, problems);
    file.requests.back().is_faulty = problems.size() > before;
  }
  fields.refuse_unknown();
  return file;
}

}  // namespace citacal::app
