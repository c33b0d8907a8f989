#include "web/zip.h"

#include <zip.h>

#include <memory>

#include "core/error.h"

namespace citacal::web {

namespace {

constexpr zip_uint32_t kFast = 1;  // deflate's level: most of what is big is compressed already
constexpr zip_uint32_t kPlainFile = 0100644u << 16;

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DropArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;
using Archive = std::unique_ptr<zip_t, DropArchive>;

struct DosTime {
  zip_uint16_t time, date;
};

// MS-DOS's date and time: two seconds, since 1980.
DosTime dos_time(core::Instant at) {
  const auto local = core::to_local(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  const auto year = static_cast<int>(date.year()) - 1980;
  return {static_cast<zip_uint16_t>(time.hours().count() << 11 | time.minutes().count() << 5 |
                                    time.seconds().count() / 2),
          static_cast<zip_uint16_t>(year << 9 | static_cast<unsigned>(date.month()) << 5 |
                                    static_cast<unsigned>(date.day()))};
}

void add(zip_t* archive, const ZipEntry& entry, const DosTime& at) {
  Source source(zip_source_buffer_create(entry.bytes.data(), entry.bytes.size(), 0, nullptr));
  core::expects(source != nullptr, "memory for a part of the archive");
  const auto index = zip_file_add(archive, entry.path.c_str(), source.get(), ZIP_FL_ENC_GUESS);
  core::expects(index >= 0, "a path that is once in the archive");
  source.release();  // the archive's now
  const auto place = static_cast<zip_uint64_t>(index);
  const bool is_set =
      zip_set_file_compression(archive, place, ZIP_CM_DEFLATE, kFast) == 0 &&
      zip_file_set_dostime(archive, place, at.time, at.date, 0) == 0 &&
      zip_file_set_external_attributes(archive, place, 0, ZIP_OPSYS_UNIX, kPlainFile) == 0;
  core::expects(is_set, "a part of the archive as it should be");
}

std::string read_all(zip_source_t* source) {
  zip_stat_t found;
  core::expects(zip_source_stat(source, &found) == 0 && zip_source_open(source) == 0,
                "the archive that was made");
  std::string bytes(found.size, '\0');
  const auto read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  core::expects(read == static_cast<zip_int64_t>(bytes.size()), "the whole archive");
  return bytes;
}

}  // namespace

std::string zip(const std::vector<ZipEntry>& entries, core::Instant at) {
  core::expects(!entries.empty(), "an archive holds something");
  Source out(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  core::expects(out != nullptr, "memory for the archive");
  Archive archive(zip_open_from_source(out.get(), ZIP_TRUNCATE, nullptr));
  core::expects(archive != nullptr, "an archive in memory");
  zip_source_keep(out.get());  // one for the archive, one for us
  const auto time = dos_time(at);
  for (const auto& entry : entries) add(archive.get(), entry, time);
  core::expects(zip_close(archive.get()) == 0, "an archive that closes");
  archive.release();
  return read_all(out.get());
}

}  // namespace citacal::web
