#include "support/talk_script.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "core/text.h"
#include "support/json_path.h"

namespace citacal::test {

namespace {

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}

}  // namespace

std::vector<Statement> read_statements(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot be read");
  std::vector<Statement> statements;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto content = core::trim(line);
    if (content.empty() || content.front() == '#') continue;
    if (line.front() != ' ') {
      statements.push_back({number, std::string(content), {}});
    } else if (!statements.empty()) {
      auto& block = statements.back().block;
      block.push_back(
          content == "." ? "" : line.substr(std::min(line.find_first_not_of(' '), std::size_t{2})));
    }
  }
  return statements;
}

std::string filled(const std::string& text, const Names& names) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto end = i + 1;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    if (text[i] != '$' || end == i + 1) {
      out += text[i];
      continue;
    }
    const auto name = text.substr(i + 1, end - i - 1);
    const auto found = names.find(name);
    if (found == names.end()) throw std::runtime_error("nothing was kept as $" + name);
    out += found->second;
    i = end - 1;
  }
  return out;
}

bool Words::empty() {
  while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  return at_ == text_.size();
}

std::string Words::next() {
  if (empty()) throw std::runtime_error("the line ends too early: " + text_);
  const auto start = at_;
  if (text_[at_] != '"') {
    at_ = std::min(text_.find(' ', at_), text_.size());
    return text_.substr(start, at_ - start);
  }
  for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
    if (text_[at_] == '\\') ++at_;
  if (at_ >= text_.size()) throw std::runtime_error("a quote is not closed: " + text_);
  ++at_;
  return plain_text(text_.substr(start, at_ - start));
}

bool Words::take(const char* word) {
  const auto before = at_;
  if (!empty() && text_[at_] != '"' && next() == word) return true;
  at_ = before;
  return false;
}

int Words::number() {
  const auto word = next();
  std::size_t used = 0;
  const int number =
      word.find_first_not_of("0123456789") == std::string::npos ? std::stoi(word, &used) : -1;
  if (number < 0) throw std::runtime_error("a number is expected, not " + word);
  return number;
}

std::string Words::value() {
  const bool quoted = !empty() && text_[at_] == '"';
  const auto word = next();
  const bool plain = word == "true" || word == "false" || word == "null" ||
                     word.find_first_not_of("0123456789") == std::string::npos;
  return plain && !quoted ? word : to_json_string(word);
}

std::string Words::rest() {
  empty();
  return text_.substr(std::exchange(at_, text_.size()));
}

void Words::done() {
  if (!empty()) throw std::runtime_error("not understood: " + rest());
}

}  // namespace citacal::test
