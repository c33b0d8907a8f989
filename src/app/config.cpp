#include "app/config.h"

#include "app/calendars.h"
#include "app/config_mail.h"
#include "app/config_notice.h"
#include "app/config_reader.h"
#include "app/config_records.h"
#include "app/config_tickets.h"
#include "core/text.h"
#include "http/origin.h"

namespace citacal::app {

namespace {

constexpr std::size_t kConfigMax = 1 << 20;

using Reader = ConfigReader;

bool is_plain_base_url(const std::string& url) {
  const auto host = url.find("://");
  return (url.starts_with("https://") || url.starts_with("http://")) && host + 3 < url.size() &&
         url.find_first_of("?#@") == std::string::npos && url.back() != '/';
}

void read_institute(const Value& table, Reader& in, domain::Institute& out) {
  Fields fields(table, in.problems, "institute.");
  out.name = fields.line("name");
  out.base_url = fields.line("base_url", core::kUriMax);
  in.check(fields, "base_url", [&] {
    if (out.base_url.empty()) return;
    core::checked_uri("base_url", out.base_url);
    if (!is_plain_base_url(out.base_url))
      core::refuse("base_url", "not-a-base-url",
                   {"debe ser como «https://citas.entidad.gov.co», sin «/» al final",
                    "must be like \"https://citas.entidad.gov.co\", without a final \"/\""});
  });
  out.organizer_name = fields.line("organizer_name");
  out.organizer = fields.address("organizer");
  const auto host =
      out.organizer.substr(std::min(out.organizer.size(), out.organizer.find('@') + 1));
  out.uid_host = fields.has("uid_host") ? fields.line("uid_host") : host;
  out.provider = fields.has("provider") ? fields.line("provider") : host;
  const auto check_host = [&](const char* key, const std::string& value) {
    in.check(fields, key, [&] {
      if (!value.empty()) core::checked_address(key, "x@" + value);
    });
  };
  check_host("uid_host", out.uid_host);
  check_host("provider", out.provider);
  in.close(fields, table);
}

void read_hours(const Value& table, Reader& in, domain::WorkingHours& out) {
  Fields fields(table, in.problems, "hours.");
  out.start = fields.time_of_day_or("start", out.start);
  out.end = fields.time_of_day_or("end", out.end);
  const auto days = fields.integers_or("weekdays", {1, 2, 3, 4, 5}, 1, 7);
  out.weekdays = {days.begin(), days.end()};
  if (out.end <= out.start)
    in.problems.add(fields.origin_of("end"),
                    {"«end»: la jornada debe terminar después de empezar («start»).",
                     "\"end\": the working day must end after it starts (\"start\")."});
  in.close(fields, table);
}

void read_verification(const Value& table, Reader& in, domain::Institute& out) {
  Fields fields(table, in.problems, "verification.");
  auto& rule = out.verification;
  rule.days = static_cast<int>(fields.integer_or("days", rule.days, 1, 60));
  rule.remind_days = static_cast<int>(fields.integer_or("remind_days", rule.remind_days, 0, 60));
  in.close(fields, table);
}

void read_answers(const Value& table, Reader& in, domain::Institute& out) {
  Fields fields(table, in.problems, "answers.");
  auto& rules = out.answers;
  const auto number = [&](const char* key, int& value, int most) {
    value = static_cast<int>(fields.integer_or(key, value, 0, most));
  };
  rules.confirm = fields.word_or("confirm", rules.confirm);
  for (const auto& server : fields.lines("authserv_ids"))
    rules.servers.push_back(core::to_lower(server));
  rules.unproven = fields.word_or("unproven", rules.unproven);
  rules.plus_addressing = fields.flag_or("plus_addressing", rules.plus_addressing);
  in.check(fields, "plus_addressing", [&] {
    constexpr std::size_t kLocalMost = 21;  // with "+" and the token it is a local part of 64
    if (rules.plus_addressing && out.organizer.find('@') > kLocalMost)
      core::refuse("plus_addressing", "organizer-too-long",
                   {"necesita un «organizer» de 21 caracteres o menos antes de la «@»",
                    "needs an \"organizer\" of 21 characters or less before the \"@\""});
  });
  number("link_days", rules.link_days, 365);
  number("remind_after_h", rules.remind_after_h, 1'000);
  number("escalate_after_h", rules.escalate_after_h, 1'000);
  rules.remind_day_before = fields.flag_or("remind_day_before", rules.remind_day_before);
  number("digest_minutes", rules.digest_minutes, 1'440);
  number("mails_per_hour", rules.mails_per_hour, 10'000);
  in.close(fields, table);
}

void read_audit(const Value& table, Reader& in, domain::AuditRules& out) {
  Fields fields(table, in.problems, "audit.");
  for (const auto& address : fields.lines("mail_to"))
    in.check(fields, "mail_to",
             [&] { out.mail_to.push_back(core::checked_address("mail_to", address)); });
  out.file_mb = static_cast<int>(fields.integer_or("file_mb", out.file_mb, 1, 1'024));
  in.close(fields, table);
}

void read_classification(const Value& table, Reader& in, domain::Institute& out) {
  Fields fields(table, in.problems, "classification.");
  out.lapse_days = static_cast<int>(fields.integer_or("lapse_days", out.lapse_days, 0, 365));
  in.close(fields, table);
}

domain::Series read_series(const Value& table, Reader& in) {
  Fields fields(table, in.problems, "retention.");
  domain::Series series;
  series.key = fields.line("key", 64);
  series.title = fields.line("title");
  for (const auto& kind : fields.lines("kinds"))
    in.check(fields, "kinds",
             [&] { series.kinds.push_back(core::parse_word<domain::Kind>("kinds", kind)); });
  series.activities = fields.integers_or("activities", {}, 1, 5);
  series.years = static_cast<int>(fields.integer_or("years", 0, 1, 100));
  series.disposal = fields.word<domain::Disposal>("disposal");
  if (!fields.has("years")) fields.missing("years");
  in.check(fields, "kinds", [&] { series = domain::checked(std::move(series)); });
  fields.refuse_unknown();
  return series;
}

void read_store(const Value& table, Reader& in, service::Settings& out) {
  Fields fields(table, in.problems, "store.");
  out.store_url = fields.line("url", core::kUriMax);
  constexpr std::string_view kFile = "sqlite://";
  if (out.store_url.starts_with(kFile))
    out.store_url = std::string(kFile) + beside(in.path, out.store_url.substr(kFile.size()));
  else if (!out.store_url.empty() && out.store_url != "sqlite::memory:")
    in.problems.add(fields.origin_of("url"),
                    found_expected("url", out.store_url,
                                   {"«sqlite:///var/lib/citacal/citacal.db»",
                                    "\"sqlite:///var/lib/citacal/citacal.db\""}));
  out.store_readers = static_cast<int>(fields.integer_or("readers", out.store_readers, 1, 64));
  in.close(fields, table);
}

void read_limits(const Value& table, Reader& in, http::Limits& out) {
  Fields fields(table, in.problems, "http.limits.");
  const auto bytes = [&](const char* key, std::size_t& value, std::int64_t least,
                         std::int64_t most) {
    const auto read = fields.integer_or(key, static_cast<std::int64_t>(value), least, most);
    value = static_cast<std::size_t>(read);
  };
  const auto number = [&](const char* key, int& value, int least, int most) {
    value = static_cast<int>(fields.integer_or(key, value, least, most));
  };
  constexpr std::int64_t kGiga = std::int64_t{1} << 30;
  bytes("header_bytes", out.header_bytes, 1024, 1 << 20);
  bytes("body_bytes", out.body_bytes, 1024, kGiga);
  bytes("bodies_bytes", out.bodies_bytes, 1024, 64 * kGiga);
  number("connections", out.connections, 1, 100'000);
  number("connections_per_peer", out.connections_per_peer, 1, 100'000);
  number("queue", out.queue, 1, 100'000);
  constexpr int kHour = 3'600'000;
  number("idle_timeout_ms", out.idle_timeout_ms, 100, kHour);
  number("header_timeout_ms", out.header_timeout_ms, 100, kHour);
  number("body_timeout_ms", out.body_timeout_ms, 100, kHour);
  number("write_timeout_ms", out.write_timeout_ms, 100, kHour);
  bytes("slowest_bytes_per_s", out.slowest_bytes_per_s, 1, kGiga);
  if (out.bodies_bytes < out.body_bytes)
    in.problems.add(fields.origin_of("bodies_bytes"),
                    {"«bodies_bytes»: debe ser al menos «body_bytes».",
                     "\"bodies_bytes\": must be at least \"body_bytes\"."});
  in.close(fields, table);
}

std::string checked_proxy(const std::string& text) {
  const auto address = http::normal_address(text);
  if (address.empty())
    core::refuse("trusted_proxies", "not-an-address",
                 {"debe tener direcciones IP, como «10.0.0.5»; se encontró «" + shown(text) + "»",
                  "must hold IP addresses, such as \"10.0.0.5\"; found \"" + shown(text) + "\""});
  return address;
}

void read_http(const Value& table, Reader& in, Config& out) {
  Fields fields(table, in.problems, "http.");
  http::Listen listen{"127.0.0.1", 8080, {}, {}};
  in.check(fields, "listen", [&] {
    const auto text = fields.line_or("listen", "127.0.0.1:8080");
    if (!text.empty()) listen = parse_listen("listen", text);
  });
  listen.certificate_file = beside(in.path, fields.optional_line("certificate", 4'096));
  listen.key_file = beside(in.path, fields.optional_line("key", 4'096));
  if (listen.certificate_file.empty() != listen.key_file.empty())
    in.problems.add(table.origin, {"«certificate» y «key»: hacen falta los dos, o ninguno.",
                                   "\"certificate\" and \"key\": give both, or none."});
  const bool behind_proxy = fields.flag_or("behind_proxy", false);
  in.check(fields, "listen", [&] { refuse_open_http(listen, behind_proxy); });
  out.http.listen = {listen};
  for (const auto& proxy : fields.lines("trusted_proxies"))
    in.check(fields, "trusted_proxies",
             [&] { out.http.trusted_proxies.push_back(checked_proxy(proxy)); });
  if (behind_proxy && fields.lines("trusted_proxies").empty())
    in.problems.add(fields.origin_of("behind_proxy"),
                    {"«behind_proxy»: diga en «trusted_proxies» qué direcciones IP tiene el proxy, "
                     "como [\"127.0.0.1\"]; sin ellas todas las peticiones parecen venir de él.",
                     "\"behind_proxy\": say in \"trusted_proxies\" which IP addresses the proxy "
                     "has, such as [\"127.0.0.1\"]; without them every request seems to be its."});
  out.http.io_threads = static_cast<int>(fields.integer_or("io_threads", 0, 0, 256));
  out.http.workers = static_cast<int>(fields.integer_or("workers", out.http.workers, 1, 1'024));
  out.drain_ms = static_cast<int>(fields.integer_or("drain_ms", out.drain_ms, 0, 600'000));
  read_limits(fields.table("limits"), in, out.http.limits);
  in.close(fields, table);
}

}  // namespace

http::Listen parse_listen(std::string_view field, std::string_view text) {
  const auto colon = text.rfind(':');
  http::Listen listen;
  int port = 0;
  bool good = colon != std::string_view::npos && colon > 0 && text.size() - colon <= 6;
  if (good) {
    listen.host = std::string(text.substr(0, colon));
    for (const char c : text.substr(colon + 1)) {
      good = good && c >= '0' && c <= '9';
      port = port * 10 + (c - '0');
    }
    if (listen.host.front() == '[' && listen.host.back() == ']')
      listen.host = listen.host.substr(1, listen.host.size() - 2);
    else
      good = good && listen.host.find_first_of(":[] \t/") == std::string::npos;
  }
  if (!good || listen.host.empty() || port < 1 || port > 65'535)
    core::refuse(field, "not-an-address",
                 {"debe ser HOST:PUERTO, como «127.0.0.1:8080» o «[::1]:8080»",
                  "must be HOST:PORT, such as \"127.0.0.1:8080\" or \"[::1]:8080\""});
  listen.port = static_cast<std::uint16_t>(port);
  return listen;
}

void refuse_open_http(const http::Listen& listen, bool behind_proxy) {
  if (!listen.certificate_file.empty() || behind_proxy || http::is_loopback(listen.host)) return;
  core::refuse("listen", "tls-required",
               {"sale de esta máquina sin TLS: indique «certificate» y «key», o "
                "«behind_proxy = true» si un proxy pone el TLS",
                "leaves this machine without TLS: give \"certificate\" and \"key\", or "
                "\"behind_proxy = true\" where a proxy does the TLS"});
}

Config parse_config(const std::string& text, const std::string& path,
                    std::vector<std::string>* defaults) {
  Reader in{path, Problems(path), defaults};
  const auto document = parse_toml(text, in.problems);
  in.problems.refuse_if_any();
  Config config;
  Fields fields(document, in.problems);
  auto& settings = config.settings;
  read_institute(fields.table("institute"), in, settings.institute);
  read_hours(fields.table("hours"), in, settings.hours);
  read_notice(fields.table("notice"), in, settings.institute);
  read_verification(fields.table("verification"), in, settings.institute);
  read_answers(fields.table("answers"), in, settings.institute);
  read_audit(fields.table("audit"), in, settings.institute.audit);
  read_classification(fields.table("classification"), in, settings.institute);
  for (const auto* table : fields.tables("retention", domain::kSeriesMax))
    settings.institute.retention.push_back(read_series(*table, in));
  read_store(fields.table("store"), in, settings);
  read_http(fields.table("http"), in, config);
  read_records(fields.table("records"), in, config.http.limits.body_bytes, settings.records);
  read_documents(fields.table("documents"), in, settings.institute.papers);
  read_mail(fields.table("mail"), in, config);
  config.tickets = read_tickets(fields.tables("tickets", kTicketSystemsMax), in);
  for (const auto& one : config.tickets)
    settings.ticket_systems.push_back({one.key, one.contractor, one.name});

  const auto& calendars = fields.table("calendars");
  Fields folder(calendars, in.problems, "calendars.");
  config.calendars_folder = beside(in.path, folder.line_or("folder", "calendars"));
  in.close(folder, calendars);

  const auto& log = fields.table("log");
  Fields logging(log, in.problems, "log.");
  config.log_access = logging.line_or("access", "stderr");
  if (config.log_access != "stderr" && config.log_access != "off")
    config.log_access = beside(in.path, config.log_access);
  in.close(logging, log);

  fields.refuse_unknown();
  in.problems.refuse_if_any();
  return config;
}

Config read_config(const std::string& path) {
  auto config = parse_config(read_file(path, kConfigMax), path);
  auto calendars = read_calendars(config.calendars_folder);
  config.settings.calendars = std::move(calendars.definitions);
  config.settings.holidays = std::move(calendars.holidays);
  return config;
}

}  // namespace citacal::app
