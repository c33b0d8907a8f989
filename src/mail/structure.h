// A mail taken apart into its parts (RFC 2046), in one pass over its lines, without recursion and
// within limits: what a parser does with ten thousand parts in parts is settled before one sees
// them. Nothing is decoded or copied but what names a part.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "domain/received_mail.h"
#include "mail/decode.h"
#include "mail/field.h"

namespace citacal::mail {

inline constexpr std::size_t kMailMax = 10 * 1024 * 1024;  // bytes
inline constexpr std::size_t kHeaderMax = 32 * 1024;       // bytes, of the mail or of a part
inline constexpr std::size_t kPartsMax = 500;
inline constexpr std::size_t kNestedMax = 20;  // multiparts in multiparts

struct Part {
  ContentType type;
  Disposition disposition;
  std::string encoding;   // Content-Transfer-Encoding, as it stands
  std::string_view body;  // of a leaf, still encoded; without the line end before the boundary
  bool is_closed = true;  // a boundary ended it, or it is the whole mail's body
  std::string decoded() const { return decoded_transfer(body, encoding); }
};

struct Structure {
  std::vector<Part> parts;  // multiparts and leaves, in their order; the first is the mail itself.
                            // A mail in the mail (message/rfc822) is a leaf: what is in it was not
                            // said by this sender
  bool is_cut = false;      // the mail ends, or cannot be taken apart, inside a multipart
  domain::MailFault fault = domain::MailFault::none;  // too_large | too_deep: parts is then empty
};

// `header` is of the mail, `body` what follows it and must outlive the structure. Boundaries count
// at the beginning of a line and alone on it; the innermost wins.
Structure read_structure(const Fields& header, std::string_view body);

}  // namespace citacal::mail
