#include "core/id.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "core/secret.h"

namespace citacal::core {

Id new_id(Instant now) {
  // 48 bits of time, then 12 bits that count up: ids of one process never go back.
  static std::atomic<std::uint64_t> last{0};
  const auto base = static_cast<std::uint64_t>(now.time_since_epoch().count()) * 1000 << 12;
  std::uint64_t previous = last.load(), stamp;
  do {
    stamp = std::max(base, previous + 1);
  } while (!last.compare_exchange_weak(previous, stamp));

  const auto random = random_bytes(8);
  unsigned char bytes[16];
  const std::uint64_t milliseconds = stamp >> 12;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(milliseconds >> (40 - 8 * i));
  bytes[6] = static_cast<unsigned char>(0x70 | ((stamp >> 8) & 0x0F));
  bytes[7] = static_cast<unsigned char>(stamp);
  for (int i = 0; i < 8; ++i) bytes[8 + i] = static_cast<unsigned char>(random[i]);
  bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));

  static constexpr char kHex[] = "0123456789abcdef";
  Id id;
  id.reserve(36);
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += kHex[bytes[i] >> 4];
    id += kHex[bytes[i] & 15];
  }
  return id;
}

bool is_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace citacal::core
