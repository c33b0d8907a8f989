// Links and addresses of one attendee for one appointment: whoever holds one answers for them. They
// are signed with the store's own key, and not stored.
#pragma once

#include <optional>
#include <string_view>

#include "domain/appointment.h"
#include "service/office.h"

namespace citacal::service {

// "https://…/rsvp/<token>" of an attendee, for the appointment as it is now: bound to it, to the
// address and to its sequence, good until AnswerRules::link_days after its end.
std::string link_of(const Office& office, const domain::Appointment& appointment,
                    std::string_view email);

struct Linked {
  core::Id appointment;
  std::string email;
  int sequence = 0;  // of the appointment when the link was made
  core::Instant until{};
};
// nullopt where the token is none, or not signed by us. Whether `until` is over is not looked at.
std::optional<Linked> find_linked(const Office& office, store::Transaction& tx,
                                  std::string_view token);

// A text with such links, for somebody who may not answer for others: "/rsvp/{token}".
std::string without_tokens(std::string_view text);

// "citas+<token>@host" of an attendee: their own address to answer to, for the appointment's life.
// The token is 42 lower-case letters and digits, as an address keeps them.
std::string answer_address(const Office& office, const domain::Appointment& appointment,
                           std::string_view email);

struct Addressed {  // whom such an address was given to
  core::Id appointment;
  std::string email;
};
// nullopt where `recipient` is no such address, or not signed by us.
std::optional<Addressed> find_addressed(const Office& office, store::Transaction& tx,
                                        std::string_view recipient);

// "citas+<token>@host" of a case: what comes to it is of the case, whoever sends it. It proves
// nobody.
std::string case_address(const Office& office, const core::Id& request);
// The case that such an address is of; nullopt where `recipient` is none, or not signed by us.
std::optional<core::Id> find_case_of_address(const Office& office, std::string_view recipient);

}  // namespace citacal::service
