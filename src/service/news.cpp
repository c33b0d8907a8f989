#include "service/news.h"

#include "store/news.h"

namespace citacal::service {

void tell_coordinator(Work& work, domain::News news) {
  if (!work.tells()) return;
  news.id = core::new_id(work.now());
  news.at = work.now();
  store::add_news(work.tx(), news);
}

}  // namespace citacal::service
