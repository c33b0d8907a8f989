#include "app/config_tickets.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "http/server.h"
#include "ticket/json.h"

namespace citacal::app {

namespace {

// A minute later an attempt may be repeated: by then no call is under way.
constexpr int kTimeoutMost_ms = 50'000;
constexpr std::size_t kHeadersMax = 20;
constexpr std::string_view kSecret = "{{token}}";
constexpr std::array<int, 4> kPriorities = {100, 75, 50, 25};

// What one [[tickets]] is read with.
struct Section {
  const Value& table;
  ConfigReader& in;
  Fields fields;
  std::string token;  // of token_file
};

void check_slug(Section& section, const char* key, const std::string& value) {
  section.in.check(section.fields, key, [&] {
    if (value != core::slug(value))
      core::refuse(key, "not-a-key",
                   {"debe tener letras minúsculas, cifras y guiones",
                    "must have lower-case letters, digits and dashes"});
  });
}

// "127.0.0.1" of "http://127.0.0.1:8080/a"; with a user's name in it, it is no host.
std::string host_of(std::string_view url) {
  auto host = url.substr(url.find("://") + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (host.starts_with('[')) return std::string(host.substr(1, host.find(']') - 1));
  return std::string(host.substr(0, host.find('@') == host.npos ? host.find(':') : host.npos));
}

// Secrets and requests leave this machine by TLS only.
void check_address(std::string_view key, const std::string& url) {
  core::checked_uri(key, url);
  const auto host = host_of(url);
  const bool is_plain = url.starts_with("http://") && http::is_loopback(host);
  if (host.find('@') == host.npos && (url.starts_with("https://") || is_plain)) return;
  core::refuse(key, "not-https",
               {"debe ser https://, o http:// en esta misma máquina, sin usuario ni clave",
                "must be https://, or http:// on this very machine, without user or password"});
}

std::string read_token(Section& section) {
  const auto path = beside(section.in.path, section.fields.optional_line("token_file", 4'096));
  std::string token;
  section.in.check(section.fields, "token_file", [&] {
    if (!path.empty()) token = core::checked_line("token_file", read_secret(path), 1'000);
  });
  return token;
}

ticket::Priorities read_priorities(Section& section, TicketKind kind) {
  const auto& table = section.fields.table("priorities");
  Fields fields(table, section.in.problems, "tickets.priorities.");
  ticket::Priorities priorities;
  for (std::size_t i = 0; i < priorities.size(); ++i) {
    const auto* key = core::Words<domain::Priority>::list[i].data();
    priorities[i] = kind == TicketKind::request_tracker
                        ? std::to_string(fields.integer_or(key, kPriorities[i], 0, 1'000))
                        : fields.line_or(key, key);
  }
  fields.refuse_unknown();
  return priorities;
}

int read_timeout(Section& section) {
  return static_cast<int>(section.fields.integer_or("timeout_ms", 15'000, 100, kTimeoutMost_ms));
}

ticket::RequestTrackerSettings read_request_tracker(Section& section) {
  auto& fields = section.fields;
  ticket::RequestTrackerSettings out;
  out.url = fields.line("url", core::kUriMax);
  while (out.url.ends_with('/')) out.url.pop_back();
  section.in.check(fields, "url", [&] {
    if (!out.url.empty()) check_address("url", out.url);
  });
  if (!fields.has("token_file")) fields.missing("token_file");
  out.token = section.token;
  out.queue = fields.line("queue");
  out.priorities = read_priorities(section, TicketKind::request_tracker);
  out.timeout_ms = read_timeout(section);
  return out;
}

enum class Ticketed { not_yet, already };

ticket::Template read_url(Section& section, const char* key, Ticketed ticketed) {
  ticket::Template out;
  const auto text = section.fields.line(key, core::kUriMax);
  section.in.check(section.fields, key, [&] {
    if (text.empty()) return;
    check_address(key, text.substr(0, text.find("{{")));
    // Where a call goes is the operator's to say: no fact stands before the path.
    if (text.find("{{") < text.find('/', text.find("://") + 3))
      core::refuse(key, "place-in-host",
                   {"no admite «{{…}}» antes de la ruta", "takes no \"{{…}}\" before the path"});
    out = ticket::Template::of_url(key, text, ticketed == Ticketed::already);
  });
  return out;
}

ticket::Template read_body(Section& section, const char* key, Ticketed ticketed) {
  ticket::Template out;
  const auto text = section.fields.optional_text(key);
  if (!section.fields.has(key)) section.fields.missing(key);
  section.in.check(section.fields, key, [&] {
    if (section.fields.has(key))
      out = ticket::Template::of_json(key, text, ticketed == Ticketed::already);
  });
  return out;
}

bool is_header_name(std::string_view name) {
  static constexpr std::string_view kOurs[] = {"host",         "content-length",
                                               "content-type", "transfer-encoding",
                                               "connection",   "idempotency-key"};
  const bool is_token = !name.empty() && name.find_first_not_of(
                                             "abcdefghijklmnopqrstuvwxyz0123456789-_") == name.npos;
  return is_token && std::find(std::begin(kOurs), std::end(kOurs), name) == std::end(kOurs);
}

// "Authorization: Bearer {{token}}"
ticket::Header read_header(const std::string& line, const std::string& token) {
  const auto colon = line.find(':');
  const auto name = std::string(core::trim(line.substr(0, colon)));
  if (colon == line.npos || !is_header_name(core::to_lower(name)))
    core::refuse(
        "headers", "not-a-header",
        {"debe ser «Nombre: valor», y no de las que pone citacal; se encontró «" + shown(line) +
             "»",
         "must be \"Name: value\", and none that citacal sets; found \"" + shown(line) + "\""});
  std::string value(core::trim(line.substr(colon + 1)));
  if (const auto at = value.find(kSecret); at != value.npos) {
    if (token.empty())
      core::refuse("headers", "without-token",
                   {"«{{token}}» necesita «token_file»", "\"{{token}}\" needs \"token_file\""});
    value.replace(at, kSecret.size(), token);
  }
  return {name, value};
}

void read_answer(Section& section, ticket::WebhookSettings& out) {
  auto& fields = section.fields;
  const auto number = fields.line("number");
  section.in.check(fields, "number", [&] { out.number = ticket::parse_pointer("number", number); });
  const auto link = fields.optional_line("ticket_url", core::kUriMax);
  section.in.check(fields, "ticket_url", [&] {
    if (link.starts_with('/'))
      out.link = ticket::parse_pointer("ticket_url", link);
    else if (!link.empty())
      out.ticket_url = ticket::Template::of_url("ticket_url", link, true);
  });
}

ticket::WebhookSettings read_webhook(Section& section) {
  ticket::WebhookSettings out;
  out.open_url = read_url(section, "open_url", Ticketed::not_yet);
  out.open_body = read_body(section, "open_body", Ticketed::not_yet);
  out.comment_url = read_url(section, "comment_url", Ticketed::already);
  out.comment_body = read_body(section, "comment_body", Ticketed::already);
  read_answer(section, out);
  for (const auto& line : section.fields.lines("headers", kHeadersMax))
    section.in.check(section.fields, "headers",
                     [&] { out.headers.push_back(read_header(line, section.token)); });
  out.priorities = read_priorities(section, TicketKind::webhook);
  out.timeout_ms = read_timeout(section);
  return out;
}

TicketSystemConfig read_one(const Value& table, ConfigReader& in) {
  Section section{table, in, Fields(table, in.problems, "tickets."), ""};
  auto& fields = section.fields;
  TicketSystemConfig out;
  out.key = fields.line("key");
  check_slug(section, "key", out.key);
  out.contractor = fields.line("contractor");
  check_slug(section, "contractor", out.contractor);
  out.name = fields.line("name");
  section.token = read_token(section);
  if (fields.word<TicketKind>("kind") == TicketKind::webhook)
    out.settings = read_webhook(section);
  else
    out.settings = read_request_tracker(section);
  fields.refuse_unknown();
  return out;
}

}  // namespace

std::vector<TicketSystemConfig> read_tickets(const std::vector<const Value*>& tables,
                                             ConfigReader& in) {
  std::vector<TicketSystemConfig> out;
  for (const auto* table : tables) {
    auto system = read_one(*table, in);
    for (const auto& other : out)
      if (other.key == system.key || other.contractor == system.contractor)
        in.problems.add(table->origin,
                        {"«tickets»: otro sistema tiene la misma «key» o el mismo «contractor».",
                         "\"tickets\": another system has the same \"key\" or \"contractor\"."});
    out.push_back(std::move(system));
  }
  return out;
}

std::unique_ptr<ticket::System> connect(const TicketSystemConfig& system) {
  if (const auto* webhook = std::get_if<ticket::WebhookSettings>(&system.settings))
    return ticket::webhook(*webhook);
  return ticket::request_tracker(std::get<ticket::RequestTrackerSettings>(system.settings));
}

}  // namespace citacal::app
