// That a form was sent from a page of ours, and not from somebody else's (cross-site request
// forgery): by what the browser says, and by a signed value in the form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/exchange.h"
#include "service/office.h"

namespace citacal::web {

// The hidden value of a form that acts on `subject`: signed, good for 24 hours. `seen` is what the
// page showed of it, such as a sequence.
std::string print_form_token(const service::Office& office, std::string_view subject,
                             std::int64_t seen);
// What the page showed. Throws forbidden "form-expired" where the value is too old or not ours.
std::int64_t read_form_token(const service::Office& office, std::string_view subject,
                             std::string_view token);

// Throws forbidden "cross-site" where the browser says that another site sent the form: by
// Sec-Fetch-Site (W3C Fetch Metadata), or by Origin (RFC 6454) from those that do not know it.
void require_same_site(const core::Request& request, std::string_view base_url);

}  // namespace citacal::web
