#include "web/rsvp_page.h"

#include "core/text.h"
#include "web/calendar_link.h"

namespace citacal::web {

namespace {

using core::Language;
using core::Phrase;
using domain::Participation;

// What people of the institute have written, whichever language the page is in (WCAG §3.1.2).
const Html::Attributes kTold = {{"lang", "es"}};
constexpr std::string_view kCommentMax = "2000";  // characters, as domain::answer has it

Phrase say(domain::Impact impact) {
  switch (impact) {
    case domain::Impact::no_impact:
      return {"sin interrupción", "no interruption"};
    case domain::Impact::reduced_redundancy:
      return {"redundancia reducida", "reduced redundancy"};
    case domain::Impact::degraded:
      return {"servicio degradado", "degraded service"};
    case domain::Impact::outage:
      return {"interrupción del servicio", "outage of the service"};
  }
  return {};
}

Phrase say(const domain::Attendee& attendee) {
  switch (attendee.answer) {
    case Participation::accepted:
      return {"Usted aceptó", "You accepted"};
    case Participation::declined:
      return {"Usted rechazó", "You declined"};
    case Participation::tentative:
      return {"Usted respondió «quizás»", "You answered “maybe”"};
    case Participation::delegated:
      return {"Usted delegó en " + attendee.delegated_to,
              "You delegated to " + attendee.delegated_to};
    case Participation::needs_action:
      break;
  }
  return {"Usted aún no ha respondido", "You have not answered yet"};
}

Phrase say(const domain::Proposal& proposal) {
  switch (proposal.state) {
    case domain::ProposalState::open:
      return {"espera la decisión del Instituto", "awaits the institute's decision"};
    case domain::ProposalState::accepted:
      return {"acordada", "agreed"};
    case domain::ProposalState::declined:
      break;
  }
  return {"no acordada", "not agreed"};
}

std::string say_moment(core::Instant at, Language language) {
  return core::say_day(core::day_of(at), language) + ", " + core::say_time(at);
}

std::string say_slot(const core::Slot& slot, Language language) {
  const std::string to = language == Language::en ? " to " : " a ";
  const bool one_day = core::day_of(slot.start) == core::day_of(slot.end);
  return say_moment(slot.start, language) + to +
         (one_day ? core::say_time(slot.end) : say_moment(slot.end, language));
}

// One page as it is written, part by part.
class RsvpPage {
 public:
  RsvpPage(const RsvpView& view, Html& html)
      : view_(view),
        html_(html),
        appointment_(view.rsvp.dossier.appointment),
        request_(view.rsvp.dossier.request),
        attendee_(view.rsvp.attendee) {}

  void write();

 private:
  std::string_view say(std::string_view es, std::string_view en) const {
    return view_.language == Language::en ? en : es;
  }
  void write_header();
  void write_notes();
  void note(std::string_view look, std::string_view role, std::string_view text);
  void write_facts();
  void fact(std::string_view name, std::string_view value, Html::Attributes attributes = {});
  void write_when();
  void write_link();
  void write_present_answer();
  void write_answer();
  void write_answer_form();
  void write_proposal_form();
  void field(const char* id, std::string_view label, std::string_view type, std::string_view value);
  void comment(const char* id, std::string_view label, std::string_view value);
  void write_form_head();
  void write_calendars();
  void write_owner();

  const RsvpView& view_;
  Html& html_;
  const domain::Appointment& appointment_;
  const domain::ServiceRequest& request_;
  const domain::Attendee& attendee_;
};

void RsvpPage::write_header() {
  const bool english = view_.language == Language::en;
  html_.open("header").one("span", view_.rsvp.dossier.institute.name);
  html_.one("a", english ? "Ver en español" : "View in English",
            {{"class", "screen"},
             {"href", view_.path + (english ? "?lang=es" : "?lang=en")},
             {"lang", english ? "es" : "en"},
             {"hreflang", english ? "es" : "en"}});
  html_.close();
}

void RsvpPage::note(std::string_view look, std::string_view role, std::string_view text) {
  html_.open("div", {{"class", look}, {"role", role}}).one("p", text).close();
}

void RsvpPage::write_notes() {
  if (view_.fault) note("note bad", "alert", view_.fault->in(view_.language));
  if (view_.thanks) note("note good", "status", view_.thanks->in(view_.language));
  if (!view_.rsvp.moved) return;
  note("note", "note",
       say("Este enlace es de una citación anterior: desde entonces cambió la fecha o el lugar. "
           "Estos son los datos que valen ahora, y a ellos responde usted.",
           "This link is of an earlier invitation: since then the date or the place has changed. "
           "This is how it is now, and what you answer to."));
}

void RsvpPage::fact(std::string_view name, std::string_view value, Html::Attributes attributes) {
  if (value.empty()) return;
  html_.one("dt", name);
  html_.open("dd", attributes).lines(value).close();
}

void RsvpPage::write_when() {
  html_.one("dt", say("Cuándo", "When")).open("dd");
  html_.one("div", say_slot(appointment_.slot, view_.language), {{"class", "when"}});
  html_.one("div", say("Hora legal de Colombia (UTC−5)", "Legal time of Colombia (UTC−5)"),
            {{"class", "hint"}});
  html_.close();
}

void RsvpPage::write_link() {
  if (appointment_.link.empty()) return;
  html_.one("dt", say("Sesión remota", "Remote session")).open("dd");
  html_.one("a", appointment_.link, {{"href", appointment_.link}, {"rel", "noreferrer"}}).close();
}

void RsvpPage::write_facts() {
  html_.open("dl");
  write_when();
  fact(say("Duración", "Duration"), core::say_duration(appointment_.slot.length()));
  fact(say("Lugar", "Place"), appointment_.place, kTold);
  write_link();
  fact(say("Condiciones", "Conditions"), appointment_.conditions, kTold);
  fact(say("Servicios afectados", "Services affected"), core::join(appointment_.affected, ", "),
       kTold);
  fact(say("Impacto", "Impact"), web::say(appointment_.impact).in(view_.language));
  fact(say("Afecta la red", "Affects the network"),
       appointment_.affects_network ? say("sí", "yes") : say("no", "no"));
  fact(say("Responsable", "Responsible"), appointment_.responsible);
  fact(say("Motivo del cambio", "Reason of the change"), appointment_.reason, kTold);
  fact(say("Contratista", "Contractor"), view_.rsvp.dossier.contractor.name);
  fact(say("Solicitud", "Request"), request_.number);
  html_.close();
}

void RsvpPage::write_present_answer() {
  html_.open("p").open("strong").text(web::say(attendee_).in(view_.language)).close();
  if (attendee_.answered_at)
    html_.text(std::string(say(" el ", " on ")) +
               say_moment(*attendee_.answered_at, view_.language));
  html_.text(".").close();
  if (!attendee_.comment.empty())
    html_.open("p")
        .lines(say("Su comentario: ", "Your comment: "))
        .lines(attendee_.comment)
        .close();
  for (const auto& proposal : appointment_.proposals) {
    if (!core::equals_ignoring_case(proposal.email, attendee_.email)) continue;
    html_.open("p").text(say("Usted propuso: ", "You proposed: "));
    html_.text(say_slot(proposal.slot, view_.language) + " — " +
               web::say(proposal).in(view_.language) + ".");
    if (!proposal.reason.empty()) html_.lines(" " + proposal.reason);
    html_.close();
  }
}

void RsvpPage::write_form_head() {
  html_.open("form", {{"method", "post"}, {"action", view_.path + view_.query}});
  html_.empty("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", view_.form_token}});
}

void RsvpPage::comment(const char* id, std::string_view label, std::string_view value) {
  html_.open("label", {{"for", id}}).text(label).text(" ");
  html_.one("span", say("(opcional)", "(optional)"), {{"class", "hint"}}).close();
  html_.one("textarea", value,
            {{"id", id}, {"name", id}, {"rows", "2"}, {"maxlength", kCommentMax}});
}

void RsvpPage::write_answer_form() {
  const auto* typed = view_.typed && !view_.typed->proposes ? &*view_.typed : nullptr;
  write_form_head();
  comment("comment", say("Comentario", "Comment"), typed ? typed->comment : attendee_.comment);
  html_.open("div", {{"class", "buttons three"}});
  const auto button = [&](std::string_view look, std::string_view value, std::string_view text) {
    html_.one("button", text,
              {{"class", look}, {"type", "submit"}, {"name", "action"}, {"value", value}});
  };
  button("first", "accepted", say("Aceptar", "Accept"));
  button("plain", "tentative", say("Quizás", "Maybe"));
  button("plain", "declined", say("Rechazar", "Decline"));
  html_.close().close();
}

void RsvpPage::write_answer() {
  html_.open("section", {{"aria-labelledby", "answer"}});
  html_.one("h2", say("Su respuesta", "Your answer"), {{"id", "answer"}});
  write_present_answer();
  if (view_.rsvp.open)
    write_answer_form();
  else
    html_.one("p", say("Esta cita ya no espera respuesta.",
                       "This appointment awaits no answer any more."));
  html_.close();
  if (view_.rsvp.open) write_proposal_form();
}

void RsvpPage::field(const char* id, std::string_view label, std::string_view type,
                     std::string_view value) {
  html_.open("div").one("label", label, {{"for", id}});
  if (type == "number")
    html_.empty("input", {{"id", id},
                          {"name", id},
                          {"type", type},
                          {"inputmode", "numeric"},
                          {"min", "1"},
                          {"max", "44640"},
                          {"value", value},
                          {"required", ""}});
  else
    html_.empty("input",
                {{"id", id}, {"name", id}, {"type", type}, {"value", value}, {"required", ""}});
  html_.close();
}

void RsvpPage::write_proposal_form() {
  const auto& slot = appointment_.slot;
  RsvpTyped shown{.date = core::print_day(core::day_of(slot.start)),
                  .time = core::say_time(slot.start),
                  .minutes = std::to_string(slot.length().count())};
  const bool is_open = view_.typed && view_.typed->proposes;
  if (is_open) shown = *view_.typed;
  if (is_open)
    html_.open("details", {{"open", ""}});
  else
    html_.open("details");
  html_.one("summary", say("Proponer otra fecha", "Propose another date"));
  html_.one("p", say("La cita sigue como está hasta que el Instituto decida. La hora es la legal "
                     "de Colombia (UTC−5).",
                     "The appointment stays as it is until the institute decides. The time is the "
                     "legal time of Colombia (UTC−5)."));
  write_form_head();
  html_.open("div", {{"class", "fields"}});
  field("date", say("Fecha", "Date"), "date", shown.date);
  field("time", say("Hora de inicio", "Start"), "time", shown.time);
  field("minutes", say("Duración en minutos", "Duration in minutes"), "number", shown.minutes);
  html_.close();
  comment("reason", say("Por qué", "Why"), shown.reason);
  html_.open("div", {{"class", "buttons"}});
  html_.one("button", say("Proponer esta fecha", "Propose this date"),
            {{"type", "submit"}, {"name", "action"}, {"value", "propose"}});
  html_.close().close().close();
}

void RsvpPage::write_calendars() {
  if (!view_.rsvp.open) return;
  const auto link = [&](std::string_view text, const std::string& target) {
    html_.open("li").one("a", text, {{"href", target}, {"rel", "noreferrer"}}).close();
  };
  html_.open("section", {{"class", "screen"}, {"aria-labelledby", "calendar"}});
  html_.one("h2", say("En su calendario", "In your calendar"), {{"id", "calendar"}});
  html_.open("ul", {{"class", "links"}});
  link(say("Descargar (.ics)", "Download (.ics)"), view_.path + "/invitation.ics");
  // What not everybody may read is not handed to others by a click.
  if (request_.classification.level == domain::Level::open) {
    link(say("Añadir a Google Calendar", "Add to Google Calendar"),
         google_link(appointment_, request_));
    link(say("Añadir a Outlook", "Add to Outlook"), outlook_link(appointment_, request_));
  }
  html_.close().close();
}

void RsvpPage::write_owner() {
  html_.open("p", {{"class", "foot screen"}});
  html_.text(std::string(say("Este enlace es de ", "This link is of ")) +
             (attendee_.name == attendee_.email ? attendee_.email
                                                : attendee_.name + " (" + attendee_.email + ")") +
             std::string(say(": quien lo tenga responde en su nombre. No lo reenvíe.",
                             ": whoever has it answers in their name. Do not forward it.")));
  html_.close();
}

void RsvpPage::write() {
  write_header();
  html_.open("main");
  write_notes();
  html_.one("h1", request_.subject, kTold);
  html_.open("p", {{"class", "status"}});
  html_.text(std::string(say("Cita ", "Appointment ")) +
             domain::say(appointment_.status).in(view_.language));
  html_.close();
  write_facts();
  write_answer();
  write_calendars();
  write_owner();
  html_.close();
  write_contact(html_, view_.rsvp.dossier.institute, view_.language);
}

}  // namespace

core::Response show_rsvp(const RsvpView& view, int status) {
  const auto& dossier = view.rsvp.dossier;
  return page_reply({status, view.language, dossier.request.subject, dossier.institute.name},
                    [&](Html& html) { RsvpPage(view, html).write(); });
}

}  // namespace citacal::web
