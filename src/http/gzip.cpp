#include "http/gzip.h"

#include <zlib.h>

#include <cstdlib>
#include <limits>

#include "core/error.h"
#include "core/text.h"

namespace citacal::http {

bool accepts_gzip(std::string_view accept_encoding) {
  bool by_star = false;
  for (const auto item : core::split(accept_encoding, ',')) {
    const auto parts = core::split(item, ';');
    const auto coding = core::trim(parts[0]);
    const bool star = coding == "*";
    if (!star && !core::equals_ignoring_case(coding, "gzip") &&
        !core::equals_ignoring_case(coding, "x-gzip"))
      continue;
    double weight = 1;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const auto parameter = core::to_lower(core::trim(parts[i]));
      if (parameter.starts_with("q=")) weight = std::strtod(parameter.c_str() + 2, nullptr);
    }
    if (!star) return weight > 0;
    by_star = weight > 0;
  }
  return by_star;
}

bool is_compressible(std::string_view content_type) {
  const auto type = core::to_lower(core::trim(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
         type == "image/svg+xml" ||
         (type.starts_with("application/") && (type.ends_with("+json") || type.ends_with("+xml")));
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzipFormat = 15 + 16;  // the largest window, with gzip's header and trailer
  if (bytes.size() > std::numeric_limits<uInt>::max() ||
      deflateInit2(&stream, 6, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    core::expects(false, "gzip: cannot start");
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  core::expects(result == Z_STREAM_END, "gzip: the stream did not end");
  out.shrink_to_fit();
  return out;
}

std::string gzip_etag(std::string_view etag) {
  if (etag.size() < 2 || etag.front() != '"' || etag.back() != '"') return std::string(etag);
  return std::string(etag.substr(0, etag.size() - 1)) + "-gz\"";
}

}  // namespace citacal::http
