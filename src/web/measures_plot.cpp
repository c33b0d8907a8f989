#include "web/measures_plot.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace citacal::web {

namespace {

using core::Language;
using domain::Measure;
using domain::MeasureKey;

std::string number(int value) {
  return std::to_string(value);
}

// At most so many characters, the last one an ellipsis where any is left out.
std::string shortened(const std::string& name, std::size_t max) {
  if (core::character_count(name) <= max) return name;
  std::size_t end = 0;
  for (std::size_t count = 0; count < max; ++count) do
      ++end;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80);
  std::size_t last = end;  // in front of the last character that fits
  do --last;
  while ((static_cast<unsigned char>(name[last]) & 0xC0) == 0x80);
  return name.substr(0, last) + "…";
}

void svg_text(Html& html, std::string_view look, int x, int y, std::string_view text) {
  html.one("text", text, {{"class", look}, {"x", number(x)}, {"y", number(y)}});
}

void rect(Html& html, std::string_view look, int x, int y, int width, int height) {
  html.open("rect", {{"class", look},
                     {"x", number(x)},
                     {"y", number(y)},
                     {"width", number(width)},
                     {"height", number(height)}})
      .close();
}

void open_svg(Html& html, const std::string& id, int width, int height, std::string_view title,
              std::string_view description) {
  const auto titled = id + "-title", described = id + "-text";
  html.open("svg", {{"role", "img"},
                    {"aria-labelledby", titled + " " + described},
                    {"viewBox", "0 0 " + number(width) + " " + number(height)}});
  html.one("title", title, {{"id", titled}}).one("desc", description, {{"id", described}});
}

// One bar: whose it is, the bar in its frame, and what it says.
constexpr int kRow = 34, kBarLeft = 2, kBarWidth = 196, kShareWidth = 360;

void bar(Html& html, int row, const std::string& name, const Measure& measure, bool is_total,
         Language language) {
  const int top = row * kRow;
  html.open("g");
  html.one("title", name + ": " + say_value(measure, language));
  svg_text(html, is_total ? "name total" : "name", kBarLeft, top + 13, shortened(name, 44));
  rect(html, "frame", kBarLeft, top + 18, kBarWidth, 10);
  if (measure.value) rect(html, "bar", kBarLeft, top + 18, kBarWidth * *measure.value / 100, 10);
  svg_text(html, is_total ? "said total" : "said", kBarLeft + kBarWidth + 8, top + 27,
           say_value(measure, language));
  html.close();
}

const Measure& of(const std::vector<Measure>& measures, MeasureKey key) {
  return measures[static_cast<std::size_t>(key)];
}

struct Period {
  std::string name;
  domain::PeriodCount count;
};

std::chrono::year_month_day civil(core::Day day) {
  return std::chrono::year_month_day(std::chrono::sys_days(day.time_since_epoch()));
}

// Every month of the year, or every year from the first to the last: a gap is a zero that shows.
std::vector<Period> periods_of(const service::ServiceReport& report, Language language) {
  static const std::array<core::Phrase, 12> kMonths = {{{"ene", "Jan"},
                                                        {"feb", "Feb"},
                                                        {"mar", "Mar"},
                                                        {"abr", "Apr"},
                                                        {"may", "May"},
                                                        {"jun", "Jun"},
                                                        {"jul", "Jul"},
                                                        {"ago", "Aug"},
                                                        {"sep", "Sep"},
                                                        {"oct", "Oct"},
                                                        {"nov", "Nov"},
                                                        {"dic", "Dec"}}};
  auto all = report.periods;
  const auto at = [&](std::chrono::year year, unsigned month) {
    return core::Day(
        std::chrono::sys_days(year / std::chrono::month(month) / 1).time_since_epoch());
  };
  const bool by_month = report.query.year != 0;
  if (by_month) {
    for (unsigned month = 1; month <= kMonths.size(); ++month)
      all[at(std::chrono::year(report.query.year), month)];
  } else if (!all.empty()) {
    const auto last = civil(all.rbegin()->first).year();
    for (auto year = civil(all.begin()->first).year(); year <= last; ++year) all[at(year, 1)];
  }
  std::vector<Period> list;
  for (const auto& [day, count] : all) {
    const auto date = civil(day);
    const auto year = number(static_cast<int>(date.year()));
    auto name = by_month ? kMonths[static_cast<unsigned>(date.month()) - 1].in(language) : year;
    if (by_month && static_cast<int>(date.year()) != report.query.year) name += " " + year;
    list.push_back({std::move(name), count});
  }
  return list;
}

constexpr int kWidth = 720, kTop = 40, kHeight = 110, kBase = kTop + kHeight;

void columns(Html& html, const std::vector<Period>& periods) {
  int most = 1;
  for (const auto& [name, count] : periods)
    most = std::max({most, count.held, count.notices_on_time + count.notices_late});
  const int step = kWidth / static_cast<int>(periods.size());
  const int width = std::clamp(step * 2 / 5, 2, 24);
  const auto high = [&](int count) { return (count * kHeight + most - 1) / most; };
  int left = 0;
  for (const auto& [name, count] : periods) {
    const int middle = left + step / 2;
    const int notices = count.notices_on_time + count.notices_late;
    html.open("g");
    rect(html, "bar", middle - width, kBase - high(count.held), width, high(count.held));
    if (notices > 0) {
      const int on_time = high(notices) * count.notices_on_time / notices;
      rect(html, "hatched", middle + 1, kBase - on_time, width, on_time);
      rect(html, "blank", middle + 1, kBase - high(notices), width, high(notices) - on_time);
    }
    if (step >= 30) {
      if (count.held > 0)
        svg_text(html, "column", middle - width / 2, kBase - high(count.held) - 4,
                 number(count.held));
      if (notices > 0)
        svg_text(html, "column", middle + 1 + width / 2, kBase - high(notices) - 4,
                 number(notices));
      svg_text(html, "column", middle, kBase + 15, name);
    }
    html.close();
    left += step;
  }
  rect(html, "base", 0, kBase, kWidth, 1);
}

void legend(Html& html, Language language) {
  const bool english = language == Language::en;
  const auto entry = [&](int x, std::string_view look, std::string_view text) {
    rect(html, look, x, 4, 12, 12);
    svg_text(html, "said", x + 18, 14, text);
  };
  entry(0, "bar", english ? "services held" : "servicios realizados");
  entry(170, "hatched", english ? "notices on time" : "avisos a tiempo");
  entry(330, "blank", english ? "notices late" : "avisos tardíos");
}

}  // namespace

std::string say_share(const Measure& measure, Language language) {
  return number(measure.hits) + (language == Language::en ? " of " : " de ") + number(measure.n);
}

std::string say_value(const Measure& measure, Language language) {
  if (!measure.value) return "—";
  const bool english = language == Language::en;
  const int value = *measure.value;
  switch (domain::unit_of(measure.key)) {
    case domain::MeasureUnit::percent:
      return number(value) + (english ? "% (" : " % (") + say_share(measure, language) + ")";
    case domain::MeasureUnit::days:
      return number(value) + (english      ? value == 1 ? " day" : " days"
                              : value == 1 ? " día"
                                           : " días");
    case domain::MeasureUnit::minutes:
      return value == 0 ? "0 min"
                        : (value < 0 ? "−" : "") +
                              core::say_duration(core::Minutes(value < 0 ? -value : value));
    case domain::MeasureUnit::count:
      break;
  }
  return number(value);
}

void plot_shares(Html& html, const service::ServiceReport& report, MeasureKey key,
                 Language language) {
  const auto title = domain::say(key).in(language);
  const std::string all = language == Language::en ? "All" : "Todos";
  const auto& total = of(report.total, key);
  html.open("figure").one("figcaption", title);
  const int rows = static_cast<int>(report.contractors.size()) + 1;
  std::string description;
  for (const auto& one : report.contractors)
    description += one.contractor.name + ": " + say_value(of(one.measures, key), language) + "; ";
  description += all + ": " + say_value(total, language);
  open_svg(html, "plot-" + std::string(core::word(key)), kShareWidth, rows * kRow, title,
           description);
  int row = 0;
  for (const auto& one : report.contractors)
    bar(html, row++, one.contractor.name, of(one.measures, key), false, language);
  bar(html, row, all, total, true, language);
  html.close().close();
}

void plot_periods(Html& html, const service::ServiceReport& report, Language language) {
  const auto periods = periods_of(report, language);
  if (periods.empty()) return;
  const bool english = language == Language::en;
  const bool by_month = report.query.year != 0;
  const std::string title = std::string(english ? "Services held and notices, by "
                                                : "Servicios realizados y avisos, por ") +
                            (english    ? by_month ? "month" : "year"
                             : by_month ? "mes"
                                        : "año");
  std::string description;
  for (const auto& [name, count] : periods)
    description += name + ": " + number(count.held) + (english ? " held, " : " realizados, ") +
                   number(count.notices_on_time) +
                   (english ? " notices on time, " : " avisos a tiempo, ") +
                   number(count.notices_late) + (english ? " late; " : " tardíos; ");
  html.open("figure").one("figcaption", title);
  open_svg(html, "plot-periods", kWidth, kBase + 22, title, description);
  html.open("defs").open(
      "pattern",
      {{"id", "hatch"}, {"width", "5"}, {"height", "5"}, {"patternUnits", "userSpaceOnUse"}});
  html.open("path", {{"class", "stroke"}, {"d", "M-1,1l2,-2M0,5l5,-5M4,6l2,-2"}}).close();
  html.close().close();
  legend(html, language);
  columns(html, periods);
  html.close().close();
}

}  // namespace citacal::web
