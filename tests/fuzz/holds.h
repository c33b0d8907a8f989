// What must be true of every input: else the fuzzer keeps the input and says what broke.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

namespace citacal::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void holds(bool truth, const char* what) {
  if (truth) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// Runs `read`; false if it refused the input, as it may: with any error but one of our own making.
inline bool is_read(const auto& read) {
  try {
    read();
    return true;
  } catch (const core::Error& error) {
    holds(error.code != core::Code::internal, error.message.en.c_str());
    holds(!error.message.es.empty() && !error.condition.empty(), "a refusal says why");
    return false;
  }
}

}  // namespace citacal::fuzz
