#include "web/paper.h"

#include "core/secret.h"
#include "core/text.h"

namespace citacal::web {

namespace {

// string-set and the margin boxes are of CSS Paged Media: printers know them, browsers pass over
// what they do not know.
constexpr std::string_view kStyle = R"css(
@page{size:A4;margin:24mm 20mm 22mm 25mm;
@top-left{content:string(institute);font:9pt "Liberation Sans",Arial,sans-serif;color:#333}
@top-right{content:string(number);font:9pt "Liberation Sans",Arial,sans-serif;color:#333}
@bottom-left{content:string(form);font:8pt "Liberation Sans",Arial,sans-serif;color:#333}
@bottom-right{content:"Página " counter(page) " de " counter(pages);
font:8pt "Liberation Sans",Arial,sans-serif;color:#333}}
@page:first{@top-left{content:none}@top-right{content:none}}
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:10.5pt/1.4 "Liberation Sans",Arial,sans-serif}
header{border-bottom:1.5pt solid #000;padding-bottom:6pt;margin-bottom:12pt}
.institute{string-set:institute content();font-weight:bold;margin:0 0 6pt;font-size:12pt}
h1{font-size:15pt;line-height:1.2;margin:0}
.number{string-set:number content();font-size:12pt;font-weight:bold;margin:4pt 0 0}
.form{string-set:form content();font-size:9pt;color:#333;margin:4pt 0 0}
h2{font-size:11.5pt;margin:14pt 0 5pt;break-after:avoid}
h3{font-size:10.5pt;margin:8pt 0 3pt;break-after:avoid}
p{margin:0 0 5pt;orphans:2;widows:2}
table{width:100%;border-collapse:collapse;margin:0 0 6pt}
th,td{border:.6pt solid #777;padding:3pt 5pt;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
thead th{background:#eee}
tr{break-inside:avoid}
.facts th{width:32%;background:#f4f4f4;font-weight:bold}
.signatures{table-layout:fixed}
.signatures td{height:15mm}
.signatures .place{width:32%}
ol{margin:0 0 5pt;padding-left:16pt}
.digest{font:7.5pt "Liberation Mono",monospace}
.none{color:#333}
a{color:#000}
@media screen{body{max-width:190mm;margin:0 auto;padding:10mm 8mm}}
)css";

}  // namespace

std::string paper_policy() {
  return "default-src 'none'; style-src 'sha256-" + core::sha256_base64(kStyle) +
         "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
}

std::string print_paper(const PaperHead& head, const std::function<void(Html&)>& body) {
  std::vector<std::string> form;
  if (!head.code.empty()) form.push_back("Código: " + head.code);
  if (!head.version.empty()) form.push_back("Versión: " + head.version);
  Html html;
  html.open("html", {{"lang", "es-CO"}}).open("head");
  html.empty("meta", {{"charset", "utf-8"}});
  html.one("title", head.title + " " + head.number);
  html.empty("meta", {{"name", "author"}, {"content", head.institute}});
  html.style(kStyle).close();
  html.open("body").open("header");
  html.one("p", head.institute, {{"class", "institute"}});
  html.one("h1", head.title);
  html.one("p", head.number, {{"class", "number"}});
  if (!form.empty()) html.one("p", core::join(form, " · "), {{"class", "form"}});
  html.close().open("main");
  body(html);
  html.close().close().close();
  return html.take();
}

Facts::Facts(Html& html) : html_(html) {
  html_.open("table", {{"class", "facts"}}).open("tbody");
}

Facts& Facts::add(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  html_.open("tr").one("th", name, {{"scope", "row"}});
  html_.open("td").lines(value).close().close();
  return *this;
}

void Facts::end() {
  html_.close().close();
}

void write_table(Html& html, const std::vector<std::string>& heads,
                 const std::vector<std::vector<std::string>>& rows, std::string_view none) {
  if (rows.empty()) {
    html.one("p", none, {{"class", "none"}});
    return;
  }
  html.open("table").open("thead").open("tr");
  for (const auto& head : heads) html.one("th", head, {{"scope", "col"}});
  html.close().close().open("tbody");
  for (const auto& row : rows) {
    html.open("tr");
    for (const auto& cell : row) html.open("td").lines(cell).close();
    html.close();
  }
  html.close().close();
}

std::vector<std::vector<std::string>> rows_of(const std::vector<domain::Named>& persons) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : persons) rows.push_back({one.name, one.position, one.entity});
  return rows;
}

void write_signatures(Html& html, const std::vector<domain::Named>& persons) {
  html.open("table", {{"class", "signatures"}}).open("thead").open("tr");
  for (const auto* head : {"Nombre", "Cargo", "Entidad"}) html.one("th", head, {{"scope", "col"}});
  html.one("th", "Firma", {{"scope", "col"}, {"class", "place"}}).close().close().open("tbody");
  for (const auto& one : persons) {
    html.open("tr");
    for (const auto& cell : {one.name, one.position, one.entity}) html.one("td", cell);
    html.one("td", "").close();
  }
  html.close().close();
}

std::string say_slot(const core::Slot& slot) {
  const auto say = [](core::Instant at) {
    return core::say_day(core::day_of(at), core::Language::es) + ", " + core::say_time(at);
  };
  const bool is_one_day = core::day_of(slot.start) == core::day_of(slot.end);
  return say(slot.start) + " a " + (is_one_day ? core::say_time(slot.end) : say(slot.end));
}

}  // namespace citacal::web
