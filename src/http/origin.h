// Who really asks: the socket's peer, or what a trusted proxy says of the client behind it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"

namespace citacal::http {

// An IP address in its one textual form, IPv4-mapped IPv6 as IPv4; empty if it is none.
std::string normal_address(std::string_view text);

struct Origin {
  std::string peer;
  bool secure;
};

// `peer` is the socket's and normal, `trusted` are normal addresses. Of X-Forwarded-For the last
// address that is not itself a trusted proxy is believed; what stands before it anybody can write.
Origin origin_of(const core::Headers& headers, const std::string& peer, bool tls,
                 const std::vector<std::string>& trusted);

}  // namespace citacal::http
