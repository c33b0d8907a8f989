// What came in, raw: kept as it is, with its SHA-256 (Ley 527 de 1999).
#pragma once

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

enum class Verdict { applied, counter_proposed, held, refused, unrelated };

struct Mail {
  core::Id id;
  std::string message_id;
  std::string from;
  std::string subject;
  std::string raw;
  std::string sha256;
  Verdict verdict = Verdict::held;
  std::string reason;
  core::Id appointment;  // empty when it concerns none
  core::Instant received_at{};
  bool operator==(const Mail&) const = default;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Verdict, "applied", "counter_proposed", "held", "refused",
              "unrelated");
