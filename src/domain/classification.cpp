#include "domain/classification.h"

#include "domain/fields.h"

namespace citacal::domain {

namespace {

constexpr int kReservedYearsMax = 15;  // Ley 1712 de 2014, art. 22
constexpr int kClassifiedYearsMax = 100;

void check_is_bare(const Classification& open) {
  if (open.extent != Extent::none || open.years != 0 || !open.justification.empty() ||
      !open.legal_ground.empty() || open.qualified_on)
    core::refuse(
        "classification", "not-an-exception",
        {"es pública («open»): no lleva excepción, justificación, fundamento, fecha ni años",
         "is \"open\": it has no exception, justification, ground, date or years"});
}

}  // namespace

Classification checked(Classification classification) {
  classification.justification = core::checked_text("justification", classification.justification);
  classification.legal_ground = core::checked_text("legal_ground", classification.legal_ground);
  if (classification.level == Level::open) {
    check_is_bare(classification);
    return classification;
  }
  checked_required_text("justification", classification.justification);
  checked_required_text("legal_ground", classification.legal_ground);
  if (classification.extent == Extent::none)
    core::refuse("extent", "missing",
                 {"debe decir si la excepción es parcial o total: partial | whole",
                  "must say whether the exception is partial or whole"});
  if (!classification.qualified_on)
    core::refuse("qualified_on", "missing",
                 {"falta la fecha de la calificación", "is missing: the date of qualification"});
  const bool is_reserved = classification.level == Level::reserved;
  if (classification.years < (is_reserved ? 1 : 0) ||
      classification.years > (is_reserved ? kReservedYearsMax : kClassifiedYearsMax))
    core::refuse("years", "out-of-range",
                 {"debe estar entre 1 y 15 para la reservada, y entre 0 (sin límite) y 100 para la "
                  "clasificada",
                  "must be 1 to 15 for reserved, and 0 (not limited) to 100 for classified"});
  return classification;
}

}  // namespace citacal::domain
