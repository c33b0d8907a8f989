#include "app/desk.h"

#include <filesystem>

#include "app/report.h"

namespace citacal::app {

namespace {

Config open_config(const std::string& path) {
  try {
    return read_config(path);
  } catch (const core::Error& error) {
    throw ConfigurationError(error);
  }
}

// A mistyped address in the configuration must not become a new, empty store.
const service::Settings& checked(const service::Settings& settings, Store store) {
  constexpr std::string_view kFile = "sqlite://";
  if (store == Store::may_be_new || !settings.store_url.starts_with(kFile)) return settings;
  const auto path = settings.store_url.substr(kFile.size());
  std::error_code failure;
  if (std::filesystem::exists(path, failure)) return settings;
  throw ConfigurationError(
      {core::Code::not_found,
       "no-store",
       {"No existe el almacén «" + path +
            "»; corrija «url» en [store], o créelo con «citacal serve», «citacal load» o «citacal "
            "user add».",
        "There is no store \"" + path +
            "\"; correct \"url\" in [store], or make it with \"citacal serve\", \"citacal load\" "
            "or "
            "\"citacal user add\"."}});
}

}  // namespace

Desk::Desk(const std::string& path, Store store)
    : config(open_config(path)), office(checked(config.settings, store), clock) {}

}  // namespace citacal::app
