#include "service/answer.h"
#include "service/appointment.h"

#include <algorithm>

#include "service/request.h"
#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

std::vector<domain::Attendee> read_attendees(Fields& body) {
  std::vector<domain::Attendee> attendees;
  for (auto& field : body.list("attendees")) {
    domain::Attendee attendee;
    attendee.name = field.line("name");
    attendee.email = field.address("email");
    attendee.role = field.word("role", domain::AttendeeRole::required);
    attendee.kind = field.word("kind", domain::AttendeeKind::individual);
    field.done();
    attendees.push_back(std::move(attendee));
  }
  return attendees;
}

domain::Agreement read_agreement(const Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Agreement agreement;
  const auto request = body.line("request", 60);
  agreement.slot = body.slot("slot");
  agreement.place = body.optional_line("place");
  agreement.link = body.optional_uri("link");
  agreement.conditions = body.optional_text("conditions");
  agreement.responsible = body.optional_line("responsible");
  agreement.affected = body.lines("affected");
  agreement.impact = body.word("impact", domain::Impact::no_impact);
  agreement.affects_network = body.flag("affects_network", false);
  agreement.attendees = read_attendees(body);
  body.done();
  agreement.request = service::get_request(exchange.office, exchange.caller, request).id;
  return agreement;
}

Json show_warnings(const Exchange& exchange, const std::vector<domain::ConflictWarning>& warnings) {
  auto list = Json::array();
  for (const auto& warning : warnings)
    list.add(std::move(Json::object()
                           .set("kind", core::word(warning.kind))
                           .set("message", warning.message.in(exchange.request.language()))
                           .set_or_null("appointment", warning.other)));
  return list;
}

Shown show_agreed(const Exchange& exchange, const service::Agreed& agreed) {
  auto shown = show(exchange, agreed.appointment);
  shown.json.set("warnings", show_warnings(exchange, agreed.warnings));
  return shown;
}

core::Response list(Exchange& exchange) {
  const auto& query = exchange.query;
  service::AppointmentQuery asked;
  asked.from = query.instant("from");
  asked.until = query.instant("to");
  asked.contractor = find_contractor(exchange, query.line("contractor"));
  asked.kind = query.word<domain::Kind>("kind");
  asked.affects_network = query.flag("affects_network");
  asked.status = query.word<domain::AppointmentStatus>("status");
  return page_of(
      exchange, service::list_appointments(exchange.office, exchange.caller, asked, query.paging()),
      [&](const auto& entry) { return show_json(exchange, entry.appointment); });
}

core::Response agree(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        return show_agreed(
            exchange, service::agree(exchange.office, exchange.caller, read_agreement(exchange)));
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_appointment(exchange.office, exchange.caller, id));
      });
}

core::Response check(Exchange& exchange) {
  const auto warnings =
      service::check_agreement(exchange.office, exchange.caller, read_agreement(exchange));
  return json_reply(200, Json::object().set("warnings", show_warnings(exchange, warnings)));
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_appointment(exchange.office, exchange.caller,
                                                                 exchange.id())));
}

core::Response get_invitation(Exchange& exchange) {
  const auto appointment =
      service::get_appointment(exchange.office, exchange.caller, exchange.id());
  const auto method =
      appointment.status == domain::AppointmentStatus::cancelled ? "CANCEL" : "REQUEST";
  auto response = core::Response::of(
      200, std::string("text/calendar; charset=utf-8; method=") + method,
      service::print_invitation(exchange.office, exchange.caller, appointment.id));
  response.headers.add("Content-Disposition", "attachment; filename=\"invitation.ics\"");
  return response;
}

core::Response confirm(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.optional_text("short_notice_reason", 2'000);
  body.done();
  return reply(exchange, show(exchange, service::confirm(exchange.office, exchange.caller,
                                                         exchange.id(), reason)));
}

core::Response hold(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange,
               show(exchange, service::hold(exchange.office, exchange.caller, exchange.id())));
}

core::Response reschedule(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Rescheduling change;
  change.slot = body.slot("slot");
  change.place = body.maybe_line("place");
  change.reason = body.text("reason");
  change.asked_by = body.word("asked_by", domain::Asker::institute);
  body.done();
  return reply(exchange, show_agreed(exchange, service::reschedule(exchange.office, exchange.caller,
                                                                   exchange.id(), change)));
}

core::Response cancel(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.text("reason");
  body.done();
  return reply(exchange, show(exchange, service::cancel(exchange.office, exchange.caller,
                                                        exchange.id(), reason)));
}

core::Response answer(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Answer given;
  given.email = body.has("email") ? body.address("email") : exchange.caller.person.email;
  given.answer = body.word<domain::Participation>("answer");
  given.comment = body.optional_text("comment");
  body.done();
  return reply(exchange, show(exchange, service::answer(exchange.office, exchange.caller,
                                                        exchange.id(), given)));
}

core::Response propose(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  domain::Proposal proposal;
  proposal.email = body.has("email") ? body.address("email") : exchange.caller.person.email;
  proposal.slot = body.slot("slot");
  proposal.comment = body.optional_text("comment");
  body.done();
  return reply(exchange, show(exchange, service::propose(exchange.office, exchange.caller,
                                                         exchange.id(), proposal)));
}

core::Response accept_proposal(Exchange& exchange) {
  Fields::of(exchange.request).done();
  return reply(exchange, show_agreed(exchange, service::accept_proposal(
                                                   exchange.office, exchange.caller, exchange.id(),
                                                   exchange.id("proposal"))));
}

core::Response decline_proposal(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto reason = body.optional_text("reason", 2'000);
  body.done();
  return reply(exchange, show(exchange, service::decline_proposal(
                                            exchange.office, exchange.caller, exchange.id(),
                                            exchange.id("proposal"), reason)));
}

Json show_proposals(const domain::Appointment& appointment) {
  auto list = Json::array();
  for (const auto& proposal : appointment.proposals) {
    auto json = Json::object();
    json.set("id", proposal.id)
        .set("email", proposal.email)
        .set_or_null("comment", proposal.comment)
        .set("slot", show_slot(proposal.slot))
        .set("was", show_slot(proposal.was))
        .set("made_at", core::print_utc(proposal.made_at))
        .set("state", core::word(proposal.state))
        .set_or_null("reason", proposal.reason)
        .set_or_null("mail", proposal.mail);
    list.add(std::move(json));
  }
  return list;
}

Json show_moves(const domain::Appointment& appointment) {
  auto list = Json::array();
  for (const auto& move : appointment.moves)
    list.add(std::move(Json::object()
                           .set("was", show_slot(move.was))
                           .set("slot", show_slot(move.slot))
                           .set("asked_by", core::word(move.asked_by))
                           .set("reason", move.reason)
                           .set("at", core::print_utc(move.at))));
  return list;
}

}  // namespace

Json show_slot(const core::Slot& slot) {
  auto json = Json::object();
  json.set("start", core::print_utc(slot.start))
      .set("end", core::print_utc(slot.end))
      .set("start_local", core::print_local(slot.start))
      .set("end_local", core::print_local(slot.end))
      .set("minutes", slot.length().count());
  return json;
}

Json show_verification(const domain::Appointment& appointment) {
  const auto& by = appointment.verify_by;
  auto json = Json::object();
  json.set("state", core::word(appointment.verification))
      .set_or_null("due_at", by ? core::print_utc(*by) : "");
  return json;
}

Json count_answers(const domain::Appointment& appointment) {
  auto json = Json::object();
  for (const auto word : core::Words<domain::Participation>::list) {
    const auto count =
        std::count_if(appointment.attendees.begin(), appointment.attendees.end(),
                      [&](const auto& attendee) { return core::word(attendee.answer) == word; });
    json.set(word, static_cast<std::int64_t>(count));
  }
  return json;
}

Json show_attendees(const domain::Appointment& appointment) {
  auto list = Json::array();
  for (const auto& attendee : appointment.attendees) {
    auto json = Json::object();
    json.set("name", attendee.name)
        .set("email", attendee.email)
        .set("role", core::word(attendee.role))
        .set("kind", core::word(attendee.kind))
        .set("answer", core::word(attendee.answer))
        .set_or_null("answered_at",
                     attendee.answered_at ? core::print_utc(*attendee.answered_at) : "")
        .set_or_null("comment", attendee.comment)
        .set_or_null("delegated_to", attendee.delegated_to)
        .set_or_null("unreached_at",
                     attendee.unreached_at ? core::print_utc(*attendee.unreached_at) : "");
    list.add(std::move(json));
  }
  return list;
}

Shown show(const Exchange& exchange, const domain::Appointment& appointment) {
  const auto path = std::string(kApi) + "/appointments/" + appointment.id;
  auto json = Json::object();
  json.set("id", appointment.id)
      .set("version", appointment.version)
      .set("uid", appointment.uid)
      .set("request", appointment.request)
      .set("contractor", appointment.contractor)
      .set("status", core::word(appointment.status))
      .set("sequence", appointment.sequence)
      .set("slot", show_slot(appointment.slot))
      .set("verification", show_verification(appointment))
      .set_or_null("place", appointment.place)
      .set_or_null("link", appointment.link)
      .set("conditions", appointment.conditions)
      .set_or_null("responsible", appointment.responsible)
      .set("affected", Json::array(appointment.affected))
      .set("impact", core::word(appointment.impact))
      .set("affects_network", appointment.affects_network)
      .set("answers", count_answers(appointment))
      .set("attendees", show_attendees(appointment))
      .set("proposals", show_proposals(appointment))
      .set("first_slot", show_slot(domain::first_slot(appointment)))
      .set("moves", show_moves(appointment))
      .set("asked_at", core::print_utc(appointment.asked_at))
      .set_or_null("replaces", appointment.replaces)
      .set_or_null("reason", appointment.reason)
      .set("created_at", core::print_utc(appointment.created_at))
      .set("changed_at", core::print_utc(appointment.changed_at));
  const auto api = std::string(kApi);
  json.set("links",
           std::move(Json::object()
                         .set("self", exchange.url(path))
                         .set("request", exchange.url(api + "/requests/" + appointment.request))
                         .set("case", exchange.url(api + "/cases/" + appointment.request))
                         .set("invitation", exchange.url(path + "/invitation.ics"))));
  return {std::move(json), path, appointment.version};
}

std::vector<Route> appointment_routes() {
  constexpr auto account = Access::account;
  return {
      {"GET",
       "/api/v1/appointments",
       list,
       account,
       "Appointments, by start",
       {"from", "to", "contractor", "kind", "affects_network", "status", "limit", "cursor"}},
      {"POST", "/api/v1/appointments", agree, account, "Agree a date: invitations go out", {}},
      {"POST",
       "/api/v1/appointments/check",
       check,
       account,
       "What speaks against a date, without agreeing it",
       {}},
      {"GET", "/api/v1/appointments/{id}", get, account, "An appointment", {}},
      {"GET",
       "/api/v1/appointments/{id}/invitation.ics",
       get_invitation,
       account,
       "Its invitation as iCalendar",
       {}},
      {"POST", "/api/v1/appointments/{id}/confirm", confirm, account, "Confirm it", {}},
      {"POST",
       "/api/v1/appointments/{id}/reschedule",
       reschedule,
       account,
       "Move it to another date",
       {}},
      {"POST", "/api/v1/appointments/{id}/cancel", cancel, account, "Cancel it", {}},
      {"POST", "/api/v1/appointments/{id}/hold", hold, account, "The service was given", {}},
      {"POST", "/api/v1/appointments/{id}/answers", answer, account, "An attendee's answer", {}},
      {"POST",
       "/api/v1/appointments/{id}/proposals",
       propose,
       account,
       "An attendee's other date",
       {}},
      {"POST",
       "/api/v1/appointments/{id}/proposals/{proposal}/accept",
       accept_proposal,
       account,
       "Re-schedule to a proposed date",
       {}},
      {"POST",
       "/api/v1/appointments/{id}/proposals/{proposal}/decline",
       decline_proposal,
       account,
       "Decline a proposed date",
       {}},
  };
}

}  // namespace citacal::web
