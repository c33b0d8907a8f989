// A disk that fails when it is told to: a layer over SQLite's own file system that counts writes
// and syncs, and refuses the n-th of them, once or from then on; or ends the process instead of it,
// with nothing cleaned up.
#pragma once

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>

namespace citacal::store {

struct FailingDisk {
  enum class Lasts { once, on };

  static inline std::atomic<int> writes{0};  // of any kind, since the last arm() or disarm()
  static inline std::atomic<int> syncs{0};
  static inline std::atomic<int> failing_at{0};  // 0: never
  static inline std::atomic<int> code{0};
  static inline std::atomic<bool> stays{false};
  static inline std::atomic<int> dying_at{0};       // 0: never
  static inline std::atomic<int> dying_at_sync{0};  // counted among the syncs alone; 0: never
  static constexpr int kDied = 9;                   // the exit status then
  // Whether a sync goes to the real disk: only losing power would tell the difference.
  static inline std::atomic<bool> syncs_really{true};

  // All files that SQLite opens from now on are on this disk.
  static void install();

  static void arm(int nth, int sqlite_code, Lasts lasts) {
    disarm();
    code = sqlite_code;
    stays = lasts == Lasts::on;
    failing_at = nth;
  }
  static void disarm() {
    failing_at = 0;
    writes = 0;
    syncs = 0;
  }
  static bool has_failed() { return failing_at > 0 && writes >= failing_at; }

  // Counts one; the code to fail with, or SQLITE_OK.
  static int next() {
    const int number = ++writes, at = failing_at;
    if (number == dying_at) ::_exit(kDied);
    return at > 0 && (number == at || (stays && number > at)) ? code.load() : SQLITE_OK;
  }
};

namespace failing_disk {

struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline sqlite3_vfs* system_disk = nullptr;
inline sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real();
}

inline int close(sqlite3_file* f) {
  return real(f)->pMethods->xClose(real(f));
}
inline int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), to, size, at);
}
inline int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
  if (const int code = FailingDisk::next()) return code;
  return real(f)->pMethods->xWrite(real(f), from, size, at);
}
inline int truncate(sqlite3_file* f, sqlite3_int64 size) {
  if (const int code = FailingDisk::next()) return code;
  return real(f)->pMethods->xTruncate(real(f), size);
}
inline int sync(sqlite3_file* f, int flags) {
  if (++FailingDisk::syncs == FailingDisk::dying_at_sync) ::_exit(FailingDisk::kDied);
  if (const int code = FailingDisk::next()) return code;
  return FailingDisk::syncs_really ? real(f)->pMethods->xSync(real(f), flags) : SQLITE_OK;
}
inline int file_size(sqlite3_file* f, sqlite3_int64* size) {
  return real(f)->pMethods->xFileSize(real(f), size);
}
inline int lock(sqlite3_file* f, int how) {
  return real(f)->pMethods->xLock(real(f), how);
}
inline int unlock(sqlite3_file* f, int how) {
  return real(f)->pMethods->xUnlock(real(f), how);
}
inline int check_lock(sqlite3_file* f, int* is) {
  return real(f)->pMethods->xCheckReservedLock(real(f), is);
}
inline int control(sqlite3_file* f, int what, void* value) {
  return real(f)->pMethods->xFileControl(real(f), what, value);
}
inline int sector(sqlite3_file* f) {
  return real(f)->pMethods->xSectorSize(real(f));
}
inline int traits(sqlite3_file* f) {
  return real(f)->pMethods->xDeviceCharacteristics(real(f));
}
inline int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
}
inline int shm_lock(sqlite3_file* f, int offset, int count, int flags) {
  return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
}
inline void shm_barrier(sqlite3_file* f) {
  real(f)->pMethods->xShmBarrier(real(f));
}
inline int shm_unmap(sqlite3_file* f, int remove) {
  return real(f)->pMethods->xShmUnmap(real(f), remove);
}

inline constexpr sqlite3_io_methods kMethods = {
    2,       close,  read,   write,   truncate, sync,        file_size, lock,    unlock, check_lock,
    control, sector, traits, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

inline int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
  auto* wrapped = reinterpret_cast<File*>(file);
  wrapped->base.pMethods = nullptr;
  const int code = system_disk->xOpen(system_disk, name, wrapped->real(), flags, given);
  if (wrapped->real()->pMethods) wrapped->base.pMethods = &kMethods;
  return code;
}

}  // namespace failing_disk

inline void FailingDisk::install() {
  static sqlite3_vfs layer = [] {
    failing_disk::system_disk = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *failing_disk::system_disk;  // all else is the system's own
    made.zName = "failing";
    made.szOsFile += static_cast<int>(sizeof(failing_disk::File));
    made.xOpen = failing_disk::open;
    return made;
  }();
  sqlite3_vfs_register(&layer, 1);
}

}  // namespace citacal::store
