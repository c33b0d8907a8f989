// Passwords that people give on the command line: never as an argument, never shown.
#pragma once

#include <string>

#include "core/secret.h"

namespace citacal::app {

// On a terminal: asked twice, without echo. Elsewhere: the first line of stdin. Throws invalid when
// there is none or the two differ.
std::string ask_password();

}  // namespace citacal::app
