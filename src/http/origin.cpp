#include "http/origin.h"

#include <arpa/inet.h>

#include <algorithm>

#include "core/text.h"

namespace citacal::http {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& address) {
  return std::find(list.begin(), list.end(), address) != list.end();
}

std::vector<std::string_view> list_of(const core::Headers& headers, std::string_view name) {
  std::vector<std::string_view> items;
  for (const auto& [key, value] : headers.all())
    if (core::equals_ignoring_case(key, name))
      for (const auto item : core::split(value, ',')) items.push_back(core::trim(item));
  return items;
}

}  // namespace

std::string normal_address(std::string_view text) {
  if (text.starts_with("[") && text.ends_with("]")) text = text.substr(1, text.size() - 2);
  const std::string copy(text);
  unsigned char bytes[16];
  char out[INET6_ADDRSTRLEN];
  if (inet_pton(AF_INET, copy.c_str(), bytes) == 1)
    return inet_ntop(AF_INET, bytes, out, sizeof out);
  if (inet_pton(AF_INET6, copy.c_str(), bytes) != 1) return {};
  constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(kMapped, kMapped + 12, bytes))
    return inet_ntop(AF_INET, bytes + 12, out, sizeof out);
  return inet_ntop(AF_INET6, bytes, out, sizeof out);
}

Origin origin_of(const core::Headers& headers, const std::string& peer, bool tls,
                 const std::vector<std::string>& trusted) {
  Origin origin{peer, tls};
  if (!contains(trusted, peer)) return origin;
  const auto chain = list_of(headers, "X-Forwarded-For");
  for (auto item = chain.rbegin(); item != chain.rend(); ++item) {
    auto address = normal_address(*item);
    if (address.empty()) break;
    origin.peer = std::move(address);
    if (!contains(trusted, origin.peer)) break;
  }
  const auto protocols = list_of(headers, "X-Forwarded-Proto");
  if (!protocols.empty()) origin.secure = core::equals_ignoring_case(protocols.back(), "https");
  return origin;
}

}  // namespace citacal::http
