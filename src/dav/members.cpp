#include "dav/members.h"

#include <charconv>

#include "core/secret.h"
#include "core/text.h"
#include "dav/fault.h"

namespace citacal::dav {

Members::Members(Exchange& exchange, const Asked& asked, const domain::Collection& collection)
    : exchange_(exchange),
      asked_(asked),
      collection_(collection),
      prefix_(collection_href(exchange.target.login, collection.key)),
      has_given_(service::has_object_properties(*exchange.reading, collection)) {}

std::string Members::href_of(std::string_view name) const {
  return prefix_ + core::percent_encoded(name);
}

void Members::write(XmlWriter& out, const service::ObjectView& object) const {
  const auto href = href_of(object.name);
  const auto start = out.size();
  try {
    Resource resource;
    resource.place = Place::object;
    resource.target = &exchange_.target;
    resource.collection = &collection_;
    resource.object = &object;
    std::vector<domain::Property> given;
    if (has_given_) given = service::list_properties(*exchange_.reading, collection_, object.name);
    resource.given = &given;
    write_response(out, exchange_, asked_, href, resource);
  } catch (const core::Error& error) {
    if (error.code == core::Code::internal || error.code == core::Code::unavailable) throw;
    out.cut(start);
    write_status(out, href, status_of(error), error_element(error, exchange_.target));
  }
}

void Members::write_gone(XmlWriter& out, std::string_view name) const {
  write_status(out, href_of(name), 404);
}

void write_truncated(XmlWriter& out, std::string_view href) {
  write_status(out, href, 507, "<D:number-of-matches-within-limits/>");
}

void refuse_too_many() {
  refuse("D:number-of-matches-within-limits",
         {"La respuesta sería demasiado grande: pida un intervalo de tiempo o menos propiedades.",
          "The answer would be too large: ask for a range of time, or for fewer properties."});
}

std::optional<std::int64_t> read_limit(const Element& report) {
  const auto* limit = report.find(kDav, "limit");
  if (limit == nullptr) limit = report.find(kCalDav, "limit");
  if (limit == nullptr) return std::nullopt;
  const auto* results = limit->find(kDav, "nresults");
  if (results == nullptr) results = limit->find(kCalDav, "nresults");
  const auto text = results == nullptr ? std::string_view{} : core::trim(results->text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1)
    throw core::Error(core::Code::invalid, "bad-limit",
                      {"«nresults» debe ser un número entero desde 1.",
                       "\"nresults\" must be a whole number from 1."});
  return value;
}

core::Instant created_at(const domain::Collection& collection, const domain::Person& caller) {
  return collection.created_at == core::Instant{} ? caller.created_at : collection.created_at;
}

core::Instant changed_at(const domain::Collection& collection,
                         const service::CollectionState& state, const domain::Person& caller) {
  return state.changed_at == core::Instant{} ? created_at(collection, caller) : state.changed_at;
}

std::string collection_etag(const domain::Collection& collection, std::int64_t revision) {
  const auto digest = core::sha256_hex(collection.calendar + "/" + std::to_string(revision));
  return "\"" + digest.substr(0, 32) + "\"";
}

}  // namespace citacal::dav
