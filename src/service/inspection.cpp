#include "service/inspection.h"

#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"
#include "service/content_type.h"
#include "service/virus_scan.h"

namespace citacal::service {

namespace {

void check_size(const domain::RecordRules& rules, std::string_view content) {
  if (content.empty()) core::refuse("content", "missing", {"está vacío", "is empty"});
  if (content.size() <= rules.bytes_max) return;
  const auto most = std::to_string(rules.bytes_max >> 20);
  throw core::Error(core::Code::too_large, "record-too-large",
                    {"El archivo pasa de " + most + " MB; divídalo o comprímalo.",
                     "The file is over " + most + " MB; divide or compress it."},
                    "content");
}

void refuse_virus(const domain::RecordRules& rules, std::string_view name,
                  std::string_view content) {
  if (rules.clamd.empty()) return;
  const auto virus = find_virus(rules.clamd, rules.clamd_timeout_s, content);
  if (!virus) return;
  const auto who = std::string(name);
  throw core::Error(
      core::Code::invalid, "infected",
      {"El archivo «" + who + "» trae un virus (" + *virus +
           ") y no se guardó. Limpie el equipo de donde viene y envíe un archivo sano.",
       "The file \"" + who + "\" carries a virus (" + *virus +
           ") and was not stored. Clean the computer it comes from and send a sound "
           "file."},
      "content");
}

}  // namespace

Inspected inspect(const Office& office, std::string_view media_type, std::string_view file_name,
                  std::string content) {
  const auto& rules = office.records();
  check_size(rules, content);
  const auto name = core::checked_line("file_name", file_name);
  auto type = domain::accepted_type(rules, media_type, name, find_content_type(content));
  refuse_virus(rules, name, content);
  return {std::move(content), std::move(type)};
}

Inspected inspect_mail(const Office& office, std::string raw) {
  check_size(office.records(), raw);
  refuse_virus(office.records(), "correo.eml", raw);
  return {std::move(raw), "message/rfc822"};
}

Inspected inspect_upload(Office& office, const Caller& caller, std::string_view media_type,
                         std::string_view file_name, std::string content) {
  const auto sha256 = core::sha256_hex(content);
  try {
    return inspect(office, media_type, file_name, std::move(content));
  } catch (const core::Error& error) {
    if (error.condition != "infected") throw;
    Work work(office, caller);
    work.audit("infected file refused", "record", {}, "sha256 " + sha256 + ": " + error.message.en);
    work.commit();
    throw;
  }
}

}  // namespace citacal::service
