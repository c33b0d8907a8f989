#include "ticket/webhook.h"

#include "core/error.h"
#include "ticket/json.h"

namespace citacal::ticket {

namespace {

using domain::Delivery;
using domain::Errand;
using domain::Told;

// The ticket is there, and to repeat the call would open another: a person has to look.
Told opened_unread(const std::string& why) {
  return {{Delivery::refused,
           "the ticket system took the request, but its answer does not say the ticket's number: " +
               why + "; register the ticket by hand"},
          "",
          ""};
}

class Webhook final : public System {
 public:
  explicit Webhook(WebhookSettings settings) : settings_(std::move(settings)) {}

  Told open(const Errand& errand) override {
    Answer answer;
    auto attempt = post(errand, settings_.open_url, settings_.open_body, answer);
    if (attempt.delivery != Delivery::accepted) return {std::move(attempt), "", ""};
    if (!answer.trouble.empty()) return opened_unread(answer.trouble);
    try {
      const auto json = Json::parse(answer.body);
      const auto number = json.text_at(settings_.number);
      if (!number) return opened_unread("it is not where \"number\" points to");
      return opened(*number, address_of(errand, json, *number));
    } catch (const core::Error& error) {
      return opened_unread(error.what());
    }
  }

  Told comment(const Errand& errand) override {
    Answer answer;
    return {post(errand, settings_.comment_url, settings_.comment_body, answer), "", ""};
  }

  std::optional<Told> find(const Errand&) override { return std::nullopt; }

 private:
  domain::Attempt post(const Errand& errand, const Template& url, const Template& body,
                       Answer& answer) const {
    Call call;
    call.method = "POST";
    call.url = url.render(errand, settings_.priorities);
    call.headers = settings_.headers;
    call.headers.emplace_back("Idempotency-Key", errand.id);
    call.body = body.render(errand, settings_.priorities);
    try {
      answer = send(call, settings_.timeout_ms);
    } catch (const core::Error& error) {
      return {Delivery::deferred, error.what()};
    }
    return judge(answer);
  }

  std::string address_of(const Errand& errand, const Json& answer,
                         const std::string& number) const {
    if (!settings_.ticket_url) return answer.text_at(settings_.link).value_or("");
    auto with_number = errand;
    with_number.ticket = number;
    return settings_.ticket_url->render(with_number, settings_.priorities);
  }

  const WebhookSettings settings_;
};

}  // namespace

std::unique_ptr<System> webhook(WebhookSettings settings) {
  return std::make_unique<Webhook>(std::move(settings));
}

}  // namespace citacal::ticket
