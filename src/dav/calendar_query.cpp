#include "dav/fault.h"
#include "dav/filter_xml.h"
#include "dav/members.h"
#include "dav/reports.h"

namespace citacal::dav {

namespace {

// One query on its way: what is asked, and what was written so far.
class Query {
 public:
  Query(Exchange& exchange, const Element& report)
      : exchange_(exchange),
        collection_(*exchange.target.collection),
        asked_(read_asked(&report, exchange.request, true)),
        limit_(read_limit(report)),
        members_(exchange, asked_, collection_) {
    const auto* filter = report.find(kCalDav, "filter");
    if (filter == nullptr)
      refuse("C:valid-filter",
             {"Un calendar-query necesita un «filter».", "A calendar-query needs a \"filter\"."});
    filter_ = read_filter(*filter);
    narrowed_ = ical::narrowed(filter_);
    zone_ = read_zone(report).value_or(zone_of(exchange, collection_));
    asked_.zone = zone_;
    open_multistatus(out_);
  }

  core::Response answer(int depth) {
    const auto take = [this](const service::ObjectView& object) { return consider(object); };
    auto& reading = *exchange_.reading;
    if (exchange_.target.place == Place::object) {
      if (!service::with_object(reading, collection_, exchange_.target.object, service::Data::with,
                                take))
        throw core::Error(core::Code::not_found, "not-found",
                          {"No hay tal objeto.", "There is no such object."});
    } else if (depth > 0 && narrowed_.window) {
      service::for_each_in(reading, collection_, *narrowed_.window, take);
    } else if (depth > 0) {
      const bool columns_do = narrowed_.decides && !asked_.wants_data();
      service::for_each_object(reading, collection_,
                               columns_do ? service::Data::without : service::Data::with, take);
    }
    return multistatus(out_);
  }

 private:
  bool consider(const service::ObjectView& object) {
    if (!is_wanted(object)) return true;
    if (limit_ && written_ == *limit_) {
      write_truncated(out_, collection_href(exchange_.target.login, collection_.key));
      return false;
    }
    if (!has_room(out_.size(), object)) refuse_too_many();
    members_.write(out_, object);
    exchange_.budget.spend(1);  // spent by this one: it is the query that was too much
    ++written_;
    return true;
  }

  bool is_wanted(const service::ObjectView& object) const {
    if (narrowed_.component && object.component != *narrowed_.component) return false;
    const bool touches = !narrowed_.window || is_in(object.slot, *narrowed_.window);
    if (!touches) return false;
    if (narrowed_.decides && (!narrowed_.window || object.exact)) return true;
    try {
      exchange_.budget.spend_reading(object.text.size());
      const auto text = service::data_of(object);
      const auto tree = ical::parse_tree(text);
      return ical::meets(tree, ical::Occurrences(tree, zone_, &exchange_.budget), filter_);
    } catch (const core::Error& error) {
      if (error.code != core::Code::invalid) throw;
      return false;  // what has no meaning meets no filter
    }
  }

  // As the store has it: an empty slot is in where its start is.
  static bool is_in(const core::Slot& slot, const core::Slot& window) {
    return slot.start < window.end && (slot.end > window.start || slot.start >= window.start);
  }

  Exchange& exchange_;
  const domain::Collection& collection_;
  Asked asked_;
  std::optional<std::int64_t> limit_;
  Members members_;
  ical::CompFilter filter_;
  ical::Narrowed narrowed_;
  ical::ZoneText zone_;
  std::int64_t written_ = 0;
  XmlWriter out_{64 * 1024};
};

}  // namespace

core::Response report_calendar_query(Exchange& exchange, const Element& report) {
  // RFC 4791 §7.8 has 0 where there is no Depth; python-caldav sends none and expects the objects.
  const int depth = depth_of(exchange.request, 1);
  return Query(exchange, report).answer(depth);
}

}  // namespace citacal::dav
