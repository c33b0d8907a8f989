// The objects of one collection as responses of a multistatus: what every report on calendars
// writes. What goes wrong with one of them is said in its place and ends nothing.
#pragma once

#include "dav/properties.h"

namespace citacal::dav {

// Bytes of one multistatus; what is more is told by 507 or number-of-matches-within-limits.
inline constexpr std::size_t kAnswerMax = 64 * 1024 * 1024;

// Whether the text of an object can still be written after so many bytes.
inline bool has_room(std::size_t written, const service::ObjectView& object) {
  return written + object.text.size() <= kAnswerMax;
}

class Members {
 public:
  // All three must outlive it.
  Members(Exchange& exchange, const Asked& asked, const domain::Collection& collection);

  // Whether its texts are to be read from the store.
  service::Data data() const {
    return asked_.wants_data() ? service::Data::with : service::Data::without;
  }
  bool has_given() const { return has_given_; }  // a person gave an object in it a property
  std::string href_of(std::string_view name) const;
  void write(XmlWriter& out, const service::ObjectView& object) const;
  void write_gone(XmlWriter& out, std::string_view name) const;  // 404

 private:
  Exchange& exchange_;
  const Asked& asked_;
  const domain::Collection& collection_;
  std::string prefix_;
  bool has_given_;
};

// 507 on the collection: there is more than what was written (RFC 6578 §3.6).
void write_truncated(XmlWriter& out, std::string_view href);
// Throws DAV:number-of-matches-within-limits.
[[noreturn]] void refuse_too_many();

// DAV:limit or CALDAV:limit of a report (RFC 5323 §5.17); nullopt: none. Throws invalid.
std::optional<std::int64_t> read_limit(const Element& report);

// A published calendar stands in a home as long as the account does; what nothing was ever put in
// has not changed since it was made.
core::Instant created_at(const domain::Collection& collection, const domain::Person& caller);
core::Instant changed_at(const domain::Collection& collection,
                         const service::CollectionState& state, const domain::Person& caller);

// The ETag of a calendar as one file: of all that is in it.
std::string collection_etag(const domain::Collection& collection, std::int64_t revision);

}  // namespace citacal::dav
