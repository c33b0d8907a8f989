// One page of a list: ordered by a key, continued after a cursor.
#pragma once

#include <string>
#include <vector>

namespace citacal::store {

inline constexpr int kPageMax = 500;

struct Page {
  int limit = 100;    // 1 to kPageMax
  std::string after;  // opaque; of the page before; empty for the first
};

template <class T>
struct Listed {
  std::vector<T> items;
  std::string next;  // empty at the end
};

}  // namespace citacal::store
