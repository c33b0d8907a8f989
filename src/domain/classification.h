// Who may read (Ley 1712 de 2014): a case or a record is public, or an exception to publicity,
// whole or in part, with its grounds and its term.
#pragma once

#include <optional>
#include <string>

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

// Throws invalid naming the field (after `prefix`: "classification."): what is not open has an
// extent, a justification, a legal ground and the day it was qualified on; what is reserved ends
// within 15 years.
Classification checked(Classification classification, const std::string& prefix = {});
// Whether those who may not read it may not even know of it.
bool is_withheld_whole(const Classification& classification);
// "reserved, partial, 10 years from 2026-03-02: Ley 1712 de 2014, art. 19": for the trail.
std::string print_classification(const Classification& classification);

// The first day on which the exception is over; nullopt: it is none, or has no term.
std::optional<core::Day> ends_on(const Classification& classification);
enum class Lapse { none, near, over };
Lapse lapse(const Classification& classification, core::Day today, int days_before);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Extent, "none", "partial", "whole");
