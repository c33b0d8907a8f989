// The accounts of a demonstration and its private feed: made once, kept in files of mode 0600.
#pragma once

#include <string>
#include <vector>

#include "service/office.h"

namespace citacal::app {

struct DemoAccount {
  std::string login, password, role;
};

// Reads `path` ("login password role" a line) or makes it, with an account or more of each role.
// Passwords are random, or all $CITACAL_DEMO_PASSWORD where that is set (also of accounts that
// exist). The first is a coordinator.
std::vector<DemoAccount> open_accounts(service::Office& office, const std::string& path);

// The secret of the feed token kept in `path`; a new one of the calendar `institute` for `login`
// where there is none, or it opens nothing any more.
std::string open_demo_feed(service::Office& office, const std::string& path,
                           const std::string& login);

}  // namespace citacal::app
