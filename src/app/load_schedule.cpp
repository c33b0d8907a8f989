#include "app/load_schedule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "app/load_steps.h"
#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"

namespace citacal::app {

namespace {

const std::vector<std::string> kColumns = {"contrato",      "vigencia",      "contratista",
                                           "servicio",      "periodicidad",  "mes inicial",
                                           "duración",      "lugar",         "servicios afectados",
                                           "impacto",       "afecta red",    "condiciones",
                                           "acta",          "fecha acta",    "fecha",
                                           "hora",          "clasificación", "excepción",
                                           "justificación", "fundamento",    "años",
                                           "calificada"};
const std::vector<std::string> kRequired = {"contrato", "vigencia",     "contratista",
                                            "servicio", "periodicidad", "duración"};

// In the order of the enumerators.
constexpr std::array<std::string_view, 7> kPeriods = {
    "unica", "mensual", "bimestral", "trimestral", "cuatrimestral", "semestral", "anual"};
constexpr std::array<std::string_view, 4> kImpacts = {"ninguno", "redundancia-reducida",
                                                      "degradado", "interrupcion"};
constexpr std::array<std::string_view, 3> kLevels = {"publica", "clasificada", "reservada"};
constexpr std::array<std::string_view, 3> kExtents = {"ninguna", "parcial", "total"};
constexpr std::array<std::string_view, 12> kMonths = {
    "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

constexpr int kAskedAheadDays = 14;  // a date without history was asked for this long before

std::optional<int> parse_integer(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// One reading of one file.
class Reader {
 public:
  Reader(const std::vector<Row>& rows, const LoadContext& context, Problems& problems)
      : columns_(rows[0], kColumns, kRequired, problems), context_(context), problems_(problems) {}

  void read(const Row& row) {
    columns_.check_width(row);
    const auto before = problems_.size();
    const auto service = planned_service(row);
    auto& programme = programme_of(row);
    const auto slot = slot_of(row, service.duration);
    if (problems_.size() > before || service.key.empty()) return;
    add_service(programme, service, row);
    if (slot) add_request(programme, service, row, *slot);
  }

  service::LoadFile finish() {
    for (auto& load : file_.programmes) {
      load.digest = digest_of(load);
      const bool known = columns_.has("acta") && columns_.has("fecha acta");
      const bool both = load.programme.minutes.empty() != load.programme.minutes_day.has_value();
      if (known && !both && !faulty_minutes_.contains(load.programme.contract))
        problems_.add(load.origin, {"«acta» y «fecha acta»: hacen falta las dos, o ninguna.",
                                    "\"acta\" and \"fecha acta\": give both, or none."});
    }
    return std::move(file_);
  }

 private:
  Cell cell(const Row& row, const char* column) const { return columns_.at(row, column); }

  std::string line(const Row& row, const char* column, bool required = false) {
    return columns_.line(row, column, required);
  }

  void fault(const Cell& at, const char* column, const core::Phrase& expected) {
    columns_.fault(at, column, expected);
  }

  // The index of the cell's word in `words`; 0 after a fault.
  template <std::size_t N>
  std::size_t word(const Cell& at, const char* column,
                   const std::array<std::string_view, N>& words) {
    const auto found = std::find(words.begin(), words.end(), core::slug(at.text));
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string all;
    for (const auto one : words) all += (all.empty() ? "" : " | ") + std::string(one);
    fault(at, column, {"uno de " + all, "one of " + all});
    return 0;
  }

  bool flag(const Row& row, const char* column) {
    const auto at = cell(row, column);
    const auto text = core::slug(at.text);
    if (text == "si" || text == "s" || text == "x" || text == "verdadero") return true;
    if (!text.empty() && text != "no" && text != "n" && text != "falso")
      fault(at, column, {"sí o no", "sí or no"});
    return false;
  }

  // Excel may write 2026 as 2.026 or 2026,00.
  int year(const Row& row) {
    const auto at = cell(row, "vigencia");
    if (core::slug(at.text) == "hoy") return core::year_of(core::start_of(context_.today.day));
    auto text = at.text.substr(0, at.text.find(','));
    text.erase(std::remove(text.begin(), text.end(), '.'), text.end());
    const auto year = parse_integer(text);
    if (year && *year >= 2000 && *year <= 2100) return *year;
    fault(at, "vigencia", {"un año de 2000 a 2100", "a year, 2000 to 2100"});
    return 2000;
  }

  int month(const Row& row) {
    const auto at = cell(row, "mes inicial");
    if (at.text.empty()) return 1;
    const auto number = parse_integer(at.text);
    if (number && *number >= 1 && *number <= 12) return *number;
    if (!number) {
      const auto name = core::slug(at.text);
      for (std::size_t i = 0; i < kMonths.size(); ++i)
        if (name == kMonths[i] || name == kMonths[i].substr(0, 3)) return static_cast<int>(i) + 1;
    }
    fault(at, "mes inicial",
          {"un mes, de 1 a 12 o de enero a diciembre", "a month, 1 to 12 or enero to diciembre"});
    return 1;
  }

  core::Minutes duration(const Row& row) {
    const auto at = cell(row, "duración");
    if (const auto length = parse_duration(at.text)) return *length;
    fault(at, "duración",
          {"horas y minutos: 04:00, 4h o 90min", "hours and minutes: 04:00, 4h, 90min"});
    return core::Minutes(60);
  }

  std::vector<std::string> affected(const Row& row) {
    std::vector<std::string> out;
    const auto text = line(row, "servicios afectados");
    const char separator = text.find('|') != std::string::npos ? '|' : ',';
    for (const auto part : core::split(text, separator))
      if (!core::trim(part).empty()) out.emplace_back(core::trim(part));
    return out;
  }

  domain::PlannedService planned_service(const Row& row) {
    domain::PlannedService service;
    service.subject = line(row, "servicio", true);
    service.key = core::slug(service.subject).substr(0, 64);
    while (service.key.ends_with('-')) service.key.pop_back();
    service.period =
        static_cast<domain::Period>(word(cell(row, "periodicidad"), "periodicidad", kPeriods));
    service.first_month = month(row);
    service.duration = duration(row);
    service.place = line(row, "lugar");
    service.affected = affected(row);
    if (const auto impact = cell(row, "impacto"); !impact.text.empty())
      service.impact = static_cast<domain::Impact>(word(impact, "impacto", kImpacts));
    service.affects_network = flag(row, "afecta red");
    return service;
  }

  // By its key, its NIT or its name, whatever the case and the accents.
  std::string contractor_key(const Row& row) {
    const auto at = cell(row, "contratista");
    std::string digits;
    for (const char c : at.text)
      if (c != '.' && c != ' ') digits += c;
    std::vector<std::string> known;
    for (const auto& contractor : context_.contractors) {
      if (contractor.key == core::slug(at.text) ||
          core::slug(contractor.name) == core::slug(at.text))
        return contractor.key;
      if (!contractor.tax_id.empty() && contractor.tax_id == digits) return contractor.key;
      known.push_back(contractor.key);
      known.push_back(contractor.name);
    }
    const auto near = core::nearest(at.text, known);
    fault(at, "contratista",
          {"la clave, el NIT o el nombre de un contratista cargado" +
               (near.empty() ? std::string() : "; ¿quiso decir «" + near + "»?"),
           "the key, NIT or name of a contractor that is loaded" +
               (near.empty() ? std::string() : "; did you mean \"" + near + "\"?")});
    return {};
  }

  service::LoadProgramme& programme_of(const Row& row) {
    const int vigencia = year(row);
    const auto contract = with_year(line(row, "contrato", true), vigencia);
    const auto contractor = contractor_key(row);
    const auto found = std::find_if(
        file_.programmes.begin(), file_.programmes.end(), [&](const service::LoadProgramme& load) {
          return !contract.empty() && load.programme.contract == contract &&
                 load.programme.year == vigencia;
        });
    const bool is_new = found == file_.programmes.end();
    if (is_new) {
      file_.programmes.push_back({row.front().origin, {}, contractor, {}});
      file_.programmes.back().programme.contract = contract;
      file_.programmes.back().programme.year = vigencia;
    }
    auto& load = is_new ? file_.programmes.back() : *found;
    if (!contractor.empty() && contractor != load.contractor_key)
      fault(cell(row, "contratista"), "contratista",
            {"el mismo contratista en todas las filas del contrato",
             "the same contractor in every row of the contract"});
    keep(load.programme.conditions, row, "condiciones", vigencia);
    read_minutes(load.programme, row);
    return load;
  }

  // Said once for the contract, in any of its rows; "{vigencia}" is its year.
  void keep(std::string& value, const Row& row, const char* column, int year) {
    const auto at = cell(row, column);
    if (at.text.empty()) return;
    std::string text;
    try {
      text = core::checked_text(column, with_year(at.text, year));
    } catch (const core::Error& error) {
      problems_.add(at.origin, error, at.text);
      return;
    }
    if (value.empty()) value = text;
    if (value != text)
      fault(at, column,
            {"«" + shown(value) + "», como en otra fila del contrato",
             "\"" + shown(value) + "\", as in another row of the contract"});
  }

  // Minutes and their day. A fault in one is not told again as the lack of it.
  void read_minutes(domain::Programme& programme, const Row& row) {
    const auto before = problems_.size();
    keep(programme.minutes, row, "acta", programme.year);
    const auto at = cell(row, "fecha acta");
    const auto day = parse_spanish_day(with_year(at.text, programme.year));
    if (day)
      programme.minutes_day = day;
    else if (!at.text.empty())
      fault(at, "fecha acta", {"una fecha dd/mm/aaaa", "a date dd/mm/yyyy"});
    if (problems_.size() > before) faulty_minutes_.insert(programme.contract);
  }

  void add_service(service::LoadProgramme& load, const domain::PlannedService& service,
                   const Row& row) {
    auto& services = load.programme.services;
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const auto& other) { return other.key == service.key; });
    if (found == services.end())
      services.push_back(service);
    else if (print(*found) != print(service))
      problems_.add(cell(row, "servicio").origin,
                    {"«servicio»: está en otra fila del contrato con otros datos; repítalos igual.",
                     "\"servicio\": another row of the contract says otherwise; repeat it alike."});
  }

  // Of `fecha` and `hora`; nothing where both are empty, or after a fault.
  std::optional<core::Slot> slot_of(const Row& row, core::Minutes length) {
    const auto day_cell = cell(row, "fecha"), time_cell = cell(row, "hora");
    if (day_cell.text.empty() && time_cell.text.empty()) return std::nullopt;
    auto day = parse_spanish_day(day_cell.text);
    if (!day) day = parse_day(day_cell.text, context_.today);
    const auto time = parse_time_of_day(time_cell.text);
    if (!day) fault(day_cell, "fecha", {"una fecha dd/mm/aaaa", "a date dd/mm/yyyy"});
    if (!time) fault(time_cell, "hora", {"una hora hh:mm", "a time hh:mm"});
    if (!day || !time) return std::nullopt;
    const auto start = core::start_of(*day) + *time;
    return core::Slot{start, start + length};
  }

  // Of the case that the row asks for; open where nothing is said.
  domain::Classification classification(const Row& row) {
    domain::Classification out;
    const auto level = cell(row, "clasificación"), extent = cell(row, "excepción"),
               years = cell(row, "años"), day = cell(row, "calificada");
    const auto before = problems_.size();
    if (!level.text.empty())
      out.level = static_cast<domain::Level>(word(level, "clasificación", kLevels));
    if (!extent.text.empty())
      out.extent = static_cast<domain::Extent>(word(extent, "excepción", kExtents));
    out.justification = line(row, "justificación");
    out.legal_ground = line(row, "fundamento");
    const auto number = parse_integer(years.text);
    out.years = number.value_or(0);
    if (!number && !years.text.empty()) fault(years, "años", {"un número", "a number"});
    out.qualified_on = parse_spanish_day(day.text);
    if (!out.qualified_on && !day.text.empty())
      fault(day, "calificada", {"una fecha dd/mm/aaaa", "a date dd/mm/yyyy"});
    if (problems_.size() > before) return {};
    try {
      return domain::checked(std::move(out));
    } catch (const core::Error& error) {
      problems_.add(level.origin, error, level.text);
      return {};
    }
  }

  void add_request(const service::LoadProgramme& load, const domain::PlannedService& service,
                   const Row& row, core::Slot slot) {
    domain::Agreement agreement;
    agreement.slot = slot;
    agreement.place = service.place;
    agreement.affected = service.affected;
    agreement.impact = service.impact;
    agreement.affects_network = service.affects_network;
    service::LoadRequest request;
    request.origin = row.front().origin;
    const auto text = load.programme.contract + "\n" + service.key + "\n" +
                      cell(row, "fecha").text + "\n" + cell(row, "hora").text;
    request.key = core::slug(load.programme.contract).substr(0, 40) + "-" +
                  core::sha256_hex(text).substr(0, 12);
    refuse_twin(request_keys_, request.key, request.origin, problems_);
    auto& kind = request.request.classification;
    kind = classification(row);
    request.digest =
        core::sha256_hex(text + "\n" + print(service) +
                         (kind == domain::Classification{}
                              ? ""
                              : domain::print_classification(kind) + "\n" + kind.justification));
    request.contractor_key = load.contractor_key;
    request.contract = load.programme.contract;
    request.year = load.programme.year;
    request.service_key = service.key;
    request.at = std::min(context_.now, slot.start - std::chrono::days(kAskedAheadDays));
    request.request.subject = service.subject;
    request.request.place = service.place;
    request.request.affected = service.affected;
    request.steps.push_back({request.origin, request.at, std::move(agreement)});
    file_.requests.push_back(std::move(request));
  }

  static std::string print(const domain::PlannedService& service) {
    return service.key + "\n" + service.subject + "\n" + std::string(core::word(service.period)) +
           "\n" + std::to_string(service.first_month) + "\n" +
           std::to_string(service.duration.count()) + "\n" + service.place + "\n" +
           core::join(service.affected, "|") + "\n" + std::string(core::word(service.impact)) +
           (service.affects_network ? "\nsi\n" : "\nno\n");
  }

  static std::string digest_of(const service::LoadProgramme& load) {
    const auto& programme = load.programme;
    std::string text = load.contractor_key + "\n" + programme.contract + "\n" +
                       programme.conditions + "\n" + programme.minutes + "\n" +
                       (programme.minutes_day ? core::print_day(*programme.minutes_day) : "") +
                       "\n";
    for (const auto& service : programme.services) text += print(service);
    return core::sha256_hex(text);
  }

  const Columns columns_;
  const LoadContext& context_;
  Problems& problems_;
  service::LoadFile file_;
  std::set<std::string> request_keys_;
  std::set<std::string> faulty_minutes_;  // contracts
};

}  // namespace

service::LoadFile read_schedule(const std::vector<Row>& rows, const LoadContext& context,
                                Problems& problems) {
  Reader reader(rows, context, problems);
  for (std::size_t i = 1; i < rows.size(); ++i) reader.read(rows[i]);
  return reader.finish();
}

}  // namespace citacal::app
