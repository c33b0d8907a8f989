// `citacal demo`: a running service with a realistic year, from nothing but a folder.
#pragma once

#include <string>

namespace citacal::app {

// Makes `folder` if absent (store, citacal.toml, accounts.txt, mail/), loads examples/, prints what
// to try, and serves until a signal. A second start goes on with what is there. `listen` empty: as
// the folder's configuration says, 127.0.0.1:8080 for a new one.
void demo(const std::string& folder, const std::string& listen);

}  // namespace citacal::app
