#include "core/text.h"
#include "dav/answer_cache.h"
#include "dav/body.h"
#include "dav/fault.h"
#include "dav/members.h"
#include "ical/bundle.h"
#include "ical/selection.h"

namespace citacal::dav {

namespace {

constexpr std::string_view kCalendarType = "text/calendar", kJcalType = "application/calendar+json";
// Bytes of a calendar as one file, and of one that is to be said again as jCal.
constexpr std::size_t kFileMax = 256 * 1024 * 1024, kJcalMax = 16 * 1024 * 1024;

[[noreturn]] void not_there() {
  throw core::Error(core::Code::not_found, "not-found",
                    {"Aquí no hay nada.", "There is nothing here."});
}

core::Response not_acceptable(const Exchange& exchange, const std::string& offered) {
  auto response =
      fault(core::Error(core::Code::unsupported, "not-acceptable",
                        {"Aquí hay " + offered + ".", "What there is here is " + offered + "."},
                        "Accept"),
            exchange);
  response.status = 406;
  return response;
}

// Not all that iCalendar says can be said in jCal.
core::Response not_as_jcal(const Exchange& exchange) {
  return not_acceptable(exchange, std::string(kCalendarType));
}

void add_file_name(core::Response& response, std::string_view name) {
  response.headers.set("Content-Disposition",
                       "inline; filename*=UTF-8''" + core::percent_encoded(name));
}

core::Response not_modified(std::string_view etag) {
  core::Response response;
  response.status = 304;
  response.headers.set("ETag", std::string(etag));
  return response;
}

core::Response shown(const Exchange& exchange, const service::ObjectView& object, bool as_jcal) {
  try {
    return object_response(object, as_jcal);
  } catch (const core::Error& error) {
    if (!as_jcal || error.code != core::Code::invalid) throw;
    return not_as_jcal(exchange);
  }
}

core::Response get_object(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto type = core::negotiate(request, {kCalendarType, kJcalType});
  core::Response response;
  const bool is_there = service::with_object(
      *exchange.reading, *exchange.target.collection, exchange.target.object, service::Data::with,
      [&](const service::ObjectView& object) {
        const std::string etag(object.etag);
        require_conditions(request, &etag, object.changed_at, nullptr, {}, exchange.tagged);
        if (type.empty())
          response = not_acceptable(exchange, "text/calendar, application/calendar+json");
        else if (core::is_not_modified(request, object.etag, object.changed_at))
          response = not_modified(object.etag);
        else
          response = shown(exchange, object, type == kJcalType);
        return true;
      });
  if (!is_there) not_there();
  response.headers.set("Vary", "Accept");
  if (response.status == 200) add_file_name(response, exchange.target.object);
  return response;
}

std::string compose(Exchange& exchange, const domain::Collection& collection,
                    std::size_t size_max) {
  ical::Bundle bundle;
  std::size_t size = 0;
  service::for_each_object(*exchange.reading, collection, service::Data::with,
                           [&](const service::ObjectView& object) {
                             if (!object.whole && object.client_lines.empty())
                               bundle.add_component(object.text);
                             else
                               bundle.add_object(service::data_of(object));
                             size += static_cast<std::size_t>(object.size);
                             if (size > size_max) refuse_too_many();
                             return true;
                           });
  return bundle.take();
}

// Null where it cannot be said as jCal.
std::shared_ptr<const core::Body> file_of(Exchange& exchange, std::int64_t revision, bool as_jcal) {
  const auto& collection = *exchange.target.collection;
  const auto write = [&] {
    if (!as_jcal) return compose(exchange, collection, kFileMax);
    return ical::print_jcal(compose(exchange, collection, kJcalMax));
  };
  const std::string form = as_jcal ? "file as jCal" : "file";
  try {
    return shared_answer({exchange.caller.person.id, collection.calendar, revision, form}, write);
  } catch (const core::Error& error) {
    if (!as_jcal || error.code != core::Code::invalid) throw;
    return nullptr;
  }
}

core::Response get_collection(Exchange& exchange) {
  const auto& collection = *exchange.target.collection;
  const auto& request = exchange.request;
  const auto type = core::negotiate(request, {kCalendarType, kJcalType});
  if (type.empty()) return not_acceptable(exchange, "text/calendar, application/calendar+json");
  const bool as_jcal = type == kJcalType;
  const auto state = service::state_of(*exchange.reading, collection);
  const auto at = changed_at(collection, state, exchange.caller.person);
  const auto etag = collection_etag(collection, state.revision);
  require_conditions(request, &etag, at, nullptr, sync_token(collection, state.revision),
                     exchange.tagged);
  core::Response response;
  if (core::is_not_modified(request, etag, at)) {
    response = not_modified(etag);
  } else if (auto body = file_of(exchange, state.revision, as_jcal)) {
    response.body = std::move(body);
    response.headers.set("Content-Type",
                         as_jcal ? std::string(kJcalType) : "text/calendar; charset=utf-8");
    response.headers.set("ETag", (as_jcal ? "W/" : "") + etag);
    response.headers.set("Last-Modified", core::print_http_date(at));
    add_file_name(response, collection.key + (as_jcal ? ".json" : ".ics"));
  } else {
    response = not_as_jcal(exchange);
  }
  response.headers.set("Vary", "Accept");
  return response;
}

core::Phrase say(const Target& target) {
  switch (target.place) {
    case Place::principal:
      return {"Una persona: " + target.principal.name, "A person: " + target.principal.name};
    case Place::home:
      return {"Los calendarios de " + target.login, "The calendars of " + target.login};
    case Place::collection:
      return target.collection->title;
    case Place::principals:
      return {"Las personas con cuenta", "The persons with an account"};
    default:
      return {"El servicio CalDAV del instituto", "The institute's CalDAV service"};
  }
}

// Places that are no calendars: a line for whoever opens them in a browser. Thunderbird asks here
// for text/calendar, to see whether there is a calendar; there is none.
core::Response get_place(Exchange& exchange) {
  const auto& request = exchange.request;
  if (core::negotiate(request, {"text/plain"}).empty() &&
      core::negotiate(request, {"text/html"}).empty())
    return not_acceptable(exchange, "text/plain");
  const auto language = request.language();
  const core::Phrase how{"Ábralo con un programa de calendario.",
                         "Open it with a calendar program."};
  auto response =
      core::Response::of(200, "text/plain; charset=utf-8",
                         say(exchange.target).in(language) + ". " + how.in(language) + "\n");
  response.headers.set("Content-Language", language == core::Language::en ? "en" : "es");
  return response;
}

// What came to an inbox are messages, each with its own METHOD: together they make no calendar.
bool is_box(const domain::Collection& collection) {
  return collection.kind == domain::CollectionKind::inbox ||
         collection.kind == domain::CollectionKind::outbox;
}

}  // namespace

core::Response answer_get(Exchange& exchange) {
  auto response = [&] {
    switch (exchange.target.place) {
      case Place::object:
        if (!exchange.target.collection) not_there();
        return get_object(exchange);
      case Place::collection:
        if (!exchange.target.collection) not_there();
        return is_box(*exchange.target.collection) ? get_place(exchange) : get_collection(exchange);
      default:
        return get_place(exchange);
    }
  }();
  response.headers.set("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace citacal::dav
