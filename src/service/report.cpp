#include "service/report.h"

#include <algorithm>
#include <array>
#include <map>

#include "service/sight.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

using domain::Record;
using domain::RequestState;
using domain::ServiceRequest;

std::string print(std::optional<core::Instant> at) {
  return at ? core::print_day(core::day_of(*at)) : "";
}

// One report being made: its rows, and what several rows ask for.
class Report {
 public:
  Report(Office& office, const Caller& caller, std::vector<Column> columns)
      : reading_(office, caller) {
    table_.columns = std::move(columns);
  }

  store::Transaction& tx() { return reading_.tx(); }
  const Caller& caller() const { return reading_.caller(); }
  const domain::Institute& institute() { return reading_.office().institute(); }
  core::Day today() const { return core::day_of(reading_.now()); }
  Table take() { return std::move(table_); }

  void add(std::vector<Cell> row) {
    if (table_.rows.size() == kReportRowsMax)
      throw core::Error(core::Code::too_large, "report-too-long",
                        {"El informe pasa de 50 000 filas: pídalo por año («year»).",
                         "The report has over 50,000 rows: ask for it by year (\"year\")."},
                        "year");
    table_.rows.push_back(std::move(row));
  }

  const std::string& contractor_name(const core::Id& id) {
    auto& name = contractors_[id];
    if (name.empty()) name = store::get_contractor(tx(), id).name;
    return name;
  }

  const std::string& person_name(const core::Id& id) {
    auto& name = persons_[id];
    if (name.empty()) {
      const auto person = id.empty() ? std::nullopt : store::find_person(tx(), id);
      name = person ? person->name : institute().organizer_name;
    }
    return name;
  }

  // Those of which the caller sees the whole, oldest last.
  template <class Take>
  void each_request(store::RequestFilter filter, Take take) {
    filter.up_to = caller().person.clearance;
    filter.contractor = narrowed(caller(), {});
    store::Page page{store::kPageMax, ""};
    do {
      const auto listed = store::list_requests(tx(), filter, page);
      for (const auto& one : listed.items) take(one);
      page.after = listed.next;
    } while (!page.after.empty());
  }

  // The same of records.
  template <class Take>
  void each_record(store::RecordFilter filter, Take take) {
    filter.up_to = caller().person.clearance;
    filter.contractor = narrowed(caller(), {});
    store::Page page{store::kPageMax, ""};
    do {
      const auto listed = store::list_records(tx(), page, filter);
      for (const auto& one : listed.items) take(one);
      page.after = listed.next;
    } while (!page.after.empty());
  }

 private:
  Reading reading_;
  Table table_;
  std::map<core::Id, std::string> contractors_, persons_;
};

// Constitutional or legal ground of the class itself; its own ground is what the person wrote.
std::string ground_of(domain::Level level) {
  return level == domain::Level::reserved ? "Ley 1712 de 2014, artículo 19"
                                          : "Ley 1712 de 2014, artículo 18";
}

std::string extent_in_spanish(domain::Extent extent) {
  return extent == domain::Extent::partial ? "Parcial" : "Total";
}

std::string term_of(const domain::Classification& classification) {
  if (classification.years == 0) return "Sin límite";
  return std::to_string(classification.years) + (classification.years == 1 ? " año" : " años");
}

std::vector<Cell> index_row(Report& report, std::string category, std::string title,
                            std::string medium, core::Instant at, const core::Id& producer,
                            const domain::Classification& classification) {
  return {std::move(category),
          std::move(title),
          "Español",
          std::move(medium),
          print(at),
          report.person_name(producer),
          report.institute().name,
          classification.justification,
          ground_of(classification.level),
          classification.legal_ground,
          extent_in_spanish(classification.extent),
          classification.qualified_on ? core::print_day(*classification.qualified_on) : "",
          term_of(classification)};
}

std::string class_in_spanish(domain::Level level) {
  return level == domain::Level::reserved ? "Pública reservada" : "Pública clasificada";
}

// When the last date of a case was, whether anybody verified it, and how much of what it holds.
struct Course {
  std::optional<core::Instant> agreed_for, verified_at;
  std::string outcome;
  int appointments = 0;
  std::array<std::int64_t, 5> records{};
};

Course course_of(store::Transaction& tx, const ServiceRequest& request) {
  Course course;
  for (const auto& one : store::list_appointments_of(tx, request.id)) {
    ++course.appointments;
    if (one.status != domain::AppointmentStatus::cancelled) course.agreed_for = one.slot.start;
  }
  for (const auto& one : store::list_verifications_of(tx, request.id)) {
    course.verified_at = one.verified_at;
    course.outcome = std::string(core::word(one.outcome));
  }
  return course;
}

bool is_over(RequestState state) {
  return state == RequestState::closed || state == RequestState::withdrawn;
}

// What is known of when a case ended: its verification; of one that was withdrawn, the last that
// happened in it before.
core::Day closed_on(store::Transaction& tx, const ServiceRequest& request) {
  const auto course = course_of(tx, request);
  auto last = request.requested_at;
  if (course.agreed_for) last = std::max(last, *course.agreed_for);
  if (course.verified_at) last = std::max(last, *course.verified_at);
  return core::day_of(last);
}

void add_due(Report& report, const domain::Series& series, std::string_view noun,
             const core::Id& id, const std::string& number, const std::string& title,
             core::Day closed) {
  const auto until = domain::kept_until(series, closed);
  if (report.today() < until) return;
  report.add({series.key, series.title, std::string(noun), id, number, title,
              core::print_day(closed), std::int64_t{series.years}, core::print_day(until),
              std::string(core::word(series.disposal))});
}

}  // namespace

Table report_classified(Office& office, const Caller& caller, int year) {
  permit(caller, domain::Right::audit);
  Report report(office, caller,
                {{"category", "Categoría de información"},
                 {"title", "Nombre o título"},
                 {"language", "Idioma"},
                 {"medium", "Medio de conservación o soporte"},
                 {"generated_on", "Fecha de generación"},
                 {"producer", "Responsable de la producción"},
                 {"keeper", "Responsable de la custodia"},
                 {"objective", "Objetivo legítimo de la excepción"},
                 {"ground", "Fundamento constitucional o legal"},
                 {"legal_ground", "Fundamento jurídico de la excepción"},
                 {"extent", "Excepción total o parcial"},
                 {"qualified_on", "Fecha de la calificación"},
                 {"term", "Plazo de la clasificación o reserva"}});
  store::RequestFilter requests;
  requests.only_exceptions = true;
  requests.year = year;
  report.each_request(requests, [&](const ServiceRequest& one) {
    report.add(index_row(report, class_in_spanish(one.classification.level),
                         one.number + " – " + one.subject, "Electrónico", one.requested_at,
                         one.requested_by, one.classification));
  });
  store::RecordFilter records;
  records.only_exceptions = true;
  report.each_record(records, [&](const Record& one) {
    if (year != 0 && core::year_of(one.created_at) != year) return;
    report.add(index_row(report, class_in_spanish(one.classification.level), one.title,
                         "Electrónico: " + one.media_type, one.created_at, one.created_by,
                         one.classification));
  });
  return report.take();
}

Table report_register(Office& office, const Caller& caller, int year) {
  permit(caller, domain::Right::audit);
  std::vector<Column> columns = {{"number", "Número"},           {"subject", "Asunto"},
                                 {"contractor", "Contratista"},  {"kind", "Clase"},
                                 {"priority", "Prioridad"},      {"state", "Estado"},
                                 {"requested_on", "Solicitada"}, {"agreed_for", "Fecha acordada"},
                                 {"verified_on", "Verificada"},  {"outcome", "Resultado"},
                                 {"appointments", "Citas"}};
  for (int activity = 1; activity <= 5; ++activity) {
    const auto number = std::to_string(activity);
    columns.push_back({"records_" + number, "Registros de la actividad " + number});
  }
  columns.push_back({"level", "Clasificación"});
  columns.push_back({"extent", "Excepción"});
  Report report(office, caller, std::move(columns));
  store::RequestFilter filter;
  filter.year = year;
  report.each_request(filter, [&](const ServiceRequest& one) {
    auto course = course_of(report.tx(), one);
    for (const auto& record : store::list_records_of(report.tx(), one.id))
      if (domain::sight(caller.person, one.contractor, record.classification) ==
          domain::Sight::whole)
        ++course.records[static_cast<std::size_t>(record.activity - 1)];
    std::vector<Cell> row = {one.number,
                             one.subject,
                             report.contractor_name(one.contractor),
                             std::string(core::word(one.kind)),
                             std::string(core::word(one.priority)),
                             std::string(core::word(one.state)),
                             print(one.requested_at),
                             print(course.agreed_for),
                             print(course.verified_at),
                             course.outcome,
                             std::int64_t{course.appointments}};
    row.insert(row.end(), course.records.begin(), course.records.end());
    row.emplace_back(std::string(core::word(one.classification.level)));
    row.emplace_back(std::string(core::word(one.classification.extent)));
    report.add(std::move(row));
  });
  return report.take();
}

Table report_disposal(Office& office, const Caller& caller, int year) {
  permit(caller, domain::Right::audit);
  Report report(office, caller,
                {{"series", "Serie"},
                 {"series_title", "Nombre de la serie"},
                 {"noun", "Qué es"},
                 {"id", "Identificador"},
                 {"number", "Caso"},
                 {"title", "Título"},
                 {"closed_on", "Cerrado"},
                 {"years", "Años"},
                 {"kept_until", "Cumplió su plazo"},
                 {"disposal", "Disposición"}});
  store::RequestFilter filter;
  filter.year = year;
  report.each_request(filter, [&](const ServiceRequest& one) {
    if (!is_over(one.state)) return;
    const auto closed = closed_on(report.tx(), one);
    for (const auto& series : office.institute().retention) {
      if (domain::is_of(series, one.kind))
        add_due(report, series, "case", one.id, one.number, one.subject, closed);
      if (series.activities.empty()) continue;
      for (const auto& record : store::list_records_of(report.tx(), one.id))
        if (domain::is_of(series, record.activity) &&
            domain::sight(caller.person, one.contractor, record.classification) ==
                domain::Sight::whole)
          add_due(report, series, "record", record.id, one.number, record.title,
                  std::max(closed, core::day_of(record.created_at)));
    }
  });
  return report.take();
}

}  // namespace citacal::service
