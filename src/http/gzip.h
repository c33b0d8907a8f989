// The gzip content coding (RFC 9110 §8.4.1.3): when it is used, and how it is made.
#pragma once

#include <string>
#include <string_view>

namespace citacal::http {

inline constexpr std::size_t kGzipFrom = 1024;  // bytes; smaller bodies are not worth it

bool accepts_gzip(std::string_view accept_encoding);  // RFC 9110 §12.5.3; false if empty
bool is_compressible(std::string_view content_type);  // text, JSON, XML, SVG
std::string gzip(const std::string& bytes);           // by zlib, level 6; throws Code::internal

// The strong entity tag of the compressed form: "x" -> "x-gz" inside the quotes. Weak: unchanged.
std::string gzip_etag(std::string_view etag);

}  // namespace citacal::http
