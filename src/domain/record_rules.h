// What a file may be as evidence, from the configuration; and whether what it says it is fits what
// its content is. Pure: what the content is was found out elsewhere (service/content_type).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::domain {

// Documents, images, office formats, text, mails, calendars and ZIP: those whose content and file
// names we know how to hold against what they say.
std::vector<std::string> known_media_types();

struct RecordRules {
  std::size_t bytes_max = 10 * 1024 * 1024;  // of one file
  int files_max = 20;                        // in one upload
  std::vector<std::string> types = known_media_types();
  std::string clamd;         // the virus scanner's socket; empty: nothing is scanned
  int clamd_timeout_s = 20;  // for one file
};

// The media type of a file that says to be `said` (a Content-Type; "" and application/octet-stream
// say nothing) and is called `file_name`, where its content was found to be `found`. Throws
// unsupported naming the field: "type-not-allowed", "type-mismatch", "extension-mismatch".
std::string accepted_type(const RecordRules& rules, std::string_view said,
                          std::string_view file_name, std::string_view found);

}  // namespace citacal::domain
