#include "service/case.h"

#include <algorithm>

#include "domain/request.h"
#include "web/case_file.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

enum class ActivityState { pending, done, overdue, not_applicable };

constexpr std::string_view word(ActivityState state) {
  switch (state) {
    case ActivityState::pending:
      return "pending";
    case ActivityState::done:
      return "done";
    case ActivityState::overdue:
      return "overdue";
    case ActivityState::not_applicable:
      return "not_applicable";
  }
  return "";
}

const core::Phrase kActivities[] = {
    {"Coordinar con el contratista la programación y las condiciones de los servicios",
     "Coordinate with the contractor the schedule and conditions of the services"},
    {"Solicitar el servicio al contratista", "Request the service from the contractor"},
    {"Coordinar las condiciones, la fecha y la hora del servicio",
     "Coordinate the conditions, the date and the time of the service"},
    {"Informar a todos los funcionarios con una semana de anticipación",
     "Inform all staff one week ahead"},
    {"Verificar que el servicio se prestó según lo acordado",
     "Verify that the service was provided as agreed"}};

// The appointment that stands; null while there is none.
const domain::Appointment* standing(const service::Case& whole) {
  const auto& all = whole.appointments;
  const auto found = std::find_if(all.rbegin(), all.rend(), [](const auto& one) {
    return one.status != domain::AppointmentStatus::cancelled;
  });
  return found == all.rend() ? nullptr : &*found;
}

bool is_withdrawn(const service::Case& whole) {
  return whole.request.state == domain::RequestState::withdrawn;
}

ActivityState plan_state(const service::Case& whole) {
  if (whole.programme)
    return whole.programme->state == domain::ProgrammeState::draft ? ActivityState::pending
                                                                   : ActivityState::done;
  return whole.request.kind == domain::Kind::failure ? ActivityState::not_applicable
                                                     : ActivityState::pending;
}

// Overdue: a date stands, has passed, and nobody has said whether the service was given.
ActivityState agree_state(const service::Case& whole, core::Instant now) {
  const auto* appointment = standing(whole);
  if (!appointment)
    return is_withdrawn(whole) ? ActivityState::not_applicable : ActivityState::pending;
  const bool awaited = appointment->status != domain::AppointmentStatus::held;
  return awaited && appointment->slot.end < now ? ActivityState::overdue : ActivityState::done;
}

ActivityState notice_state(const service::Case& whole, core::Instant now) {
  const auto* appointment = standing(whole);
  if (!appointment)
    return is_withdrawn(whole) ? ActivityState::not_applicable : ActivityState::pending;
  if (!appointment->affects_network ||
      domain::is_withheld_whole(whole.request.classification))  // nobody may be told
    return ActivityState::not_applicable;
  for (const auto& notice : whole.notices) {
    if (notice.appointment != appointment->id) continue;
    if (notice.state != domain::NoticeState::due) return ActivityState::done;
    return notice.due_at < now ? ActivityState::overdue : ActivityState::pending;
  }
  return ActivityState::pending;
}

// Overdue: the term to verify is over, or a commitment's day has passed without it.
ActivityState verify_state(const service::Case& whole, core::Instant now) {
  for (const auto& appointment : whole.appointments)
    if (appointment.verification == domain::VerificationState::overdue)
      return ActivityState::overdue;
  for (const auto& verification : whole.verifications)
    for (const auto& commitment : verification.commitments)
      if (!commitment.done_at && commitment.by < core::day_of(now)) return ActivityState::overdue;
  if (whole.request.state == domain::RequestState::closed) return ActivityState::done;
  return is_withdrawn(whole) ? ActivityState::not_applicable : ActivityState::pending;
}

ActivityState state_of(const service::Case& whole, int activity, core::Instant now) {
  switch (activity) {
    case 1:
      return plan_state(whole);
    case 2:
      return ActivityState::done;
    case 3:
      return agree_state(whole, now);
    case 4:
      return notice_state(whole, now);
    default:
      return verify_state(whole, now);
  }
}

// A piece of evidence: what it is, and all that is known of it.
void add(Json& list, std::string_view type, Shown shown) {
  list.add(std::move(Json::object().set("type", type).set("value", std::move(shown.json))));
}

int activity_of(domain::LetterKind kind) {
  if (kind == domain::LetterKind::request) return 2;
  return kind == domain::LetterKind::notice ? 4 : 3;
}

Json show_records(const Exchange& exchange, const service::Case& whole, int activity) {
  auto list = Json::array();
  if (activity == 1 && whole.programme) add(list, "programme", show(exchange, *whole.programme));
  if (activity == 2) add(list, "request", show(exchange, whole.request));
  if (activity == 3)
    for (const auto& one : whole.appointments) add(list, "appointment", show(exchange, one));
  if (activity == 4)
    for (const auto& one : whole.notices) add(list, "notice", show(exchange, one));
  for (const auto& one : whole.letters)
    if (activity == activity_of(one.kind))
      add(list, "letter", show(exchange, one, whole.contractor.id));
  if (activity == 3)
    for (const auto& one : whole.mails) add(list, "mail", show(exchange, one, whole.contractor.id));
  for (const auto& one : whole.errands)
    if (activity == (one.kind == domain::ErrandKind::open ? 2 : 3))
      add(list, "errand", show(exchange, one));
  if (activity == 5)
    for (const auto& one : whole.verifications) add(list, "verification", show(exchange, one));
  for (const auto& one : whole.records)
    if (one.activity == activity) add(list, "record", show(exchange, one));
  return list;
}

Json show_related(const Exchange& exchange, const std::vector<domain::ServiceRequest>& requests) {
  auto list = Json::array();
  for (const auto& one : requests)
    list.add(std::move(Json::object()
                           .set("id", one.id)
                           .set("number", one.number)
                           .set("state", core::word(one.state))
                           .set_or_null("commitment", one.commitment)
                           .set("case", exchange.url(std::string(kApi) + "/cases/" + one.number))));
  return list;
}

service::Case case_of(const Exchange& exchange) {
  return service::get_case(exchange.office, exchange.caller, exchange.key("number"));
}

// What is drawn up out of the case: its citaciones and its actas, and whether these came back
// signed.
Json show_documents(const Exchange& exchange, const service::Case& whole) {
  auto list = Json::array();
  const auto links = [&](const std::string& path) {
    return std::move(Json::object()
                         .set("html", exchange.url(path + ".html"))
                         .set("pdf", exchange.url(path + ".pdf")));
  };
  const std::string api(kApi);
  for (const auto& one : whole.appointments)
    list.add(std::move(Json::object()
                           .set("kind", "citation")
                           .set("appointment", one.id)
                           .set("links", links(api + "/appointments/" + one.id + "/citation"))));
  for (const auto& one : whole.verifications) {
    if (one.means != domain::Means::minutes) continue;
    const auto& all = whole.signed_documents;
    const bool is_signed = !one.minutes_number.empty() &&
                           std::find(all.begin(), all.end(), one.minutes_number) != all.end();
    list.add(std::move(Json::object()
                           .set("kind", "minutes")
                           .set_or_null("number", one.minutes_number)
                           .set("verification", one.id)
                           .set("signed", is_signed)
                           .set("links", links(api + "/verifications/" + one.id + "/minutes"))));
  }
  return list;
}

}  // namespace

Json show_case(const Exchange& exchange, const service::Case& whole) {
  const auto now = exchange.office.clock().now();
  auto activities = Json::array();
  for (int activity = 1; activity <= 5; ++activity) {
    const auto& name = kActivities[activity - 1];
    activities.add(
        std::move(Json::object()
                      .set("activity", activity)
                      .set("name", std::move(Json::object().set("es", name.es).set("en", name.en)))
                      .set("state", word(state_of(whole, activity, now)))
                      .set("records", show_records(exchange, whole, activity))));
  }
  const auto self = std::string(kApi) + "/cases/" + whole.request.number;
  auto json = Json::object();
  json.set("number", whole.request.number)
      .set("subject", whole.request.subject)
      .set("kind", core::word(whole.request.kind))
      .set("priority", core::word(whole.request.priority))
      .set("state", core::word(whole.request.state))
      .set("contractor", show_json(exchange, whole.contractor))
      .set("follows", show_related(exchange, whole.follows))
      .set("followed_by", show_related(exchange, whole.followed_by))
      .set("activities", std::move(activities))
      .set("documents", show_documents(exchange, whole))
      .set_or_null("address", whole.address)
      .set("links", std::move(Json::object()
                                  .set("self", exchange.url(self))
                                  .set("linkset", exchange.url(self + "/linkset"))));
  return json;
}

namespace {

core::Response get(Exchange& exchange) {
  return json_reply(200, show_case(exchange, case_of(exchange)));
}

void add_target(const Exchange& exchange, Json& list, const Shown& shown, std::string_view title) {
  list.add(std::move(Json::object()
                         .set("href", exchange.url(shown.path))
                         .set("type", "application/json")
                         .set("title", title)));
}

// RFC 9264 §4.2. The relation types are the same that invitations carry as LINKREL (RFC 9253).
core::Response get_linkset(Exchange& exchange) {
  const auto whole = case_of(exchange);
  const auto& number = whole.request.number;
  auto context = Json::object();
  context.set("anchor", exchange.url("/cases/" + number));
  auto request = Json::array();
  add_target(exchange, request, show(exchange, whole.request), number);
  context.set(exchange.url("/rel/request"), std::move(request));
  if (!whole.verifications.empty()) {
    auto list = Json::array();
    for (const auto& one : whole.verifications)
      add_target(exchange, list, show(exchange, one), one.reference);
    context.set(exchange.url("/rel/verification"), std::move(list));
  }
  if (whole.programme) {
    auto list = Json::array();
    add_target(exchange, list, show(exchange, *whole.programme), whole.programme->contract);
    context.set("collection", std::move(list));
  }
  auto items = Json::array();
  for (const auto& one : whole.appointments)
    add_target(exchange, items, show(exchange, one), one.uid);
  for (const auto& one : whole.records) add_target(exchange, items, show(exchange, one), one.title);
  context.set("item", std::move(items));
  auto json = Json::object();
  json.set("linkset", std::move(Json::array().add(std::move(context))));
  return core::Response::of(200, "application/linkset+json", json.dump());
}

// What invitations and mails name: the address of a case for people, which leads to what there is.
core::Response go_to_case(Exchange& exchange) {
  core::Response response;
  response.status = 303;
  response.headers.add("Location", std::string(kApi) + "/cases/" + exchange.key("number"));
  return response;
}

}  // namespace

std::vector<Route> case_routes() {
  return {
      {"GET",
       "/api/v1/cases/{number}",
       get,
       Access::account,
       "A case: the five activities with their records",
       {}},
      {"GET",
       "/api/v1/cases/{number}/linkset",
       get_linkset,
       Access::account,
       "Its links (RFC 9264)",
       {}},
      {"GET",
       "/api/v1/cases/{number}/file",
       get_case_file,
       Access::account,
       "The case file: all its evidence as a ZIP",
       {}},
      {"GET",
       "/cases/{number}",
       go_to_case,
       Access::anonymous,
       "The address of a case in invitations",
       {}},
  };
}

}  // namespace citacal::web
