// What IMAP4rev1 (RFC 3501) looks like on the wire, without any I/O: the commands that need care
// and the few answers that are read. Everything in an answer is a stranger's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace citacal::mail {

// One response of a server: a line, and what its literals held. Where a literal stood, `line` has
// its "{size}".
struct ImapResponse {
  std::string line;
  std::vector<std::string> literals;
};

// The size of the literal that `line` announces at its end ("… {123}"); nullopt: it announces none.
// Beyond what 64 bits hold it is the largest number.
std::optional<std::uint64_t> announced_literal(std::string_view line);

// The number after `name` and a space ("[UIDVALIDITY 7]", "(UID 7 …"); nullopt: none of 32 bits.
std::optional<std::uint32_t> number_after(std::string_view line, std::string_view name);

// The UIDs of "* SEARCH 2 3 5", in their order; what is no UID is left out. Empty for other lines.
std::vector<std::uint32_t> parse_search(std::string_view line);

// Of "* 3 FETCH (UID 7 RFC822.SIZE 1234 BODY[]<0> {1234}…)" (RFC 3501 §7.4.2); nullopt: it is none,
// or does not say of which UID.
struct ImapFetched {
  std::uint32_t uid = 0;
  std::optional<std::uint32_t> size;  // RFC822.SIZE
  std::optional<std::string> body;    // BODY[…], whichever section
};
std::optional<ImapFetched> parse_fetch(ImapResponse response);

std::string imap_quoted(std::string_view text);  // a quoted string; `text` is printable ASCII
std::string imap_date(core::Instant at);         // of UTC: "2-Mar-2026"

}  // namespace citacal::mail
