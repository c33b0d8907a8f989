// A page of an answer, continued by its cursor.
#pragma once

#include <string>
#include <vector>

namespace citacal::service {

struct Paging {
  int limit = 100;     // 1 to 500
  std::string cursor;  // of the page before; empty for the first
};

template <class T>
struct Listing {
  std::vector<T> items;
  std::string next;  // empty at the end
};

}  // namespace citacal::service
