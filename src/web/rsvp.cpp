#include "service/rsvp.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "web/form.h"
#include "web/form_guard.h"
#include "web/nouns.h"
#include "web/rsvp_page.h"

namespace citacal::web {

namespace {

using domain::Participation;

const std::string& token_of(const Exchange& exchange) {
  return exchange.parameter("token");
}

std::string path_of(const Exchange& exchange) {
  return "/rsvp/" + token_of(exchange);
}

// Keeps the language that the person chose.
std::string query_of(const Exchange& exchange) {
  const auto lang = exchange.request.find_query("lang");
  return lang == "es" || lang == "en" ? "?lang=" + std::string(*lang) : "";
}

RsvpView view_of(const Exchange& exchange, const service::Rsvp& rsvp) {
  return {.rsvp = rsvp,
          .language = page_language(exchange.request),
          .path = path_of(exchange),
          .query = query_of(exchange),
          .form_token = print_form_token(exchange.office, path_of(exchange),
                                         rsvp.dossier.appointment.sequence)};
}

// What `?done=` says was recorded, where the appointment shows that it was.
std::optional<core::Phrase> find_thanks(const Exchange& exchange, const service::Rsvp& rsvp) {
  const auto done = exchange.request.find_query("done");
  if (done == "answer" && rsvp.attendee.answered_at)
    return core::Phrase{
        "Su respuesta quedó registrada. Puede cambiarla mientras la cita siga en "
        "pie.",
        "Your answer was recorded. You can change it while the appointment "
        "stands."};
  const auto& proposals = rsvp.dossier.appointment.proposals;
  const bool has_proposed = std::any_of(proposals.begin(), proposals.end(), [&](const auto& one) {
    return core::equals_ignoring_case(one.email, rsvp.attendee.email);
  });
  if (done == "proposal" && has_proposed)
    return core::Phrase{"Su propuesta quedó registrada. El Instituto decide y le escribe.",
                        "Your proposal was recorded. The institute decides and writes to you."};
  return std::nullopt;
}

core::Response get(Exchange& exchange) {
  const auto rsvp = service::open_link(exchange.office, token_of(exchange));
  auto view = view_of(exchange, rsvp);
  view.thanks = find_thanks(exchange, rsvp);
  return show_rsvp(view);
}

core::Response get_invitation(Exchange& exchange) {
  auto text = service::print_linked(exchange.office, token_of(exchange));
  const bool is_off = text.find("\r\nMETHOD:CANCEL\r\n") != std::string::npos;
  auto response = core::Response::of(
      200, std::string("text/calendar; charset=utf-8; method=") + (is_off ? "CANCEL" : "REQUEST"),
      std::move(text));
  auto& headers = response.headers;
  headers.add("Content-Disposition", "attachment; filename=\"invitation.ics\"");
  headers.add("Cache-Control", "no-store");
  headers.add("X-Robots-Tag", "noindex");
  return response;
}

[[noreturn]] void refuse(const char* field, const char* es, const char* en) {
  throw core::Error(core::Code::invalid, "bad-date", {es, en}, field);
}

core::Slot read_slot(const RsvpTyped& typed) {
  if (!core::parse_day(typed.date))
    refuse("date", "Falta la fecha que propone, o no es una fecha.",
           "The date that you propose is missing, or is no date.");
  const auto start = core::parse_instant(typed.date + "T" + typed.time + "-05:00");
  if (!start)
    refuse("time", "Falta la hora de inicio, o no es una hora (como 14:30).",
           "The start is missing, or is no time (like 14:30).");
  int minutes = 0;
  const auto* end = typed.minutes.data() + typed.minutes.size();
  const auto [stop, error] = std::from_chars(typed.minutes.data(), end, minutes);
  if (error != std::errc() || stop != end || minutes < 1 || minutes > 31 * 24 * 60)
    refuse("minutes", "La duración debe ser un número de minutos, de 1 a 44640 (31 días).",
           "The duration must be a number of minutes, from 1 to 44640 (31 days).");
  return {*start, *start + core::Minutes(minutes)};
}

// Does what the form asks for; returns what was done, for the page's address.
std::string apply(Exchange& exchange, const Form& form, const RsvpTyped& typed) {
  auto& office = exchange.office;
  const auto& token = token_of(exchange);
  const auto seen = static_cast<int>(read_form_token(office, path_of(exchange), form.get("csrf")));
  if (typed.proposes) {
    service::propose_by_link(office, token, seen, {read_slot(typed), typed.reason});
    return "proposal";
  }
  const auto answer = core::find_word<Participation>(form.get("action"));
  if (answer != Participation::accepted && answer != Participation::declined &&
      answer != Participation::tentative)
    refuse("action", "Elija una respuesta: Aceptar, Quizás o Rechazar.",
           "Choose an answer: Accept, Maybe or Decline.");
  service::answer_by_link(office, token, seen, {*answer, typed.comment});
  return "answer";
}

// What was not applied: the page as it is now, with the reason and with what was typed.
core::Response show_again(Exchange& exchange, RsvpTyped typed, const core::Error& why) {
  const auto rsvp = service::open_link(exchange.office, token_of(exchange));
  auto view = view_of(exchange, rsvp);
  view.typed = std::move(typed);
  view.fault = why.message;
  return show_rsvp(view, core::http_status(why.code));
}

core::Response post(Exchange& exchange) {
  require_same_site(exchange.request, exchange.office.institute().base_url);
  const auto form = Form::of(exchange.request,
                             {"csrf", "action", "comment", "date", "time", "minutes", "reason"});
  RsvpTyped typed{form.get("comment"), form.get("date"),   form.get("time"),
                  form.get("minutes"), form.get("reason"), form.get("action") == "propose"};
  std::string done;
  try {
    done = apply(exchange, form, typed);
  } catch (const core::Error& error) {
    const bool is_theirs = error.code == core::Code::invalid ||
                           error.code == core::Code::conflict ||
                           error.code == core::Code::forbidden;
    if (!is_theirs) throw;
    return show_again(exchange, std::move(typed), error);
  }
  const auto query = query_of(exchange);
  core::Response response;
  response.status = 303;
  response.headers.add("Location",
                       path_of(exchange) + (query.empty() ? "?" : query + "&") + "done=" + done);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::vector<Route> rsvp_routes() {
  constexpr auto anonymous = Access::anonymous;
  return {
      {"GET",
       "/rsvp/{token}",
       get,
       anonymous,
       "The page of an invitation's own link",
       {"lang", "done"}},
      {"POST",
       "/rsvp/{token}",
       post,
       anonymous,
       "An answer or another date, by that page",
       {"lang"}},
      {"GET",
       "/rsvp/{token}/invitation.ics",
       get_invitation,
       anonymous,
       "The invitation of that link as iCalendar",
       {}},
  };
}

}  // namespace citacal::web
