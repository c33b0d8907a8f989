// What all letters have in common: address, identity and date; greeting and signature.
#pragma once

#include "domain/institute.h"
#include "domain/letter.h"

namespace citacal::service {

// A letter to somebody, due now. What it is about and says is for the caller to fill.
domain::Letter begin_letter(const domain::Institute& institute, domain::LetterKind kind,
                            const std::string& name, const std::string& address, core::Instant now);
// The text of a letter around its body: the greeting by name before it, who writes after it.
std::string letter_text(const domain::Institute& institute, const domain::Letter& letter,
                        const std::string& body);

}  // namespace citacal::service
