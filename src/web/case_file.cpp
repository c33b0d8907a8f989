#include "web/case_file.h"

#include <mutex>

#include "core/secret.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

// A file is made in memory, some times its size: one at a time, whoever asks how often.
std::unique_lock<std::mutex> take_turn() {
  static std::mutex one;
  std::unique_lock turn(one, std::try_to_lock);
  if (turn.owns_lock()) return turn;
  core::Error busy(core::Code::unavailable, "case-file-busy",
                   {"Se está haciendo otro expediente; repita la petición en unos segundos.",
                    "Another case file is being made; repeat the request in some seconds."});
  busy.retry_after_s = 5;
  throw busy;
}

std::string print_index(const service::CaseFile& file, const std::vector<CasePart>& parts,
                        const std::string& made_by) {
  auto files = Json::array(), left_out = Json::array();
  for (const auto& part : parts)
    files.add(std::move(Json::object()
                            .set("path", part.file.path)
                            .set("type", part.noun)
                            .set_or_null("id", part.id)
                            .set("title", part.title)
                            .set_or_null("file_name", part.given_name)
                            .set("size", static_cast<std::int64_t>(part.file.bytes.size()))
                            .set("sha256", part.sha256)));
  for (const auto& one : file.left_out)
    left_out.add(std::move(Json::object()
                               .set("type", one.noun)
                               .set("id", one.id)
                               .set("reason", core::word(one.why))
                               .set_or_null("sha256", one.sha256)));
  auto head = Json::object();
  head.set("number", file.head.number).set("hash", file.head.hash);
  auto json = Json::object();
  json.set("number", file.whole.request.number)
      .set("subject", file.whole.request.subject)
      .set("made_at", core::print_utc(file.at))
      .set("made_by", made_by)
      .set("audit_head", std::move(head))
      .set("files", std::move(files))
      .set("left_out", std::move(left_out));
  return json.dump();
}

}  // namespace

core::Response get_case_file(Exchange& exchange) {
  const auto turn = take_turn();
  auto file = service::get_case_file(exchange.office, exchange.caller, exchange.key("number"));
  const auto& number = file.whole.request.number;
  const auto& made_by = exchange.caller.person.login;
  auto parts = list_parts(exchange, file);
  const auto folder = number + "/";
  std::vector<ZipEntry> entries;
  std::string sums;
  const auto add = [&](const std::string& path, std::string bytes, const std::string& sha256) {
    sums += sha256 + "  " + path + "\n";
    entries.push_back({folder + path, std::move(bytes)});
  };
  const auto add_page = [&](const std::string& path, std::string bytes) {
    const auto sha256 = core::sha256_hex(bytes);
    add(path, std::move(bytes), sha256);
  };
  add_page("LEAME.txt", print_case_readme(file));
  add_page("index.html", print_case_index(file, parts, exchange.office.institute(), made_by));
  add_page("index.json", print_index(file, parts, made_by));
  for (auto& part : parts) add(part.file.path, std::move(part.file.bytes), part.sha256);
  entries.push_back({folder + "SHA256SUMS", std::move(sums)});
  auto response = core::Response::of(200, "application/zip", zip(entries, file.at));
  response.headers.add("Content-Disposition", "attachment; filename=\"" + number + ".zip\"");
  response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
  response.headers.add("Cache-Control", "private, no-store");
  return response;
}

}  // namespace citacal::web
