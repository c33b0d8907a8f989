#include <algorithm>

#include "core/text.h"
#include "ical/bundle.h"
#include "ical/scheduling.h"
#include "ical/tree.h"
#include "service/free_busy.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Person;

constexpr std::string_view kCalDav = "urn:ietf:params:xml:ns:caldav",
                           kMaskUid = "X-CALENDARSERVER-MASK-UID";

std::set<std::string> addresses_of(const Office& office, const Person& person) {
  const auto all = domain::addresses_of(person, office.institute().organizer);
  return {all.begin(), all.end()};
}

// Whose busy time it is (their own answers count; empty: nobody's), what is left out, and what the
// question may cost.
struct View {
  std::set<std::string> addresses;
  std::string masked_uid;
  ical::Budget& budget;
};

bool is_settled_by_columns(const store::ObjectRow& row) {
  return row.exact && row.component == domain::Component::vevent;
}

bool may_be_busy(const store::ObjectRow& row, const View& view) {
  if (row.component != domain::Component::vevent && row.component != domain::Component::vfreebusy)
    return false;
  if (is_settled_by_columns(row) && row.busy == domain::Busy::free) return false;
  return view.masked_uid.empty() || row.uid != view.masked_uid;
}

void add_row(ical::BusyTime& busy, const store::ObjectRow& row, const View& view,
             const ical::ZoneText& zone) {
  if (!may_be_busy(row, view)) return;
  const bool is_settled = is_settled_by_columns(row) || !row.whole;
  const bool may_be_declined = !row.schedule_tag.empty() && !view.addresses.empty();
  if (is_settled && !may_be_declined) return busy.add(row.slot, row.busy);
  view.budget.spend_reading(row.text.size());
  const auto object = row.whole ? std::string(row.text) : ical::object_of(row.text);
  const auto text = may_be_declined ? ical::without_declined(object, view.addresses) : object;
  if (is_settled && text == object) return busy.add(row.slot, row.busy);
  busy.add_object(text, zone, &view.budget);
}

void add_calendar(ical::BusyTime& busy, store::Transaction& tx, const std::string& calendar,
                  const View& view, const ical::ZoneText& zone) {
  store::for_each_in(tx, calendar, busy.window(), [&](const store::ObjectRow& row) {
    add_row(busy, row, view, zone);
    return true;
  });
}

// Whether its owner said that what is in it takes no time (RFC 6638 §9.1).
bool is_transparent(store::Transaction& tx, const Person& owner, const std::string& calendar) {
  const auto properties = store::list_properties(tx, owner.id, calendar, "");
  return std::any_of(properties.begin(), properties.end(), [](const domain::Property& one) {
    return one.space == kCalDav && one.name == "schedule-calendar-transp" &&
           one.value.find("transparent") != std::string::npos;
  });
}

ical::BusyTime busy_time_of(Reading& reading, const Person& person, const core::Slot& window,
                            const std::string& masked_uid, ical::Budget& budget) {
  auto& tx = reading.tx();
  ical::BusyTime busy(window);
  const View view{addresses_of(reading.office(), person), masked_uid, budget};
  std::vector<std::string> calendars = {domain::agenda_of(person.id)};
  for (const auto& own : store::list_own_calendars(tx, person.id)) calendars.push_back(own.id);
  for (const auto& calendar : calendars)
    if (!is_transparent(tx, person, calendar)) add_calendar(busy, tx, calendar, view, "");
  return busy;
}

// The UID that is to be left out, if the caller holds it: nobody learns of what others hold by it.
std::string masked_uid_of(Reading& reading, std::string_view request) {
  const auto tree = ical::parse_tree(request);
  for (const auto& node : tree.nodes) {
    const auto uid = node.value(kMaskUid);
    if (uid.empty()) continue;
    for (const auto& object : store::list_objects_of(reading.tx(), uid))
      if (const auto state = store::find_calendar_state(reading.tx(), object.calendar);
          state && state->owner == reading.caller().person.id)
        return std::string(uid);
  }
  return {};
}

[[noreturn]] void refuse_message(core::Phrase message) {
  throw core::Error(core::Code::forbidden, "valid-scheduling-message", std::move(message));
}

ical::FreeBusyRequest read_request(std::string_view text) {
  auto request = ical::read_free_busy_request(text);
  if (!request)
    refuse_message({"Aquí se pregunta por el tiempo ocupado: un VFREEBUSY con METHOD:REQUEST.",
                    "Busy time is asked for here: one VFREEBUSY with METHOD:REQUEST."});
  if (request->window.end - request->window.start > kFreeBusyLongest)
    refuse_message(
        {"Se puede preguntar por 400 días como máximo.", "At most 400 days can be asked for."});
  return *std::move(request);
}

std::string uid_line(std::string uid) {
  std::replace(uid.begin(), uid.end(), '\t', ' ');
  ical::Writer out;
  if (!uid.empty()) out.plain("UID", uid);
  return out.take();
}

std::string address_asked(const std::string& attendee) {
  const auto address = ical::mailto_address(attendee);
  return address.empty() ? core::to_lower(core::trim(attendee)) : address;
}

void permit_question(const Office& office, const Caller& caller,
                     const ical::FreeBusyRequest& request) {
  const auto own = addresses_of(office, caller.person);
  if (!own.contains(request.organizer))
    throw core::Error(core::Code::forbidden, "organizer-allowed",
                      {"ORGANIZER debe ser una dirección de su cuenta.",
                       "ORGANIZER must be an address of your account."});
  const bool asks_of_others =
      std::any_of(request.attendees.begin(), request.attendees.end(),
                  [&](const std::string& one) { return !own.contains(address_asked(one)); });
  if (asks_of_others && !domain::may(caller.person.role, domain::Right::keep))
    throw core::Error(core::Code::forbidden, "need-privileges",
                      {"Su cuenta solo puede preguntar por su propio tiempo ocupado.",
                       "Your account may ask for its own busy time only."});
}

}  // namespace

ical::BusyTime busy_of(Reading& reading, const domain::Collection& collection, core::Slot window,
                       const ical::ZoneText& zone, ical::Budget& budget) {
  ical::BusyTime busy(window);
  View view{{}, {}, budget};
  if (!collection.owner.empty())
    view.addresses = addresses_of(reading.office(), reading.caller().person);
  add_calendar(busy, reading.tx(), collection.calendar, view, zone);
  return busy;
}

std::vector<FreeBusyAnswer> find_free_busy(Office& office, const Caller& caller,
                                           std::string_view text) {
  const auto request = read_request(text);
  permit_question(office, caller, request);
  Reading reading(office, caller);
  const auto masked = masked_uid_of(reading, text);
  ical::Budget budget;
  std::vector<FreeBusyAnswer> answers;
  for (std::size_t i = 0; i < request.attendees.size(); ++i) {
    const auto& attendee = request.attendees[i];
    const auto person = store::find_person_by_address(reading.tx(), address_asked(attendee));
    if (!person || !person->active) {
      answers.push_back({attendee, "3.7;Invalid calendar user", ""});
      continue;
    }
    const auto busy = busy_time_of(reading, *person, request.window, masked, budget);
    const auto head = uid_line(request.uid) + request.organizer_line + request.attendee_lines.at(i);
    answers.push_back(
        {attendee, "2.0;Success", ical::print_free_busy(busy, "REPLY", head, reading.now())});
  }
  return answers;
}

}  // namespace citacal::service
