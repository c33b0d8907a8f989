// What mails cost inside: a reply from its octets to its commit on a real file, an invitation from
// its letter to the octets that SMTP takes.
#include <benchmark/benchmark.h>

#include "bench/on_disk.h"
#include "mail/mime.h"
#include "mail/reader.h"
#include "service/incoming.h"
#include "store/database.h"
#include "store/letter.h"

using namespace citacal;

namespace {

constexpr int kReplies = 1'000;

// As Outlook writes them, each of its own appointment.
std::string reply_to(const domain::Appointment& appointment, int number) {
  return "Authentication-Results: mx.instituto.example; dmarc=pass header.from=redes.example\r\n"
         "From: =?utf-8?Q?Ana_G=C3=B3mez?= <ana@redes.example>\r\n"
         "To: Citas <citas@instituto.example>\r\nSubject: Aceptada: Mantenimiento\r\n"
         "Message-ID: <" +
         std::to_string(number) +
         "@redes.example>\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/alternative; boundary=\"_000_\"\r\n\r\n"
         "--_000_\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n\r\n\r\n"
         "--_000_\r\nContent-Type: text/calendar; charset=\"utf-8\"; method=REPLY\r\n"
         "Content-Transfer-Encoding: 8bit\r\n\r\n"
         "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\n"
         "VERSION:2.0\r\nBEGIN:VEVENT\r\n"
         "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana Gómez:mailto:ana@redes.example\r\nUID:" +
         appointment.uid +
         "\r\nDTSTAMP:20260302T140000Z\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
         "--_000_--\r\n";
}

// An office with as many appointments, and a mailbox with an acceptance of each.
struct Answered {
  Answered() : office(settings()) {
    for (int i = 0; i < kReplies; ++i) {
      domain::ServiceRequest request;
      request.subject = "Mantenimiento de switches";
      request.contractor = office.redes.id;
      request.affected = {"Red LAN"};
      domain::Agreement agreement;
      service::Work work(office.office, office.coordinator);
      agreement.request = service::register_request(work, request).id;
      const auto start = office.clock.now() + std::chrono::hours(24 + 3 * i);
      agreement.slot = {start, start + std::chrono::hours(2)};
      replies.push_back(reply_to(service::agree(work, agreement).appointment, i));
      work.commit();
    }
  }
  static service::Settings settings() {
    auto settings = test::settings("sqlite://" + (bench::folder() / "answered.db").string());
    settings.institute.answers.servers = {"mx.instituto.example"};
    settings.institute.answers.confirm = domain::ConfirmWhen::contractor_accepts;
    settings.institute.answers.mails_per_hour = 2 * kReplies;
    return settings;
  }

  test::TestOffice office;
  std::vector<std::string> replies;
};

void reply_settled(benchmark::State& state) {
  Answered answered;
  std::uint32_t uid = 0;
  for (auto _ : state) {
    const auto settled =
        service::receive(answered.office.office, mail::read_mail(answered.replies.at(uid)), "citas",
                         domain::MailPosition{"citas", 1, uid + 1});
    if (settled.verdict != domain::Verdict::applied || !settled.reason.empty())
      state.SkipWithError("a reply was not applied");
    ++uid;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(reply_settled)->Iterations(kReplies)->UseRealTime();

void reply_read(benchmark::State& state) {
  test::TestOffice t;
  const auto raw = reply_to(t.appointment(), 1);
  for (auto _ : state) benchmark::DoNotOptimize(mail::read_mail(raw));
}
BENCHMARK(reply_read);

void invitation_built(benchmark::State& state) {
  test::TestOffice t;
  const auto appointment = t.appointment();
  const auto letter = store::list_letters_of(*t.office.database().read(), appointment.id).at(0);
  for (auto _ : state)
    benchmark::DoNotOptimize(mail::print_mail(letter, t.office.institute(), t.clock.now()));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(invitation_built);

}  // namespace
