#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/error.h"

namespace citacal::http {

namespace {

constexpr std::size_t kRecord = 16 * 1024;  // bytes of plain text in one TLS record, at most

[[noreturn]] void fail(const std::string& file) {
  char why[256] = "";
  ERR_error_string_n(ERR_get_error(), why, sizeof why);
  ERR_clear_error();
  throw core::Error(core::Code::invalid, "tls-files",
                    {"No se puede usar el certificado o la clave «" + file + "»: " + why,
                     "The certificate or key \"" + file + "\" cannot be used: " + why});
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned int in_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs - 1, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

class TlsWire final : public Wire {
 public:
  TlsWire(SSL_CTX* context, int descriptor) : descriptor_(descriptor), ssl_(SSL_new(context)) {
    if (ssl_ == nullptr) return;  // out of memory: every operation says closed
    SSL_set_fd(ssl_, descriptor);
    SSL_set_accept_state(ssl_);
  }
  ~TlsWire() override {
    SSL_free(ssl_);
    ERR_clear_error();
    ::close(descriptor_);
  }
  TlsWire(const TlsWire&) = delete;
  TlsWire& operator=(const TlsWire&) = delete;

  int descriptor() const override { return descriptor_; }

  Moved read(char* into, std::size_t size) override {
    if (ssl_ == nullptr || broken_) return {0, false, true};
    ERR_clear_error();
    std::size_t n = 0;
    const int result = SSL_read_ex(ssl_, into, size, &n);
    // Decrypted bytes may wait inside OpenSSL, where no event tells of them: always ask again.
    if (result == 1) return {n, true, false};
    return failed(result);
  }

  Moved write(std::string_view first, std::string_view second) override {
    if (ssl_ == nullptr || broken_) return {0, false, true};
    ERR_clear_error();
    std::string_view record = first.empty() ? second : first;
    char joined[kRecord];
    if (!first.empty() && !second.empty() && first.size() < kRecord) {
      // Head and the start of the body share one record, and so one packet. After a write that
      // would wait, the same bytes come again, as OpenSSL wants it.
      const auto rest = std::min(second.size(), kRecord - first.size());
      std::memcpy(joined, first.data(), first.size());
      std::memcpy(joined + first.size(), second.data(), rest);
      record = {joined, first.size() + rest};
    }
    std::size_t n = 0;
    const int result = SSL_write_ex(ssl_, record.data(), record.size(), &n);
    if (result == 1) return {n, true, false};
    return failed(result);
  }

  void finish() override {
    if (ssl_ != nullptr && !broken_ && SSL_is_init_finished(ssl_)) {
      ERR_clear_error();
      SSL_shutdown(ssl_);
    }
    ::shutdown(descriptor_, SHUT_WR);
  }

 private:
  Moved failed(int result) {
    const int error = SSL_get_error(ssl_, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return {0, false, false};
    broken_ = error != SSL_ERROR_ZERO_RETURN;
    return {0, false, true};
  }

  int descriptor_;
  SSL* ssl_;
  bool broken_ = false;
};

}  // namespace

struct Tls::Context {
  SSL_CTX* handle = SSL_CTX_new(TLS_server_method());
  ~Context() { SSL_CTX_free(handle); }
};

Tls::Tls(const std::string& certificate_file, const std::string& key_file)
    : context_(std::make_unique<Context>()) {
  SSL_CTX* const handle = context_->handle;
  if (handle == nullptr) fail(certificate_file);
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(handle, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                               SSL_MODE_RELEASE_BUFFERS);
  static constexpr unsigned char kSessions[] = "citacal";
  SSL_CTX_set_session_id_context(handle, kSessions, sizeof kSessions - 1);
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_SERVER);
  SSL_CTX_set_alpn_select_cb(handle, choose_protocol, nullptr);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(handle, certificate_file.c_str()) != 1)
    fail(certificate_file);
  if (SSL_CTX_use_PrivateKey_file(handle, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(handle) != 1)
    fail(key_file);
}

Tls::~Tls() = default;

std::unique_ptr<Wire> Tls::wire(int descriptor) const {
  return std::make_unique<TlsWire>(context_->handle, descriptor);
}

}  // namespace citacal::http
