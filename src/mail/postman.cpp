#include "mail/postman.h"

#include <exception>
#include <utility>

#include "core/error.h"
#include "core/secret.h"
#include "mail/mime.h"
#include "service/outbox.h"

namespace citacal::mail {
namespace {

constexpr int kBatch = 50;

double random_jitter() {  // in [0, 1)
  const auto bytes = core::random_bytes(2);
  const int high = static_cast<unsigned char>(bytes[0]), low = static_cast<unsigned char>(bytes[1]);
  return (high * 256 + low) / 65'536.0;
}

}  // namespace

Postman::Postman(service::Office& office, std::unique_ptr<Transport> transport)
    : office_(office), transport_(std::move(transport)) {}

// The mail is dated when it was decided, so that every attempt is the same mail.
domain::Attempt Postman::attempt(const domain::Letter& letter) try {
  const auto& institute = office_.institute();
  const auto mail = print_mail(letter, institute, letter.created_at);
  return transport_->send(institute.organizer, letter.to, mail);
} catch (const core::Error& error) {
  // Only what is wrong with the letter itself will be as wrong the next time.
  const bool is_final = error.code == core::Code::invalid;
  return {is_final ? domain::Delivery::refused : domain::Delivery::deferred, error.what()};
} catch (const std::exception& error) {
  return {domain::Delivery::deferred, error.what()};
}

void Postman::settle() {
  if (!tried_) return;
  try {
    service::settle_letter(office_, tried_->letter, tried_->attempt, tried_->jitter);
  } catch (const core::Error& error) {
    // The store cannot now: the attempt is kept. Anything else will not change by repeating it.
    if (error.code != core::Code::unavailable) tried_.reset();
    throw;
  }
  tried_.reset();
}

int Postman::run_once() {
  settle();
  if (claimed_.empty() && !stopping_)
    for (auto& letter : service::claim_letters(office_, kBatch))
      claimed_.push_back(std::move(letter));
  int count = 0;
  while (!claimed_.empty() && !stopping_) {
    tried_ = Tried{claimed_.front().id, attempt(claimed_.front()), random_jitter()};
    claimed_.pop_front();
    ++count;
    settle();
  }
  for (; !claimed_.empty(); claimed_.pop_front())
    service::return_letter(office_, claimed_.front().id);
  return count;
}

}  // namespace citacal::mail
