// TLS 1.2 and 1.3 by OpenSSL: one context for a listening address, one Wire for a connection.
#pragma once

#include <memory>
#include <string>

#include "http/wire.h"

namespace citacal::http {

class Tls {
 public:
  // PEM files: the certificate with its chain, and its key. Throws Code::invalid that names the
  // file and says what OpenSSL found wrong.
  Tls(const std::string& certificate_file, const std::string& key_file);
  ~Tls();

  // The server's side of a connection; the handshake happens in its first reads and writes.
  std::unique_ptr<Wire> wire(int descriptor) const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace citacal::http
