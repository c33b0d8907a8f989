#include "store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace citacal::store {
namespace {

constexpr std::size_t kKeptMax = 512;  // statements of one connection

Trouble trouble_of(int code, int system_error) {
  const bool is_disk_full = system_error == ENOSPC || system_error == EDQUOT;
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
      code == SQLITE_CONSTRAINT_ROWID)
    return Trouble::unique;
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return Trouble::foreign_key;
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return Trouble::full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Trouble::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Trouble::damaged;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return is_disk_full ? Trouble::full : Trouble::lost;
    default:
      return Trouble::other;
  }
}

// A new file is for the service's account only: it holds password hashes. Exclusively: closing a
// descriptor of a file that is open already would drop this process' locks on it.
void make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

struct SqliteConnection::Statement {
  sqlite3_stmt* handle = nullptr;
  std::vector<int> slots;  // of $1, $2 …: SQLite takes $n for a name
  bool in_use = false;
  bool kept = true;  // false: made because the kept one was in use

  ~Statement() { sqlite3_finalize(handle); }
};

void SqliteConnection::Release::operator()(Statement* statement) const {
  sqlite3_reset(statement->handle);
  sqlite3_clear_bindings(statement->handle);
  statement->in_use = false;
  if (!statement->kept) delete statement;
}

class SqliteRows final : public Rows {
 public:
  SqliteRows(SqliteConnection& connection, SqliteConnection::Lease statement)
      : connection_(&connection), statement_(std::move(statement)) {
    has_first_ = connection_->step(*statement_);
    is_at_end_ = !has_first_;
    connection_->open_rows_.push_back(this);
  }
  ~SqliteRows() override {
    if (connection_) std::erase(connection_->open_rows_, this);
  }

  void close() {
    statement_.reset();
    connection_ = nullptr;
    is_at_end_ = true;
  }

  bool next() override {
    if (is_at_end_) return false;
    if (has_first_) {
      has_first_ = false;
      return true;
    }
    is_at_end_ = !connection_->step(*statement_);
    return !is_at_end_;
  }

  bool is_null(int column) const override {
    return sqlite3_column_type(row(), column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(row(), column); }
  std::string_view view(int column) const override {
    const void* bytes = sqlite3_column_blob(row(), column);
    const int size = sqlite3_column_bytes(row(), column);
    return bytes ? std::string_view(static_cast<const char*>(bytes), size) : std::string_view();
  }

 private:
  sqlite3_stmt* row() const {
    core::expects(!is_at_end_, "a row is read while it stands");
    return statement_->handle;
  }

  SqliteConnection* connection_;
  SqliteConnection::Lease statement_;
  bool has_first_ = false;
  bool is_at_end_ = false;
};

SqliteConnection::SqliteConnection(const std::string& path, Mode mode, int patience_ms) {
  const bool is_writing = mode == Mode::writing;
  const bool is_in_memory = path == ":memory:";
  if (is_writing && !is_in_memory) make_private(path);
  const int access = is_writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(path.c_str(), &db_, access | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    kept_.reserve(kKeptMax);  // so that keeping one never moves the others
    sqlite3_extended_result_codes(db_, 1);
    set_patience(patience_ms);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (is_writing && !is_in_memory) {
      const auto rows = run("PRAGMA journal_mode = WAL", {});
      if (!rows->next() || rows->view(0) != "wal")
        throw DatabaseError(Trouble::lost, "this file system does not allow WAL");
    }
    for (const auto setting : {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                               "PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY",
                               "PRAGMA cache_size = -8000", "PRAGMA journal_size_limit = 67108864"})
      run_to_end(setting, {});
  } catch (...) {
    kept_.clear();
    sqlite3_close(db_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() {
  close_rows();
  kept_.clear();
  sqlite3_close(db_);
}

void SqliteConnection::fail(int code) {
  // Without memory for a connection there is none to ask.
  const std::string said = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
  const int extended = db_ ? sqlite3_extended_errcode(db_) : code;
  const DatabaseError error(trouble_of(extended, db_ ? sqlite3_system_errno(db_) : 0),
                            said + " (SQLite " + std::to_string(extended) + ")");
  if (!failure_ || failure_->is_constraint()) failure_ = error;
  throw error;
}

SqliteConnection::Lease SqliteConnection::prepare(std::string_view sql) {
  const auto found = kept_.find(sql);
  if (found != kept_.end() && !found->second->in_use) {
    found->second->in_use = true;
    return Lease(found->second.get());
  }
  auto made = std::make_unique<Statement>();
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made->handle, nullptr);
  if (code != SQLITE_OK) fail(code);
  const int count = sqlite3_bind_parameter_count(made->handle);
  for (int i = 1; i <= count; ++i) {
    const auto name = "$" + std::to_string(i);
    made->slots.push_back(sqlite3_bind_parameter_index(made->handle, name.c_str()));
    core::expects(made->slots.back() != 0, "parameters are numbered $1, $2 … without gaps");
  }
  made->in_use = true;
  made->kept = found == kept_.end() && kept_.size() < kKeptMax;
  Lease lease(made.get());
  if (made->kept)
    kept_.emplace(sql, std::move(made));
  else
    static_cast<void>(made.release());  // the lease has it
  return lease;
}

SqliteConnection::Lease SqliteConnection::prepare_bound(std::string_view sql,
                                                        const std::vector<Value>& values,
                                                        bool copy) {
  auto statement = prepare(sql);
  core::expects(statement->slots.size() == values.size(), "every parameter is bound");
  core::expects(!refuses_changes_ || sqlite3_stmt_readonly(statement->handle),
                "a reading transaction changes nothing");
  const auto keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
  for (std::size_t i = 0; i < values.size(); ++i) {
    int code = SQLITE_OK;
    const int slot = statement->slots[i];
    if (const auto* number = std::get_if<std::int64_t>(&values[i]))
      code = sqlite3_bind_int64(statement->handle, slot, *number);
    else if (const auto* text = std::get_if<std::string_view>(&values[i]))
      code = sqlite3_bind_text64(statement->handle, slot, text->data() ? text->data() : "",
                                 text->size(), keep, SQLITE_UTF8);
    else if (const auto* blob = std::get_if<Blob>(&values[i]))
      code =
          sqlite3_bind_blob64(statement->handle, slot, blob->bytes.data() ? blob->bytes.data() : "",
                              blob->bytes.size(), keep);
    if (code != SQLITE_OK) fail(code);
  }
  return statement;
}

bool SqliteConnection::step(Statement& statement) {
  const int code = sqlite3_step(statement.handle);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(code);
  return false;
}

std::unique_ptr<Rows> SqliteConnection::run(std::string_view sql,
                                            const std::vector<Value>& values) {
  return std::make_unique<SqliteRows>(*this, prepare_bound(sql, values, true));
}

std::int64_t SqliteConnection::run_to_end(std::string_view sql, const std::vector<Value>& values) {
  const auto statement = prepare_bound(sql, values, false);
  while (step(*statement)) {
  }
  return sqlite3_changes64(db_);
}

void SqliteConnection::control(std::string_view sql) {
  const auto statement = prepare(sql);
  while (step(*statement)) {
  }
}

void SqliteConnection::set_patience(int milliseconds) {
  sqlite3_busy_timeout(db_, milliseconds);
}

void SqliteConnection::close_rows() {
  for (auto* rows : open_rows_) rows->close();
  open_rows_.clear();
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}

}  // namespace citacal::store
