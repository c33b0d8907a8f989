#include "app/load_file.h"

#include "app/load_csv.h"
#include "app/load_toml.h"
#include "core/text.h"

namespace citacal::app {

service::LoadFile read_load_file(const LoadContext& context, Problems& problems) {
  const auto lower = core::to_lower(context.path);
  const bool toml = lower.ends_with(".toml");
  if (!toml && !lower.ends_with(".csv"))
    throw core::Error(core::Code::invalid, "file-kind",
                      {"«" + context.path + "»: se carga un archivo .toml o .csv.",
                       "\"" + context.path + "\": a .toml or .csv file is loaded."});
  const auto text = read_file(context.path, kLoadBytesMax);
  if (toml) return read_load_toml(text, context, problems);
  auto file = read_load_csv(text, context, problems);
  // Rows make up items together: what a faulty row left out would be reported as a fault of its
  // own.
  if (!problems.empty()) file = {};
  return file;
}

}  // namespace citacal::app
