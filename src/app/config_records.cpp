#include "app/config_records.h"

#include "core/text.h"

namespace citacal::app {

namespace {

constexpr std::size_t kFormBytes = 64 * 1024;  // what a form has besides one file
constexpr std::size_t kSocketMax = 107;        // bytes of a path in a socket's address
constexpr std::size_t kCodeMax = 40;

}  // namespace

void read_records(const Value& table, ConfigReader& in, std::size_t body_bytes,
                  domain::RecordRules& out) {
  Fields fields(table, in.problems, "records.");
  const auto mega =
      fields.integer_or("max_mb", static_cast<std::int64_t>(out.bytes_max >> 20), 1, 1'000);
  out.bytes_max = static_cast<std::size_t>(mega) << 20;
  out.files_max = static_cast<int>(fields.integer_or("files", out.files_max, 1, 100));
  in.check(fields, "max_mb", [&] {
    if (body_bytes >= out.bytes_max + kFormBytes) return;
    const auto least = std::to_string(out.bytes_max + kFormBytes);
    core::refuse(
        "max_mb", "body-too-small",
        {"no cabe en «http.limits.body_bytes»: súbalo a " + least + " o más",
         "does not fit in \"http.limits.body_bytes\": raise that to " + least + " or more"});
  });
  if (fields.has("types")) out.types = fields.lines("types", 100);
  in.check(fields, "types", [&] {
    for (auto& type : out.types) {
      type = core::to_lower(type);
      const auto slash = type.find('/');
      if (slash == std::string::npos || slash == 0 || slash + 1 == type.size() ||
          type.find_first_of(" ;*") != std::string::npos)
        core::refuse("types", "not-a-media-type",
                     {"debe tener tipos como «application/pdf»; se encontró «" + type + "»",
                      "must hold types such as \"application/pdf\"; found \"" + type + "\""});
    }
    if (out.types.empty())
      core::refuse("types", "missing",
                   {"no admite ningún tipo: quite la clave para admitir los usuales",
                    "allows no type: leave the key out to allow the usual ones"});
  });
  out.clamd = fields.optional_line("clamd", 4'096);
  in.check(fields, "clamd", [&] {
    if (!out.clamd.empty() && (out.clamd.front() != '/' || out.clamd.size() > kSocketMax))
      core::refuse("clamd", "not-a-socket",
                   {"debe ser la ruta completa de un socket, como «/run/clamav/clamd.ctl»",
                    "must be the whole path of a socket, such as \"/run/clamav/clamd.ctl\""});
  });
  out.clamd_timeout_s =
      static_cast<int>(fields.integer_or("clamd_timeout_s", out.clamd_timeout_s, 1, 300));
  in.close(fields, table);
}

void read_documents(const Value& table, ConfigReader& in, domain::PaperCodes& out) {
  Fields fields(table, in.problems, "documents.");
  out.acta_code = fields.optional_line("acta_code", kCodeMax);
  out.acta_version = fields.optional_line("acta_version", kCodeMax);
  out.citation_code = fields.optional_line("citation_code", kCodeMax);
  out.citation_version = fields.optional_line("citation_version", kCodeMax);
  in.close(fields, table);
}

}  // namespace citacal::app
