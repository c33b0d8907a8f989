#include "service/measures.h"

#include "web/csv.h"
#include "web/measures_page.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

enum class Format { json, csv, html };

}  // namespace
}  // namespace citacal::web

CITACAL_WORDS(citacal::web::Format, "json", "csv", "html");
CITACAL_WORDS(citacal::core::Language, "es", "en");

namespace citacal::web {

namespace {

using core::Language;
using domain::Measure;
using service::ServiceReport;

std::string number_or_empty(std::optional<int> value) {
  return value ? std::to_string(*value) : "";
}

Json show(const std::vector<domain::Share>& shares) {
  auto json = Json::object();
  for (const auto& share : shares) json.set(core::word(share.what), share.count);
  return json;
}

Json show(const std::vector<Measure>& measures) {
  auto json = Json::object();
  for (const auto& measure : measures) {
    const auto unit = domain::unit_of(measure.key);
    auto one = Json::object();
    one.set("unit", core::word(unit));
    if (measure.value)
      one.set("value", *measure.value);
    else
      one.set_null("value");
    one.set("n", measure.n);
    if (unit == domain::MeasureUnit::percent) one.set("hits", measure.hits);
    if (!measure.parts.empty()) one.set("parts", show(measure.parts));
    one.set("exclusions", show(measure.left_out));
    json.set(core::word(measure.key), std::move(one));
  }
  return json;
}

Json show(const domain::Contractor& contractor) {
  return std::move(Json::object()
                       .set("id", contractor.id)
                       .set("key", contractor.key)
                       .set("name", contractor.name));
}

Json show_periods(const ServiceReport& report) {
  auto list = Json::array();
  for (const auto& [day, count] : report.periods)
    list.add(std::move(Json::object()
                           .set("from", core::print_day(day))
                           .set("held", count.held)
                           .set("notices_on_time", count.notices_on_time)
                           .set("notices_late", count.notices_late)));
  return list;
}

Json show(const ServiceReport& report) {
  auto contractors = Json::array();
  for (const auto& one : report.contractors)
    contractors.add(std::move(Json::object()
                                  .set("contractor", show(one.contractor))
                                  .set("measures", show(one.measures))));
  auto contracts = Json::array();
  for (const auto& one : report.contracts)
    contracts.add(std::move(Json::object()
                                .set("contractor", show(one.contractor))
                                .set_or_null("contract", one.contract)
                                .set("year", one.year)
                                .set("measures", show(one.measures))));
  auto json = Json::object();
  json.set("at", core::print_utc(report.at));
  if (report.query.year == 0)
    json.set_null("year");
  else
    json.set("year", report.query.year);
  json.set_or_null("contractor", report.query.contractor)
      .set("up_to", core::word(report.up_to))
      .set("total", show(report.total))
      .set("contractors", std::move(contractors))
      .set("contracts", std::move(contracts))
      .set("periods", show_periods(report));
  return json;
}

// "canceladas: 2; en curso: 1".
std::string say(const std::vector<domain::Share>& shares, Language language) {
  std::string text;
  for (const auto& share : shares)
    text += (text.empty() ? "" : "; ") + domain::say(share.what).in(language) + ": " +
            std::to_string(share.count);
  return text;
}

void add_rows(std::vector<std::vector<std::string>>& rows, const std::vector<std::string>& of,
              const std::vector<Measure>& measures, Language language) {
  for (const auto& measure : measures) {
    const auto unit = domain::unit_of(measure.key);
    auto row = of;
    row.push_back(std::string(core::word(measure.key)));
    row.push_back(domain::say(measure.key).in(language));
    row.push_back(std::string(core::word(unit)));
    row.push_back(number_or_empty(measure.value));
    row.push_back(std::to_string(measure.n));
    row.push_back(unit == domain::MeasureUnit::percent ? std::to_string(measure.hits) : "");
    row.push_back(say(measure.parts, language));
    row.push_back(say(measure.left_out, language));
    rows.push_back(std::move(row));
  }
}

// A row for each measure of each contract; the contractor's and the total's have no contract.
core::Response csv_reply(const ServiceReport& report, Language language) {
  const bool english = language == Language::en;
  std::vector<std::vector<std::string>> rows = {
      english
          ? std::vector<std::string>{"level", "contractor", "contract", "year", "measure", "name",
                                     "unit", "value", "n", "hits", "parts", "exclusions"}
          : std::vector<std::string>{"nivel", "contratista", "contrato", "vigencia", "medida",
                                     "nombre", "unidad", "valor", "n", "aciertos", "partes",
                                     "excluidos"}};
  add_rows(rows, {"total", "", "", ""}, report.total, language);
  for (const auto& one : report.contractors)
    add_rows(rows, {english ? "contractor" : "contratista", one.contractor.name, "", ""},
             one.measures, language);
  for (const auto& one : report.contracts)
    add_rows(rows,
             {english ? "contract" : "contrato", one.contractor.name, one.contract,
              std::to_string(one.year)},
             one.measures, language);
  auto response =
      core::Response::of(200, "text/csv; charset=utf-8; header=present", print_csv(rows));
  response.headers.add("Content-Disposition",
                       "attachment; filename=\"" + std::string(english ? "service" : "servicio") +
                           (report.query.year == 0 ? "" : "-" + std::to_string(report.query.year)) +
                           ".csv\"");
  response.headers.add("Content-Language", english ? "en" : "es");
  return response;
}

core::Response get(Exchange& exchange) {
  const auto& query = exchange.query;
  const auto format = query.word<Format>("format").value_or(Format::json);
  const auto language = query.word<core::Language>("lang").value_or(exchange.request.language());
  service::ReportQuery asked;
  asked.year = query.number("year", 2000, 2100, 0);
  asked.contractor = find_contractor(exchange, query.line("contractor"));
  const auto report = service::report_service(exchange.office, exchange.caller, asked);
  if (format == Format::csv) return csv_reply(report, language);
  if (format == Format::html) return show_measures(report, exchange.office.institute(), language);
  return json_reply(200, show(report));
}

}  // namespace

std::vector<Route> measure_routes() {
  return {{"GET",
           "/api/v1/reports/service",
           get,
           Access::account,
           "How the service was measured",
           {"year", "contractor", "format", "lang"}}};
}

}  // namespace citacal::web
