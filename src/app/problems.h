// The faults of one file, gathered so that its author meets all of them in one report: where each
// stands, what was found and what is expected.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "service/load.h"

namespace citacal::app {

struct Problem {
  service::Origin origin;
  core::Phrase message;
};

class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  void add(service::Origin origin, core::Phrase message);
  // An error of a check at the door, with the text that it refused.
  void add(service::Origin origin, const core::Error& error, std::string_view found = {});
  void add_missing(service::Origin origin, std::string_view name);

  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size() + dropped_; }
  const std::vector<Problem>& list() const { return list_; }
  const std::string& file() const { return file_; }
  // One line each, in the file's order: "programa.toml:12:5: …".
  std::string print(core::Language language) const;
  void refuse_if_any() const;  // throws FileRefused

 private:
  std::string file_;
  std::vector<Problem> list_;
  std::size_t dropped_ = 0;  // beyond what anybody would read
};

// The whole report as one error (Code::invalid, "file-refused"), whose message is the report.
struct FileRefused : core::Error {
  explicit FileRefused(const Problems& problems);
};

// "«month»: found «13»; expected a number from 1 to 12".
core::Phrase found_expected(std::string_view name, std::string_view found,
                            const core::Phrase& expected);
// "«liten»: unknown key; did you mean «listen»?", or the words that are known where none is near.
core::Phrase unknown_name(std::string_view name, const std::vector<std::string>& known);
// At most 60 characters of it, without control characters, for a message.
std::string shown(std::string_view text);

// The whole file. Throws invalid where it cannot be read or is larger than `max_bytes`.
std::string read_file(const std::string& path, std::size_t max_bytes);

}  // namespace citacal::app
