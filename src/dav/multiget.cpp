#include <map>
#include <set>

#include "core/text.h"
#include "dav/fault.h"
#include "dav/members.h"
#include "dav/reports.h"

namespace citacal::dav {

namespace {

constexpr int kHrefsMost = 5'000;

// The collections of the caller's home that the hrefs name, each made ready once.
class Shelf {
 public:
  Shelf(Exchange& exchange, const Asked& asked) : exchange_(exchange), asked_(asked) {}

  // The members of a collection, or null where there is none.
  struct Stand {
    domain::Collection collection;
    Asked asked;  // with the zone of this collection
    std::optional<Members> members;
  };
  Stand* find(const std::string& key) {
    const auto known = stands_.find(key);
    if (known != stands_.end()) return known->second.get();
    auto& stand = stands_[key];
    const auto& own = exchange_.target.collection;
    auto collection =
        own && own->key == key ? own : service::find_collection(*exchange_.reading, key);
    if (!collection) return nullptr;
    stand = std::make_unique<Stand>(Stand{std::move(*collection), asked_, std::nullopt});
    if (asked_.wants_data()) stand->asked.zone = zone_of(exchange_, stand->collection);
    stand->members.emplace(exchange_, stand->asked, stand->collection);
    return stand.get();
  }

 private:
  Exchange& exchange_;
  const Asked& asked_;
  std::map<std::string, std::unique_ptr<Stand>> stands_;
};

using Path = std::vector<std::string>;

constexpr std::string_view kTooMany = "<D:number-of-matches-within-limits/>";

// Writes the object of one path; false where there is none that the caller may see.
bool write_one(XmlWriter& out, Exchange& exchange, Shelf& shelf, const Path& path) {
  if (path.size() != 5) return false;
  if (path[0] != "dav" || path[1] != "calendars" || path[2] != exchange.target.login) return false;
  auto* stand = shelf.find(path[3]);
  if (stand == nullptr) return false;
  return service::with_object(*exchange.reading, stand->collection, path[4], stand->members->data(),
                              [&](const service::ObjectView& object) {
                                if (has_room(out.size(), object))
                                  stand->members->write(out, object);
                                else
                                  write_status(out, stand->members->href_of(object.name), 507,
                                               kTooMany);
                                return true;
                              });
}

}  // namespace

core::Response report_calendar_multiget(Exchange& exchange, const Element& report) {
  const auto asked = read_asked(&report, exchange.request, true);
  Shelf shelf(exchange, asked);
  XmlWriter out(64 * 1024);
  open_multistatus(out);
  std::set<Path> answered;  // what is no path here stands by itself
  int count = 0;
  for (const auto& child : report.children) {
    if (!child.is(kDav, "href")) continue;
    if (++count > kHrefsMost)
      throw core::Error(core::Code::too_large, "too-many-hrefs",
                        {"Un multiget admite hasta 5000 direcciones.",
                         "A multiget takes up to 5,000 addresses."});
    const auto href = core::trim(child.text);
    const auto path = segments_of(exchange.request, exchange.office.institute().base_url, href)
                          .value_or(Path{"", std::string(href)});
    if (!answered.insert(path).second) continue;
    if (out.size() > kAnswerMax)
      write_status(out, core::xml_escaped(href), 507, kTooMany);
    else if (!write_one(out, exchange, shelf, path))
      write_status(out, core::xml_escaped(href), 404);
  }
  if (count == 0)
    throw core::Error(
        core::Code::invalid, "no-href",
        {"Un multiget necesita al menos un «href».", "A multiget needs at least one \"href\"."});
  return multistatus(out);
}

}  // namespace citacal::dav
