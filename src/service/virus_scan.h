// A virus scanner asked about bytes: clamd by its local socket (clamd(8), INSTREAM).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace citacal::service {

// The name of what was found, or nullopt. Throws unavailable "scanner-unavailable" with
// retry_after_s where nobody answers at `socket` within `timeout_s` for the whole talk, or answers
// anything but that: then nothing is known of the bytes.
std::optional<std::string> find_virus(const std::string& socket, int timeout_s,
                                      std::string_view bytes);

}  // namespace citacal::service
