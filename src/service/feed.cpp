#include "ical/feed.h"
#include "core/check.h"
#include "core/secret.h"
#include "service/calendar.h"
#include "service/feed_cache.h"
#include "service/revisions.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/party.h"

namespace citacal::service {

namespace {

constexpr std::chrono::days kWindowMax{5 * 366};
constexpr std::chrono::days kPublicWindowMax{2 * 366};  // that anybody may have composed

FeedCache::Key key_of(const FeedAsked& asked, core::Instant now) {
  return {asked.calendar, asked.from, asked.until, asked.public_url, core::day_of(now)};
}

std::optional<domain::Calendar> find_definition(Reading& reading, std::string_view id) {
  const auto contractors = store::list_contractors(reading.tx());
  for (const auto& definition : reading.office().definitions())
    for (auto& calendar : domain::expand(definition, contractors))
      if (calendar.id == id) return calendar;
  return std::nullopt;
}

Window window_of(const FeedAsked& asked, const domain::Calendar& calendar, core::Day today) {
  const Window window{asked.from.value_or(today - std::chrono::days(calendar.past_days)),
                      asked.until.value_or(today + std::chrono::days(calendar.future_days + 1))};
  if (window.until <= window.from)
    core::refuse("to", "bad-window",
                 {"debe ser un día posterior a «from»", "must be a day after \"from\""});
  if (window.until - window.from > kWindowMax)
    core::refuse("to", "window-too-long",
                 {"pide más de cinco años; pida menos", "asks for over five years; ask for less"});
  const bool is_chosen = asked.from || asked.until;
  if (asked.public_url && is_chosen && window.until - window.from > kPublicWindowMax)
    core::refuse("to", "window-too-long",
                 {"pide más de dos años de un calendario público; pida menos",
                  "asks for over two years of a public calendar; ask for less"});
  return window;
}

std::string source_url(const Office& office, const FeedAsked& asked) {
  if (!asked.public_url) return "";
  return office.institute().base_url + "/feeds/" + asked.calendar + ".ics";
}

Feed compose(Reading& reading, const FeedAsked& asked, const domain::Calendar& calendar,
             const store::CalendarState& state) {
  const auto today = core::day_of(reading.now());
  const auto window = window_of(asked, calendar, today);
  std::string text = ical::feed_head({calendar, source_url(reading.office(), asked)});
  store::for_each_object(reading.tx(), calendar.id, core::start_of(window.from),
                         core::start_of(window.until), core::start_of(today),
                         [&](std::string_view event) { text += event; });
  text += ical::kFeedTail;
  Feed feed;
  feed.etag = "\"" + core::sha256_hex(text).substr(0, 32) + "\"";
  feed.body = std::make_shared<const core::Body>(std::move(text));
  // The window moves at midnight, and with it the text.
  feed.last_modified = std::max(state.changed_at, core::start_of(today));
  feed.refresh_minutes = calendar.refresh_minutes;
  return feed;
}

}  // namespace

std::optional<Feed> find_feed_at_hand(Office& office, const FeedAsked& asked) {
  return office.feeds().find(key_of(asked, office.clock().now()),
                             office.revisions().of(asked.calendar));
}

Feed get_feed(Office& office, const FeedAsked& asked) {
  if (auto feed = find_feed_at_hand(office, asked)) return *feed;
  const std::lock_guard one_at_a_time(office.feeds().composing);
  if (auto feed = find_feed_at_hand(office, asked)) return *feed;
  const auto system = system_caller("web");
  Reading reading(office, system);
  const auto calendar = find_definition(reading, asked.calendar);
  const auto state = store::find_calendar_state(reading.tx(), asked.calendar);
  if (!calendar || !state)
    throw core::Error(core::Code::not_found, "not-found",
                      {"No hay tal calendario.", "There is no such calendar."}, "calendar");
  auto feed = compose(reading, asked, *calendar, *state);
  office.revisions().raise(asked.calendar, state->revision);
  office.feeds().keep(key_of(asked, reading.now()), state->revision, feed);
  return feed;
}

}  // namespace citacal::service
