#include "mail/postman.h"

#include <exception>
#include <utility>

#include "core/error.h"
#include "mail/mime.h"
#include "service/outbox.h"

namespace citacal::mail {
namespace {

constexpr int kBatch = 50;

}  // namespace

Postman::Postman(service::Office& office, std::unique_ptr<Transport> transport)
    : office_(office),
      transport_(std::move(transport)),
      rounds_({[&] { return service::claim_letters(office, kBatch); },
               [&](const domain::Letter& letter) { return attempt(letter); },
               [&](const core::Id& id, const domain::Attempt& tried, double jitter) {
                 service::settle_letter(office, id, tried, jitter);
               },
               [&](const core::Id& id) { service::return_letter(office, id); }}) {}

// The mail is dated when it was decided, so that every attempt is the same mail.
domain::Attempt Postman::attempt(const domain::Letter& letter) try {
  const auto& institute = office_.institute();
  const auto mail = print_mail(letter, institute, letter.created_at);
  return transport_->send(institute.organizer, domain::envelope_of(letter), mail);
} catch (const core::Error& error) {
  // Only what is wrong with the letter itself will be as wrong the next time.
  const bool is_final = error.code == core::Code::invalid;
  return {is_final ? domain::Delivery::refused : domain::Delivery::deferred, error.what()};
} catch (const std::exception& error) {
  return {domain::Delivery::deferred, error.what()};
}

}  // namespace citacal::mail
