#include "domain/audit.h"

#include <algorithm>
#include <charconv>

#include "core/check.h"
#include "core/secret.h"
#include "domain/fields.h"

namespace citacal::domain {

std::string audit_bytes(const AuditEntry& entry) {
  std::string bytes;
  bytes.reserve(entry.detail.size() + 320);
  append_field(bytes, std::to_string(entry.number));
  append_field(bytes, core::print_utc(entry.at));
  for (const auto* field : {&entry.actor, &entry.door, &entry.action, &entry.noun, &entry.subject,
                            &entry.detail, &entry.previous})
    append_field(bytes, *field);
  return bytes;
}

std::string audit_hash(const AuditEntry& entry) {
  return core::sha256_hex(audit_bytes(entry));
}

ChainHead head_of(const AuditEntry& entry) {
  return {entry.number, entry.hash};
}

std::string print_head(const ChainHead& head) {
  return std::to_string(head.number) + ":" + head.hash;
}

ChainHead parse_head(std::string_view field, std::string_view text) {
  ChainHead head;
  const auto colon = std::min(text.find(':'), text.size());
  const auto read = std::from_chars(text.data(), text.data() + colon, head.number);
  head.hash = text.substr(std::min(colon + 1, text.size()));
  const bool is_hash =
      head.hash.size() == 64 && head.hash.find_first_not_of("0123456789abcdef") == head.hash.npos;
  if (read.ec != std::errc() || read.ptr != text.data() + colon || head.number < 0 || !is_hash)
    core::refuse(field, "not-a-head",
                 {"debe ser NÚMERO:HASH, con los 64 dígitos hexadecimales, como lo dicen el "
                  "registro y el correo a control interno",
                  "must be NUMBER:HASH, with its 64 hexadecimal digits, as the log and the mail to "
                  "the auditor say it"});
  return head;
}

std::vector<Breach> find_breaches(const ChainHead& before, const AuditEntry& entry) {
  std::vector<Breach> breaches;
  if (entry.number <= before.number)
    breaches.push_back(Breach::order);
  else if (entry.number > before.number + 1)
    breaches.push_back(Breach::gap);
  else if (entry.previous != before.hash)
    breaches.push_back(Breach::previous);
  if (entry.hash != audit_hash(entry)) breaches.push_back(Breach::content);
  return breaches;
}

}  // namespace citacal::domain
