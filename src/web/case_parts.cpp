#include "core/secret.h"
#include "core/text.h"
#include "web/case_file.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

constexpr std::size_t kStemMax = 60, kExtensionMax = 8;

// "007": so that a folder is in order.
std::string padded(std::int64_t number, std::size_t width) {
  auto digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// A file's own name in letters, digits and "-" alone: every system unpacks it as it is.
std::string safe_name(const std::string& given) {
  const auto dot = given.rfind('.');
  const bool has_extension = dot != std::string::npos && dot > 0;
  auto stem = core::slug(given.substr(0, has_extension ? dot : given.size())).substr(0, kStemMax);
  if (stem.empty()) stem = "archivo";
  std::string extension;
  if (has_extension) extension = core::slug(given.substr(dot + 1)).substr(0, kExtensionMax);
  return extension.empty() ? stem : stem + "." + extension;
}

class Parts {
 public:
  void add(std::string noun, core::Id id, std::string title, std::string path, std::string bytes,
           std::string given_name = {}) {
    auto sha256 = core::sha256_hex(bytes);
    all_.push_back({{std::move(path), std::move(bytes)},
                    std::move(noun),
                    std::move(id),
                    std::move(title),
                    std::move(given_name),
                    std::move(sha256)});
  }
  std::vector<CasePart> take() { return std::move(all_); }

 private:
  std::vector<CasePart> all_;
};

void add_records(Parts& parts, service::CaseFile& file) {
  int number = 0;
  for (const auto& record : file.whole.records) {
    ++number;
    const auto found = file.contents.find(record.id);
    if (found == file.contents.end()) continue;
    parts.add("record", record.id,
              "Actividad " + std::to_string(record.activity) + ": " + record.title,
              "registros/" + padded(number, 3) + "-" + safe_name(record.file_name),
              std::move(found->second), record.file_name);
  }
}

void add_mails(Parts& parts, service::CaseFile& file) {
  int number = 0;
  for (const auto& mail : file.whole.mails) {
    ++number;
    const auto found = file.contents.find(mail.id);
    if (found == file.contents.end()) continue;
    parts.add("mail", mail.id, "De " + mail.from + ": " + mail.subject,
              "correos/" + padded(number, 3) + "-" +
                  core::print_day(core::day_of(mail.received_at)) + ".eml",
              std::move(found->second));
  }
}

std::string text_of(const domain::Letter& letter, const std::string& body) {
  std::string text;
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += std::string(name) + ": " + value + "\n";
  };
  line("Para", letter.to_name.empty() ? letter.to : letter.to_name + " <" + letter.to + ">");
  line("Asunto", letter.subject);
  line("Tipo", std::string(core::word(letter.kind)));
  line("Message-ID", "<" + letter.message_id + ">");
  line("Escrita", core::print_local(letter.created_at));
  line("Estado", domain::say(letter.state).es);
  line("Enviada", letter.sent_at ? core::print_local(*letter.sent_at) : "");
  line("Error", letter.last_error);
  return text + "\n" + body;
}

void add_letters(Parts& parts, const service::CaseFile& file) {
  int number = 0;
  for (const auto& letter : file.whole.letters) {
    ++number;
    const auto found = file.contents.find(letter.id);
    if (found == file.contents.end()) continue;
    parts.add("letter", letter.id,
              "A " + letter.to + ": " + letter.subject + " (" + domain::say(letter.state).es + ")",
              "cartas/" + padded(number, 4) + "-" +
                  core::print_day(core::day_of(letter.created_at)) + "-" +
                  core::slug(core::word(letter.kind)) + ".txt",
              text_of(letter, found->second));
  }
}

void add_versions(Parts& parts, const service::CaseFile& file) {
  core::Id appointment;
  int number = 0;
  for (const auto& version : file.versions) {
    if (version.appointment != appointment) ++number;
    appointment = version.appointment;
    const auto cita = std::to_string(number), sequence = std::to_string(version.sequence);
    if (version.method.empty())
      parts.add("version", appointment, "Cita " + cita + ", como está ahora",
                "citaciones/cita-" + cita + "-actual.ics", version.text);
    else
      parts.add("version", appointment,
                "Cita " + cita + ", secuencia " + sequence + ", " + version.method,
                "citaciones/cita-" + cita + "-secuencia-" + padded(version.sequence, 3) + "-" +
                    core::slug(version.method) + ".ics",
                version.text);
  }
}

void add_trail(Parts& parts, const service::CaseFile& file) {
  auto entries = Json::array();
  std::string text;
  for (const auto& [entry, next_hash] : file.trail) {
    entries.add(std::move(show_entry(entry).set_or_null("next_hash", next_hash)));
    text += std::to_string(entry.number) + "  " + core::print_local(entry.at) + "  " + entry.actor +
            " (" + entry.door + ")  " + entry.action + "\n    " + entry.detail + "\n    " +
            entry.hash + "\n";
  }
  auto json = Json::object();
  json.set("head",
           std::move(Json::object().set("number", file.head.number).set("hash", file.head.hash)))
      .set("entries", std::move(entries));
  parts.add("trail", {}, "Las entradas de auditoría del caso, para leer", "auditoria/auditoria.txt",
            text);
  parts.add("trail", {}, "Las mismas, para programas, con la cabeza de la cadena",
            "auditoria/auditoria.json", json.dump());
  for (const auto& [entry, next_hash] : file.trail)
    parts.add("entry", entry.subject,
              "Entrada " + std::to_string(entry.number) + ": " + entry.action,
              "auditoria/entradas/" + padded(entry.number, 9) + ".txt", domain::audit_bytes(entry));
}

}  // namespace

std::vector<CasePart> list_parts(const Exchange& exchange, service::CaseFile& file) {
  Parts parts;
  add_records(parts, file);
  add_mails(parts, file);
  add_letters(parts, file);
  add_versions(parts, file);
  parts.add("case", file.whole.request.id, "El caso: las cinco actividades con sus registros",
            "case.json", show_case(exchange, file.whole).dump());
  add_trail(parts, file);
  return parts.take();
}

}  // namespace citacal::web
