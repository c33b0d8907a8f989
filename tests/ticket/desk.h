// What the tests of ticket/ need: a ticket system that is another process (ticket_server.py), and
// an errand to tell it.
#pragma once

#include "mail/outside.h"
#include "ticket/json.h"
#include "ticket/webhook.h"

namespace citacal::test {

class TicketServer {
 public:
  explicit TicketServer(std::vector<std::string> options = {})
      : process_(command(std::move(options), folder_)), port(std::stoi(process_.read_line())) {}

  void set_mode(const std::string& mode) { outside::write_file(folder_ / "mode", mode); }
  // Of the calls that it kept, one line of JSON each.
  std::vector<std::string> calls() const {
    std::vector<std::string> lines;
    std::ifstream in(folder_ / "calls");
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  std::string url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port);
  }
  void end() { process_.end(); }

 private:
  static std::vector<std::string> command(std::vector<std::string> options,
                                          const outside::TempFolder& folder) {
    const std::filesystem::path here = "tests/ticket";  // tests run at the top of the checkout
    std::vector<std::string> words{"/usr/bin/python3", (here / "ticket_server.py").string(),
                                   folder.path.string()};
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }
  outside::TempFolder folder_;
  outside::Process process_;

 public:
  const int port;
};

inline domain::Errand an_errand(domain::ErrandKind kind = domain::ErrandKind::open) {
  domain::Errand errand;
  errand.id = "019abcde-0000-7000-8000-000000000001";
  errand.kind = kind;
  errand.number = "SOL-2026-0001";
  errand.service = domain::Kind::failure;
  errand.priority = domain::Priority::high;
  errand.subject = "Caída del \"enlace\" ñ";
  errand.text = "Línea 1\n\tLínea 2 \\ {{number}}";
  if (kind == domain::ErrandKind::comment) errand.ticket = "47/11";
  return errand;
}

inline ticket::WebhookSettings webhook_settings(const std::string& url) {
  using ticket::Template;
  ticket::WebhookSettings settings;
  settings.open_url = Template::of_url("open_url", url + "/tickets", false);
  settings.open_body = Template::of_json("open_body",
                                         R"({"title": "{{number}} {{subject}}", "text": "{{text}}",
          "facts": ["{{priority}}", "{{kind}}"]})",
                                         false);
  settings.comment_url =
      Template::of_url("comment_url", url + "/tickets/{{ticket}}/comments", true);
  settings.comment_body =
      Template::of_json("comment_body", R"({"text": "{{text}}", "ticket": "{{ticket}}"})", true);
  settings.number = ticket::parse_pointer("number", "/result/number");
  settings.link = ticket::parse_pointer("ticket_url", "/result/link");
  settings.headers = {{"Authorization", "Bearer secreto"}};
  settings.priorities = {"1", "2 - Alta", "3", "4"};
  settings.timeout_ms = 2'000;
  return settings;
}

}  // namespace citacal::test
