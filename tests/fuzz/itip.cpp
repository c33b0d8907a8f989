// A scheduling message as values.
#include "ical/itip.h"

#include "core/text.h"
#include "holds.h"

using namespace citacal;
using fuzz::holds;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  fuzz::is_read([&] {
    const auto itip = ical::read_itip(text);
    holds(!itip.uid.empty(), "a message has a UID");
    holds(!itip.method.empty(), "a message has a method");
    holds(!itip.slot || itip.slot->start <= itip.slot->end, "an event ends after its start");
    holds(itip.summary.find('\n') == std::string::npos, "a summary is one line");
    for (const auto* words : {&itip.summary, &itip.place, &itip.comment, &itip.method})
      holds(core::is_utf8(*words), "what people read is UTF-8");
    holds(itip.comment.size() <= 2'000, "a comment is bounded");
    holds(itip.maintenance.ids.size() <= 50, "a notice's numbers are bounded");
    for (const auto& attendee : itip.attendees)
      holds(core::to_lower(attendee.email) == attendee.email, "addresses are in lower case");
  });
  return 0;
}
