// An event's meaning and an object's facts.
#include "core/text.h"
#include "holds.h"
#include "ical/meaning.h"
#include "ical/object.h"

using namespace citacal;
using fuzz::holds;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  fuzz::is_read([&] {
    const auto event = ical::read_event(text);
    holds(!event.uid.empty(), "an event has a UID");
    holds(!event.has_time || event.start <= event.end, "an event ends after its start");
    holds(core::is_utf8(event.summary), "a summary is UTF-8");
    for (const auto& attendee : event.attendees)
      holds(core::to_lower(attendee.email) == attendee.email, "addresses are in lower case");
  });
  fuzz::is_read([&] {
    const auto facts =
        ical::read_object(text, {domain::Component::vevent, domain::Component::vtodo});
    holds(!facts.uid.empty(), "an object has a UID");
    holds(facts.slot.start <= facts.slot.end, "an object ends after its start");
  });
  return 0;
}
