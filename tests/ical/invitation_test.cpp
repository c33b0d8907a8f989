#include "ical/invitation.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/colour.h"
#include "ical/feed.h"
#include "ical/meaning.h"
#include "ical/sample_case.h"
#include "ical/zone.h"

namespace citacal::ical {

TEST_CASE("A request invites with method, zone and one event") {
  SampleCase sample;
  const auto text = print_invitation(sample.view(), Method::request);
  CHECK(mentions(text, "\r\nMETHOD:REQUEST\r\n"));
  CHECK(mentions(text, kZoneText));
  CHECK(value_of(text, "PRODID") == "-//citacal//citacal//ES");
  const auto meaning = read_event(text);
  CHECK(meaning.method == "REQUEST");
  CHECK(meaning.uid == sample.appointment.uid);
  CHECK(meaning.attendees.size() == 2);
  CHECK(mentions(text, "BEGIN:VALARM"));
}

TEST_CASE("A cancel has its dates, its zone and its status, whatever the appointment's is") {
  SampleCase sample;
  const auto text = print_invitation(sample.view(), Method::cancel);
  CHECK(mentions(text, "\r\nMETHOD:CANCEL\r\n"));
  CHECK(mentions(text, kZoneText));
  CHECK_FALSE(mentions(text, "VALARM"));
  CHECK_FALSE(mentions(text, "[CANCELADO]"));
  const auto meaning = read_event(text);
  CHECK(meaning.status == "CANCELLED");
  CHECK(meaning.start == sample.appointment.slot.start);
  CHECK(meaning.sequence == sample.appointment.sequence);
  CHECK(meaning.organizer == sample.institute.organizer);
  CHECK(meaning.attendees.size() == 2);
}

TEST_CASE("A published event asks nobody for an answer") {
  SampleCase sample;
  const auto text = print_invitation(sample.view(), Method::publish);
  CHECK(read_event(text).method == "PUBLISH");
  CHECK(values_of(text, "ATTENDEE").empty());
  CHECK(values_of(text, "ORGANIZER") == std::vector{"mailto:" + sample.institute.organizer});
}

TEST_CASE("What all staff are sent says no more than a public calendar, but whom to ask") {
  SampleCase sample;
  auto text = unfolded(print_invitation(sample.view(), Method::publish));
  for (const std::string secret :
       {"luis@", "Peña", "Marta", "Ventana", "respaldo", "INC-99817", "CONFERENCE",
        "reunion.example.com", "VALARM", "proveedor pidió"})
    CHECK_FALSE(mentions(text, secret));
  CHECK(value_of(text, "SUMMARY") == summary_of(sample.view()));
  CHECK(mentions(text, "Centro de datos"));

  sample.request.classification.level = domain::Level::classified;
  text = unfolded(print_invitation(sample.view(), Method::publish));
  CHECK(value_of(text, "SUMMARY") == "Mantenimiento que afecta la red");
  CHECK(summary_of(sample.view(), Detail::notice) == "Mantenimiento que afecta la red");
  CHECK(values_of(text, "ORGANIZER").size() == 1);
  for (const std::string secret :
       {"SOL-2026", "conmutadores", "Redes", "redes", "Centro de datos", "Correo", "CPS-041"})
    CHECK_FALSE(mentions(text, secret));
  CHECK(read_event(text).start == sample.appointment.slot.start);
}

TEST_CASE("A feed is its head, its events and its tail, and reads as one calendar") {
  FeedHead head;
  head.calendar.id = "network";
  head.calendar.title = {"Red; cortes, avisos", "Network"};
  head.calendar.description = {"Lo que afecta la red", "What affects the network"};
  head.calendar.colour = "#1f6feb";
  head.calendar.refresh_minutes = 45;
  head.source_url = "https://citas.example.gov.co/feeds/network.ics";
  SampleCase sample;
  const auto text =
      feed_head(head) + print_event(sample.view(), Detail::open) + std::string(kFeedTail);
  CHECK(read_event(text).uid == sample.appointment.uid);
  CHECK(value_of(text, "METHOD") == "PUBLISH");
  CHECK(value_of(text, "NAME") == "Red; cortes, avisos");
  CHECK(value_of(text, "X-WR-CALNAME") == "Red; cortes, avisos");
  CHECK(value_of(text, "X-WR-CALDESC") == "Lo que afecta la red");
  CHECK(value_of(text, "X-WR-TIMEZONE") == "America/Bogota");
  CHECK(value_of(text, "REFRESH-INTERVAL") == "PT45M");
  CHECK(value_of(text, "X-PUBLISHED-TTL") == "PT45M");
  CHECK(value_of(text, "COLOR") == "royalblue");
  CHECK(value_of(text, "X-APPLE-CALENDAR-COLOR") == "#1f6feb");
  CHECK(mentions(text, "SOURCE;VALUE=URI:https://citas.example.gov.co/feeds/network.ics\r\n"));
  head.source_url = "";
  CHECK_FALSE(mentions(feed_head(head), "SOURCE"));
  head.source_url = "https://x\r\nX:y";
  CHECK_THROWS_AS(feed_head(head), core::Error);
}

TEST_CASE("A colour gets the name that is nearest") {
  CHECK(nearest_colour_name("#ff0000") == "red");
  CHECK(nearest_colour_name("#FE0101") == "red");
  CHECK(nearest_colour_name("#00ff7e") == "springgreen");
  for (const std::string bad : {"", "red", "#12345", "#12345g", "#-12345", "#1234567"})
    CHECK(nearest_colour_name(bad).empty());
}

}  // namespace citacal::ical
