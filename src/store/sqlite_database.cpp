#include <algorithm>
#include <utility>

#include "store/batch.h"
#include "store/migrations.h"
#include "store/sqlite.h"
#include "store/turns.h"

namespace citacal::store {
namespace {

using std::chrono::steady_clock;

// What the common schema cannot say in one SQL for both engines.
constexpr std::string_view kOwnSchema[] = {
    "CREATE TRIGGER IF NOT EXISTS audit_entry_is_not_changed BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_entry_is_not_removed BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    // INSERT OR REPLACE would put a row in the place of another, and no trigger of DELETE sees it.
    "CREATE TRIGGER IF NOT EXISTS audit_entry_is_appended BEFORE INSERT ON audit_entry "
    "WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit_entry) "
    "OR EXISTS (SELECT 1 FROM audit_entry WHERE rowid = NEW.rowid) "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
};

// The writing connection, its turns and the batch that is open on it. All but enter() is for the
// thread that has the turn, and gives it up.
class Writer {
 public:
  Writer(const std::string& path, int patience_ms)
      : connection_(path, SqliteConnection::Mode::writing, patience_ms), patience_(patience_ms) {}

  SqliteConnection& connection() { return connection_; }

  void enter(bool is_reading) {
    const auto deadline = steady_clock::now() + patience_;
    if (!turns_.take(deadline)) throw DatabaseError(Trouble::busy, "no turn to write in time");
    try {
      connection_.clear_failure();
      if (!batch_) begin(deadline);
      batch_->join();
      connection_.control("SAVEPOINT member");
      connection_.refuse_changes(is_reading);
    } catch (...) {  // of memory too: whoever has the turn gives it up
      if (batch_) give_up_batch();
      turns_.pass();
      throw;
    }
  }

  void commit() {
    if (const auto failure = connection_.failure()) {
      abandon();
      throw *failure;
    }
    const auto batch = batch_;
    try {
      connection_.control("RELEASE member");
      batch->release();
      leave();
    } catch (...) {
      give_up_batch();
      turns_.pass();
    }
    batch->wait();
  }

  void abandon() noexcept {
    try {
      // Fails too when SQLite has rolled back everything by itself, the others' work with it.
      connection_.control("ROLLBACK TO member");
      connection_.control("RELEASE member");
      leave();
    } catch (...) {
      give_up_batch();
      turns_.pass();
    }
  }

 private:
  void begin(steady_clock::time_point deadline) {
    if (connection_.in_transaction()) connection_.control("ROLLBACK");
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
    connection_.set_patience(std::max<int>(1, static_cast<int>(left.count())));
    connection_.control("BEGIN IMMEDIATE");
    batch_ = std::make_shared<Batch>();
  }

  // The turn goes on within the batch, or the batch ends here.
  void leave() {
    if (batch_->is_open() && turns_.pass_if_awaited()) return;
    connection_.control(batch_->has_released() ? "COMMIT" : "ROLLBACK");
    const auto batch = std::exchange(batch_, nullptr);
    turns_.pass();
    batch->settle(std::nullopt);
  }

  // None of the batch is committed, and all of it get to know why.
  void give_up_batch() noexcept {
    auto reason = connection_.failure();
    if (!reason) reason.emplace(Trouble::other, "the batch was given up for want of memory");
    const bool was_committing = batch_->has_released();
    try {
      if (connection_.in_transaction()) connection_.control("ROLLBACK");
      if (was_committing) overwrite_refused();
    } catch (...) {
      // The next to enter rolls back again, and tells if it cannot.
    }
    std::exchange(batch_, nullptr)->settle(reason);
  }

  // A COMMIT may fail after its pages are in the log, when the disk does not confirm them. They are
  // not seen by anybody, but after a crash the log would be read with them: a small change takes
  // their place in it.
  void overwrite_refused() { connection_.control("UPDATE pulse SET beats = beats + 1"); }

  SqliteConnection connection_;
  const std::chrono::milliseconds patience_;
  Turns turns_;
  std::shared_ptr<Batch> batch_;
};

class WritingTransaction final : public Transaction {
 public:
  WritingTransaction(Writer& writer, bool is_reading) : writer_(writer) {
    writer_.enter(is_reading);
  }
  ~WritingTransaction() override {
    if (is_ended_) return;
    end();
    writer_.abandon();
  }

  std::unique_ptr<Rows> run(std::string_view sql, const std::vector<Value>& values) override {
    require_sound();
    return writer_.connection().run(sql, values);
  }
  void commit() override {
    core::expects(!is_ended_, "a transaction is committed once");
    end();
    writer_.commit();
  }

 protected:
  std::int64_t run_to_end(std::string_view sql, const std::vector<Value>& values) override {
    require_sound();
    return writer_.connection().run_to_end(sql, values);
  }

 private:
  void require_sound() {
    core::expects(!is_ended_, "a transaction is used before its end");
    const auto& failure = writer_.connection().failure();
    if (failure && !failure->is_constraint()) throw *failure;
  }
  void end() {
    is_ended_ = true;
    writer_.connection().close_rows();
    writer_.connection().refuse_changes(false);
  }

  Writer& writer_;
  bool is_ended_ = false;
};

// The reading connections, and who waits for one.
class Readers {
 public:
  Readers(const std::string& path, int count, int patience_ms) : patience_(patience_ms) {
    for (int i = 0; i < count; ++i) {
      all_.push_back(
          std::make_unique<SqliteConnection>(path, SqliteConnection::Mode::reading, patience_ms));
      all_.back()->refuse_changes(true);
      free_.push_back(all_.back().get());
    }
  }

  SqliteConnection& take() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, patience_, [&] { return !free_.empty(); }))
      throw DatabaseError(Trouble::busy, "every reader is taken");
    auto* connection = free_.back();
    free_.pop_back();
    return *connection;
  }
  void give(SqliteConnection& connection) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&connection);
    freed_.notify_one();
  }

 private:
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<SqliteConnection>> all_;
  std::vector<SqliteConnection*> free_;
};

class ReadingTransaction final : public Transaction {
 public:
  explicit ReadingTransaction(Readers& readers) : readers_(readers), connection_(readers.take()) {
    try {
      connection_.clear_failure();
      connection_.control("BEGIN");
    } catch (...) {
      readers_.give(connection_);
      throw;
    }
  }
  ~ReadingTransaction() override { end(); }

  std::unique_ptr<Rows> run(std::string_view sql, const std::vector<Value>& values) override {
    require_sound();
    return connection_.run(sql, values);
  }
  void commit() override { end(); }

 protected:
  std::int64_t run_to_end(std::string_view sql, const std::vector<Value>& values) override {
    require_sound();
    return connection_.run_to_end(sql, values);
  }

 private:
  void require_sound() {
    core::expects(!is_ended_, "a transaction is used before its end");
    if (connection_.failure()) throw *connection_.failure();
  }
  void end() noexcept {
    if (is_ended_) return;
    is_ended_ = true;
    connection_.close_rows();
    try {
      if (connection_.in_transaction()) connection_.control("ROLLBACK");
    } catch (...) {
      // Nothing was changed; the next BEGIN tells if the connection is of no use.
    }
    readers_.give(connection_);
  }

  Readers& readers_;
  SqliteConnection& connection_;
  bool is_ended_ = false;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, const Location& location)
      : writer_(path, location.patience_ms) {
    migrate(*this);
    if (path != ":memory:")
      readers_.emplace(path, std::max(1, location.readers), location.patience_ms);
  }

  std::unique_ptr<Transaction> read() override {
    if (!readers_) return std::make_unique<WritingTransaction>(writer_, true);
    return std::make_unique<ReadingTransaction>(*readers_);
  }
  std::unique_ptr<Transaction> write() override {
    return std::make_unique<WritingTransaction>(writer_, false);
  }

  void probe() override {
    const auto tx = write();
    tx->execute("UPDATE pulse SET beats = beats + 1");
    tx->commit();
  }

  std::vector<std::string> verify() override {
    std::vector<std::string> faults;
    try {
      const auto tx = read();
      for (auto rows = tx->query("PRAGMA integrity_check"); rows->next();)
        if (rows->view(0) != "ok") faults.push_back(rows->text(0));
      for (auto rows = tx->query("PRAGMA foreign_key_check"); rows->next();)
        faults.push_back("a row of " + rows->text(0) + " refers to a row of " + rows->text(2) +
                         " that does not exist");
    } catch (const DatabaseError& error) {
      if (error.trouble != Trouble::damaged) throw;
      faults.push_back(error.engine_message);
    }
    return faults;
  }

 private:
  Writer writer_;
  std::optional<Readers> readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const Location& location) {
  auto database = std::make_unique<SqliteDatabase>(path, location);
  const auto tx = database->write();
  for (const auto statement : kOwnSchema) tx->execute(statement);
  tx->commit();
  return database;
}

}  // namespace citacal::store
