// An Office for tests: the real one, on sqlite::memory:, with a clock that is set by hand.
#pragma once

#include "core/time.h"
#include "service/appointment.h"
#include "service/office.h"
#include "service/party.h"
#include "service/request.h"

namespace citacal::test {

class SetClock final : public core::Clock {
 public:
  explicit SetClock(core::Instant at) : at_(at) {}
  core::Instant now() const override { return at_; }
  void set(core::Instant at) { at_ = at; }
  void forward(core::Seconds by) { at_ += by; }

 private:
  core::Instant at_;
};

inline core::Instant at(std::string_view rfc3339) {
  return *core::parse_instant(rfc3339);
}

// Monday 2 March 2026, 09:00 of the legal time: a business day.
inline constexpr std::string_view kStart = "2026-03-02T09:00:00-05:00";

// A classification with its grounds: not open, excepted in part unless said otherwise.
domain::Classification excepted(domain::Level level,
                                domain::Extent extent = domain::Extent::partial);

service::Settings settings(const std::string& store_url = "sqlite::memory:");

// The office with one account of each role and one contractor ("redes"), whose clock starts at
// kStart. Passwords of all accounts: kPassword.
struct TestOffice {
  explicit TestOffice(service::Settings settings = test::settings());

  SetClock clock;
  service::Office office;
  domain::Contractor redes;
  service::Caller coordinator, staff, auditor, administrator, contractor;

  domain::ServiceRequest request(const std::string& subject = "Mantenimiento de switches");
  // Agreed for this start, two hours long, on the network.
  domain::Appointment appointment(std::string_view start = "2026-03-20T20:00:00-05:00",
                                  bool affects_network = true);
};

inline constexpr const char* kPassword = "una-clave-larga";

}  // namespace citacal::test
