// The data that comes with the program: calendars/ and examples/.
#pragma once

#include <string>

namespace citacal::app {

// The folder that holds calendars/ and examples/: $CITACAL_SHARE, else where the program was built,
// else ../share/citacal beside the program. Throws ConfigurationError where none has them.
std::string share_folder();

std::string version();  // "0.1.0"

// Writes a file that only its owner can read, whole or not at all. Throws Code::unavailable.
void write_private_file(const std::string& path, const std::string& text);

}  // namespace citacal::app
