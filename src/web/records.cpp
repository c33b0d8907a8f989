#include "service/record.h"

#include "core/text.h"
#include "service/request.h"
#include "web/classification.h"
#include "web/multipart.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

domain::Classification classification_in(const Query& query) {
  domain::Classification classification;
  classification.level = query.word<domain::Level>("level").value_or(domain::Level::open);
  classification.extent = query.word<domain::Extent>("extent").value_or(domain::Extent::none);
  classification.justification = query.text("justification");
  classification.legal_ground = query.text("legal_ground");
  classification.years = query.number("years", 0, 100, 0);
  classification.qualified_on = query.day("qualified_on");
  return classification;
}

// Of these parts the list of a route's parameters is made: what is said of every record.
const std::vector<std::string> kSaid = {"activity",     "title",         "level",
                                        "extent",       "justification", "years",
                                        "legal_ground", "qualified_on",  "document"};

// "type/subtype" in lower case, without parameters.
std::string media_type(const core::Request& request) {
  const auto header = request.headers.get("Content-Type");
  auto type = core::to_lower(core::trim(header.substr(0, header.find(';'))));
  const auto slash = type.find('/');
  bool good = slash != std::string::npos && slash > 0 && slash + 1 < type.size() &&
              type.size() <= 100 && type.find('/', slash + 1) == std::string::npos;
  for (const char c : type)
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    std::string_view("/.+-_").find(c) != std::string_view::npos);
  if (!good)
    core::refuse("Content-Type", "not-a-media-type",
                 {"debe nombrar el tipo del archivo, como application/pdf",
                  "must name the type of the file, like application/pdf"});
  return type;
}

// What is said of a record, by a query or by the fields of a form; an acta is of activity 5.
domain::Record read_said(const Query& said) {
  domain::Record record;
  record.title = said.line("title");
  record.document = said.line("document", 20);
  record.activity = said.number("activity", 1, 5, record.document.empty() ? 0 : 5);
  if (record.activity == 0) core::refuse("activity", "missing", {"falta", "is missing"});
  record.classification = classification_in(said);
  return record;
}

// The file is the body, what is said of it the query: no envelope to open, nothing held twice.
domain::Record read_record(const Exchange& exchange) {
  const auto& query = exchange.query;
  auto record = read_said(query);
  record.title = core::checked_line("title", record.title);
  record.file_name = core::checked_line("file_name", query.line("file_name"));
  record.media_type = media_type(exchange.request);
  if (query.has("case") == query.has("programme"))
    core::refuse("case", "case-or-programme",
                 {"o bien «programme»: hace falta exactamente uno de los dos",
                  "or else \"programme\": exactly one of them is needed"});
  if (query.has("case"))
    record.request =
        service::get_request(exchange.office, exchange.caller, query.line("case", 60)).id;
  record.programme = query.line("programme", 60);
  return record;
}

core::Response list(Exchange& exchange) {
  return page_of(exchange,
                 service::list_records(exchange.office, exchange.caller, exchange.query.paging()),
                 [&](const auto& one) { return show_json(exchange, one); });
}

core::Response create(Exchange& exchange) {
  return created(
      exchange,
      [&] {
        std::vector<service::Upload> uploads;
        uploads.push_back({read_record(exchange), exchange.request.body});
        return show(
            exchange,
            service::add_records(exchange.office, exchange.caller, std::move(uploads)).front());
      },
      [&](const core::Id& id) {
        return show(exchange, service::get_record(exchange.office, exchange.caller, id));
      });
}

// Files of a form, each a record of the same case: without a title each goes by its file's name.
std::vector<service::Upload> read_uploads(const Exchange& exchange, const core::Id& request) {
  const auto& rules = exchange.office.records();
  auto parts = read_multipart(exchange.request, {rules.files_max, kSaid.size()});
  core::Request fields;  // what is said, as a query is
  for (auto& part : parts)
    if (part.file_name.empty()) fields.query.emplace_back(part.name, part.content);
  const Query query(fields);
  query.require_known(kSaid);
  const auto said = read_said(query);
  std::vector<service::Upload> uploads;
  for (auto& part : parts) {
    if (part.file_name.empty()) continue;
    auto record = said;
    record.request = request;
    record.file_name = std::move(part.file_name);
    record.media_type = std::move(part.media_type);
    if (record.title.empty()) record.title = record.file_name;
    uploads.push_back({std::move(record), std::move(part.content)});
  }
  if (uploads.empty())
    core::refuse(
        "file", "missing",
        {"falta: el formulario no trae ningún archivo", "is missing: the form carries no file"});
  return uploads;
}

Shown show_all(const Exchange& exchange, const std::vector<domain::Record>& records) {
  auto items = Json::array();
  for (const auto& record : records) items.add(show_json(exchange, record));
  auto json = Json::object();
  json.set("items", std::move(items));
  return {std::move(json), std::string(kApi) + "/cases/" + exchange.key("number"), std::nullopt};
}

core::Response create_several(Exchange& exchange) {
  service::permit(exchange.caller, domain::Right::verify);  // before anything is read
  return created(
      exchange,
      [&] {
        const auto request =
            service::get_request(exchange.office, exchange.caller, exchange.key("number"));
        return show_all(exchange, service::add_records(exchange.office, exchange.caller,
                                                       read_uploads(exchange, request.id)));
      },
      [&](const core::Id& ids) {
        std::vector<domain::Record> records;
        for (const auto id : core::split(ids, ' '))
          records.push_back(service::get_record(exchange.office, exchange.caller, core::Id(id)));
        return show_all(exchange, records);
      });
}

core::Response get(Exchange& exchange) {
  return reply(exchange, show(exchange, service::get_record(exchange.office, exchange.caller,
                                                            exchange.id())));
}

// RFC 6266 §4.3: an ASCII name for all, the true one in filename* (RFC 8187) for those that read
// it.
std::string disposition(const std::string& file_name) {
  std::string plain;
  for (const char c : file_name)
    plain += static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\' && c != '%' ? c : '_';
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" +
         core::percent_encoded(file_name);
}

// Never shown by the browser in our name: an attachment, of the type it was given as, in a sandbox.
core::Response get_content(Exchange& exchange) {
  const auto record = service::get_record(exchange.office, exchange.caller, exchange.id());
  auto response = core::Response::of(
      200, record.media_type, service::get_content(exchange.office, exchange.caller, record.id));
  const auto tag = "\"" + record.sha256 + "\"";
  response.headers.add("ETag", tag);
  response.headers.add("Last-Modified", core::print_http_date(record.created_at));
  response.headers.add("Content-Disposition", disposition(record.file_name));
  response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
  if (core::is_not_modified(exchange.request, tag, record.created_at)) response.status = 304;
  return response;
}

core::Response classify(Exchange& exchange) {
  if (auto missing = find_missing_precondition(exchange)) return *missing;
  return reply(exchange, show(exchange, service::classify_record(
                                            exchange.office, exchange.caller, exchange.id(),
                                            read_whole_classification(exchange.request))));
}

}  // namespace

Shown show(const Exchange& exchange, const domain::Record& record) {
  const auto path = std::string(kApi) + "/records/" + record.id;
  auto json = Json::object();
  json.set("id", record.id)
      .set("version", record.version)
      .set_or_null("request", record.request)
      .set_or_null("programme", record.programme)
      .set("activity", record.activity)
      .set("title", record.title)
      .set("file_name", record.file_name)
      .set("media_type", record.media_type)
      .set("size", record.size)
      .set("sha256", record.sha256)
      .set_or_null("document", record.document)
      .set("classification", show_classification(record.classification))
      .set_or_null("created_by", record.created_by)
      .set("created_at", core::print_utc(record.created_at))
      .set("links", std::move(Json::object()
                                  .set("self", exchange.url(path))
                                  .set("content", exchange.url(path + "/content"))));
  return {std::move(json), path, record.version};
}

std::vector<Route> record_routes() {
  return {
      {"GET", "/api/v1/records", list, Access::account, "Records", {"limit", "cursor"}},
      {"POST",
       "/api/v1/records",
       create,
       Access::account,
       "Add a record: the body is the file",
       {"case", "programme", "activity", "title", "file_name", "level", "extent", "justification",
        "legal_ground", "years", "qualified_on", "document"}},
      {"POST",
       "/api/v1/cases/{number}/records",
       create_several,
       Access::account,
       "Add records: the files of a form",
       {}},
      {"GET", "/api/v1/records/{id}", get, Access::account, "A record", {}},
      {"PUT",
       "/api/v1/records/{id}/classification",
       classify,
       Access::account,
       "Classify a record anew",
       {}},
      {"GET", "/api/v1/records/{id}/content", get_content, Access::account, "Its file", {}},
  };
}

}  // namespace citacal::web
