#include "domain/record.h"

#include "core/text.h"
#include "domain/fields.h"
#include "domain/verification.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kMediaTypeMax = 127;

std::string checked_file_name(const std::string& value) {
  auto name = core::checked_line("file_name", value);
  if (name.front() == '.' || name.find_first_of("/\\:*?\"<>|") != std::string::npos)
    core::refuse("file_name", "not-a-file-name",
                 {"debe ser un nombre sencillo, sin carpetas ni punto inicial: acta-041.pdf",
                  "must be a plain name, without folders or a leading dot: acta-041.pdf"});
  return name;
}

bool is_token(std::string_view text) {
  for (const char c : text)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
        std::string_view("!#$&-^_.+").find(c) == std::string_view::npos)
      return false;
  return !text.empty();
}

// type/subtype in lower case (RFC 6838 §4.2); parameters are left out.
std::string checked_media_type(const std::string& value) {
  const auto line = core::checked_line("media_type", value, kMediaTypeMax);
  auto type = core::to_lower(core::trim(std::string_view(line).substr(0, line.find(';'))));
  const auto slash = type.find('/');
  if (slash == std::string::npos || !is_token(type.substr(0, slash)) ||
      !is_token(type.substr(slash + 1)))
    core::refuse(
        "media_type", "not-a-media-type",
        {"no es un tipo de contenido: application/pdf", "is not a media type: application/pdf"});
  return type;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Record checked(Record record) {
  record.request = checked_optional_id("request", record.request);
  record.programme = checked_optional_id("programme", record.programme);
  if (record.request.empty() == record.programme.empty())
    core::refuse("request", "one-owner",
                 {"debe nombrarse o la solicitud o la programación, y solo una",
                  "or \"programme\" must be given, and only one of them"});
  if (record.activity < 1 || record.activity > 5)
    core::refuse("activity", "out-of-range",
                 {"debe ser una actividad del procedimiento, de 1 a 5",
                  "must be an activity of the procedure, 1 to 5"});
  record.title = core::checked_line("title", record.title);
  record.file_name = checked_file_name(record.file_name);
  record.media_type = checked_media_type(record.media_type);
  if (record.size < 1)
    core::refuse("size", "empty",
                 {"dice que el archivo está vacío", "says that the file is empty"});
  if (!is_sha256(record.sha256))
    core::refuse(
        "sha256", "not-a-digest",
        {"debe tener 64 cifras hexadecimales en minúscula", "must be 64 lower-case hex digits"});
  if (!record.document.empty() && !is_minutes_number(record.document))
    core::refuse("document", "not-a-number",
                 {"no tiene la forma ACTA-2026-0001", "is not of the form ACTA-2026-0001"});
  record.classification = checked(std::move(record.classification));
  record.created_by = checked_optional_id("created_by", record.created_by);
  return record;
}

}  // namespace citacal::domain
