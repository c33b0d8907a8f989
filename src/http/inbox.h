// The bytes that a connection has read and not used yet. It grows with what comes and gives the
// memory back between requests; who fills it bounds it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace citacal::http {

class Inbox {
 public:
  struct Room {
    char* data;
    std::size_t size;  // never 0
  };

  bool empty() const { return begin_ == end_; }
  std::string_view unused() const { return {bytes_.data() + begin_, end_ - begin_}; }
  void use(std::size_t count) { begin_ += count; }  // of the first unused

  // Where to read to, in a buffer of `least` bytes or more. What unused() gave stands no longer.
  Room room(std::size_t least);
  void came(std::size_t count) { end_ += count; }  // were read to the room
  // Where nothing is unused, gives back what is over `most` bytes.
  void shrink(std::size_t most);

 private:
  std::string bytes_;  // those from begin_ to end_ are not used yet
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace citacal::http
