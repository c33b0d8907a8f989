// How the command line speaks: the language of the terminal, the exit codes, the log of the
// service.
#pragma once

#include <string_view>

#include "core/error.h"

namespace citacal::app {

// Documented in --help and README.md.
enum Exit {
  kDone = 0,
  kInternal = 1,       // our fault
  kUsage = 2,          // arguments
  kConfiguration = 3,  // the configuration, the calendars or the address to listen at
  kFileRefused = 4,    // a file to load; nothing of it was loaded
  kRefused = 5,        // there is no such thing, or the rules do not allow it
  kUnavailable = 6,    // the store or the network cannot serve now
  kFaultsFound = 7     // `check` found faults
};

// Everything that keeps the service from starting for reasons of its configuration.
struct ConfigurationError : core::Error {
  explicit ConfigurationError(core::Error error) : core::Error(std::move(error)) {}
};

int exit_code(const core::Error& error);

// English where LC_ALL, LC_MESSAGES or LANG (the first that is set) says so, else Spanish.
core::Language terminal_language();

// "citacal: …" on stderr. The report of a file stands as it is, a line for each fault.
void print_error(const core::Phrase& message);
void print_error(const core::Error& error);

// One JSON line on stderr: {"time","level","event","message"}. Thread-safe.
void log_line(std::string_view level, std::string_view event, std::string_view message);

}  // namespace citacal::app
