// The service as a command of the command line works with it.
#pragma once

#include "app/config.h"
#include "service/office.h"

namespace citacal::app {

enum class Store { may_be_new, must_exist };

// Throws ConfigurationError: the configuration cannot be read, or names a store that is not there.
struct Desk {
  explicit Desk(const std::string& path, Store store = Store::must_exist);

  Config config;
  core::SystemClock clock;
  service::Office office;
  service::Caller caller = service::system_caller("cli");
};

}  // namespace citacal::app
