#include "core/secret.h"

#include <sodium.h>

#include <array>

#include "core/error.h"

namespace citacal::core {

namespace {

void start_sodium() {
  static const int started = sodium_init();
  expects(started >= 0, "libsodium starts");
}

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), variant);
  out.pop_back();  // the terminating NUL
  return out;
}

constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

std::string decode(std::string_view text, int variant) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, variant) != 0)
    return {};
  out.resize(length);
  return out;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  start_sodium();
  std::string out(count, '\0');
  randombytes_buf(out.data(), count);
  return out;
}

double random_share() {
  const auto bytes = random_bytes(2);
  const int high = static_cast<unsigned char>(bytes[0]), low = static_cast<unsigned char>(bytes[1]);
  return (high * 256 + low) / 65'536.0;
}

std::string random_token() {
  return base64url(random_bytes(32));
}

std::string random_password() {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  start_sodium();
  std::string out;
  for (int i = 0; i < 16; ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kLetters[randombytes_uniform(static_cast<unsigned>(kLetters.size()))];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), raw(bytes), bytes.size());
  std::string out(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), digest.data(), digest.size());
  out.pop_back();
  return out;
}

std::string sha256_base64(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), raw(bytes), bytes.size());
  return encode(digest, sodium_base64_VARIANT_ORIGINAL);
}

std::string base64url(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64_decoded(std::string_view text) {
  return decode(text, sodium_base64_VARIANT_ORIGINAL);
}

std::string base64url_decoded(std::string_view text) {
  return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base32(std::string_view bytes) {
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
    for (count += 8; count >= 5; count -= 5) out += kBase32[bits >> (count - 5) & 31];
  }
  if (count > 0) out += kBase32[bits << (5 - count) & 31];
  return out;
}

std::string base32_decoded(std::string_view text) {
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const auto digit = kBase32.find(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    if (digit == std::string_view::npos) return {};
    bits = (bits << 5 | static_cast<unsigned>(digit)) & 0xFFFF;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

std::string keyed_digest(std::string_view key, std::string_view text) {
  expects(key.size() >= crypto_generichash_KEYBYTES, "a key has 32 bytes or more");
  std::string out(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), raw(text),
                     text.size(), raw(key), crypto_generichash_KEYBYTES);
  return out;
}

std::string process_digest(std::string_view secret) {
  static const std::string key = random_bytes(crypto_generichash_KEYBYTES);
  return keyed_digest(key, secret);
}

std::string hash_password(std::string_view password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int result = crypto_pwhash_str_alg(
      hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
      crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
  expects(result == 0, "there is memory for a password hash");
  return hash.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  start_sodium();
  const std::string terminated(hash);
  return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace citacal::core
