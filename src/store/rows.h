// What the nouns of this folder share: how a row is saved by its version, how children follow their
// parents, how a list is filtered and continued.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/id.h"
#include "domain/party.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

// The three statements of a table, from its columns in order ("id, version, …"). The update is by
// id and the version before; `select` ends before WHERE.
struct Table {
  Table(std::string_view name, std::string_view columns);
  std::string insert, update, select;
};

[[noreturn]] void throw_stale();
[[noreturn]] void throw_taken(std::string_view field, const core::Phrase& noun);
[[noreturn]] void throw_not_found(const core::Phrase& noun);

// Inserts version 1, else updates the row of the version before. `stale` when that is not there;
// conflict "taken" naming `field` when another row has its value.
template <class... A>
void save_row(Transaction& tx, const Table& table, std::string_view field, const core::Phrase& noun,
              const core::Id& id, std::int64_t version, const A&... values) {
  try {
    if (tx.execute(version == 1 ? table.insert : table.update, id, version, values...) == 0)
      throw_stale();
  } catch (const DatabaseError& error) {
    if (error.trouble == Trouble::unique) throw_taken(field, noun);
    throw;
  }
}

// An empty id is NULL in the database, where a column refers to another table.
inline std::optional<std::string_view> or_null(const core::Id& id) {
  return id.empty() ? std::nullopt : std::optional<std::string_view>(id);
}
inline std::optional<core::Day> optional_day(const Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.day(column));
}

// Lists of one-line strings as lines of one column.
std::string print_lines(const std::vector<std::string>& lines);
std::vector<std::string> parse_lines(std::string_view text);

// The conditions of a list, each with the value it asks for. Values are views: what they look at
// outlives the Where.
class Where {
 public:
  // `condition` ends where the value's $n is to stand.
  template <class T>
  Where& add(std::string_view condition, const T& value) {
    values_.push_back(to_value(value));
    return add(std::string(condition) + "$" + std::to_string(values_.size()));
  }
  Where& add(std::string_view condition);
  Where& add_pair(std::string_view condition, const Value& first, const Value& second);
  // Runs `select` + the conditions + `order` + a limit.
  std::unique_ptr<Rows> run(Transaction& tx, std::string_view select, std::string_view order,
                            int limit);

 private:
  std::string sql_;
  std::vector<Value> values_;
};

// That `column`, a level, is one that a reader cleared up to `up_to` may see (domain::sight:
// whole).
void add_level(Where& where, std::string_view column, domain::Level up_to);
// The condition by itself; empty where every level is.
std::string level_condition(std::string_view column, domain::Level up_to);

int bounded_limit(int limit);  // 1 to kPageMax

// A page's cursor is the key of its last row: "id" or "start.id". Throws invalid "cursor".
struct Cursor {
  std::int64_t start = 0;
  core::Id id;
};
Cursor parse_cursor(std::string_view text);
core::Id parse_id_cursor(std::string_view text);
std::string print_cursor(const Cursor& cursor);

// Reads one row more than the page holds, to know whether another page follows; `key` prints the
// cursor of an item.
template <class T, class Read, class Key>
Listed<T> read_page(Rows& rows, int limit, Read read, Key key) {
  Listed<T> listed;
  while (rows.next()) {
    if (static_cast<int>(listed.items.size()) == limit) {
      listed.next = key(listed.items.back());
      break;
    }
    listed.items.push_back(read(rows));
  }
  return listed;
}

// `select` WHERE `parent` IN (ids[from] …) ORDER BY parent, item; reads at most 64 ids, returns how
// many. Rounded up by repetition, so that few texts are prepared.
std::unique_ptr<Rows> run_for_some(Transaction& tx, std::string_view select,
                                   std::string_view parent,
                                   const std::vector<std::string_view>& ids, std::size_t from,
                                   std::size_t& until);

// Reads the children of all parents in few queries: `select` ends before WHERE and its first column
// is `parent`, the parent's id; `take` is given a parent and a row, in the order of `item`.
template <class T, class Take>
void read_children(Transaction& tx, std::string_view select, std::string_view parent,
                   std::vector<T>& parents, Take take) {
  std::unordered_map<std::string_view, T*> by_id;
  std::vector<std::string_view> ids;
  for (auto& one : parents) {
    by_id.emplace(one.id, &one);
    ids.push_back(one.id);
  }
  for (std::size_t from = 0, until = 0; from < ids.size(); from = until)
    for (auto rows = run_for_some(tx, select, parent, ids, from, until); rows->next();)
      take(*by_id.at(rows->view(0)), *rows);
}

// The first column of every row.
inline std::vector<core::Id> list_ids(std::unique_ptr<Rows> rows) {
  std::vector<core::Id> ids;
  while (rows->next()) ids.push_back(rows->text(0));
  return ids;
}

// The one item of a list that holds at most one.
template <class T>
std::optional<T> first_of(std::vector<T> items) {
  if (items.empty()) return std::nullopt;
  return std::move(items.front());
}

}  // namespace citacal::store
