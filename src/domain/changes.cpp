#include "domain/changes.h"

#include <map>

#include "core/text.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kTextMax = 500;  // characters

std::string quoted(std::string_view text) {
  if (text.empty()) return "–";
  std::string out = "«";
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0) != 0x80 && ++characters > kTextMax) return out + "…»";
    if (text.substr(at).starts_with("«") || text.substr(at).starts_with("»")) {
      out += '"';  // whoever writes a text cannot end it, and say changes of their own
      ++at;
    } else {
      out += byte < 0x20 || byte == 0x7F ? ' ' : text[at];
    }
  }
  return out + "»";
}

std::string bare(std::string_view value) {
  return std::string(value.empty() ? "–" : value);
}

std::string print_optional(const std::optional<core::Day>& day) {
  return day ? core::print_day(*day) : "";
}

// Two lists as what their members say by their keys: who came, who went, who is another.
using Told = std::map<std::string, std::string>;

template <class List, class Key, class Say>
Told told_of(const List& list, Key key, Say say) {
  Told told;
  for (const auto& one : list) told[key(one)] = say(one);
  return told;
}

void compare(Changes& changes, std::string_view name, const Told& from, const Told& to) {
  const auto field = [&](const std::string& key) { return std::string(name) + " " + key; };
  for (const auto& [key, value] : from) {
    const auto now = to.find(key);
    changes.plain(field(key), value, now == to.end() ? "" : now->second);
  }
  for (const auto& [key, value] : to)
    if (!from.contains(key)) changes.plain(field(key), "", value);
}

Told attendees_of(const Appointment& appointment) {
  return told_of(
      appointment.attendees, [](const Attendee& one) { return core::to_lower(one.email); },
      [](const Attendee& one) {
        auto said = std::string(core::word(one.role)) + " " + std::string(core::word(one.answer));
        if (!one.delegated_to.empty()) said += " to " + one.delegated_to;
        if (!one.comment.empty()) said += " " + quoted(one.comment);
        if (one.unreached_at) said += " unreached";
        return said;
      });
}

Told proposals_of(const Appointment& appointment) {
  return told_of(
      appointment.proposals,
      [](const Proposal& one) { return one.email + " " + print_slot(one.slot); },
      [](const Proposal& one) {
        auto said = std::string(core::word(one.state));
        if (!one.comment.empty()) said += " " + quoted(one.comment);
        if (!one.reason.empty()) said += " " + quoted(one.reason);
        return said;
      });
}

Told contacts_of(const Contractor& contractor) {
  return told_of(
      contractor.contacts, [](const Contact& one) { return core::to_lower(one.email); },
      [](const Contact& one) {
        auto said = quoted(one.name);
        if (!one.position.empty()) said += " " + quoted(one.position);
        return said + (one.invited ? " invited" : " not invited");
      });
}

bool has_same_phones(const Contractor& a, const Contractor& b) {
  const auto phones = [](const Contractor& one) {
    return told_of(
        one.contacts, [](const Contact& c) { return core::to_lower(c.email); },
        [](const Contact& c) { return c.phone; });
  };
  return phones(a) == phones(b);
}

Told services_of(const Programme& programme) {
  return told_of(
      programme.services, [](const PlannedService& one) { return one.key; },
      [](const PlannedService& one) {
        return quoted(one.subject) + " " + std::string(core::word(one.period)) + " from month " +
               std::to_string(one.first_month) + ", " + std::to_string(one.duration.count()) +
               " min, " + quoted(one.place) + ", " + quoted(core::join(one.affected, ", ")) + ", " +
               std::string(core::word(one.impact)) +
               (one.affects_network ? ", affects the network" : "");
      });
}

}  // namespace

Changes& Changes::plain(std::string_view field, std::string_view from, std::string_view to) {
  if (from == to) return *this;
  if (!out_.empty()) out_ += "; ";
  out_ += std::string(field) + ": " + bare(from) + " → " + bare(to);
  return *this;
}

Changes& Changes::text(std::string_view field, std::string_view from, std::string_view to) {
  return from == to ? *this : plain(field, quoted(from), quoted(to));
}

Changes& Changes::flag(std::string_view field, bool from, bool to) {
  return plain(field, from ? "yes" : "no", to ? "yes" : "no");
}

Changes& Changes::number(std::string_view field, std::int64_t from, std::int64_t to) {
  return plain(field, std::to_string(from), std::to_string(to));
}

Changes& Changes::slot(std::string_view field, const core::Slot& from, const core::Slot& to) {
  return plain(field, print_slot(from), print_slot(to));
}

std::string print_slot(const core::Slot& slot) {
  if (slot == core::Slot{}) return "";
  return core::print_local(slot.start) + " – " + core::print_local(slot.end);
}

std::string say_changes(const Appointment* before, const Appointment& after) {
  static const Appointment kNone;
  const auto& from = before ? *before : kNone;
  Changes changes;
  changes.plain("status", before ? core::word(from.status) : "", core::word(after.status))
      .slot("slot", from.slot, after.slot)
      .text("place", from.place, after.place)
      .text("link", from.link, after.link)
      .text("conditions", from.conditions, after.conditions)
      .text("responsible", from.responsible, after.responsible)
      .text("affected", core::join(from.affected, ", "), core::join(after.affected, ", "))
      .word("impact", from.impact, after.impact)
      .flag("affects_network", from.affects_network, after.affects_network)
      .text("reason", from.reason, after.reason);
  compare(changes, "attendee", attendees_of(from), attendees_of(after));
  compare(changes, "proposal", proposals_of(from), proposals_of(after));
  return changes.print();
}

std::string say_changes(const Contractor* before, const Contractor& after) {
  static const Contractor kNone;
  const auto& from = before ? *before : kNone;
  Changes changes;
  changes.text("key", from.key, after.key)
      .text("name", from.name, after.name)
      .plain("tax_id", from.tax_id, after.tax_id)
      .text("service", from.service, after.service)
      .text("ticket_system", from.ticket_system, after.ticket_system)
      .flag("active", from.active, after.active);
  compare(changes, "contact", contacts_of(from), contacts_of(after));
  if (before && !has_same_phones(from, after)) changes.plain("phones", "some", "others");
  return changes.print();
}

std::string say_changes(const Person* before, const Person& after) {
  static const Person kNone;
  const auto& from = before ? *before : kNone;
  Changes changes;
  changes.plain("login", from.login, after.login)
      .text("name", from.name, after.name)
      .plain("email", from.email, after.email)
      .plain("aliases", core::join(from.aliases, ", "), core::join(after.aliases, ", "))
      .plain("role", before ? core::word(from.role) : "", core::word(after.role))
      .plain("clearance", before ? core::word(from.clearance) : "", core::word(after.clearance))
      .plain("contractor", from.contractor, after.contractor)
      .flag("active", from.active, after.active);
  return changes.print();
}

std::string say_changes(const Programme* before, const Programme& after) {
  static const Programme kNone;
  const auto& from = before ? *before : kNone;
  Changes changes;
  changes.plain("state", before ? core::word(from.state) : "", core::word(after.state))
      .text("contract", from.contract, after.contract)
      .plain("year", before ? std::to_string(from.year) : "", std::to_string(after.year))
      .text("conditions", from.conditions, after.conditions)
      .text("minutes", from.minutes, after.minutes)
      .plain("minutes_day", print_optional(from.minutes_day), print_optional(after.minutes_day));
  compare(changes, "service", services_of(from), services_of(after));
  for (auto n = from.amendments.size(); n < after.amendments.size(); ++n)
    changes.text("amendment", "",
                 after.amendments[n].minutes + ", " + core::print_day(after.amendments[n].day) +
                     ": " + after.amendments[n].reason);
  return changes.print();
}

}  // namespace citacal::domain
