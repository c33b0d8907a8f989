#include "http/inbox.h"

#include <algorithm>

namespace citacal::http {

Inbox::Room Inbox::room(std::size_t least) {
  if (begin_ > 0) {
    std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
              bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (bytes_.size() < least) bytes_.resize(least);
  if (end_ == bytes_.size()) bytes_.resize(bytes_.size() * 2);
  return {bytes_.data() + end_, bytes_.size() - end_};
}

void Inbox::shrink(std::size_t most) {
  if (!empty()) return;
  begin_ = end_ = 0;
  if (bytes_.size() > most) std::string(most, '\0').swap(bytes_);
}

}  // namespace citacal::http
