#include "service/announcement.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "ical/description.h"
#include "ical/invitation.h"
#include "ical/itip.h"
#include "service/compose.h"
#include "service/dossier.h"
#include "store/letter.h"

namespace citacal::service {

namespace {

using domain::Letter;
using domain::LetterKind;
using domain::LetterState;
using domain::NoticeLetter;

// Addresses in order, each once.
class Addresses {
 public:
  void add(const std::string& address) {
    if (known_.insert(core::to_lower(address)).second) all_.push_back(address);
  }
  void add(const std::vector<std::string>& addresses) {
    for (const auto& one : addresses) add(one);
  }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
  std::set<std::string> known_;
};

std::string say_slot(const core::Slot& slot) {
  const auto moment = [](core::Instant at) {
    return core::say_day(core::day_of(at), core::Language::es) + ", " + core::say_time(at);
  };
  const bool same_day = core::day_of(slot.start) == core::day_of(slot.end);
  return moment(slot.start) +
         (same_day ? " a " + core::say_time(slot.end) : " hasta " + moment(slot.end));
}

core::Values values_of(const Dossier& dossier, const std::optional<core::Slot>& told) {
  const auto& appointment = dossier.appointment;
  const auto& institute = dossier.institute;
  const bool is_open = !ical::is_withheld(dossier.view(), ical::Detail::notice);
  core::Values values;
  auto& texts = values.texts;
  texts["when"] = say_slot(appointment.slot);
  texts["duration"] = core::say_duration(
      std::chrono::duration_cast<core::Minutes>(appointment.slot.end - appointment.slot.start));
  texts["impact"] = ical::impact_in_spanish(appointment.impact);
  texts["contact"] = institute.organizer_name + " <" + institute.organizer + ">";
  texts["office"] = institute.organizer_name;
  texts["institute"] = institute.name;
  if (appointment.status == domain::AppointmentStatus::tentative) texts["tentative"] = "sí";
  if (told) texts["announced"] = say_slot(*told);
  if (!is_open) return values;
  texts["subject"] = dossier.request.subject;
  texts["case"] = dossier.request.number;
  texts["place"] = appointment.place;
  texts["services"] = core::join(appointment.affected, ", ");
  return values;
}

// Each batch is about something of its own, which is why none is taken for another; nor for one of
// before, where the same date was taken back and is told again.
std::string about_of(const domain::Appointment& appointment, std::size_t batch) {
  return batch == 0 ? appointment.id : appointment.id + "/" + std::to_string(batch);
}

std::size_t count_told(Work& work, const Letter& composed) {
  const auto all = store::list_letters_of(work.tx(), composed.appointment);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Letter& one) {
    return one.kind == LetterKind::notice && one.sequence == composed.sequence;
  }));
}

Letter compose(Work& work, NoticeLetter which, const domain::Appointment& appointment,
               const std::optional<core::Slot>& told) {
  const auto& institute = work.office().institute();
  const auto dossier = open_dossier(work.tx(), institute, appointment);
  const auto& text = institute.notice_texts.of(which);
  const auto values = values_of(dossier, told);
  auto letter = begin_letter(institute, LetterKind::notice, institute.organizer_name,
                             institute.organizer, work.now());
  letter.appointment = appointment.id;
  letter.request = dossier.request.id;
  letter.sequence = appointment.sequence;
  letter.subject = text.subject.render(values, core::Escaping::none);
  letter.text = text.body.render(values, core::Escaping::none);
  letter.method = ical::method_word(ical::Method::publish);
  letter.calendar = ical::print_invitation(dossier.view(), ical::Method::publish);
  return letter;
}

void send(Work& work, const Letter& composed, const domain::Appointment& appointment,
          const std::vector<std::string>& to) {
  auto batch = count_told(work, composed);
  for (std::size_t from = 0; from < to.size(); from += domain::kRecipientsMax, ++batch) {
    auto letter = composed;
    if (from > 0) letter.id = core::new_id(work.now());
    letter.message_id = letter.id + "@" + work.office().institute().uid_host;
    letter.about = about_of(appointment, batch);
    const auto until = std::min(to.size(), from + domain::kRecipientsMax);
    for (auto i = from; i < until; ++i)
      letter.recipients.push_back({to[i], LetterState::queued, "", {}});
    core::expects(store::add_letter(work.tx(), letter), "each batch is one of its own");
  }
}

struct Told {
  Addresses whom;
  std::optional<core::Slot> slot;  // what they heard last
};

// To whom a letter has gone, or may have.
Addresses reached_by(const Letter& letter) {
  Addresses reached;
  const bool on_its_way = letter.state == LetterState::sending;
  // A letter of an older program has no list: it went to `to`.
  if (letter.recipients.empty() && (on_its_way || letter.sent_at)) reached.add(letter.to);
  for (const auto& one : letter.recipients)
    if (one.state == LetterState::sent || (on_its_way && one.state == LetterState::queued))
      reached.add(one.address);
  return reached;
}

// What still waits to leave is called back; what has left says what is to be corrected.
Told take_back(Work& work, const core::Id& appointment) {
  Told told;
  for (auto& letter : store::list_letters_of(work.tx(), appointment)) {
    if (letter.kind != LetterKind::notice) continue;
    const auto reached = reached_by(letter);
    told.whom.add(reached.all());
    if (!reached.all().empty()) told.slot = ical::read_itip(letter.calendar).slot;
    if (letter.state != LetterState::queued) continue;
    letter.state = LetterState::superseded;
    store::save(work.tx(), letter);
  }
  return told;
}

}  // namespace

void require_recipients(const Office& office) {
  if (!office.institute().notice_to.empty()) return;
  throw core::Error(core::Code::conflict, "notice-without-recipients",
                    {"La cita afecta la red y no hay a quién avisar: ponga las direcciones en "
                     "«notice.to» o «notice.lists» de la configuración y reinicie el servicio, o "
                     "indique que no afecta la red.",
                     "The appointment affects the network and there is nobody to tell: set the "
                     "addresses in \"notice.to\" or \"notice.lists\" of the configuration and "
                     "restart the service, or say that it does not affect the network."},
                    "affects_network");
}

void announce(Work& work, const domain::Appointment& appointment) {
  require_recipients(work.office());
  send(work, compose(work, NoticeLetter::notice, appointment, {}), appointment,
       work.office().institute().notice_to);
}

void announce_change(Work& work, const domain::Appointment& appointment) {
  auto told = take_back(work, appointment.id);
  if (told.whom.all().empty()) return announce(work, appointment);
  told.whom.add(work.office().institute().notice_to);
  send(work, compose(work, NoticeLetter::corrected, appointment, told.slot), appointment,
       told.whom.all());
}

void call_back(Work& work, const core::Id& appointment) {
  take_back(work, appointment);
}

void announce_end(Work& work, const domain::Appointment& appointment) {
  const auto told = take_back(work, appointment.id);
  if (told.whom.all().empty()) return;
  auto ended = appointment;
  ended.status = domain::AppointmentStatus::cancelled;
  send(work, compose(work, NoticeLetter::cancelled, ended, told.slot), appointment,
       told.whom.all());
}

}  // namespace citacal::service
