// The forms of answer that handlers share: JSON, one thing with its version, a page of a list, a
// creation, and the refusals that have no Code of their own.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>

#include "core/problem.h"
#include "service/listing.h"
#include "web/json.h"
#include "web/router.h"

namespace citacal::web {

struct Shown {  // one thing as this door shows it
  Json json;
  std::string path;                     // of its own address: "/api/v1/requests/…"
  std::optional<std::int64_t> version;  // for its entity tag
};

core::Response json_reply(int status, const Json& json);
core::Response empty_reply();  // 204
// 200 with its entity tag, or 304 by If-None-Match.
core::Response reply(const Exchange& exchange, const Shown& shown);

// {"items": […], "next": cursor}, with Link: rel="next" (RFC 8288) where there is more. `name` is
// the query parameter that the cursor goes by.
core::Response page(const Exchange& exchange, Json items, const std::string& next,
                    std::string_view name = "cursor");
void add_next_link(core::Response& response, const core::Request& request, const std::string& next,
                   std::string_view name = "cursor");

template <class T, class Show>
core::Response page_of(const Exchange& exchange, const service::Listing<T>& listing, Show show) {
  auto items = Json::array();
  for (const auto& item : listing.items) items.add(show(item));
  return page(exchange, std::move(items), listing.next);
}

// A page of a list that is short enough to be had whole, in the order of `key`, a text by which the
// next page goes on.
template <class T, class Key>
service::Listing<T> cut(std::vector<T> all, const service::Paging& paging, Key key) {
  std::erase_if(all, [&](const T& one) { return !(key(one) > paging.cursor); });
  std::sort(all.begin(), all.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
  service::Listing<T> listing{std::move(all), {}};
  const auto limit = static_cast<std::size_t>(paging.limit);
  if (listing.items.size() <= limit) return listing;
  listing.items.erase(listing.items.begin() + paging.limit, listing.items.end());
  listing.next = key(listing.items.back());
  return listing;
}

core::Response created(const Shown& shown);  // 201 with Location
// The same with idempotency. With an Idempotency-Key that has made something before: 200 with what
// was made as it is now (`get`), marked Idempotent-Replayed, and nothing is made again.
core::Response created(Exchange& exchange, const std::function<Shown()>& create,
                       const std::function<Shown(const core::Id&)>& get);

// 428 (RFC 6585 §3) when the change comes without If-Match, nullopt when all is well.
std::optional<core::Response> find_missing_precondition(const Exchange& exchange);

}  // namespace citacal::web
