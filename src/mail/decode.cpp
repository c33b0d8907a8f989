#include "mail/decode.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <mutex>

#include "core/text.h"

namespace citacal::mail {
namespace {

constexpr std::size_t kValueMax = 32 * 1024;  // bytes; a header block is not longer
// GMime takes time by the square of the parameters; real ones are few, a long file name in pieces.
constexpr std::size_t kParametersMax = 4 * 1024;  // bytes
constexpr std::size_t kParametersMost = 64;

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
struct Free {
  void operator()(char* text) const { g_free(text); }
};
struct UnrefDate {
  void operator()(GDateTime* date) const { g_date_time_unref(date); }
};

// For C: controls, NUL among them, become blanks.
std::string c_text(std::string_view value) {
  std::string text(value.substr(0, kValueMax));
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

std::string_view first_parameters(std::string_view value) {
  value = value.substr(0, kParametersMax);
  std::size_t at = 0;
  for (std::size_t count = 0; count <= kParametersMost; ++count) {
    at = value.find(';', at);
    if (at == std::string_view::npos) return value;
    ++at;
  }
  return value.substr(0, at - 1);
}

std::string as_text(const char* value) {
  if (!value) return {};
  return core::is_utf8(value) ? value : core::windows_1252_to_utf8(value);
}

std::string as_token(const char* value) {
  std::string token = value ? value : "";
  const bool good = token.size() <= 40 && std::all_of(token.begin(), token.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
                    });
  return good ? token : std::string();
}

// glibc's converters have hung and overrun on hostile input: only those that mail is written in.
bool is_safe_charset(std::string_view charset) {
  constexpr std::array<std::string_view, 10> kSafe = {"utf-16", "utf-16le", "utf-16be", "koi8-r",
                                                      "koi8-u", "gb18030",  "gbk",      "gb2312",
                                                      "big5",   "shift_jis"};
  return charset.starts_with("iso-8859-") || charset.starts_with("windows-125") ||
         charset.starts_with("cp125") ||
         std::find(kSafe.begin(), kSafe.end(), charset) != kSafe.end();
}

std::optional<std::string> converted(std::string_view octets, const std::string& charset) {
  const auto converter = iconv_open("UTF-8", charset.c_str());
  if (converter ==
      reinterpret_cast<iconv_t>(-1))  // NOLINT(performance-no-int-to-ptr): so says iconv
    return std::nullopt;
  std::string out;
  std::array<char, 16 * 1024> piece;
  auto* in = const_cast<char*>(octets.data());
  std::size_t left = octets.size();
  bool good = true, done = false;
  while (good && !done) {
    auto* to = piece.data();
    std::size_t room = piece.size();
    const bool flushing = left == 0;
    const auto result = flushing ? iconv(converter, nullptr, nullptr, &to, &room)
                                 : iconv(converter, &in, &left, &to, &room);
    const auto written = piece.size() - room;
    out.append(piece.data(), written);
    if (result == static_cast<std::size_t>(-1)) good = errno == E2BIG && written > 0;
    done = good && flushing && result != static_cast<std::size_t>(-1);
  }
  iconv_close(converter);
  if (!good) return std::nullopt;
  return out;
}

// UTF-16 without a byte order mark is told by the zero beside its first letter (RFC 2781 §4.3 would
// have it big-endian, Windows writes the other).
std::string utf_16_of(std::string_view octets) {
  if (octets.size() < 2) return "utf-16be";
  const auto a = static_cast<unsigned char>(octets[0]), b = static_cast<unsigned char>(octets[1]);
  if ((a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF)) return "utf-16";
  return b == 0 ? "utf-16le" : "utf-16be";
}

bool has_ascii_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'z'; });
}

}  // namespace

void start_mime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

ContentType read_content_type(std::string_view value) {
  ContentType read;
  if (core::trim(value).empty()) return read;
  start_mime();
  const std::unique_ptr<GMimeContentType, Unref> type(
      g_mime_content_type_parse(nullptr, c_text(first_parameters(value)).c_str()));
  if (!type) return read;
  const std::unique_ptr<char, Free> name(g_mime_content_type_get_mime_type(type.get()));
  if (name) read.type = core::to_lower(name.get());
  const auto parameter = [&](const char* which) {
    return g_mime_content_type_get_parameter(type.get(), which);
  };
  const auto* boundary = parameter("boundary");
  read.boundary = boundary ? boundary : "";
  read.charset = core::to_lower(as_token(parameter("charset")));
  read.method = core::to_upper(as_token(parameter("method")));
  read.report_type = core::to_lower(as_token(parameter("report-type")));
  read.name = as_text(parameter("name"));
  return read;
}

Disposition read_disposition(std::string_view value) {
  if (core::trim(value).empty()) return {};
  start_mime();
  const std::unique_ptr<GMimeContentDisposition, Unref> read(
      g_mime_content_disposition_parse(nullptr, c_text(first_parameters(value)).c_str()));
  if (!read) return {};
  const auto* kind = g_mime_content_disposition_get_disposition(read.get());
  return {kind && core::equals_ignoring_case(kind, "attachment"),
          as_text(g_mime_content_disposition_get_parameter(read.get(), "filename"))};
}

std::string decoded_words(std::string_view value) {
  start_mime();
  const std::unique_ptr<char, Free> text(
      g_mime_utils_header_decode_text(nullptr, c_text(value).c_str()));
  return as_text(text.get());
}

std::optional<core::Instant> parse_mail_date(std::string_view value) {
  constexpr std::size_t kDateMax = 200;
  if (value.empty() || value.size() > kDateMax) return std::nullopt;
  start_mime();
  const std::unique_ptr<GDateTime, UnrefDate> date(
      g_mime_utils_header_decode_date(c_text(value).c_str()));
  if (!date) return std::nullopt;
  const auto at = core::Instant(core::Seconds(g_date_time_to_unix(date.get())));
  const bool told = at > core::Instant{} && at < core::parse_instant("9999-01-01T00:00:00Z");
  return told ? std::optional(at) : std::nullopt;
}

std::string decoded_transfer(std::string_view body, std::string_view encoding) {
  start_mime();
  const auto word = c_text(core::trim(encoding.substr(0, encoding.find_first_of(";("))));
  const auto kind = g_mime_content_encoding_from_string(word.c_str());
  if (kind != GMIME_CONTENT_ENCODING_BASE64 && kind != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
      kind != GMIME_CONTENT_ENCODING_UUENCODE)
    return std::string(body);
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, kind);
  std::string out(g_mime_encoding_outlen(&state, body.size()) + 3, '\0');
  out.resize(g_mime_encoding_flush(&state, body.data(), body.size(), out.data()));
  return out;
}

std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset) {
  const bool ascii = charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
  if (charset.empty() && !core::is_utf8(octets)) return core::windows_1252_to_utf8(octets);
  // Those who say ISO-8859-1 mean Windows-1252, of which it is a part.
  if (charset == "iso-8859-1" || charset == "windows-1252" || charset == "latin1")
    return core::windows_1252_to_utf8(octets);
  if (!charset.empty() && !ascii && is_safe_charset(charset)) {
    auto text = converted(octets, charset == "utf-16" ? utf_16_of(octets) : std::string(charset));
    // ASCII that is said to be UTF-16 decodes as well, to what nobody wrote.
    if (text && (!charset.starts_with("utf-16") || has_ascii_letters(*text))) return text;
  }
  if (core::is_utf8(octets)) return std::string(octets);
  return std::nullopt;
}

}  // namespace citacal::mail
