// Evidence: a file or a raw mail with its SHA-256 and its classification (Ley 1712 de 2014).
#pragma once

#include "domain/classification.h"

namespace citacal::domain {

struct Record {
  core::Id id;
  std::int64_t version = 1;  // of its classification: all else stays as it was added
  core::Id request;          // the case it belongs to; empty for a programme's
  core::Id programme;
  int activity = 0;  // 1 to 5 of the procedure
  std::string title;
  std::string file_name;  // a plain name, without folders
  std::string media_type;
  std::int64_t size = 0;  // bytes
  std::string sha256;     // 64 hex digits
  std::string document;   // the number of the acta whose signed form it is; empty: none
  Classification classification;
  core::Id created_by;
  core::Instant created_at{};
  bool operator==(const Record&) const = default;
};

Record checked(Record record);

}  // namespace citacal::domain
