#include "app/config_reader.h"

#include <filesystem>

#include "core/text.h"

namespace citacal::app {

namespace {
constexpr std::size_t kSecretMax = 1'000;
}  // namespace

void ConfigReader::close(Fields& fields, const Value& table) {
  fields.refuse_unknown();
  if (!defaults) return;
  for (const auto& key : fields.asked())
    if (!find_member(table, key)) defaults->push_back(fields.section() + key);
}

std::string beside(const std::string& file, const std::string& path) {
  const std::filesystem::path given(path);
  if (path.empty() || given.is_absolute()) return path;
  return (std::filesystem::absolute(file).parent_path() / given).lexically_normal().string();
}

std::string read_secret(const std::string& path) {
  return std::string(core::trim(read_file(path, kSecretMax)));
}

}  // namespace citacal::app
