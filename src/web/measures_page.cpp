#include "web/measures_page.h"

#include <initializer_list>

#include "web/measures_plot.h"

namespace citacal::web {

namespace {

using core::Language;
using domain::Measure;
using domain::MeasureKey;
using domain::MeasureUnit;

constexpr std::string_view kStyle = R"css(
@page{size:A4;margin:14mm}
main,header,footer{max-width:58rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.3;
font-variant-numeric:tabular-nums;margin:0 0 1.25rem}
caption{text-align:left;font-weight:600;font-size:1rem;padding:0 0 .375rem}
th,td{border-bottom:1px solid var(--line);padding:.375rem .5rem;text-align:right;
vertical-align:top;font-weight:400}
thead th{vertical-align:bottom;border-bottom:2px solid var(--ink);width:14%}
th:first-child{text-align:left;padding-left:0;width:30%;overflow-wrap:anywhere}
tfoot th,tfoot td{font-weight:700;border-bottom:0}
td small{display:block;font-size:.9em;color:var(--soft);font-weight:400;white-space:nowrap}
.plots{display:grid;gap:1.25rem 2rem}
figure{margin:0 0 1.25rem;break-inside:avoid}
figcaption{font-weight:600;margin:0 0 .375rem}
svg{display:block;width:100%;height:auto}
svg text{font-size:12px;fill:var(--ink)}
svg .total{font-weight:700}
svg .column{text-anchor:middle;font-size:11px}
svg .frame{fill:none;stroke:var(--line)}
svg .bar,svg .base{fill:var(--ink)}
svg .hatched{fill:url(#hatch);stroke:var(--ink)}
svg .blank{fill:none;stroke:var(--ink)}
svg .stroke{fill:none;stroke:var(--ink);stroke-width:1.5}
.how dt{color:inherit;font-weight:600}
.how dd{margin:0 0 .375rem}
@media (min-width:40rem){.plots{grid-template-columns:1fr 1fr}.how{grid-template-columns:1fr}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#777;font-size:10pt}
main,header,footer{max-width:none;padding:0}body{font-size:10pt}
.plots{grid-template-columns:1fr 1fr}.how{grid-template-columns:1fr}
table{font-size:8.5pt}tfoot{display:table-row-group}tr,.scroll{break-inside:avoid}
h2{break-after:avoid}section{margin:0 0 6mm}.how dt{break-after:avoid}}
)css";

struct Table {
  core::Phrase caption;
  std::initializer_list<MeasureKey> keys;
};

const Table kTables[] = {
    {{"Fechas y avisos", "Dates and notices"},
     {MeasureKey::notices_on_time, MeasureKey::notice_lead_median, MeasureKey::first_date_kept,
      MeasureKey::reschedulings, MeasureKey::programme_carried_out}},
    {{"Respuesta y puntualidad", "Response and punctuality"},
     {MeasureKey::acceptance_median, MeasureKey::acceptance_p90, MeasureKey::delay_median,
      MeasureKey::punctual, MeasureKey::scheduled_share}},
    {{"Verificación y registros", "Verification and records"},
     {MeasureKey::verified_on_time, MeasureKey::as_agreed_at_first, MeasureKey::commitments_overdue,
      MeasureKey::failures_repeated, MeasureKey::five_records}}};

constexpr MeasureKey kPlotted[] = {
    MeasureKey::notices_on_time,    MeasureKey::first_date_kept,
    MeasureKey::punctual,           MeasureKey::verified_on_time,
    MeasureKey::as_agreed_at_first, MeasureKey::programme_carried_out,
    MeasureKey::failures_repeated,  MeasureKey::five_records};

class MeasuresPage {
 public:
  MeasuresPage(const service::ServiceReport& report, const domain::Institute& institute,
               Language language, Html& html)
      : report_(report), institute_(institute), language_(language), html_(html) {}

  void write() {
    write_header();
    html_.open("main").one("h1", title(report_, language_));
    write_preface();
    if (report_.contractors.empty()) {
      html_.one("p", say("No hay nada que medir.", "There is nothing to measure."));
    } else {
      write_plots();
      write_tables();
      write_definitions();
    }
    html_.close();
    write_contact(html_, institute_, language_);
  }

  static std::string title(const service::ServiceReport& report, Language language) {
    const bool english = language == Language::en;
    std::string text = english ? "How the service was measured" : "Medición del servicio";
    if (report.query.year == 0) return text;
    return text + (english ? ", " : ", vigencia ") + std::to_string(report.query.year);
  }

 private:
  std::string_view say(std::string_view es, std::string_view en) const {
    return language_ == Language::en ? en : es;
  }
  const Measure& of(const std::vector<Measure>& measures, MeasureKey key) const {
    return measures[static_cast<std::size_t>(key)];
  }
  void write_header();
  void write_preface();
  void write_plots();
  void write_tables();
  void write_row(std::string_view name, const std::vector<Measure>& measures, const Table& table);
  void write_cell(const Measure& measure);
  void write_definitions();
  void write_counts(std::string_view before, const std::vector<domain::Share>& shares);

  const service::ServiceReport& report_;
  const domain::Institute& institute_;
  const Language language_;
  Html& html_;
};

void MeasuresPage::write_header() {
  const bool english = language_ == Language::en;
  std::string other = english ? "?format=html&lang=es" : "?format=html&lang=en";
  if (report_.query.year != 0) other += "&year=" + std::to_string(report_.query.year);
  if (!report_.query.contractor.empty()) other += "&contractor=" + report_.query.contractor;
  html_.open("header").one("span", institute_.name);
  html_.one("a", english ? "Ver en español" : "View in English",
            {{"class", "screen"},
             {"href", other},
             {"lang", english ? "es" : "en"},
             {"hreflang", english ? "es" : "en"}});
  html_.close();
}

void MeasuresPage::write_preface() {
  html_.open("p").text(say("Al ", "As of "));
  html_.text(core::say_day(core::day_of(report_.at), language_) + ", " +
             core::say_time(report_.at) + ". ");
  if (report_.up_to != domain::Level::reserved)
    html_.text(say("No incluye los casos que usted no puede ver por su clasificación. ",
                   "Cases that you may not see by their classification are not included. "));
  html_.text(say("Cada porcentaje dice cuántos de cuántos; «—»: nada que contar.",
                 "Each percentage says how many of how many; “—”: nothing to count."));
  html_.close();
}

void MeasuresPage::write_plots() {
  html_.open("section", {{"aria-labelledby", "plots"}});
  html_.one("h2", say("De un vistazo", "At a glance"), {{"id", "plots"}});
  plot_periods(html_, report_, language_);
  html_.open("div", {{"class", "plots"}});
  for (const auto key : kPlotted) plot_shares(html_, report_, key, language_);
  html_.close().close();
}

void MeasuresPage::write_cell(const Measure& measure) {
  html_.open("td");
  const auto unit = domain::unit_of(measure.key);
  if (unit != MeasureUnit::percent || !measure.value) {
    html_.text(say_value(measure, language_));
    if (measure.value) html_.one("small", "n = " + std::to_string(measure.n));
  } else {
    html_.text(std::to_string(*measure.value) + std::string(say(" %", "%")));
    html_.one("small", say_share(measure, language_));
  }
  html_.close();
}

void MeasuresPage::write_row(std::string_view name, const std::vector<Measure>& measures,
                             const Table& table) {
  html_.open("tr").one("th", name, {{"scope", "row"}});
  for (const auto key : table.keys) write_cell(of(measures, key));
  html_.close();
}

void MeasuresPage::write_tables() {
  html_.open("section", {{"aria-labelledby", "tables"}});
  html_.one("h2", say("Por contratista", "By contractor"), {{"id", "tables"}});
  for (const auto& table : kTables) {
    html_.open("div", {{"class", "scroll"}}).open("table");
    html_.one("caption", table.caption.in(language_));
    html_.open("thead").open("tr");
    html_.one("th", say("Contratista", "Contractor"), {{"scope", "col"}});
    for (const auto key : table.keys)
      html_.one("th", domain::say(key).in(language_), {{"scope", "col"}});
    html_.close().close().open("tbody");
    for (const auto& one : report_.contractors) write_row(one.contractor.name, one.measures, table);
    html_.close().open("tfoot");
    write_row(say("Todos", "All"), report_.total, table);
    html_.close().close().close();
  }
  html_.close();
}

void MeasuresPage::write_counts(std::string_view before, const std::vector<domain::Share>& shares) {
  bool first = true;
  for (const auto& [what, count] : shares) {
    html_.text(first ? before : ", ");
    html_.text(std::to_string(count) + " " + domain::say(what).in(language_));
    first = false;
  }
  if (!first) html_.text(".");
}

void MeasuresPage::write_definitions() {
  html_.open("section", {{"aria-labelledby", "how"}});
  html_.one("h2", say("Cómo se mide", "How it is measured"), {{"id", "how"}});
  html_.one("p", say("Mediana: el menor valor que la mitad de los valores no supera; percentil 90: "
                     "el que no supera el 90 %. Un porcentaje dice 100 solo si son todos, y 0 solo "
                     "si no es ninguno.",
                     "Median: the smallest value that half of the values do not exceed; 90th "
                     "percentile: that 90% do not exceed. A percentage says 100 only for all, and "
                     "0 only for none."));
  html_.open("dl", {{"class", "how"}});
  for (const auto& measure : report_.total) {
    html_.one("dt", domain::say(measure.key).in(language_));
    html_.open("dd").text(domain::define(measure.key).in(language_));
    html_.text(" n = " + std::to_string(measure.n) + ".");
    write_counts(say(" De ellos: ", " Of these: "), measure.parts);
    write_counts(say(" Fuera de la cuenta: ", " Not counted: "), measure.left_out);
    html_.close();
  }
  html_.close().close();
}

}  // namespace

core::Response show_measures(const service::ServiceReport& report,
                             const domain::Institute& institute, Language language) {
  return page_reply({200, language, MeasuresPage::title(report, language), institute.name, kStyle},
                    [&](Html& html) { MeasuresPage(report, institute, language, html).write(); });
}

}  // namespace citacal::web
