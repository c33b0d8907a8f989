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

Classification checked(Classification classification, const std::string& prefix) {
  const auto justification = prefix + "justification", ground = prefix + "legal_ground";
  classification.justification = core::checked_text(justification, classification.justification);
  classification.legal_ground = core::checked_text(ground, classification.legal_ground);
  if (classification.level == Level::open) {
    check_is_bare(classification);
    return classification;
  }
  checked_required_text(justification, classification.justification);
  checked_required_text(ground, classification.legal_ground);
  if (classification.extent == Extent::none)
    core::refuse(prefix + "extent", "missing",
                 {"debe decir si la excepción es parcial o total: partial | whole",
                  "must say whether the exception is partial or whole"});
  if (!classification.qualified_on)
    core::refuse(prefix + "qualified_on", "missing",
                 {"falta la fecha de la calificación", "is missing: the date of qualification"});
  const bool is_reserved = classification.level == Level::reserved;
  if (classification.years < (is_reserved ? 1 : 0) ||
      classification.years > (is_reserved ? kReservedYearsMax : kClassifiedYearsMax))
    core::refuse(prefix + "years", "out-of-range",
                 {"debe estar entre 1 y 15 para la reservada, y entre 0 (sin límite) y 100 para la "
                  "clasificada",
                  "must be 1 to 15 for reserved, and 0 (not limited) to 100 for classified"});
  return classification;
}

bool is_withheld_whole(const Classification& classification) {
  return classification.level != Level::open && classification.extent != Extent::partial;
}

std::string print_classification(const Classification& classification) {
  std::string text(core::word(classification.level));
  if (classification.level == Level::open) return text;
  text += ", " + std::string(core::word(classification.extent));
  if (classification.years > 0) text += ", " + std::to_string(classification.years) + " years";
  if (classification.qualified_on) text += " from " + core::print_day(*classification.qualified_on);
  return text + ": " + classification.legal_ground;
}

std::optional<core::Day> ends_on(const Classification& classification) {
  if (classification.level == Level::open || classification.years == 0 ||
      !classification.qualified_on)
    return std::nullopt;
  const std::chrono::year_month_day day(*classification.qualified_on);
  const auto end = day + std::chrono::years(classification.years);
  if (end.ok()) return core::Day(end);
  return core::Day(end.year() / std::chrono::March / 1);  // of 29 February
}

Lapse lapse(const Classification& classification, core::Day today, int days_before) {
  const auto end = ends_on(classification);
  if (!end || today < *end - std::chrono::days(days_before)) return Lapse::none;
  return today < *end ? Lapse::near : Lapse::over;
}

}  // namespace citacal::domain
