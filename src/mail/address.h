// Address fields (RFC 5322 §3.4): strictly for who sent a mail, for that decides what they may
// move; leniently for whom it was sent to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::mail {

struct Mailbox {
  std::string address;  // lower case, as core::checked_address takes it
  std::string name;     // as it stands, without quotes, still encoded (RFC 2047); may be empty
};

// The one mailbox that `value` names: "a@b", "name <a@b>" or "a@b (name)". None for what programs
// read in different ways: groups, lists, two pairs of <>, something behind the <>, controls,
// quotes or comments that do not end, an address that core::checked_address refuses.
std::optional<Mailbox> find_sender(std::string_view value);

// The addresses in a list with or without groups, lower case, each once; what is none is passed
// over. Stops once `found` holds `most`. Linear, but for looking up what is there.
void collect_addresses(std::string_view value, std::vector<std::string>& found, std::size_t most);

}  // namespace citacal::mail
