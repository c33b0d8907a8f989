// Evidence: a file or a raw mail with its SHA-256 and its classification (Ley 1712 de 2014).
#pragma once

#include "domain/party.h"

namespace citacal::domain {

enum class Extent { none, partial, whole };  // of the exception to publicity

struct Classification {
  Level level = Level::open;
  Extent extent = Extent::none;
  std::string justification;              // required where not open
  std::string legal_ground;               // required where not open
  int years = 0;                          // 1 to 15 for reserved; 0 = not limited (classified)
  std::optional<core::Day> qualified_on;  // required where not open
  bool operator==(const Classification&) const = default;
};

struct Record {
  core::Id id;
  core::Id request;  // the case it belongs to; empty for a programme's
  core::Id programme;
  int activity = 0;  // 1 to 5 of the procedure
  std::string title;
  std::string file_name;  // a plain name, without folders
  std::string media_type;
  std::int64_t size = 0;  // bytes
  std::string sha256;     // 64 hex digits
  Classification classification;
  core::Id created_by;
  core::Instant created_at{};
  bool operator==(const Record&) const = default;
};

Classification checked(Classification classification);
Record checked(Record record);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Extent, "none", "partial", "whole");
