// [[tickets]] of the configuration: the contractors' own ticket systems.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "app/config_reader.h"
#include "ticket/request_tracker.h"
#include "ticket/webhook.h"

namespace citacal::app {

inline constexpr std::size_t kTicketSystemsMax = 50;

enum class TicketKind { webhook, request_tracker };

struct TicketSystemConfig {
  std::string key;
  std::string contractor;  // its key
  std::string name;        // as cases show it
  std::variant<ticket::WebhookSettings, ticket::RequestTrackerSettings> settings;
};

// What is wrong joins the report. Addresses are https, or http on this machine.
std::vector<TicketSystemConfig> read_tickets(const std::vector<const Value*>& tables,
                                             ConfigReader& in);

std::unique_ptr<ticket::System> connect(const TicketSystemConfig& system);

}  // namespace citacal::app

CITACAL_WORDS(citacal::app::TicketKind, "webhook", "request_tracker");
