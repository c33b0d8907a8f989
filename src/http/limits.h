// The limits of the transport. Every one can be configured; the unit is the last word of the name.
#pragma once

#include <cstddef>

namespace citacal::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;          // request line and fields; beyond it 431
  std::size_t body_bytes = 16 * 1024 * 1024;     // one body; beyond it 413
  std::size_t bodies_bytes = 256 * 1024 * 1024;  // all bodies being held at once; beyond it 503
  int connections = 1024;                        // beyond it clients wait to be accepted
  int connections_per_peer = 256;                // beyond it closed at once; not for proxies
  int queue = 256;                               // requests waiting for a worker; beyond it 503
  int idle_timeout_ms = 75'000;                  // between two requests; closed
  int header_timeout_ms = 15'000;                // from its first byte (TLS too) to the head: 408
  int body_timeout_ms = 60'000;                  // from the head to the body's last byte: 408
  int write_timeout_ms = 30'000;                 // for an answer, besides its size / rate
  std::size_t slowest_bytes_per_s = 8 * 1024;    // the slowest reader of an answer
};

}  // namespace citacal::http
