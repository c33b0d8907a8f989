// The running service: the HTTP server, the postman and the clock's ticks, until SIGINT or SIGTERM.
#pragma once

#include <functional>

#include "app/config.h"

namespace citacal::app {

// Signals that end the service are kept for serve(); call before any thread exists.
void block_signals();

// Lets this process open as many files as it may (RLIMIT_NOFILE): each connection is one, and the
// store, the log and the mail need theirs beside them.
void raise_file_limit();

// Serves until a signal comes, then drains. Before it: service::publish_all, without which what an
// older store holds would be shown with neither size nor etag. `on_ready` is called
// once connections are accepted. Throws ConfigurationError where the address or the certificate is
// wrong.
void serve(service::Office& office, const Config& config, const std::function<void()>& on_ready);

}  // namespace citacal::app
