#include <charconv>

#include "core/secret.h"
#include "core/text.h"
#include "dav/answer_cache.h"
#include "dav/fault.h"
#include "dav/members.h"
#include "dav/reports.h"

namespace citacal::dav {

namespace {

// What a client holds: all that is at `revision`. Where its first listing was cut short, it holds
// of that only what was last written before `revision`, and knows of none that had gone by `begun`:
// so that a listing in parts can be finished, however long ago its objects were written.
struct Point {
  std::int64_t revision = 0;
  std::optional<std::int64_t> begun;
};

constexpr std::string_view kBegun = ";begun=";

std::string print_token(const domain::Collection& collection, const Point& point) {
  auto token = sync_token(collection, point.revision);
  if (point.begun) token.append(kBegun).append(std::to_string(*point.begun));
  return token;
}

std::optional<Point> parse_token(const domain::Collection& collection, std::string_view text) {
  Point point;
  const auto at = text.rfind(kBegun);
  if (at != std::string_view::npos) {
    const auto digits = text.substr(at + kBegun.size());
    std::int64_t begun = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), begun);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    point.begun = begun;
    text = text.substr(0, at);
  }
  const auto revision = revision_of(collection, text);
  if (!revision) return std::nullopt;
  point.revision = *revision;
  return point;
}

// Where the client stands; an empty token is the very beginning.
Point read_point(const Element& report, const domain::Collection& collection,
                 const service::CollectionState& state) {
  const auto* element = report.find(kDav, "sync-token");
  if (element == nullptr)
    throw core::Error(core::Code::invalid, "no-sync-token",
                      {"Un sync-collection necesita un «sync-token», vacío la primera vez.",
                       "A sync-collection needs a \"sync-token\", empty the first time."});
  const auto text = core::trim(element->text);
  if (text.empty()) return {};
  const auto point = parse_token(collection, text);
  // A listing is cut at what was there when it began.
  const auto known_since = point ? point->begun.value_or(point->revision) : 0;
  // At 0 nothing had ever been in it: nothing can have gone unseen.
  const bool is_good = point && point->revision <= known_since && known_since <= state.revision &&
                       (known_since == 0 || known_since >= state.forgotten);
  if (!is_good)
    refuse("D:valid-sync-token",
           {"Este sync-token ya no vale o no es de este calendario: sincronice desde el principio.",
            "This sync-token is no longer good, or not of this calendar: synchronise anew."});
  return *point;
}

void require_level(const core::Request& request, const Element& report) {
  // RFC 6578 §3.2 wants Depth 0; Thunderbird sends 1, and means the same.
  if (depth_of(request, 0) > 1)
    throw core::Error(core::Code::invalid, "bad-depth",
                      {"Depth debe ser 0 en un sync-collection; «sync-level» dice hasta dónde.",
                       "Depth must be 0 for a sync-collection; \"sync-level\" says how far."},
                      "Depth");
  const auto* level = report.find(kDav, "sync-level");
  if (level == nullptr) return;
  // A calendar holds no collections: infinite is the same as 1.
  const auto text = core::trim(level->text);
  if (text != "1" && text != "infinite")
    throw core::Error(
        core::Code::invalid, "bad-sync-level",
        {"«sync-level» debe ser 1 o infinite.", "\"sync-level\" must be 1 or infinite."});
}

// One answer on its way.
struct Sync {
  Exchange& exchange;
  const domain::Collection& collection;
  const Asked& asked;
  std::optional<std::int64_t> limit;
  std::int64_t newest;  // revision of the collection
  Point from;
};

// Writes what changed, and returns where the client then stands.
Point write_changes(XmlWriter& out, const Sync& sync, const Members& members) {
  const bool is_listing = sync.from.revision == 0 || sync.from.begun;
  const auto begun = sync.from.begun.value_or(is_listing ? sync.newest : 0);
  std::int64_t written = 0, last = sync.from.revision;
  bool is_cut = false;
  service::for_each_change(
      *sync.exchange.reading, sync.collection, sync.from.revision, members.data(),
      [&](const service::ObjectView& object) {
        const bool was_never_seen = object.gone && is_listing && object.revision <= begun;
        if (was_never_seen) return true;
        is_cut = (sync.limit && written == *sync.limit) || out.size() > kAnswerMax;
        if (is_cut) return false;
        if (object.gone)
          members.write_gone(out, object.name);
        else
          members.write(out, object);
        ++written;
        last = object.revision;
        return true;
      });
  if (!is_cut) return {sync.newest, std::nullopt};
  write_truncated(out, collection_href(sync.exchange.target.login, sync.collection.key));
  return {last, last < begun ? std::optional(begun) : std::nullopt};
}

std::string compose(const Sync& sync, const Members* members) {
  XmlWriter out;
  open_multistatus(out);
  const Point reached =
      members != nullptr ? write_changes(out, sync, *members) : Point{sync.newest, std::nullopt};
  out.text("D:sync-token", print_token(sync.collection, reached));
  out.close("D:multistatus");
  return out.take();
}

}  // namespace

core::Response report_sync(Exchange& exchange, const Element& report) {
  const auto& collection = *exchange.target.collection;
  require_level(exchange.request, report);
  auto asked = read_asked(&report, exchange.request, true);
  if (asked.wants_data()) asked.zone = zone_of(exchange, collection);
  const auto limit = read_limit(report);
  const auto state = service::state_of(*exchange.reading, collection);
  const Sync sync{exchange, collection,     asked,
                  limit,    state.revision, read_point(report, collection, state)};
  if (sync.from.revision == state.revision)  // nothing new: no row is read
    return multistatus(std::make_shared<const core::Body>(compose(sync, nullptr)));

  const Members members(exchange, asked, collection);
  const bool is_same_for_all = sync.from.revision == 0 && !members.has_given();
  if (!is_same_for_all)
    return multistatus(std::make_shared<const core::Body>(compose(sync, &members)));
  // Many programs of one person begin with the same question.
  const auto& person = exchange.caller.person;
  const auto digest =
      core::sha256_hex("sync" + exchange.request.body + asked.zone + (asked.minimal ? "-" : "+") +
                       exchange.target.login + std::string(core::word(person.role)) +
                       std::string(exchange.request.headers.get("Accept-Language")));
  return multistatus(shared_answer({person.id, collection.calendar, state.revision, digest},
                                   [&] { return compose(sync, &members); }));
}

}  // namespace citacal::dav
