#include "domain/record_rules.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace citacal::domain {

namespace {

// Lists of words; one of `contents` that ends in "*" stands for all that begin so.
struct Known {
  std::string_view type, extensions, contents;
};

constexpr std::string_view kNothing = "application/octet-stream";
constexpr std::string_view kOle = "application/x-ole-storage application/CDFV2";

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."
constexpr std::array<Known, 24> kKnown = {{
    {"application/pdf", "pdf", "application/pdf"},
    {"image/jpeg", "jpg jpeg", "image/jpeg"},
    {"image/png", "png", "image/png"},
    {"image/gif", "gif", "image/gif"},
    {"image/webp", "webp", "image/webp"},
    {"image/tiff", "tif tiff", "image/tiff"},
    {"image/heic", "heic", "image/heic image/heif"},
    // These are ZIP files, and now and then only that is seen.
    {OOXML "wordprocessingml.document", "docx", OOXML "wordprocessingml.document application/zip"},
    {OOXML "spreadsheetml.sheet", "xlsx", OOXML "spreadsheetml.sheet application/zip"},
    {OOXML "presentationml.presentation", "pptx",
     OOXML "presentationml.presentation application/zip"},
    {ODF "text", "odt", ODF "text application/zip"},
    {ODF "spreadsheet", "ods", ODF "spreadsheet application/zip"},
    {ODF "presentation", "odp", ODF "presentation application/zip"},
    {"application/msword", "doc", "application/msword"},
    {"application/vnd.ms-excel", "xls", "application/vnd.ms-excel"},
    {"application/vnd.ms-powerpoint", "ppt", "application/vnd.ms-powerpoint"},
    {"application/vnd.ms-outlook", "msg", "application/vnd.ms-outlook"},
    {"application/rtf", "rtf", "text/rtf application/rtf"},
    {"text/plain", "txt log md",
     "text/plain text/csv text/calendar text/x-* message/rfc822 application/json"},
    {"text/csv", "csv", "text/csv text/plain"},
    {"text/calendar", "ics", "text/calendar"},
    // A mail is text, and shows as a mail only by its first field.
    {"message/rfc822", "eml", "message/rfc822 text/plain text/x-*"},
    {"application/zip", "zip", "application/zip"},
    {"application/gzip", "gz tgz", "application/gzip"},
}};
#undef OOXML
#undef ODF

// What browsers of some systems say.
constexpr std::array<std::array<std::string_view, 2>, 4> kAlso = {{
    {"application/x-zip-compressed", "application/zip"},
    {"application/x-gzip", "application/gzip"},
    {"application/csv", "text/csv"},
    {"image/jpg", "image/jpeg"},
}};

bool has_word(std::string_view list, std::string_view word) {
  const auto words = core::split(list, ' ');
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) {
    return one.ends_with('*') ? word.starts_with(one.substr(0, one.size() - 1)) : one == word;
  });
}

template <class Holds>
const Known* find_known(const Holds& holds) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(), holds);
  return found == kKnown.end() ? nullptr : &*found;
}

std::string extension_of(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  return dot == std::string_view::npos ? "" : core::to_lower(file_name.substr(dot + 1));
}

// What the file says it is, by its Content-Type or else by its name, or else what it is.
std::string claim(std::string_view said, const Known* by_name, std::string_view found) {
  auto type = core::to_lower(core::trim(said.substr(0, said.find(';'))));
  for (const auto& [other, proper] : kAlso)
    if (type == other) type = proper;
  // Windows takes a CSV for a sheet of Excel.
  if (by_name && by_name->type == "text/csv" && type == "application/vnd.ms-excel")
    return "text/csv";
  if (!type.empty() && type != kNothing) return type;
  return std::string(by_name ? by_name->type : found);
}

[[noreturn]] void refuse_type(const char* field, const char* condition, const core::Phrase& why) {
  throw core::Error(core::Code::unsupported, condition, why, field);
}

}  // namespace

std::vector<std::string> known_media_types() {
  std::vector<std::string> all;
  for (const auto& known : kKnown) all.emplace_back(known.type);
  return all;
}

std::string accepted_type(const RecordRules& rules, std::string_view said,
                          std::string_view file_name, std::string_view found) {
  const auto extension = extension_of(file_name);
  const auto* by_name =
      find_known([&](const Known& one) { return has_word(one.extensions, extension); });
  const auto type = claim(said, by_name, found);
  const std::string name(file_name), is(found);
  if (std::find(rules.types.begin(), rules.types.end(), type) == rules.types.end())
    refuse_type("media_type", "type-not-allowed",
                {"El archivo «" + name + "» es de un tipo que no se recibe (" + type +
                     "). Envíelo como uno de estos: " + core::join(rules.types, ", ") + ".",
                 "The file \"" + name + "\" is of a type that is not taken (" + type +
                     "). Send it as one of these: " + core::join(rules.types, ", ") + "."});
  const auto* known = find_known([&](const Known& one) { return one.type == type; });
  const bool is_old_office =
      known && has_word(kOle, found) &&
      (type == "application/msword" || type.starts_with("application/vnd.ms-"));
  if (!is_old_office && !(known ? has_word(known->contents, found) : type == found))
    refuse_type("media_type", "type-mismatch",
                {"El archivo «" + name + "» dice ser " + type + " y su contenido es " + is +
                     ". Ábralo, guárdelo con el formato correcto y envíelo de nuevo.",
                 "The file \"" + name + "\" says to be " + type + " and its content is " + is +
                     ". Open it, save it in the right format and send it again."});
  if (by_name && by_name != known)
    refuse_type("file_name", "extension-mismatch",
                {"El archivo «" + name + "» es " + type + " y su nombre termina en «." + extension +
                     "». Dele el nombre que le corresponde.",
                 "The file \"" + name + "\" is " + type + " and its name ends in \"." + extension +
                     "\". Give it the name that it should have."});
  return type;
}

}  // namespace citacal::domain
