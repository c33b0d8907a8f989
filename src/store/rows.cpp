#include "store/rows.h"

#include <algorithm>
#include <charconv>

#include "core/check.h"
#include "core/text.h"

namespace citacal::store {

using core::Code;
using core::Error;

Table::Table(std::string_view name, std::string_view columns) {
  std::string places, changes;
  int number = 0;
  for (const auto part : core::split(columns, ',')) {
    const std::string column(core::trim(part)), place = "$" + std::to_string(++number);
    places += (number == 1 ? "" : ", ") + place;
    if (number > 1) changes += (number == 2 ? "" : ", ") + column + " = " + place;
  }
  const std::string table(name), all(columns);
  insert = "INSERT INTO " + table + " (" + all + ") VALUES (" + places + ")";
  update = "UPDATE " + table + " SET " + changes + " WHERE id = $1 AND version = $2 - 1";
  select = "SELECT " + all + " FROM " + table + " ";
}

void throw_stale() {
  throw Error(Code::stale, "changed-meanwhile",
              {"Otra persona lo cambió mientras tanto: vuelva a leerlo y repita el cambio.",
               "Somebody else has changed it meanwhile: read it again and repeat the change."});
}

void throw_taken(std::string_view field, const core::Phrase& noun) {
  const std::string name(field);
  throw Error(Code::conflict, "taken",
              {"Ya existe " + noun.es + " con ese valor de «" + name + "»: use otro.",
               "There is " + noun.en + " with that \"" + name + "\" already: use another."},
              name);
}

void throw_not_found(const core::Phrase& noun) {
  throw Error(
      Code::not_found, "not-found",
      {"No existe " + noun.es + " con ese identificador o número, o no es para su cuenta.",
       "There is not " + noun.en + " with that id or number, or it is not for your account."});
}

std::string print_lines(const std::vector<std::string>& lines) {
  return core::join(lines, "\n");
}

std::vector<std::string> parse_lines(std::string_view text) {
  std::vector<std::string> lines;
  if (text.empty()) return lines;
  for (const auto line : core::split(text, '\n')) lines.emplace_back(line);
  return lines;
}

Where& Where::add(std::string_view condition) {
  sql_ += sql_.empty() ? "WHERE " : " AND ";
  sql_ += condition;
  return *this;
}

Where& Where::add_pair(std::string_view condition, const Value& first, const Value& second) {
  values_.insert(values_.end(), {first, second});
  const auto count = values_.size();
  return add(std::string(condition) + "($" + std::to_string(count - 1) + ", $" +
             std::to_string(count) + ")");
}

std::unique_ptr<Rows> Where::run(Transaction& tx, std::string_view select, std::string_view order,
                                 int limit) {
  values_.push_back(std::int64_t{limit});
  std::string sql(select);
  sql += sql_;
  sql += " ORDER BY ";
  sql += order;
  sql += " LIMIT $" + std::to_string(values_.size());
  return tx.run(sql, values_);
}

void add_level(Where& where, std::string_view column, domain::Level up_to) {
  const auto condition = level_condition(column, up_to);
  if (!condition.empty()) where.add(condition);
}

std::string level_condition(std::string_view column, domain::Level up_to) {
  const std::string level(column);
  if (up_to == domain::Level::open) return level + " = 'open'";
  if (up_to == domain::Level::classified) return level + " <> 'reserved'";
  return {};
}

int bounded_limit(int limit) {
  return std::clamp(limit, 1, kPageMax);
}

namespace {

[[noreturn]] void refuse_cursor() {
  core::refuse("cursor", "cursor",
               {"no es uno que haya dado este servicio: empiece por la primera página",
                "is not one that this service gave: begin at the first page"});
}

}  // namespace

core::Id parse_id_cursor(std::string_view text) {
  const auto is_fit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  };
  if (text.empty() || text.size() > 64 || !std::all_of(text.begin(), text.end(), is_fit))
    refuse_cursor();
  return core::Id(text);
}

Cursor parse_cursor(std::string_view text) {
  Cursor cursor;
  const auto dot = text.find('.');
  if (dot == text.npos) refuse_cursor();
  const auto* end = text.data() + dot;
  const auto parsed = std::from_chars(text.data(), end, cursor.start);
  if (parsed.ec != std::errc() || parsed.ptr != end) refuse_cursor();
  cursor.id = parse_id_cursor(text.substr(dot + 1));
  return cursor;
}

std::string print_cursor(const Cursor& cursor) {
  return std::to_string(cursor.start) + "." + cursor.id;
}

std::unique_ptr<Rows> run_for_some(Transaction& tx, std::string_view select,
                                   std::string_view parent,
                                   const std::vector<std::string_view>& ids, std::size_t from,
                                   std::size_t& until) {
  static constexpr std::size_t kMost = 64;
  until = std::min(ids.size(), from + kMost);
  std::size_t places = 1;
  while (places < until - from) places *= 2;
  std::vector<Value> values(ids.begin() + static_cast<std::ptrdiff_t>(from),
                            ids.begin() + static_cast<std::ptrdiff_t>(until));
  values.resize(places, values.back());
  std::string sql(select);
  sql.append(" WHERE ").append(parent).append(" IN (");
  for (std::size_t i = 1; i <= places; ++i)
    sql.append(i == 1 ? "$" : ", $").append(std::to_string(i));
  sql.append(") ORDER BY ").append(parent).append(", item");
  return tx.run(sql, values);
}

}  // namespace citacal::store
