#include "ticket/request_tracker.h"

#include "core/error.h"
#include "core/text.h"
#include "ticket/json.h"

namespace citacal::ticket {

namespace {

using domain::Delivery;
using domain::Errand;
using domain::ErrandKind;
using domain::Told;

constexpr int kFoundMax = 100;  // what RT gives on one page at most

// By its beginning we know our ticket again, and people the request.
std::string subject_start(const Errand& errand) {
  return "[" + errand.number + "] ";
}

class RequestTracker final : public System {
 public:
  explicit RequestTracker(RequestTrackerSettings settings) : settings_(std::move(settings)) {}

  Told open(const Errand& errand) override {
    const auto priority = settings_.priorities[static_cast<std::size_t>(errand.priority)];
    return post("/ticket", errand,
                "{\"Queue\":" + core::json_quoted(settings_.queue) +
                    ",\"Subject\":" + core::json_quoted(subject_start(errand) + errand.subject) +
                    ",\"Priority\":" + core::json_quoted(priority) + content(errand) + "}");
  }

  Told comment(const Errand& errand) override {
    // RT keeps the subject of a comment with the ticket's history, where find() looks for the id;
    // as a mail's header, so that anything but short ASCII might come back encoded or folded.
    const auto subject = errand.number + " [citacal " + errand.id + "]";
    return post("/ticket/" + core::percent_encoded(errand.ticket) + "/comment", errand,
                "{\"Subject\":" + core::json_quoted(subject) + content(errand) + "}");
  }

  std::optional<Told> find(const Errand& errand) override {
    return errand.kind == ErrandKind::open ? find_ticket(errand) : find_comment(errand);
  }

 private:
  static std::string content(const Errand& errand) {
    return ",\"ContentType\":\"text/plain\",\"Content\":" + core::json_quoted(errand.text);
  }

  Call call_to(const std::string& path) const {
    Call call;
    call.method = "GET";
    call.url = settings_.url + "/REST/2.0" + path;
    call.headers = {{"Authorization", "token " + settings_.token}};
    return call;
  }

  Told ticket(const std::string& number) const {
    return opened(number,
                  settings_.url + "/Ticket/Display.html?id=" + core::percent_encoded(number));
  }

  Told post(const std::string& path, const Errand& errand, std::string body) const {
    auto call = call_to(path);
    call.method = "POST";
    call.body = std::move(body);
    try {
      const auto answer = send(call, settings_.timeout_ms);
      auto attempt = judge(answer);
      if (attempt.delivery != Delivery::accepted || errand.kind == ErrandKind::comment)
        return {std::move(attempt), "", ""};
      // What cannot be read is asked for again: by then find() sees the ticket.
      const auto number =
          answer.trouble.empty() ? Json::parse(answer.body).text_at({"id"}) : std::nullopt;
      if (number) return ticket(*number);
      return {
          {Delivery::deferred, "the answer has no \"id\" of a ticket: " + answer.trouble}, "", ""};
    } catch (const core::Error& error) {
      return {{Delivery::deferred, error.what()}, "", ""};
    }
  }

  // Throws unavailable where RT does not give the list, whatever the reason.
  Json get(const std::string& path) const {
    const auto answer = send(call_to(path), settings_.timeout_ms);
    const auto attempt = judge(answer);
    const auto why = attempt.delivery == Delivery::accepted ? answer.trouble : attempt.detail;
    if (!why.empty())
      throw core::Error(core::Code::unavailable, "ticket-system-unavailable",
                        {"No se pudo mirar si ya está en Request Tracker: " + why,
                         "It could not be looked for in Request Tracker: " + why});
    return Json::parse(answer.body);
  }

  std::optional<Told> find_ticket(const Errand& errand) const {
    const auto start = subject_start(errand);
    const auto query = "Creator = '__CurrentUser__' AND Subject LIKE '" + errand.number + "'";
    const auto found =
        get("/tickets?fields=Subject&orderby=id&per_page=" + std::to_string(kFoundMax) +
            "&query=" + core::percent_encoded(query));
    for (int i = 0; i < kFoundMax; ++i) {
      const auto subject = found.text_at({"items", std::to_string(i), "Subject"});
      const auto id = found.text_at({"items", std::to_string(i), "id"});
      if (subject && id && subject->starts_with(start)) return ticket(*id);
    }
    return std::nullopt;
  }

  std::optional<Told> find_comment(const Errand& errand) const {
    const auto found =
        get("/ticket/" + core::percent_encoded(errand.ticket) +
            "/history?fields=Data&orderby=id&order=DESC&per_page=" + std::to_string(kFoundMax));
    for (int i = 0; i < kFoundMax; ++i) {
      const auto data = found.text_at({"items", std::to_string(i), "Data"});
      if (data && data->find(errand.id) != data->npos) return Told{};
    }
    return std::nullopt;
  }

  const RequestTrackerSettings settings_;
};

}  // namespace

std::unique_ptr<System> request_tracker(RequestTrackerSettings settings) {
  return std::make_unique<RequestTracker>(std::move(settings));
}

}  // namespace citacal::ticket
