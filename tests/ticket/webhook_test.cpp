#include "ticket/webhook.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "core/error.h"
#include "ticket/desk.h"
#include "ticket/json.h"

using namespace citacal;
using domain::Delivery;
using domain::ErrandKind;
using test::an_errand;
using test::TicketServer;
using ticket::Json;

// OpenSSL keeps an error queue and a source of randomness for each thread, and the two threads of
// cpprestsdk's pool are still there when the leak sanitizer looks.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcrypto.so";
}

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Trust in a certificate of our own, for as long as this lives.
struct Trusted {
  explicit Trusted(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }
  ~Trusted() { ::unsetenv("SSL_CERT_FILE"); }
};

std::string certificate_for(const outside::TempFolder& folder, const std::string& name) {
  const auto key = folder / "key.pem", certificate = folder / "certificate.pem";
  outside::run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", certificate,
                "-days", "2", "-subj", "/CN=x", "-addext", "subjectAltName=" + name});
  outside::write_file(folder / "both.pem",
                      outside::read_file(key) + outside::read_file(certificate));
  return certificate;
}

}  // namespace

TEST_CASE("a webhook opens a ticket as the templates say, and reads its number and address") {
  const TicketServer server;
  const auto system = ticket::webhook(test::webhook_settings(server.url()));
  const auto told = system->open(an_errand());
  CHECK(told.attempt.delivery == Delivery::accepted);
  CHECK(told.ticket == "1");
  CHECK(told.url == "https://mesa.example/t/1");
  REQUIRE(server.calls().size() == 1);
  const auto call = Json::parse(server.calls()[0]);
  CHECK(call.text_at({"path"}) == "/tickets");
  CHECK(call.text_at({"headers", "authorization"}) == "Bearer secreto");
  CHECK(call.text_at({"headers", "content-type"}) == "application/json; charset=utf-8");
  CHECK(call.text_at({"headers", "idempotency-key"}) == an_errand().id);
  CHECK(call.text_at({"body", "title"}) == "SOL-2026-0001 Caída del \"enlace\" ñ");
  CHECK(call.text_at({"body", "text"}) == an_errand().text);
  CHECK(call.text_at({"body", "facts", "0"}) == "2 - Alta");

  CHECK(system->comment(an_errand(ErrandKind::comment)).attempt.delivery == Delivery::accepted);
  const auto comment = Json::parse(server.calls().at(1));
  CHECK(comment.text_at({"path"}) == "/tickets/47%2F11/comments");
  CHECK(comment.text_at({"body", "ticket"}) == "47/11");
  CHECK_FALSE(system->find(an_errand()));
}

TEST_CASE("the address of a ticket may be made of its number") {
  const TicketServer server;
  auto settings = test::webhook_settings(server.url());
  settings.ticket_url =
      ticket::Template::of_url("ticket_url", "https://mesa.example/ver?t={{ticket}}", true);
  CHECK(ticket::webhook(settings)->open(an_errand()).url == "https://mesa.example/ver?t=1");
}

TEST_CASE("what a server answers says whether to try again") {
  TicketServer server;
  const auto system = ticket::webhook(test::webhook_settings(server.url()));
  const std::pair<const char*, Delivery> answers[] = {
      {"500", Delivery::deferred},
      {"503", Delivery::deferred},
      {"429", Delivery::deferred},
      {"403", Delivery::refused},
      {"redirect", Delivery::refused},
      {"no_http", Delivery::deferred},
      {"closed", Delivery::deferred},
      {"hang", Delivery::deferred},
      {"well", Delivery::accepted},
      {"slow", Delivery::deferred},
      // It took the request, and its number cannot be read: to repeat it would open another.
      {"huge", Delivery::refused},
      {"huge_chunk", Delivery::refused},
      {"minus_one", Delivery::refused},
      {"minus_two", Delivery::refused},
      {"bad_chunk", Delivery::refused},
      {"cut", Delivery::refused},
      {"not_json", Delivery::refused},
      {"deep_json", Delivery::refused},
      {"no_number", Delivery::refused},
      {"odd_number", Delivery::refused}};
  for (const auto& [mode, delivery] : answers) {
    server.set_mode(mode);
    const auto start = std::chrono::steady_clock::now();
    const auto told = system->open(an_errand());
    CAPTURE(mode, told.attempt.detail);
    CHECK(told.attempt.delivery == delivery);
    CHECK(told.attempt.detail.empty() == (delivery == Delivery::accepted));
    CHECK(told.attempt.detail.size() < 600);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(9));
  }
  server.set_mode("403");
  CHECK(has(system->open(an_errand()).attempt.detail, "HTTP 403: {\"error\":\"clave"));
  server.set_mode("redirect");
  CHECK(has(system->open(an_errand()).attempt.detail, "HTTP 302 (redirection"));
  server.set_mode("not_json");
  CHECK(has(system->open(an_errand()).attempt.detail, "register the ticket by hand"));
  // For a comment there is nothing to read in the answer.
  CHECK(system->comment(an_errand(ErrandKind::comment)).attempt.delivery == Delivery::accepted);
  server.end();
  CHECK(system->open(an_errand()).attempt.delivery == Delivery::deferred);
}

TEST_CASE("a certificate must be trusted and be of that name") {
  const outside::TempFolder folder;
  const auto name = GENERATE(std::string("IP:127.0.0.1"), std::string("DNS:otra.example"));
  const auto certificate = certificate_for(folder, name);
  const TicketServer server({"--certificate", folder / "both.pem"});
  const auto system = ticket::webhook(test::webhook_settings(server.url("https")));
  const auto untrusted = system->open(an_errand());
  CHECK(untrusted.attempt.delivery == Delivery::deferred);
  CHECK(server.calls().empty());
  const Trusted trusted(certificate);
  const auto told = system->open(an_errand());
  CAPTURE(untrusted.attempt.detail, told.attempt.detail);
  const bool is_right = name == "IP:127.0.0.1";
  CHECK(told.attempt.delivery == (is_right ? Delivery::accepted : Delivery::deferred));
  CHECK(server.calls().size() == (is_right ? 1 : 0));
}
