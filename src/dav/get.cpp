#include "core/problem.h"
#include "core/text.h"
#include "dav/answer_cache.h"
#include "dav/body.h"
#include "dav/fault.h"
#include "dav/members.h"
#include "ical/bundle.h"

namespace citacal::dav {

namespace {

constexpr std::string_view kCalendarType = "text/calendar", kJcalType = "application/calendar+json";
constexpr std::size_t kFileMax = 256 * 1024 * 1024;  // bytes of a calendar as one file

[[noreturn]] void not_there() {
  throw core::Error(core::Code::not_found, "not-found",
                    {"Aquí no hay nada.", "There is nothing here."});
}

core::Response not_acceptable(const core::Request& request, const std::string& offered) {
  return core::problem(
      core::Problem{406,
                    "not-acceptable",
                    {"No hay esa forma", "Not acceptable"},
                    {"Aquí hay " + offered + ".", "What there is here is " + offered + "."}},
      request.language());
}

void add_file_name(core::Response& response, std::string_view name) {
  response.headers.set("Content-Disposition", "inline; filename*=UTF-8''" + encode_segment(name));
}

core::Response not_modified(std::string_view etag) {
  core::Response response;
  response.status = 304;
  response.headers.set("ETag", std::string(etag));
  return response;
}

core::Response get_object(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto type = core::negotiate(request, {kCalendarType, kJcalType});
  core::Response response;
  const bool is_there = service::with_object(
      *exchange.reading, *exchange.target.collection, exchange.target.object, service::Data::with,
      [&](const service::ObjectView& object) {
        const std::string etag(object.etag);
        require_conditions(request, &etag, object.changed_at, nullptr);
        if (type.empty())
          response = not_acceptable(request, "text/calendar, application/calendar+json");
        else if (core::is_not_modified(request, object.etag, object.changed_at))
          response = not_modified(object.etag);
        else
          response = object_response(object, type == kJcalType);
        return true;
      });
  if (!is_there) not_there();
  response.headers.set("Vary", "Accept");
  if (response.status == 200) add_file_name(response, exchange.target.object);
  return response;
}

std::string compose(Exchange& exchange, const domain::Collection& collection) {
  ical::Bundle bundle;
  std::size_t size = 0;
  service::for_each_object(*exchange.reading, collection, service::Data::with,
                           [&](const service::ObjectView& object) {
                             if (!object.whole && object.client_lines.empty())
                               bundle.add_component(object.text);
                             else
                               bundle.add_object(service::data_of(object));
                             size += static_cast<std::size_t>(object.size);
                             if (size > kFileMax) refuse_too_many();
                             return true;
                           });
  return bundle.take();
}

core::Response get_collection(Exchange& exchange) {
  if (!exchange.target.collection) not_there();
  const auto& collection = *exchange.target.collection;
  const auto& request = exchange.request;
  if (core::negotiate(request, {kCalendarType}).empty())
    return not_acceptable(request, "text/calendar");
  const auto state = service::state_of(*exchange.reading, collection);
  const auto etag = collection_etag(collection, state.revision);
  require_conditions(request, &etag, state.changed_at, nullptr,
                     sync_token(collection, state.revision));
  if (core::is_not_modified(request, etag, state.changed_at)) return not_modified(etag);
  core::Response response;
  response.body =
      shared_answer({exchange.caller.person.id, collection.calendar, state.revision, "file"},
                    [&] { return compose(exchange, collection); });
  response.headers.set("Content-Type", "text/calendar; charset=utf-8");
  response.headers.set("ETag", etag);
  response.headers.set("Last-Modified", core::print_http_date(state.changed_at));
  add_file_name(response, collection.key + ".ics");
  return response;
}

core::Phrase say(const Target& target) {
  switch (target.place) {
    case Place::principal:
      return {"Una persona: " + target.principal.name, "A person: " + target.principal.name};
    case Place::home:
      return {"Los calendarios de " + target.login, "The calendars of " + target.login};
    case Place::principals:
      return {"Las personas con cuenta", "The persons with an account"};
    default:
      return {"El servicio CalDAV del instituto", "The institute's CalDAV service"};
  }
}

// Places that hold no data: a line for whoever opens them in a browser. Thunderbird asks here for
// text/calendar, to see whether there is a calendar; there is none.
core::Response get_place(Exchange& exchange) {
  const auto& request = exchange.request;
  if (core::negotiate(request, {"text/plain"}).empty() &&
      core::negotiate(request, {"text/html"}).empty())
    return not_acceptable(request, "text/plain");
  const auto language = request.language();
  const core::Phrase how{"Ábralo con un programa de calendario.",
                         "Open it with a calendar program."};
  auto response =
      core::Response::of(200, "text/plain; charset=utf-8",
                         say(exchange.target).in(language) + ". " + how.in(language) + "\n");
  response.headers.set("Content-Language", language == core::Language::en ? "en" : "es");
  return response;
}

}  // namespace

core::Response answer_get(Exchange& exchange) {
  auto response = [&] {
    switch (exchange.target.place) {
      case Place::object:
        if (!exchange.target.collection) not_there();
        return get_object(exchange);
      case Place::collection:
        return get_collection(exchange);
      default:
        return get_place(exchange);
    }
  }();
  response.headers.set("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace citacal::dav
