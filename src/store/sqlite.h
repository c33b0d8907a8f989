// One SQLite connection: statements prepared once and kept by their text, results always reset,
// errors as DatabaseError. Used by one thread at a time; it is the wall of sqlite3.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace citacal::store {

class SqliteRows;

class SqliteConnection {
 public:
  enum class Mode { writing, reading };

  // ":memory:" or a file, which a writing connection makes (mode 0600) when it is absent.
  // `patience_ms`: how long a statement waits for another process.
  SqliteConnection(const std::string& path, Mode mode, int patience_ms);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Runs to the first row at least, so that a change with RETURNING is made even if nobody reads
  // it.
  std::unique_ptr<Rows> run(std::string_view sql, const std::vector<Value>& values);
  // Runs to the end, returns how many rows changed.
  std::int64_t run_to_end(std::string_view sql, const std::vector<Value>& values);
  // BEGIN, SAVEPOINT and their like: allowed also while refusing changes.
  void control(std::string_view sql);

  void set_patience(int milliseconds);
  // A change is then a broken invariant.
  void refuse_changes(bool refuse) { refuses_changes_ = refuse; }
  // Ends every result that is still open; its next() then says that there is no more.
  void close_rows();
  // False too once an error has made SQLite roll back everything by itself.
  bool in_transaction() const;
  // The first error since it was cleared: a transaction that met one cannot be committed.
  const std::optional<DatabaseError>& failure() const { return failure_; }
  void clear_failure() { failure_.reset(); }

 private:
  friend class SqliteRows;
  struct Statement;
  struct Release {
    void operator()(Statement* statement) const;
  };
  using Lease = std::unique_ptr<Statement, Release>;  // resets, and gives back or finalizes

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  Lease prepare(std::string_view sql);
  Lease prepare_bound(std::string_view sql, const std::vector<Value>& values, bool copy);
  bool step(Statement& statement);  // false at the end
  [[noreturn]] void fail(int code);

  sqlite3* db_ = nullptr;
  bool refuses_changes_ = false;
  std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>> kept_;
  std::vector<SqliteRows*> open_rows_;
  std::optional<DatabaseError> failure_;
};

// The engine: one writer with group commit, `readers` snapshots beside it (store/sqlite_database).
std::unique_ptr<Database> open_sqlite(const std::string& path, const Location& location);

}  // namespace citacal::store
