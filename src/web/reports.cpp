#include "service/report.h"

#include "web/csv.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

bool wants_csv(const Exchange& exchange) {
  const auto format = exchange.query.line("format", 10);
  if (format.empty())
    return core::negotiate(exchange.request, {"application/json", "text/csv"}) == "text/csv";
  if (format != "json" && format != "csv")
    core::refuse("format", "unknown-word",
                 {"debe ser uno de: json | csv", "must be one of: json | csv"});
  return format == "csv";
}

std::string print(const service::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  return std::get<std::string>(cell);
}

core::Response csv_reply(const service::Table& table, std::string_view name) {
  std::vector<std::vector<std::string>> rows(1);
  for (const auto& column : table.columns) rows[0].push_back(column.title);
  for (const auto& row : table.rows) {
    auto& cells = rows.emplace_back();
    for (const auto& cell : row) cells.push_back(print(cell));
  }
  auto response =
      core::Response::of(200, "text/csv; charset=utf-8; header=present", print_csv(rows));
  response.headers.add("Content-Disposition",
                       "attachment; filename=\"" + std::string(name) + ".csv\"");
  return response;
}

Json show_row(const service::Table& table, const std::vector<service::Cell>& row) {
  auto json = Json::object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto& key = table.columns[i].key;
    if (const auto* number = std::get_if<std::int64_t>(&row[i]))
      json.set(key, *number);
    else
      json.set_or_null(key, std::get<std::string>(row[i]));
  }
  return json;
}

core::Response answer(const Exchange& exchange, const service::Table& table,
                      std::string_view name) {
  auto response = [&] {
    if (wants_csv(exchange)) return csv_reply(table, name);
    auto items = Json::array();
    for (const auto& row : table.rows) items.add(show_row(table, row));
    return json_reply(200, std::move(Json::object().set("items", std::move(items))));
  }();
  response.headers.add("Cache-Control", "private, no-cache");
  response.headers.add("Vary", "Accept, Authorization");
  return response;
}

int year_of(const Exchange& exchange, int otherwise) {
  return exchange.query.number("year", 2000, 2100, otherwise);
}

core::Response classified_index(Exchange& exchange) {
  return answer(exchange,
                service::report_classified(exchange.office, exchange.caller, year_of(exchange, 0)),
                "indice-informacion-clasificada-y-reservada");
}

core::Response case_register(Exchange& exchange) {
  const int year = year_of(exchange, core::year_of(exchange.office.clock().now()));
  return answer(exchange, service::report_register(exchange.office, exchange.caller, year),
                "registro-de-casos-" + std::to_string(year));
}

core::Response disposal(Exchange& exchange) {
  return answer(exchange,
                service::report_disposal(exchange.office, exchange.caller, year_of(exchange, 0)),
                "disposicion-final");
}

}  // namespace

std::vector<Route> report_routes() {
  return {
      {"GET",
       "/api/v1/reports/classified-index",
       classified_index,
       Access::account,
       "Index of classified and reserved information",
       {"year", "format"}},
      {"GET",
       "/api/v1/reports/register",
       case_register,
       Access::account,
       "Register of a year's cases",
       {"year", "format"}},
      {"GET",
       "/api/v1/reports/disposal",
       disposal,
       Access::account,
       "What may be disposed of",
       {"year", "format"}},
  };
}

}  // namespace citacal::web
