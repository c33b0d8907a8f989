// The text of a talk as statements (tests/support/talk.h).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace citacal::test {

struct Statement {
  int line = 0;
  std::string text;                // the line at the margin
  std::vector<std::string> block;  // the lines below it, without what they have in common
};

std::vector<Statement> read_statements(const std::string& path);

using Names = std::map<std::string, std::string>;
// With every $name replaced; throws std::runtime_error for one that was not kept.
std::string filled(const std::string& text, const Names& names);

// The words of a line, one after the other: bare, or quoted as a JSON string.
class Words {
 public:
  explicit Words(std::string text) : text_(std::move(text)) {}
  bool empty();
  std::string next();           // throws std::runtime_error at the end
  bool take(const char* word);  // the next word, if it is this bare one
  int number();
  std::string value();  // the next word as JSON: true, 12 and null as they are, else a string
  std::string rest();
  void done();  // throws where anything is left

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace citacal::test
