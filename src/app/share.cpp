#include "app/share.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "app/report.h"

namespace citacal::app {

namespace {

bool holds_data(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder / "calendars", ignored) &&
         std::filesystem::is_directory(folder / "examples", ignored);
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

std::string share_folder() {
  if (const char* given = std::getenv("CITACAL_SHARE"); given && *given) {
    if (holds_data(given)) return given;
  } else {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    for (const std::filesystem::path& folder :
         {std::filesystem::path(CITACAL_SHARE),
          program.parent_path().parent_path() / "share" / "citacal"})
      if (holds_data(folder)) return folder.string();
  }
  throw ConfigurationError({core::Code::invalid,
                            "share-missing",
                            {"No se encuentran los calendarios y los ejemplos; indique su carpeta "
                             "en $CITACAL_SHARE.",
                             "The calendars and examples are not found; give their folder in "
                             "$CITACAL_SHARE."}});
}

std::string version() {
  return CITACAL_VERSION;
}

void write_private_file(const std::string& path, const std::string& text) {
  const auto temporary = path + ".new";
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool good = descriptor >= 0 && ::fchmod(descriptor, 0600) == 0 && write_all(descriptor, text);
  if (descriptor >= 0) good = ::close(descriptor) == 0 && good;
  if (good && ::rename(temporary.c_str(), path.c_str()) == 0) return;
  const std::string reason = std::strerror(errno);
  throw core::Error(core::Code::unavailable, "unwritable",
                    {"No se puede escribir «" + path + "»: " + reason + ".",
                     "Cannot write \"" + path + "\": " + reason + "."});
}

}  // namespace citacal::app
