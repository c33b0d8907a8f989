#include "dav/body.h"

#include "core/text.h"
#include "ical/selection.h"

namespace citacal::dav {

namespace {

[[noreturn]] void refuse_type(core::Phrase message) {
  throw core::Error(core::Code::unsupported, "supported-calendar-data", std::move(message),
                    "Content-Type");
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

void require_calendar_text(const core::Request& request) {
  const auto encoding = core::trim(request.headers.get("Content-Encoding"));
  if (!encoding.empty() && !core::equals_ignoring_case(encoding, "identity"))
    refuse_type({"El cuerpo debe venir sin Content-Encoding.",
                 "The body must come without a Content-Encoding."});
  const auto type = core::trim(request.headers.get("Content-Type"));
  if (type.empty()) return;
  const auto parts = core::split(type, ';');
  if (!core::equals_ignoring_case(core::trim(parts.front()), "text/calendar"))
    refuse_type({"Aquí se guarda text/calendar; jCal (application/calendar+json) solo se lee.",
                 "What is kept here is text/calendar; jCal (application/calendar+json) is only "
                 "read."});
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto equals = parts[i].find('=');
    if (equals == std::string_view::npos ||
        !core::equals_ignoring_case(core::trim(parts[i].substr(0, equals)), "charset"))
      continue;
    const auto charset = core::to_lower(unquoted(core::trim(parts[i].substr(equals + 1))));
    if (charset != "utf-8" && charset != "utf8" && charset != "us-ascii")
      refuse_type({"El texto debe venir en UTF-8.", "The text must come in UTF-8."});
  }
}

bool wants_reply_sent(const core::Request& request) {
  return !core::equals_ignoring_case(core::trim(request.headers.get("Schedule-Reply")), "F");
}

core::Response object_response(const service::ObjectView& object, bool as_jcal) {
  auto text = service::data_of(object);
  if (as_jcal) text = ical::print_jcal(text);
  const std::string component(core::word(object.component));
  const std::string type = as_jcal ? "application/calendar+json; component=" + component
                                   : "text/calendar; charset=utf-8; component=" + component;
  auto response = core::Response::of(200, type, std::move(text));
  auto& headers = response.headers;
  // The two forms have one meaning, not the same bytes.
  headers.set("ETag", (as_jcal ? "W/" : "") + std::string(object.etag));
  if (!object.schedule_tag.empty()) headers.set("Schedule-Tag", std::string(object.schedule_tag));
  headers.set("Last-Modified", core::print_http_date(object.changed_at));
  // Not compressed, which would give it another ETag than PROPFIND and PUT tell: programs compare.
  headers.set("Cache-Control", "private, no-cache, no-transform");
  return response;
}

}  // namespace citacal::dav
