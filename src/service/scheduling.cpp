#include "service/scheduling.h"

#include <algorithm>

#include "core/text.h"
#include "ical/scheduling.h"
#include "service/delivery.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::CalendarObject;
using domain::Person;
using ical::Parties;

// RFC 6638 §3.2.9: delivered; no calendar user of ours; and one whose calendar refuses it.
constexpr const char *kDelivered = "1.2", *kUnknown = "3.7", *kRejected = "5.3";

[[noreturn]] void refuse_organizer_change() {
  throw core::Error(core::Code::forbidden, "allowed-organizer-scheduling-object-change",
                    {"Quien cita (ORGANIZER) no se cambia: borre el evento y cree otro.",
                     "The ORGANIZER cannot be changed: delete the event and make another."});
}

[[noreturn]] void refuse_attendee_change() {
  throw core::Error(core::Code::forbidden, "allowed-attendee-scheduling-object-change",
                    {"En lo que otra persona cita usted solo puede cambiar su respuesta, sus "
                     "alarmas y lo que es para usted.",
                     "Of what somebody else arranged you may only change your answer, your alarms "
                     "and what is for yourself."});
}

// The institute's own address is not among them: many answer for it.
std::set<std::string> addresses_of(const Person& person) {
  std::set<std::string> addresses = {core::to_lower(person.email)};
  for (const auto& alias : person.aliases) addresses.insert(core::to_lower(alias));
  return addresses;
}

// The address by which a person is invited; empty: not.
std::string invited_as(const Parties& parties, const Person& person) {
  const auto own = addresses_of(person);
  const auto found = std::find_if(parties.attendees.begin(), parties.attendees.end(),
                                  [&](const auto& one) { return own.contains(one.address); });
  return found == parties.attendees.end() ? "" : found->address;
}

// By their own address; or by the institute's, unless they are among those whom it invites.
bool is_organizer(const Office& office, const Parties& parties, const Person& person) {
  if (addresses_of(person).contains(parties.organizer)) return true;
  return domain::may(person.role, domain::Right::agree) &&
         parties.organizer == core::to_lower(office.institute().organizer) &&
         invited_as(parties, person).empty();
}

enum class Part { none, organizer, attendee };

Part part_of(const Office& office, const Parties& parties, const Person& person) {
  if (parties.organizer.empty() || parties.attendees.empty()) return Part::none;
  if (is_organizer(office, parties, person)) return Part::organizer;
  return invited_as(parties, person).empty() ? Part::none : Part::attendee;
}

// Whether a copy is of this organizer's object, and not another's with the same UID.
bool is_of(const Copy& copy, const std::string& organizer) {
  return copy.object.whole && ical::read_parties(copy.object.text).organizer == organizer;
}

// One object with everybody who has a copy of it, as one piece of scheduling sees it.
class Meeting {
 public:
  Meeting(Work& work, std::string_view uid) : work_(work), copies_(list_copies(work, uid)) {}

  Work& work() const { return work_; }
  const std::vector<Copy>& copies() const { return copies_; }
  // Asked of the store once for each address.
  const std::optional<Person>& find_person(const std::string& address) const {
    const auto known = persons_.find(address);
    if (known != persons_.end()) return known->second;
    return persons_[address] = store::find_person_by_address(work_.tx(), address);
  }
  // A person's: the one of this organizer before any other that has the UID.
  const Copy* find_copy(const Person& person, const std::string& organizer) const {
    const Copy* found = nullptr;
    for (const auto& copy : copies_) {
      if (copy.owner.id != person.id) continue;
      if (is_of(copy, organizer)) return &copy;
      if (!found) found = &copy;
    }
    return found;
  }
  // The organizer's, as the attendees' objects name them.
  const Copy* find_organizers(const std::string& organizer) const {
    const auto found = std::find_if(copies_.begin(), copies_.end(), [&](const Copy& one) {
      if (!one.object.whole) return false;
      const auto parties = ical::read_parties(one.object.text);
      return parties.organizer == organizer && is_organizer(work_.office(), parties, one.owner);
    });
    return found == copies_.end() ? nullptr : &*found;
  }

 private:
  Work& work_;
  std::vector<Copy> copies_;
  mutable std::map<std::string, std::optional<Person>> persons_;
};

// The account that scheduling is for: none for the organizer, and where a client does it itself.
std::optional<Person> account_of(const Meeting& meeting, const Parties& parties,
                                 const ical::Person& attendee) {
  if (attendee.agent != "SERVER" || attendee.address == parties.organizer) return std::nullopt;
  const auto& person = meeting.find_person(attendee.address);
  if (!person || !person->active || is_organizer(meeting.work().office(), parties, *person))
    return std::nullopt;
  return person;
}

void rewrite_by_request(Work& work, const Copy& copy, const std::string& request,
                        const std::string& address, bool keeps_tag) {
  rewrite_copy(work, copy.object, ical::apply_request(request, copy.object.text, address),
               keeps_tag, ical::apply_request(request, "", address));
}

void tell_of_cancellation(const Meeting& meeting, const Parties& parties, std::string_view before,
                          const std::string& address, const Person& account) {
  auto& work = meeting.work();
  const auto* copy = meeting.find_copy(account, parties.organizer);
  if (!copy || !is_of(*copy, parties.organizer)) return;
  const auto text = ical::apply_cancel(copy->object.text, work.now());
  if (text == copy->object.text) return;
  rewrite_copy(work, copy->object, text, false);
  put_message(work, account, copy->object, ical::cancel_for(before, address, work.now()));
}

// What an organizer's new text means, told to each attendee.
class Invitations {
 public:
  Invitations(const Meeting& meeting, std::string text, const std::string& before)
      : meeting_(meeting),
        text_(std::move(text)),
        before_(before),
        parties_(ical::read_parties(text_)),
        old_(before.empty() ? Parties{} : ical::read_parties(before)) {}

  void settle_answers() {
    std::set<std::string> asked;
    for (const auto& attendee : parties_.attendees)
      if (account_of(meeting_, parties_, attendee)) asked.insert(attendee.address);
    text_ = ical::with_standing_answers(text_, before_, asked);
    parties_ = ical::read_parties(text_);
  }

  void tell_all() {
    for (const auto& attendee : parties_.attendees) {
      if (attendee.agent != "SERVER" || is_the_organizers(attendee.address)) continue;
      const auto account = account_of(meeting_, parties_, attendee);
      statuses_[attendee.address] = account ? invite(attendee, *account) : kUnknown;
    }
    for (const auto& attendee : old_.attendees) {
      const auto account = account_of(meeting_, old_, attendee);
      if (account && !parties_.find(attendee.address) && !told_.contains(account->id))
        tell_of_cancellation(meeting_, old_, before_, attendee.address, *account);
    }
  }

  std::string text() const { return ical::with_schedule_status(text_, statuses_); }

 private:
  bool is_the_organizers(const std::string& address) const {
    if (address == parties_.organizer) return true;
    const auto& person = meeting_.find_person(address);
    return person && is_organizer(meeting_.work().office(), parties_, *person);
  }

  std::string status_before(const std::string& address) const {
    const auto* known = old_.find(address);
    return known && !known->status.empty() ? known->status : kDelivered;
  }

  bool is_news(const std::string& request, const std::string& address) const {
    if (parties_.forced.contains(address) || !old_.find(address)) return true;
    return ical::is_significant(ical::request_for(before_, address, meeting_.work().now()),
                                request);
  }

  std::string add(const Person& account, const std::string& address, const std::string& request) {
    auto& work = meeting_.work();
    if (parties_.is_cancelled) return kDelivered;
    if (!has_room(work, account)) return kRejected;
    const auto copy = add_copy(work, account, ical::apply_request(request, "", address));
    put_message(work, account, copy, request);
    return kDelivered;
  }

  // The status of the delivery.
  std::string invite(const ical::Person& attendee, const Person& account) {
    const auto& address = attendee.address;
    if (!told_.insert(account.id).second) return kDelivered;
    auto& work = meeting_.work();
    const auto* copy =
        meeting_.find_copy(account, old_.find(address) ? old_.organizer : parties_.organizer);
    const auto request = ical::request_for(text_, address, work.now());
    const bool is_told = is_news(request, address);
    if (copy && !is_of(*copy, parties_.organizer) &&
        !(old_.find(address) && is_of(*copy, old_.organizer)))
      return kRejected;
    // Who refused and took it away is not asked again until there is something to answer.
    if (!copy && attendee.answer == "DECLINED" && !parties_.forced.contains(address))
      return status_before(address);
    if (!copy) return add(account, address, request);
    if (!is_told) {
      const auto text = ical::with_answers_of_others(copy->object.text, text_, address);
      if (text != copy->object.text) rewrite_copy(work, copy->object, text, true);
      return status_before(address);
    }
    rewrite_by_request(work, *copy, request, address, false);
    put_message(work, account, copy->object,
                parties_.is_cancelled ? ical::cancel_for(text_, address, work.now()) : request);
    return kDelivered;
  }

  const Meeting& meeting_;
  std::string text_;
  const std::string& before_;
  Parties parties_, old_;
  std::set<core::Id> told_;
  std::map<std::string, std::string> statuses_;
};

// The reply into the organizer's object and inbox, and the answer into the others' copies; false
// where the organizer's object does not take it.
bool deliver_reply(const Meeting& meeting, const Copy& organizers, const std::string& reply,
                   const std::string& self) {
  auto& work = meeting.work();
  const auto text = ical::apply_reply(organizers.object.text, reply, self);
  if (text == organizers.object.text) return false;
  rewrite_copy(work, organizers.object, text, true);
  put_message(work, organizers.owner, organizers.object, reply);
  const auto parties = ical::read_parties(text);
  for (const auto& attendee : parties.attendees) {
    const auto account = account_of(meeting, parties, attendee);
    if (!account || attendee.address == self || addresses_of(*account).contains(self)) continue;
    const auto* copy = meeting.find_copy(*account, parties.organizer);
    const auto request = ical::request_for(text, attendee.address, work.now());
    if (copy && is_of(*copy, parties.organizer) && !request.empty())
      rewrite_by_request(work, *copy, request, attendee.address, true);
  }
  return true;
}

// What the attendee was given: their stored object, else what the organizer's invites them to.
std::string given_to(const Copy* organizers, const std::string& self, const std::string& before,
                     core::Instant now) {
  if (!before.empty() || !organizers) return before;
  const auto request = ical::request_for(organizers->object.text, self, now);
  if (request.empty()) refuse_attendee_change();
  return ical::apply_request(request, "", self);
}

std::string put_by_attendee(const Meeting& meeting, const std::string& self,
                            const std::string& text, const std::string& before,
                            bool schedule_reply) {
  const auto now = meeting.work().now();
  const auto parties = ical::read_parties(text);
  const auto* organizers = meeting.find_organizers(parties.organizer);
  const auto given = given_to(organizers, self, before, now);
  if (!given.empty() && ical::change_by_attendee(given, text, self) == ical::ChangeBy::more)
    refuse_attendee_change();
  auto stored = given.empty() ? text : ical::with_answers_of_others(text, given, self);
  if (!schedule_reply || parties.organizer_agent != "SERVER") return stored;
  const bool is_forced = parties.forced.contains(parties.organizer);
  const auto reply = ical::reply_of(stored, self, now, is_forced ? "" : given);
  const bool is_answer =
      !given.empty() || is_forced || parties.find(self)->answer != "NEEDS-ACTION";
  if (reply.empty() || !is_answer) return stored;
  if (organizers)
    return ical::with_organizer_status(
        stored, deliver_reply(meeting, *organizers, reply, self) ? kDelivered : kRejected);
  const bool is_ours = meeting.find_person(parties.organizer).has_value();
  return ical::with_organizer_status(stored, is_ours ? kRejected : kUnknown);
}

std::string put_by_organizer(const Meeting& meeting, const std::string& text,
                             const std::string& before) {
  Invitations invitations(meeting, text, before);
  invitations.settle_answers();
  invitations.tell_all();
  return invitations.text();
}

void cancel_all(const Meeting& meeting, const std::string& before) {
  const auto parties = ical::read_parties(before);
  for (const auto& attendee : parties.attendees)
    if (const auto account = account_of(meeting, parties, attendee))
      tell_of_cancellation(meeting, parties, before, attendee.address, *account);
}

// Who a person was in an object they are, unless they were in none.
void require_same_part(Part before, Part now, const Parties& was, const Parties& is) {
  if (before == Part::none) return;
  const bool left = is.organizer.empty() && before == Part::organizer;
  if (left || (before == now && (before == Part::organizer || was.organizer == is.organizer)))
    return;
  if (before == Part::organizer && is.organizer == was.organizer) return;  // nobody is invited
  if (before == Part::organizer) refuse_organizer_change();
  refuse_attendee_change();
}

void require_only_one(const Meeting& meeting, const Person& person, const std::string& calendar,
                      std::string_view name, const Office& office) {
  for (const auto& copy : meeting.copies()) {
    const auto& object = copy.object;
    if (copy.owner.id != person.id || (object.calendar == calendar && object.name == name))
      continue;
    if (!object.whole || part_of(office, ical::read_parties(object.text), person) != Part::none)
      throw core::Error(core::Code::conflict, "unique-scheduling-object-resource",
                        {"Otro calendario suyo ya tiene esta cita.",
                         "Another calendar of yours has this meeting already."},
                        place_of(meeting.work(), copy));
  }
}

void require_few(const Parties& parties) {
  if (parties.attendees.size() <= std::size_t{ical::kAttendeesMost}) return;
  throw core::Error(
      core::Code::forbidden, "max-attendees-per-instance",
      {"No se puede citar a más de 200 personas.", "No more than 200 people can be invited."});
}

}  // namespace

Scheduled schedule_put(Work& work, const domain::Collection& collection, std::string_view name,
                       const std::string& text, const CalendarObject* before, bool schedule_reply) {
  const auto& office = work.office();
  const auto& person = work.caller().person;
  const auto is = ical::read_parties(text);
  const auto was = before ? ical::read_parties(before->text) : Parties{};
  const auto part = part_of(office, is, person), part_before = part_of(office, was, person);
  require_same_part(part_before, part, was, is);
  const Meeting meeting(work, is.uid);
  if (part == Part::none) {
    if (part_before == Part::organizer) cancel_all(meeting, before->text);
    return {text, false};
  }
  require_few(is);
  require_only_one(meeting, person, collection.calendar, name, office);
  const auto known = part_before == Part::none ? std::string() : before->text;
  if (part == Part::organizer) return {put_by_organizer(meeting, text, known), true};
  return {put_by_attendee(meeting, invited_as(is, person), text, known, schedule_reply), true};
}

void schedule_delete(Work& work, const CalendarObject& object, bool schedule_reply) {
  const auto& person = work.caller().person;
  const auto parties = ical::read_parties(object.text);
  const auto part = part_of(work.office(), parties, person);
  if (part == Part::none) return;
  const Meeting meeting(work, parties.uid);
  if (part == Part::organizer) return cancel_all(meeting, object.text);
  const auto self = invited_as(parties, person);
  const auto* organizers = meeting.find_organizers(parties.organizer);
  if (!schedule_reply || !organizers || parties.is_cancelled || parties.organizer_agent != "SERVER")
    return;
  const auto refused = ical::with_answer(object.text, self, "DECLINED");
  const auto reply = ical::reply_of(refused, self, work.now(), object.text);
  if (!reply.empty()) deliver_reply(meeting, *organizers, reply, self);
}

}  // namespace citacal::service
