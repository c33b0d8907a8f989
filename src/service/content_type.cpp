#include "service/content_type.h"

#include <magic.h>

#include <algorithm>
#include <memory>

#include "core/error.h"

namespace citacal::service {

namespace {

constexpr std::size_t kLookedAt = 1 << 20;  // bytes; what a file is shows at its beginning

struct Close {
  void operator()(magic_t cookie) const { magic_close(cookie); }
};
using Cookie = std::unique_ptr<magic_set, Close>;

Cookie open_magic() {
  Cookie cookie(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS));
  if (cookie && magic_load(cookie.get(), nullptr) == 0) return cookie;
  core::Error error(core::Code::unavailable, "no-magic",
                    {"Falta la tabla de tipos de archivo de libmagic en este servidor.",
                     "libmagic's table of file types is missing on this server."});
  error.log = cookie ? magic_error(cookie.get()) : "magic_open";
  throw error;
}

}  // namespace

std::string find_content_type(std::string_view bytes) {
  thread_local const Cookie cookie = open_magic();  // not to be shared by threads; the table is
  const auto* type = magic_buffer(cookie.get(), bytes.data(), std::min(bytes.size(), kLookedAt));
  return type ? type : "application/octet-stream";
}

}  // namespace citacal::service
