#include "support/talk.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>

#include "app/calendars.h"
#include "app/loading.h"
#include "core/problem.h"
#include "core/secret.h"
#include "core/text.h"
#include "dav/dav.h"
#include "mail/postman.h"
#include "mail/reader.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/digest.h"
#include "service/follow_up.h"
#include "service/incoming.h"
#include "service/lapse.h"
#include "service/notice.h"
#include "service/outbox.h"
#include "service/reminders.h"
#include "store/database.h"
#include "support/json_path.h"
#include "support/mailbox.h"
#include "support/office.h"
#include "support/request.h"
#include "support/talk_script.h"
#include "support/xml_path.h"
#include "web/web.h"

namespace citacal::test {

namespace {

using Tables = std::map<std::string, std::string>;  // each with all its rows

[[noreturn]] void fail(const std::string& message) {
  throw std::runtime_error(message);
}

std::string brief(const std::string& text) {
  return text.size() <= 700 ? text : text.substr(0, 700) + "…";
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto i = text.find(what); i != std::string::npos; i = text.find(what, i + 1)) ++count;
  return count;
}

// A folder for one talk, gone with it.
struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("citacal-talk-" + core::base64url(core::random_bytes(6)));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string store() const { return "sqlite://" + (path / "office.db").string(); }
};

service::Settings settings_with_calendars(const std::string& root, const std::string& store) {
  auto settings = test::settings(store);
  auto calendars = app::read_calendars(root + "/calendars");
  settings.calendars = std::move(calendars.definitions);
  settings.holidays = std::move(calendars.holidays);
  settings.institute.answers.servers = {"mx.instituto.example"};
  settings.institute.answers.plus_addressing = true;
  settings.institute.answers.confirm = domain::ConfirmWhen::contractor_accepts;
  return settings;
}

std::vector<std::string> texts(store::Transaction& tx, const std::string& sql) {
  std::vector<std::string> all;
  const auto rows = tx.query(sql);
  while (rows->next()) all.push_back(rows->text(0));
  return all;
}

Tables all_rows(service::Office& office) {
  Tables tables;
  const auto tx = office.database().read();
  for (const auto& table :
       texts(*tx, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
    const auto columns =
        texts(*tx, "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('" + table + "')");
    tables[table] = core::join(
        texts(*tx, "SELECT " + core::join(columns, " || ',' || ") + " FROM " + table), "\n");
  }
  return tables;
}

bool is_calendar(std::string_view text) {
  return text.starts_with("BEGIN:");
}

std::string body_text(const std::vector<std::string>& lines) {
  const bool crlf = !lines.empty() && is_calendar(lines.front());
  std::string text;
  for (const auto& line : lines) text += line + (crlf ? "\r\n" : "\n");
  return text;
}

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// Lines "name=value" as a browser sends them.
std::string form_text(const std::vector<std::string>& lines) {
  std::vector<std::string> fields;
  for (const auto& line : lines) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) fail("a form's line is name=value, not " + line);
    fields.push_back(line.substr(0, equals) + "=" + core::percent_encoded(line.substr(equals + 1)));
  }
  return core::join(fields, "&");
}

// The parts of a form with files, whose lines end as HTTP's do.
std::string parts_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\r\n";
  return text;
}

// Of the first link that answers in a mail's text, without its host.
std::string link_path(const std::string& text) {
  const auto path = text.find("/rsvp/");
  if (path == std::string::npos) fail("no link in: " + brief(text));
  const auto start = text.rfind("https://", path);
  if (start == std::string::npos || text.find_first_of(" \n", start) < path)
    fail("no https link in: " + brief(text));
  return text.substr(path, text.find_first_of(" \n", path) - path);
}

// Of the first input of that name in a page.
std::string form_value(const std::string& html, const std::string& name) {
  const auto input = html.find(" name=\"" + name + "\" value=\"");
  if (input == std::string::npos) fail("no input " + name + " in: " + brief(html));
  const auto start = html.find("value=\"", input) + 7;
  return html.substr(start, html.find('"', start) - start);
}

std::string type_of(std::string_view body) {
  if (is_calendar(body)) return "text/calendar; charset=utf-8";
  return body.starts_with("<") ? "application/xml; charset=utf-8" : "application/json";
}

class Talk {
 public:
  Talk(const std::string& root, bool on_disk)
      : root_(root),
        folder_(on_disk ? std::make_unique<Folder>() : nullptr),
        settings_(settings_with_calendars(root, folder_ ? folder_->store() : "sqlite::memory:")),
        office_(settings_),
        postman_(hire()) {}

  void hold(const Statement& statement);
  void end();

 private:
  using Saying = void (Talk::*)(Words&);
  static const std::map<std::string, Saying>& sayings();

  // The one that was opened last.
  service::Office& office() { return reopened_ ? *reopened_ : office_.office; }
  std::unique_ptr<mail::Postman> hire() {
    return std::make_unique<mail::Postman>(office(), mailbox_.transport());
  }
  void ask(const std::string& method, Words& words, const std::vector<std::string>& block);
  void receive(Words& words, const std::vector<std::string>& block);
  void say_as(Words& words);
  void say_keep(Words& words);
  void say_clock(Words& words);
  void say_mail_server(Words& words);
  void say_postman(Words& words);
  void say_deliver(Words& words);
  void say_midnight(Words& words);
  void say_tick(Words& words);
  void say_restart(Words& words);
  void say_law(Words& words);
  void say_load(Words& words);
  void say_remember(Words& words);
  void say_expect(Words& words);

  void expect_json(Words& words);
  void expect_xml(Words& words);
  void expect_body(Words& words);
  void expect_header(Words& words);
  void expect_mails(int count, Words& words);
  void expect_verdict(Words& words);
  void expect_load(bool made);
  void expect_nothing_changed();

  std::string root_;
  std::unique_ptr<Folder> folder_;  // of a store on disk; null: it is in memory
  service::Settings settings_;
  TestOffice office_;
  std::unique_ptr<service::Office> reopened_;
  Mailbox mailbox_;
  std::unique_ptr<mail::Postman> postman_;
  std::string login_;
  core::Response response_;
  std::string body_;  // of the response; iCalendar unfolded
  Names names_;
  std::size_t delivered_before_ = 0;
  std::optional<service::LoadReport> load_;
  domain::Mail received_;
  int mails_ = 0;
  Tables remembered_;
};

void Talk::ask(const std::string& method, Words& words, const std::vector<std::string>& block) {
  core::Request request;
  request.method = method;
  request.target = words.rest();
  request.peer = "192.0.2.7";
  request.headers.add("Host", "citas.instituto.example");
  if (!login_.empty()) request.headers.add("Authorization", basic_credentials(login_, kPassword));
  std::vector<std::string> body;
  for (const auto& raw : block) {
    const auto line = filled(raw, names_);
    const auto colon = line.find(": ");
    const bool is_header =
        body.empty() && colon != std::string::npos &&
        line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") == colon;
    if (is_header)
      request.headers.add(line.substr(0, colon), line.substr(colon + 2));
    else
      body.push_back(line);
  }
  const bool is_form = request.headers.get("Content-Type") == kFormType;
  const bool has_parts = request.headers.get("Content-Type").starts_with("multipart/");
  request.body = is_form ? form_text(body) : has_parts ? parts_text(body) : body_text(body);
  if (!body.empty() && !request.headers.find("Content-Type"))
    request.headers.add("Content-Type", type_of(request.body));
  try {
    core::parse_target(request);
    response_ =
        dav::is_for_dav(request) ? dav::answer(office(), request) : web::answer(office(), request);
  } catch (const core::Error& error) {  // as http answers a target that is none
    response_ = core::problem(error, request.language());
  }
  body_ = response_.body ? response_.body->bytes() : "";
  if (response_.headers.get("Content-Type").starts_with("text/calendar")) body_ = unfolded(body_);
}

// A mail as its sender's program wrote it: its headers, then its text or its iCalendar object.
void Talk::receive(Words& words, const std::vector<std::string>& block) {
  words.done();
  std::string head, body;
  for (const auto& raw : block) {
    const auto line = filled(raw, names_);
    const auto colon = line.find(": ");
    const bool is_header = body.empty() && colon != std::string::npos && !is_calendar(line) &&
                           line.find(' ') == colon + 1;
    (is_header ? head : body) += line + "\r\n";
  }
  if (head.find("Message-ID: ") == std::string::npos)
    head += "Message-ID: <mail-" + std::to_string(++mails_) + "@redes.example>\r\n";
  if (head.find("Content-Type: ") == std::string::npos) {
    const auto at = body.find("METHOD:");
    const auto method = at == std::string::npos
                            ? ""
                            : "; method=" + body.substr(at + 7, body.find('\r', at) - at - 7);
    head += std::string("Content-Type: ") + (is_calendar(body) ? "text/calendar" : "text/plain") +
            "; charset=utf-8" + method + "\r\nContent-Transfer-Encoding: 8bit\r\n";
  }
  received_ = service::receive(
      office(), mail::read_mail("MIME-Version: 1.0\r\n" + head + "\r\n" + body), "citas");
  names_["mail"] = received_.id;
}

void Talk::say_as(Words& words) {
  login_ = words.next();
  if (login_ == "nobody") login_.clear();
}

void Talk::say_keep(Words& words) {
  const auto name = words.next();
  if (!words.take("="))
    fail("keep NAME = json PATH, xml PATH, header NAME, form NAME or mail link");
  if (words.take("json")) {
    const auto found = find_json(body_, words.next());
    if (!found) fail("not there in: " + brief(body_));
    names_[name] = plain_text(*found);
  } else if (words.take("xml")) {
    const auto found = find_xml(body_, words.next());
    if (!found) fail("not there in: " + brief(body_));
    names_[name] = *found;
  } else if (words.take("header")) {
    names_[name] = std::string(response_.headers.get(words.next()));
  } else if (words.take("form")) {
    names_[name] = form_value(body_, words.next());
  } else if (words.take("mail")) {
    if (!words.take("link") || mailbox_.mails.empty()) fail("keep NAME = mail link");
    names_[name] = link_path(mailbox_.mails.back().text);
  }
}

void Talk::say_clock(Words& words) {
  if (!words.take("forward")) {
    const auto time = core::parse_instant(words.next());
    if (!time) fail("no such time");
    return office_.clock.set(*time);
  }
  const std::chrono::minutes units(words.number());
  const auto unit = words.next();
  if (unit.starts_with("day"))
    office_.clock.forward(units * 60 * 24);
  else if (unit.starts_with("hour"))
    office_.clock.forward(units * 60);
  else if (unit.starts_with("minute"))
    office_.clock.forward(units);
  else
    fail("days, hours or minutes, not " + unit);
}

void Talk::say_mail_server(Words& words) {
  static const std::map<std::string, MailServer> kWays = {{"accepts", MailServer::accepts},
                                                          {"defers", MailServer::defers},
                                                          {"refuses", MailServer::refuses},
                                                          {"dies", MailServer::dies}};
  if (!words.take("server")) fail("mail server accepts | defers | refuses | dies");
  mailbox_.server = kWays.at(words.next());
}

void Talk::say_postman(Words& words) {
  if (!words.take("dies")) fail("postman dies");
  mailbox_.kills_postman = true;
}

void Talk::say_midnight(Words&) {
  service::publish_all(office());
  service::plan_all_notices(office());
  service::tell_lapses(office());
}

void Talk::say_tick(Words&) {
  service::send_reminders(office());
  service::send_due_notices(office());
  service::follow_up(office());
  service::tell_news(office());
}

void Talk::say_deliver(Words&) {
  delivered_before_ = mailbox_.mails.size();
  try {
    while (postman_->run_once() > 0) continue;
  } catch (const PostmanDied&) {
    mailbox_.kills_postman = false;
    postman_ = hire();
  }
}

void Talk::say_restart(Words&) {
  service::recover_letters(office());
  postman_ = hire();
}

// As an administrator changes calendars/holidays.toml and starts the service anew.
void Talk::say_law(Words& words) {
  const auto day = words.next();
  const auto name = words.next();
  settings_.holidays.push_back({"new_law",
                                {name, name},
                                domain::HolidayRule::fixed,
                                std::stoi(day.substr(5, 2)),
                                std::stoi(day.substr(8, 2))});
  reopened_ = std::make_unique<service::Office>(settings_, office_.clock);
  postman_ = hire();
  service::publish_all(office());
  service::plan_all_notices(office());
}

void Talk::say_load(Words& words) {
  load_ = app::load_path(office(), root_ + "/" + words.next());
}

void Talk::say_remember(Words& words) {
  if (!words.take("store")) fail("remember store");
  remembered_ = all_rows(office());
}

void Talk::expect_json(Words& words) {
  const auto path = words.next();
  const auto found = find_json(body_, path);
  const auto there = path + " is " + (found ? *found : "absent") + " in: " + brief(body_);
  if (words.take("has")) {
    const auto count = static_cast<std::size_t>(words.number());
    if (!found || elements_of(*found).size() != count) fail(there);
  } else if (words.take("contains")) {
    const auto value = words.value();
    const auto all = found ? elements_of(*found) : std::vector<std::string>{};
    const bool holds = std::find(all.begin(), all.end(), value) != all.end() ||
                       (found && plain_text(*found).find(plain_text(value)) != std::string::npos);
    if (!holds) fail(there);
  } else if (words.take("is")) {
    if (words.take("absent")) {
      if (found) fail(there);
    } else if (found != words.value()) {
      fail(there);
    }
  } else {
    fail("expect json PATH is | contains | has");
  }
}

void Talk::expect_xml(Words& words) {
  const auto path = words.next();
  const auto all = find_all_xml(body_, path);
  const auto there = path + " is " + (all.empty() ? "absent" : "«" + all.front() + "»") + " (" +
                     std::to_string(all.size()) + " such) in: " + brief(body_);
  const auto holds = [&](const std::string& what) {
    return !all.empty() && all.front().find(what) != std::string::npos;
  };
  bool good = false;
  if (words.take("has"))
    good = all.size() == static_cast<std::size_t>(words.number());
  else if (words.take("contains"))
    good = holds(words.next());
  else if (words.take("lacks"))
    good = !holds(words.next());
  else if (words.take("is"))
    good = words.take("absent") ? all.empty() : find_xml(body_, path) == words.next();
  else
    fail("expect xml PATH is | contains | lacks | has");
  if (!good) fail(there);
}

void Talk::expect_body(Words& words) {
  const bool lacks = words.take("lacks");
  if (!lacks && !words.take("contains")) fail("expect body contains | lacks");
  std::optional<std::size_t> count;
  auto what = words.next();
  if (!words.empty()) {
    count = static_cast<std::size_t>(std::stoi(what));
    what = words.next();
  }
  const auto found = count_of(body_, what);
  const bool good = lacks ? found == 0 : count ? found == *count : found > 0;
  if (!good) fail("found " + std::to_string(found) + " times in: " + brief(body_));
}

void Talk::expect_header(Words& words) {
  const auto header = response_.headers.find(words.next());
  const auto there = header ? "the header is: " + std::string(*header) : "there is no such header";
  if (words.take("contains")) {
    if (!header || header->find(words.next()) == std::string_view::npos) fail(there);
  } else if (words.take("is")) {
    if (words.take("absent")) {
      if (header) fail(there);
    } else if (header != words.next()) {
      fail(there);
    }
  } else {
    fail("expect header NAME is | contains");
  }
}

void Talk::expect_mails(int count, Words& words) {
  std::vector<ReceivedMail> found(
      mailbox_.mails.begin() + static_cast<std::ptrdiff_t>(delivered_before_),
      mailbox_.mails.end());
  std::string all;
  for (const auto& mail : found)
    all += "\n  " + mail.to + " " + mail.method + " «" + mail.subject + "»" +
           (mail.repeated ? " repeated" : "") + "\n" + mail.calendar;
  bool repeated = false;
  const auto drop = [&](auto which) { std::erase_if(found, which); };
  while (!words.empty()) {
    const auto aspect = words.next();
    if (aspect == "repeated") {
      repeated = true;
      continue;
    }
    const auto what = words.next();
    if (aspect == "to")
      drop([&](const auto& mail) { return mail.to != what; });
    else if (aspect == "method")
      drop([&](const auto& mail) { return mail.method != what; });
    else if (aspect == "subject")
      drop([&](const auto& mail) { return mail.subject.find(what) == std::string::npos; });
    else if (aspect == "text")
      drop([&](const auto& mail) { return mail.text.find(what) == std::string::npos; });
    else if (aspect == "calendar")
      drop([&](const auto& mail) { return mail.calendar.find(what) == std::string::npos; });
    else
      fail("a mail has no " + aspect);
  }
  drop([&](const auto& mail) { return mail.repeated != repeated; });
  if (found.size() != static_cast<std::size_t>(count))
    fail(std::to_string(found.size()) + " such mails; delivered were:" + all);
}

void Talk::expect_verdict(Words& words) {
  const std::string verdict(core::word(received_.verdict)), trust(core::word(received_.trust));
  const auto there =
      verdict + " reason " + received_.reason + " trust " + trust + " detail " + received_.detail;
  if (words.next() != verdict) fail(there);
  while (!words.empty()) {
    const auto aspect = words.next(), value = words.next();
    const bool good = aspect == "reason"   ? received_.reason == value
                      : aspect == "trust"  ? trust == value
                      : aspect == "detail" ? received_.detail.find(value) != std::string::npos
                                           : false;
    if (!good) fail(there);
  }
}

void Talk::expect_load(bool made) {
  if (!load_) fail("nothing was loaded");
  const bool changed = load_->made + load_->changed > 0;
  if (changed != made || load_->made + load_->changed + load_->unchanged == 0)
    fail("made " + std::to_string(load_->made) + ", changed " + std::to_string(load_->changed) +
         ", unchanged " + std::to_string(load_->unchanged));
}

void Talk::expect_nothing_changed() {
  if (remembered_.empty()) fail("the store was not remembered");
  std::string changed;
  for (const auto& [table, rows] : all_rows(office()))
    if (remembered_[table] != rows) changed += " " + table;
  if (!changed.empty()) fail("changed:" + changed);
}

void Talk::say_expect(Words& words) {
  if (words.take("json"))
    expect_json(words);
  else if (words.take("xml"))
    expect_xml(words);
  else if (words.take("body"))
    expect_body(words);
  else if (words.take("header"))
    expect_header(words);
  else if (words.take("verdict"))
    expect_verdict(words);
  else if (words.take("made"))
    expect_load(true);
  else if (words.take("unchanged"))
    expect_load(false);
  else if (words.take("nothing")) {
    if (!words.take("changed")) fail("expect nothing changed");
    expect_nothing_changed();
  } else {
    const int number = words.number();
    if (words.take("mail") || words.take("mails"))
      expect_mails(number, words);
    else if (response_.status != number)
      fail("the answer is " + std::to_string(response_.status) + ": " + brief(body_) + " " +
           response_.logged_error);
  }
}

const std::map<std::string, Talk::Saying>& Talk::sayings() {
  static const std::map<std::string, Saying> kAll = {{"as", &Talk::say_as},
                                                     {"keep", &Talk::say_keep},
                                                     {"clock", &Talk::say_clock},
                                                     {"mail", &Talk::say_mail_server},
                                                     {"postman", &Talk::say_postman},
                                                     {"deliver", &Talk::say_deliver},
                                                     {"restart", &Talk::say_restart},
                                                     {"law", &Talk::say_law},
                                                     {"load", &Talk::say_load},
                                                     {"midnight", &Talk::say_midnight},
                                                     {"tick", &Talk::say_tick},
                                                     {"expect", &Talk::say_expect},
                                                     {"remember", &Talk::say_remember}};
  return kAll;
}

void Talk::hold(const Statement& statement) {
  Words words(filled(statement.text, names_));
  const auto first = words.next();
  if (first == "receive") return receive(words, statement.block);
  const auto saying = sayings().find(first);
  if (saying == sayings().end()) {
    if (first.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos)
      fail("no statement begins with " + first);
    return ask(first, words, statement.block);
  }
  if (!statement.block.empty()) fail("only a request and a mail have lines below them");
  (this->*saying->second)(words);
  words.done();
}

void Talk::end() {
  const auto report = service::check_store(office());
  if (!report.faults.empty()) fail("the store does not hold together: " + report.faults.front());
}

}  // namespace

void hold_talk(const std::string& root, const std::string& path) {
  int line = 0;
  try {
    const auto statements = read_statements(path);
    if (statements.empty()) fail("says nothing");
    // Only another start needs a store that outlives the first.
    const bool on_disk =
        std::any_of(statements.begin(), statements.end(),
                    [](const Statement& one) { return one.text.starts_with("law "); });
    Talk talk(root, on_disk);
    for (const auto& statement : statements) {
      line = statement.line;
      talk.hold(statement);
    }
    talk.end();
  } catch (const std::exception& error) {
    throw TalkFailure(path + ":" + std::to_string(line) + ": " + error.what());
  }
}

}  // namespace citacal::test
