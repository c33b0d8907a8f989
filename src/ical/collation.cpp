#include "ical/collation.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace citacal::ical {

std::string unicode_folded(std::string_view utf8) {
  const bool is_ascii = std::all_of(utf8.begin(), utf8.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return core::to_lower(utf8);
  UErrorCode status = U_ZERO_ERROR;
  const auto* decomposition = icu::Normalizer2::getNFKDInstance(status);
  core::expects(U_SUCCESS(status), "ICU has the data of NFKD");
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  // Decomposed first, so that what a compatibility character stands for is folded, too.
  auto folded = decomposition->normalize(text, status);
  folded.foldCase();
  folded = decomposition->normalize(folded, status);
  core::expects(U_SUCCESS(status), "ICU can decompose a text");
  std::string out;
  return folded.toUTF8String(out);
}

std::string without_marks(std::string_view utf8) {
  const auto folded = icu::UnicodeString::fromUTF8(unicode_folded(utf8));
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const auto c = folded.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) plain.append(c);
  }
  std::string out;
  return plain.toUTF8String(out);
}

}  // namespace citacal::ical
