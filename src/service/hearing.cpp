#include "service/hearing.h"

#include <algorithm>

#include "core/text.h"
#include "ical/itip.h"
#include "service/link.h"
#include "store/appointment.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

constexpr int kAddressesTried = 5;  // of the recipients with "+": a mail comes to one of ours

// The first calendar that can be read; one that says METHOD is preferred.
void read_message(const domain::ReceivedMail& mail, Hearing& hearing) {
  for (const auto& part : mail.calendars) {
    try {
      hearing.message = ical::read_itip(part.text, part.method);
      hearing.calendar = part.text;
      hearing.calendar_fault.clear();
      return;
    } catch (const core::Error& error) {
      hearing.calendar_fault = error.message.es;
      hearing.calendar = part.text;
    }
  }
}

// The first number of a case in a text: SOL-2026-0001.
std::string number_in(std::string_view text) {
  constexpr std::string_view kHead = "SOL-";
  constexpr std::size_t kLongest = 14;  // with five digits
  for (auto at = text.find(kHead); at != std::string_view::npos; at = text.find(kHead, at + 1)) {
    auto end = at + kHead.size();
    while (end < text.size() && end - at < kLongest &&
           ((text[end] >= '0' && text[end] <= '9') || text[end] == '-'))
      ++end;
    for (auto length = end - at; length >= kHead.size() + 9; --length)
      if (domain::is_number(text.substr(at, length))) return std::string(text.substr(at, length));
  }
  return {};
}

std::optional<domain::ServiceRequest> find_by_number(Work& work, std::string_view text) {
  const auto number = number_in(text);
  return number.empty() ? std::nullopt : store::find_request_by_number(work.tx(), number);
}

// A carrier names its own ticket, or our number, among the ids of its notice.
std::optional<domain::ServiceRequest> find_by_ids(Work& work, const domain::ReceivedMail& mail,
                                                  const domain::Itip& message) {
  for (const auto& id : message.maintenance.ids)
    if (auto request = find_by_number(work, id)) return request;
  const auto contractor = store::find_contractor_by_contact(work.tx(), mail.from);
  if (!contractor) return std::nullopt;
  for (const auto& id : message.maintenance.ids)
    if (auto request = store::find_request_by_ticket(work.tx(), contractor->id, id)) return request;
  return std::nullopt;
}

std::optional<domain::Letter> find_answered_letter(Work& work, const domain::ReceivedMail& mail) {
  if (mail.bounce && !mail.bounce->original_message_id.empty())
    return store::find_letter_by_message(work.tx(), mail.bounce->original_message_id);
  for (const auto& reference : mail.references)
    if (auto letter = store::find_letter_by_message(work.tx(), reference)) return letter;
  return std::nullopt;
}

void find_appointment(Work& work, const domain::ReceivedMail& mail, Hearing& hearing) {
  int tried = 0;
  for (const auto& recipient : mail.recipients) {
    if (recipient.find('+') == std::string::npos || ++tried > kAddressesTried) continue;
    const auto addressed = find_addressed(work.office(), work.tx(), recipient);
    if (!addressed) {
      const auto named = find_case_of_address(work.office(), recipient);
      if (!named || !store::find_request(work.tx(), *named)) continue;
      hearing.request = *named;
      hearing.names_case = true;
      break;
    }
    hearing.addressee = addressed->email;
    hearing.appointment = store::find_appointment(work.tx(), addressed->appointment);
    break;
  }
  if (!hearing.message) return;
  const auto& uid = hearing.message->uid;
  hearing.is_ours = core::to_lower(uid).ends_with("@" + work.office().institute().uid_host);
  auto named = store::find_appointment_by_uid(work.tx(), uid);
  // An address says whose answer it is, of this appointment alone.
  if (!named || !hearing.appointment || named->id != hearing.appointment->id)
    hearing.addressee.clear();
  hearing.appointment = std::move(named);
}

void find_request(Work& work, const domain::ReceivedMail& mail, Hearing& hearing) {
  if (hearing.appointment) hearing.request = hearing.appointment->request;
  if (!hearing.request.empty()) return;
  auto request = find_by_number(work, mail.subject);
  hearing.names_case = request.has_value();
  hearing.letter = find_answered_letter(work, mail);
  if (hearing.letter && !hearing.letter->request.empty()) {
    hearing.names_case = request && request->id == hearing.letter->request;
    hearing.request = hearing.letter->request;
    return;
  }
  if (!request && hearing.message) request = find_by_number(work, hearing.message->summary);
  if (!request && hearing.message) request = find_by_ids(work, mail, *hearing.message);
  if (request) hearing.request = request->id;
}

// An account that sees the case, or a contact of its contractor.
bool is_known_to(Work& work, const core::Id& id, std::string_view address,
                 const std::optional<domain::Person>& person) {
  const auto request = store::find_request(work.tx(), id);
  if (!request) return false;
  if (person && person->active &&
      domain::sight(*person, request->contractor, request->classification) == domain::Sight::whole)
    return true;
  const auto contractor = store::get_contractor(work.tx(), request->contractor);
  return std::any_of(contractor.contacts.begin(), contractor.contacts.end(), [&](const auto& one) {
    return core::equals_ignoring_case(one.email, address);
  });
}

}  // namespace

Hearing hear(Work& work, const domain::ReceivedMail& mail) {
  Hearing hearing;
  if (mail.kind == domain::MailKind::message) {
    read_message(mail, hearing);
    find_appointment(work, mail, hearing);
  }
  find_request(work, mail, hearing);
  if (mail.kind == domain::MailKind::bounce && !hearing.letter) hearing.request.clear();
  hearing.senders = {mail.from};
  hearing.is_own = core::equals_ignoring_case(mail.from, work.office().institute().organizer);
  const auto person = store::find_person_by_address(work.tx(), mail.from);
  if (hearing.names_case)
    hearing.is_by_known = is_known_to(work, hearing.request, mail.from, person);
  if (person) {
    hearing.senders.insert(core::to_lower(person->email));
    hearing.senders.insert(person->aliases.begin(), person->aliases.end());
  }
  const auto since = work.now() - std::chrono::hours(1);
  hearing.too_many = store::count_mail_from(work.tx(), mail.from, since) >=
                     work.office().institute().answers.mails_per_hour;
  return hearing;
}

domain::Heard heard_of(const Hearing& hearing, const domain::ReceivedMail& mail) {
  return {mail,
          hearing.message ? &*hearing.message : nullptr,
          hearing.appointment ? &*hearing.appointment : nullptr,
          hearing.addressee,
          hearing.senders,
          !hearing.request.empty() || hearing.letter,
          hearing.is_ours,
          false,
          {},
          hearing.too_many,
          hearing.is_own,
          hearing.names_case,
          hearing.is_by_known};
}

}  // namespace citacal::service
