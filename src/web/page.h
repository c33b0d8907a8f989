// Pages for persons, in their language: one look, no script, nothing from elsewhere.
#pragma once

#include <functional>

#include "core/problem.h"
#include "domain/institute.h"
#include "web/html.h"

namespace citacal::web {

// Whether an address is a page, for persons: what goes wrong there is told as a page too, and
// parameters that mail scanners and trackers append are passed over.
bool is_page(const core::Request& request);

// By `?lang=es|en`, else by Accept-Language.
core::Language page_language(const core::Request& request);

struct PageHead {
  int status = 200;
  core::Language language = core::Language::es;
  std::string title;
  std::string institute;        // whose page it is, over the title
  std::string_view style = {};  // of this page alone, after the common one; a constant of ours
};

// A page with its headers: a Content-Security-Policy that lets in nothing but our own style, never
// stored, never indexed, never in another's frame.
core::Response page_reply(const PageHead& head, const std::function<void(Html&)>& body);

// The foot of a page: whom to ask.
void write_contact(Html& html, const domain::Institute& institute, core::Language language);

// What went wrong, as a page where the address is one, else as a problem (RFC 9457).
core::Response refusal(const core::Request& request, const core::Problem& why,
                       const domain::Institute& institute);

}  // namespace citacal::web
