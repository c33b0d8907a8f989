// Randomness, digests and password hashes: the wall of libsodium. Every function is thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace citacal::core {

std::string random_bytes(std::size_t count);  // from the system
double random_share();                        // in [0, 1)
// 256 random bits as 43 characters of base64url: access tokens.
std::string random_token();
// A password a person can type: four groups of four letters and digits, 80 bits or more.
std::string random_password();

std::string sha256_hex(std::string_view bytes);        // 64 lower-case hex digits
std::string sha256_base64(std::string_view bytes);     // padded, as Content-Security-Policy has it
std::string base64url(std::string_view bytes);         // without padding
std::string base64url_decoded(std::string_view text);  // without padding; empty when wrong
// Base32 (RFC 4648 §6) in lower case, without padding: what stands in addresses, whose case gets
// lost. Decoded in any case; empty when wrong.
std::string base32(std::string_view bytes);
std::string base32_decoded(std::string_view text);
// 32 bytes that only who knows the key (32 bytes or more) can make of the text (BLAKE2b).
std::string keyed_digest(std::string_view key, std::string_view text);
// Base64 (RFC 4648 §4, padded), as Basic authentication writes it; nullopt-free: empty when wrong.
std::string base64_decoded(std::string_view text);
// A keyed digest for look-ups of secrets in memory; the key is random and dies with the process.
std::string process_digest(std::string_view secret);

// argon2id (RFC 9106) with libsodium's "interactive" cost: about 64 MiB and some 50 ms.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);

bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace citacal::core
