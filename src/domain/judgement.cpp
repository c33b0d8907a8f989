#include "domain/judgement.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::domain {

namespace {

Judgement verdict(Verdict verdict, std::string reason) {
  return {verdict, std::move(reason)};
}
Judgement hold(std::string reason) {
  return verdict(Verdict::held, std::move(reason));
}

std::string_view domain_of(std::string_view address) {
  const auto at = address.find('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

bool is_sender(const Heard& heard, std::string_view address) {
  return core::equals_ignoring_case(heard.mail.from, address) ||
         heard.senders.contains(core::to_lower(address));
}

// The one whose answer it is: of several (a counter-proposal may list all, a delegation names both)
// the sender's, or the one that the address it came to was given to, else the first.
const ItipAttendee* find_speaker(const Heard& heard) {
  const auto& all = heard.message->attendees;
  const auto which = [&](auto holds) {
    const auto found = std::find_if(all.begin(), all.end(), holds);
    return found == all.end() ? nullptr : &*found;
  };
  if (const auto* own = which([&](auto& one) { return is_sender(heard, one.email); })) return own;
  if (const auto* own =
          which([&](auto& one) { return core::equals_ignoring_case(one.email, heard.addressee); }))
    return own;
  return all.empty() ? nullptr : &all.front();
}

// Which attendee the message moves, and why that is believed.
Judgement find_mover(const Heard& heard, const ItipAttendee& speaker, const AnswerRules& rules) {
  const auto& whose = heard.named.empty() ? speaker.email : heard.named;
  const auto* invited = find_attendee(*heard.appointment, whose);
  const bool is_authentic_sender = is_authentic(heard.mail, rules);
  // Outlook may write an alias: the proven sender is then who was invited.
  if (!invited && is_authentic_sender && heard.message->attendees.size() == 1)
    invited = find_attendee(*heard.appointment, heard.mail.from);
  Judgement found;
  found.verdict = Verdict::applied;
  if (!invited) return hold("never-invited");
  found.attendee = invited->email;
  if (heard.is_by_person) {
    found.trust = Trust::person;
  } else if (core::equals_ignoring_case(heard.addressee, invited->email)) {
    found.trust = Trust::token;
  } else if (!is_sender(heard, invited->email)) {
    found.verdict = Verdict::held;
    found.reason = is_sender(heard, speaker.sent_by) ? "sent-by-another" : "another-sender";
  } else if (is_authentic_sender) {
    found.trust = Trust::dmarc;
  } else if (rules.unproven == Unproven::apply) {
    found.trust = Trust::policy;
  } else {
    found.verdict = Verdict::held;
    found.reason = "not-authenticated";
  }
  return found;
}

// Why it no longer counts, or not for this event; empty: it counts.
std::string fault_of(const Itip& message, const Appointment& appointment, bool is_counter) {
  if (appointment.status == AppointmentStatus::cancelled) return "appointment-cancelled";
  if (appointment.status == AppointmentStatus::held) return "appointment-held";
  if (message.recurrence_id && *message.recurrence_id != appointment.slot.start)
    return "another-occurrence";
  if (message.sequence < appointment.asked) return "stale-sequence";
  if (message.sequence > appointment.sequence) return "unknown-sequence";
  if (is_counter && message.original && message.original->start != appointment.slot.start)
    return "stale-date";
  return "";
}

// Whether they have answered since, by whichever door. What is said again of the same is not late.
bool is_older(const Itip& message, const Attendee& attendee) {
  if (!message.stamp || !attendee.answered_at) return false;
  return *message.stamp < attendee.said_at.value_or(*attendee.answered_at);
}

bool is_known(const ItipAttendee& said, const Attendee& attendee, const Itip& message) {
  return attendee.answered_at && attendee.answer == said.answer &&
         attendee.delegated_to == said.delegated_to &&
         (message.comment.empty() || attendee.comment == message.comment);
}

bool is_proposed(const Itip& message, const Appointment& appointment, const std::string& attendee) {
  return std::any_of(appointment.proposals.begin(), appointment.proposals.end(),
                     [&](const Proposal& proposal) {
                       return proposal.state == ProposalState::open && proposal.email == attendee &&
                              proposal.slot == message.slot;
                     });
}

Judgement judge_answer(const Heard& heard, const AnswerRules& rules) {
  const auto& message = *heard.message;
  const bool is_counter = message.method == "COUNTER";
  const auto* speaker = find_speaker(heard);
  if (!speaker) return hold("no-attendee");
  auto found = find_mover(heard, *speaker, rules);
  if (found.attendee.empty()) return found;
  const auto& attendee = *find_attendee(*heard.appointment, found.attendee);
  if (const auto fault = fault_of(message, *heard.appointment, is_counter); !fault.empty()) {
    // What is not proven says nothing, not even that it is late.
    if (found.verdict == Verdict::applied) {
      found.verdict = fault == "unknown-sequence" || fault == "another-occurrence"
                          ? Verdict::held
                          : Verdict::refused;
      found.reason = fault;
    }
    return found;
  }
  if (found.verdict != Verdict::applied) return found;
  if (is_older(message, attendee) && !is_known(*speaker, attendee, message)) {
    found.verdict = Verdict::refused;
    found.reason = "stale-stamp";
    return found;
  }
  if (is_counter) {
    if (!message.slot || message.slot->end <= message.slot->start ||
        *message.slot == heard.appointment->slot) {
      found.verdict = Verdict::held;
      found.reason = "counter-without-date";
    } else if (is_proposed(message, *heard.appointment, found.attendee)) {
      found.reason = "already-known";
    } else {
      found.verdict = Verdict::counter_proposed;
      found.deed = Deed::propose;
    }
    return found;
  }
  if (speaker->answer == Participation::needs_action) {
    found.verdict = Verdict::held;
    found.reason = "no-answer";
  } else if (is_known(*speaker, attendee, message)) {
    found.reason = "already-known";
  } else {
    found.deed = Deed::answer;
  }
  return found;
}

Judgement judge_refresh(const Heard& heard, const AnswerRules& rules) {
  const auto* speaker = find_speaker(heard);
  const ItipAttendee sender{heard.mail.from};
  auto found = find_mover(heard, speaker ? *speaker : sender, rules);
  if (found.verdict != Verdict::applied) return found;
  // A program's mail is never answered by another, nor one of many.
  if (heard.too_many) return hold("too-many");
  if (heard.mail.is_bulk) {
    found.verdict = Verdict::held;
    found.reason = "not-answered-to-bulk";
  } else {
    found.deed = Deed::repeat;
  }
  return found;
}

Judgement judge_message(const Heard& heard, const AnswerRules& rules) {
  const auto& method = heard.message->method;
  if (!heard.message->is_event) return verdict(Verdict::unrelated, "not-an-event");
  if (heard.message->events > 1) return hold("several-events");
  const bool is_answer = method == "REPLY" || method == "COUNTER" || method == "REFRESH";
  if (is_answer) {
    if (!heard.appointment)
      return heard.is_ours ? hold("unknown-uid") : verdict(Verdict::unrelated, "unknown-uid");
    return method == "REFRESH" ? judge_refresh(heard, rules) : judge_answer(heard, rules);
  }
  if (method == "REQUEST" || method == "PUBLISH" || method == "CANCEL") {
    if (heard.appointment || heard.is_of_case) return hold("draft");
    return hold("draft-without-case");
  }
  return hold("unexpected-method");
}

// A letter about a case is evidence where it names the case itself and its sender is both known to
// it and proven; else a person reads it first.
Judgement judge_letter(const Heard& heard, const AnswerRules& rules) {
  if (!heard.names_case || !heard.is_by_known) return hold("for-a-person");
  Judgement found{Verdict::applied, "filed", Deed::file};
  if (is_authentic(heard.mail, rules)) {
    found.trust = Trust::dmarc;
  } else if (rules.unproven == Unproven::apply) {
    found.trust = Trust::policy;
  } else {
    return hold("not-authenticated");
  }
  return found;
}

bool is_proven(const Heard& heard, const AnswerRules& rules) {
  return heard.is_by_person || !heard.addressee.empty() || is_authentic(heard.mail, rules);
}

}  // namespace

bool is_authentic(const ReceivedMail& mail, const AnswerRules& rules) {
  if (mail.authentication.empty() || mail.from.empty()) return false;
  const auto& top = mail.authentication.front();
  const auto& servers = rules.servers;
  if (std::find(servers.begin(), servers.end(), top.server) == servers.end()) return false;
  return top.dmarc == "pass" && (top.dmarc_from.empty() ||
                                 core::equals_ignoring_case(top.dmarc_from, domain_of(mail.from)));
}

Judgement judge(const Heard& heard, const AnswerRules& rules) {
  const auto& mail = heard.mail;
  if (mail.kind == MailKind::bounce)
    return heard.appointment || heard.is_of_case
               ? Judgement{Verdict::applied, "bounce", Deed::bounce}
               : verdict(Verdict::unrelated, "bounce-of-unknown");
  if (mail.kind == MailKind::auto_reply) return verdict(Verdict::unrelated, "auto-reply");
  if (heard.is_own) return verdict(Verdict::unrelated, "own-letter");
  if (heard.too_many && !is_proven(heard, rules)) return hold("too-many");
  if (mail.fault != MailFault::none) {
    auto word = std::string(core::word(mail.fault));
    std::replace(word.begin(), word.end(), '_', '-');
    return hold(std::move(word));
  }
  if (heard.message) return judge_message(heard, rules);
  if (heard.appointment || heard.is_of_case) return judge_letter(heard, rules);
  return verdict(Verdict::unrelated, "no-case");
}

}  // namespace citacal::domain
