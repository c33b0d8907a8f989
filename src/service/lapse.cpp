#include "service/lapse.h"

#include "service/news.h"
#include "store/news.h"
#include "store/record.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Lapse;
using domain::NewsKind;

// What of whom ends; the news are said of the case, where there is one: to who may read of it.
domain::News news_of(Lapse lapse, const domain::Classification& classification,
                     const core::Id& subject, const core::Id& request, const std::string& what) {
  const bool is_over = lapse == Lapse::over;
  const auto day = core::print_day(*domain::ends_on(classification));
  domain::News news;
  news.kind = is_over ? NewsKind::reserve_ended : NewsKind::reserve_ends;
  news.key = std::string(core::word(news.kind)) + ":" + subject + ":" + day;
  news.request = request;
  news.text = (is_over ? "Terminó el " : "Termina el ") + day + " el plazo de la " +
              (classification.level == domain::Level::reserved ? "reserva" : "clasificación") +
              " de " + what + ". Nada se publica por sí solo: califíquelo de nuevo.";
  return news;
}

// Reads all pages of what has an exception, each page in a work of its own, and says what is due.
template <class List, class Tell>
int each_page(Office& office, List list, Tell tell) {
  int said = 0;
  store::Page page{store::kPageMax, ""};
  for (;;) {
    Work work(office, system_caller("tick"));
    const auto listed = list(work.tx(), page);
    int here = 0;
    for (const auto& one : listed.items) here += tell(work, one) ? 1 : 0;
    if (here > 0) work.commit();
    said += here;
    if (listed.next.empty()) return said;
    page.after = listed.next;
  }
}

bool tell(Work& work, const domain::Classification& classification, const core::Id& subject,
          const core::Id& request, const std::string& what) {
  const auto days = work.office().institute().lapse_days;
  const auto lapse = domain::lapse(classification, core::day_of(work.now()), days);
  if (lapse == Lapse::none) return false;
  auto news = news_of(lapse, classification, subject, request, what);
  if (store::is_said(work.tx(), news.key)) return false;
  tell_coordinator(work, std::move(news));
  return true;
}

}  // namespace

int tell_lapses(Office& office) {
  store::RequestFilter requests;
  requests.only_exceptions = true;
  store::RecordFilter records;
  records.only_exceptions = true;
  return each_page(
             office,
             [&](auto& tx, const auto& page) { return store::list_requests(tx, requests, page); },
             [](Work& work, const domain::ServiceRequest& one) {
               return tell(work, one.classification, one.id, one.id, "este caso");
             }) +
         each_page(
             office,
             [&](auto& tx, const auto& page) { return store::list_records(tx, page, records); },
             [](Work& work, const domain::Record& one) {
               // By its id only: its title may be what is reserved.
               return tell(work, one.classification, one.id, one.request, "el registro " + one.id);
             });
}

}  // namespace citacal::service
