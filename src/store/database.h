// The small interface that both engines meet. SQL is one text for both: $1, $2 … bind by number,
// times are BIGINT epoch seconds, booleans SMALLINT, enumerators their words, ids TEXT.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::store {

// What a database refuses for, whatever the engine. Mapped to core::Code: unique and foreign_key →
// conflict, the others → unavailable.
enum class Trouble { unique, foreign_key, busy, serialization, lost, full, damaged, other };

struct DatabaseError : core::Error {
  DatabaseError(Trouble trouble, std::string engine_message);
  bool is_constraint() const {
    return trouble == Trouble::unique || trouble == Trouble::foreign_key;
  }
  Trouble trouble;
  std::string engine_message;  // for the log, never for the person
};

struct Blob {
  std::string_view bytes;
};
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

// What can be bound. Views must outlive the call that they are given to.
inline Value to_value(std::monostate) {
  return std::monostate{};
}
inline Value to_value(std::int64_t v) {
  return v;
}
inline Value to_value(int v) {
  return std::int64_t{v};
}
inline Value to_value(bool v) {
  return std::int64_t{v ? 1 : 0};
}
inline Value to_value(std::string_view v) {
  return v;
}
inline Value to_value(const std::string& v) {
  return std::string_view(v);
}
inline Value to_value(const char* v) {
  return std::string_view(v);
}
inline Value to_value(Blob v) {
  return v;
}
inline Value to_value(core::Instant v) {
  return std::int64_t{v.time_since_epoch().count()};
}
inline Value to_value(core::Day v) {
  return std::int64_t{v.time_since_epoch().count()};
}
inline Value to_value(core::Minutes v) {
  return std::int64_t{v.count()};
}
template <class T>
requires std::is_enum_v<T> Value to_value(T v) {
  return core::word(v);
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value(std::monostate{});
}

// A cursor over the rows of one statement; columns count from 0 and are read while the row stands.
// Destroying it resets the statement.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual bool next() = 0;  // false at the end
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;   // 0 for NULL
  virtual std::string_view view(int column) const = 0;  // text or bytes; until next()
  std::string text(int column) const { return std::string(view(column)); }
  bool flag(int column) const { return integer(column) != 0; }
  core::Instant instant(int column) const { return core::Instant(core::Seconds(integer(column))); }
  std::optional<core::Instant> optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
  }
  core::Day day(int column) const { return core::Day(std::chrono::days(integer(column))); }
  core::Minutes minutes(int column) const { return core::Minutes(integer(column)); }
  template <class Enum>
  Enum word(int column) const {
    return core::parse_word<Enum>("column", view(column));
  }
};

// One transaction: read-only (a snapshot) or writing. Destroyed without commit(), it leaves
// nothing. Used by one thread at a time. One that has met a DatabaseError cannot be committed any
// more: commit() throws that error again. After unique or foreign_key it can still be used (to find
// what else is wrong), after any other every statement throws. Its Rows end with it.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual std::unique_ptr<Rows> run(std::string_view sql, const std::vector<Value>& values) = 0;
  // Returns when the change is durable. May wait for others, to be durable together (group commit).
  virtual void commit() = 0;

  template <class... A>
  std::unique_ptr<Rows> query(std::string_view sql, const A&... values) {
    return run(sql, {to_value(values)...});
  }
  // For INSERT, UPDATE, DELETE: runs to its end, returns how many rows changed.
  template <class... A>
  std::int64_t execute(std::string_view sql, const A&... values) {
    return run_to_end(sql, {to_value(values)...});
  }

 protected:
  virtual std::int64_t run_to_end(std::string_view sql, const std::vector<Value>& values) = 0;
};

class Database {
 public:
  virtual ~Database() = default;
  virtual std::unique_ptr<Transaction> read() = 0;
  // One writer at a time; waits for its turn, `busy` after the location's patience. A thread that
  // holds a transaction of an in-memory database and asks for another waits for itself.
  virtual std::unique_ptr<Transaction> write() = 0;
  // Whether a small write would work now (readyz): throws DatabaseError with the reason.
  virtual void probe() = 0;
  // Engine's own verification (pages, indexes, foreign keys): what is wrong, or nothing.
  virtual std::vector<std::string> verify() = 0;
};

struct Location {
  std::string url;           // "sqlite:///var/lib/citacal/citacal.db", "sqlite::memory:"
  int readers = 4;           // read connections
  int patience_ms = 10'000;  // how long to wait for one's turn, a reader or another process
};

// Opens (makes) the database and brings its schema to the newest migration. Throws DatabaseError,
// or invalid for a URL of no known engine, or conflict where the schema is newer than this program.
std::unique_ptr<Database> open(const Location& location);

}  // namespace citacal::store
