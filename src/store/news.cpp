#include "store/news.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

const Table kNews("news", "id, kind, key, request, appointment, body, at, told_at");

}  // namespace

bool add_news(Transaction& tx, const domain::News& news) {
  static const std::string kInsert = kNews.insert + " ON CONFLICT (key) DO NOTHING";
  return tx.execute(kInsert, news.id, news.kind, news.key, or_null(news.request),
                    or_null(news.appointment), news.text, news.at, news.told_at) > 0;
}

bool is_said(Transaction& tx, std::string_view key) {
  return tx.query("SELECT 1 FROM news WHERE key = $1", key)->next();
}

std::vector<domain::News> list_untold_news(Transaction& tx, int limit) {
  const auto rows =
      tx.query(kNews.select + "WHERE told_at IS NULL ORDER BY at, id LIMIT $1", limit);
  std::vector<domain::News> all;
  while (rows->next()) {
    auto& news = all.emplace_back();
    int c = 0;
    news.id = rows->text(c++);
    news.kind = rows->word<domain::NewsKind>(c++);
    news.key = rows->text(c++);
    news.request = rows->text(c++);
    news.appointment = rows->text(c++);
    news.text = rows->text(c++);
    news.at = rows->instant(c++);
    news.told_at = rows->optional_instant(c++);
  }
  return all;
}

void mark_told(Transaction& tx, const core::Id& news, core::Instant at) {
  tx.execute("UPDATE news SET told_at = $2 WHERE id = $1", news, at);
}

}  // namespace citacal::store
