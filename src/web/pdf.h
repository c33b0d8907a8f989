// HTML as PDF, by WeasyPrint in a process of its own: no shell, no environment of ours, nothing
// fetched from the network or from files, and an end to its time, its memory and what it writes.
#pragma once

#include <memory>
#include <string>

#include "core/exchange.h"

namespace citacal::web {

// Tagged (PDF/UA-1), with its fonts, its title and its language. The newest are kept in memory, by
// the digest of their HTML. Throws unavailable with retry_after_s: "no-printer" where WeasyPrint is
// not installed, "printer-busy", "printer-failed".
std::shared_ptr<const core::Body> print_pdf(const std::string& html);

}  // namespace citacal::web
