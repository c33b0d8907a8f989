// Pages between the doors' words and the store's.
#pragma once

#include "core/check.h"
#include "service/listing.h"
#include "store/page.h"

namespace citacal::service {

inline store::Page to_page(const Paging& paging) {
  if (paging.limit < 1 || paging.limit > store::kPageMax)
    core::refuse("limit", "out-of-range",
                 {"debe estar entre 1 y 500", "must be between 1 and 500"});
  return {paging.limit, paging.cursor};
}

template <class T>
Listing<T> to_listing(store::Listed<T> listed) {
  return {std::move(listed.items), std::move(listed.next)};
}

}  // namespace citacal::service
