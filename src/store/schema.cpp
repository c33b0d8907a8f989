#include "store/migrations.h"

namespace citacal::store {
namespace {

// Ids are TEXT made by the application; times BIGINT epoch seconds; days BIGINT epoch days; yes and
// no SMALLINT; enumerators their words; lists of names lines of one TEXT. `item` orders children.
constexpr std::string_view kParties = R"sql(
CREATE TABLE pulse (id INTEGER PRIMARY KEY, beats BIGINT NOT NULL);
INSERT INTO pulse (id, beats) VALUES (1, 0);

CREATE TABLE contractor (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  tax_id TEXT NOT NULL, service TEXT NOT NULL, ticket_system TEXT NOT NULL,
  active SMALLINT NOT NULL);
CREATE TABLE contact (
  contractor TEXT NOT NULL REFERENCES contractor (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, position TEXT NOT NULL, phone TEXT NOT NULL,
  invited SMALLINT NOT NULL, PRIMARY KEY (contractor, item));
CREATE TABLE person (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  email TEXT NOT NULL, role TEXT NOT NULL, clearance TEXT NOT NULL,
  contractor TEXT REFERENCES contractor (id), password_hash TEXT NOT NULL,
  active SMALLINT NOT NULL, created_at BIGINT NOT NULL);
CREATE INDEX person_contractor ON person (contractor);
CREATE TABLE access_token (
  id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id), scope TEXT NOT NULL,
  calendar TEXT NOT NULL, label TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL, expires_at BIGINT, last_used_at BIGINT, last_client TEXT NOT NULL,
  revoked_at BIGINT);
CREATE INDEX access_token_person ON access_token (person, id);
)sql";

constexpr std::string_view kWork = R"sql(
CREATE TABLE programme (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL,
  contractor TEXT NOT NULL REFERENCES contractor (id), year INTEGER NOT NULL,
  contract TEXT NOT NULL, conditions TEXT NOT NULL, state TEXT NOT NULL, minutes TEXT NOT NULL,
  minutes_day BIGINT, UNIQUE (year, contract));
CREATE INDEX programme_contractor ON programme (contractor, id);
CREATE TABLE planned_service (
  programme TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  id TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, period TEXT NOT NULL,
  first_month INTEGER NOT NULL, duration BIGINT NOT NULL, place TEXT NOT NULL,
  affected TEXT NOT NULL, impact TEXT NOT NULL, affects_network SMALLINT NOT NULL,
  PRIMARY KEY (programme, item));
CREATE TABLE amendment (
  programme TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  minutes TEXT NOT NULL, day BIGINT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (programme, item));

CREATE TABLE request_number (year INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE service_request (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL, number TEXT NOT NULL UNIQUE,
  year INTEGER NOT NULL, kind TEXT NOT NULL, priority TEXT NOT NULL, state TEXT NOT NULL,
  subject TEXT NOT NULL, description TEXT NOT NULL,
  contractor TEXT NOT NULL REFERENCES contractor (id), programme TEXT REFERENCES programme (id),
  planned_service TEXT NOT NULL, place TEXT NOT NULL, affected TEXT NOT NULL,
  requested_by TEXT REFERENCES person (id), requested_at BIGINT NOT NULL, level TEXT NOT NULL,
  withdrawn_reason TEXT NOT NULL);
CREATE INDEX service_request_contractor ON service_request (contractor, id);
CREATE INDEX service_request_state ON service_request (state, id);
CREATE INDEX service_request_year ON service_request (year, id);
CREATE INDEX service_request_programme ON service_request (programme);
CREATE TABLE ticket (
  request TEXT NOT NULL REFERENCES service_request (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  system TEXT NOT NULL, number TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (request, item));

CREATE TABLE appointment (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL, uid TEXT NOT NULL UNIQUE,
  request TEXT NOT NULL REFERENCES service_request (id),
  contractor TEXT NOT NULL REFERENCES contractor (id), status TEXT NOT NULL,
  sequence INTEGER NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL, place TEXT NOT NULL,
  link TEXT NOT NULL, conditions TEXT NOT NULL, responsible TEXT NOT NULL, affected TEXT NOT NULL,
  impact TEXT NOT NULL, affects_network SMALLINT NOT NULL, replaces TEXT NOT NULL,
  reason TEXT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL);
CREATE INDEX appointment_starts ON appointment (starts, id, ends);
CREATE INDEX appointment_contractor ON appointment (contractor, starts, id, ends);
CREATE INDEX appointment_request ON appointment (request, starts);
CREATE TABLE attendee (
  appointment TEXT NOT NULL REFERENCES appointment (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL,
  answer TEXT NOT NULL, comment TEXT NOT NULL, answered_at BIGINT,
  PRIMARY KEY (appointment, item));
CREATE TABLE proposal (
  appointment TEXT NOT NULL REFERENCES appointment (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  id TEXT NOT NULL, email TEXT NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL,
  comment TEXT NOT NULL, made_at BIGINT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (appointment, item));

CREATE TABLE notice (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL,
  appointment TEXT NOT NULL UNIQUE REFERENCES appointment (id), due_at BIGINT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL, sent_at BIGINT, sequence INTEGER NOT NULL);
CREATE INDEX notice_due ON notice (due_at, id);
CREATE INDEX notice_state ON notice (state, due_at, id);
CREATE TABLE verification (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL,
  request TEXT NOT NULL REFERENCES service_request (id),
  appointment TEXT NOT NULL REFERENCES appointment (id), outcome TEXT NOT NULL,
  means TEXT NOT NULL, reference TEXT NOT NULL, findings TEXT NOT NULL, starts BIGINT NOT NULL,
  ends BIGINT NOT NULL, verified_by TEXT REFERENCES person (id), verified_at BIGINT NOT NULL);
CREATE INDEX verification_request ON verification (request, id);
CREATE INDEX verification_appointment ON verification (appointment);
CREATE TABLE commitment (
  verification TEXT NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  item INTEGER NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL,
  due_day BIGINT NOT NULL, done_at BIGINT, PRIMARY KEY (verification, item));
)sql";

constexpr std::string_view kEvidence = R"sql(
CREATE TABLE content (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL);
CREATE TABLE record (
  id TEXT PRIMARY KEY, request TEXT REFERENCES service_request (id),
  programme TEXT REFERENCES programme (id), activity INTEGER NOT NULL, title TEXT NOT NULL,
  file_name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES content (sha256), level TEXT NOT NULL, extent TEXT NOT NULL,
  justification TEXT NOT NULL, legal_ground TEXT NOT NULL, years INTEGER NOT NULL,
  qualified_on BIGINT, created_by TEXT REFERENCES person (id), created_at BIGINT NOT NULL);
CREATE INDEX record_request ON record (request, id);
CREATE INDEX record_programme ON record (programme, id);
CREATE TABLE audit_entry (
  number BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, door TEXT NOT NULL,
  action TEXT NOT NULL, noun TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_entry_subject ON audit_entry (subject, number);

CREATE TABLE letter (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL,
  appointment TEXT NOT NULL REFERENCES appointment (id), sequence INTEGER NOT NULL,
  recipient_name TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
  body TEXT NOT NULL, calendar TEXT NOT NULL, method TEXT NOT NULL, message_id TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at BIGINT NOT NULL,
  last_error TEXT NOT NULL, created_at BIGINT NOT NULL, sent_at BIGINT,
  UNIQUE (appointment, kind, sequence, recipient));
CREATE INDEX letter_due ON letter (state, next_at, id);
CREATE INDEX letter_state ON letter (state, id);
CREATE TABLE mail (
  id TEXT PRIMARY KEY, message_id TEXT NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL,
  raw BYTEA NOT NULL, sha256 TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  appointment TEXT REFERENCES appointment (id), received_at BIGINT NOT NULL,
  UNIQUE (message_id, sha256));
CREATE INDEX mail_appointment ON mail (appointment, id);

CREATE TABLE calendar (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, revision BIGINT NOT NULL,
  changed_at BIGINT NOT NULL);
CREATE TABLE calendar_object (
  calendar TEXT NOT NULL REFERENCES calendar (id), uid TEXT NOT NULL, etag TEXT NOT NULL,
  starts BIGINT NOT NULL, ends BIGINT NOT NULL, revision BIGINT NOT NULL,
  changed_at BIGINT NOT NULL, hide_after BIGINT, gone SMALLINT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (calendar, uid));
CREATE INDEX calendar_object_starts ON calendar_object (calendar, starts, uid);
CREATE TABLE creation (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, made TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX creation_at ON creation (at);
)sql";

// Objects are known by their name in the calendar, and persons have calendars, too. `span` is how
// long an object goes on (0: to a day, 1: to 31 days, 2: to 400 days, 3: longer), so that what
// touches a window is four ranges of one index. What the calendars showed before gets its size,
// etag and text of today from service::publish_all, which comes before any reader: the digest is
// emptied so that it writes all of them. person_address holds every address of a person, in lower
// case, to find them by.
constexpr std::string_view kCalendars = R"sql(
ALTER TABLE person ADD COLUMN aliases TEXT NOT NULL DEFAULT '';
CREATE INDEX person_name ON person (lower(name));
CREATE TABLE person_address (
  address TEXT NOT NULL, person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (address, person));
INSERT INTO person_address SELECT lower(email), id FROM person;
CREATE INDEX person_address_person ON person_address (person);
ALTER TABLE calendar ADD COLUMN owner TEXT REFERENCES person (id);
ALTER TABLE calendar ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calendar ADD COLUMN objects BIGINT NOT NULL DEFAULT 0;
CREATE INDEX calendar_published ON calendar (id) WHERE owner IS NULL;

ALTER TABLE calendar_object RENAME TO calendar_object_before;
CREATE TABLE calendar_object (
  calendar TEXT NOT NULL REFERENCES calendar (id), name TEXT NOT NULL, uid TEXT NOT NULL,
  component TEXT NOT NULL, etag TEXT NOT NULL, schedule_tag TEXT NOT NULL,
  starts BIGINT NOT NULL, ends BIGINT NOT NULL, span SMALLINT NOT NULL, exact SMALLINT NOT NULL,
  busy TEXT NOT NULL, revision BIGINT NOT NULL, created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL, hide_after BIGINT, gone SMALLINT NOT NULL, whole SMALLINT NOT NULL,
  size BIGINT NOT NULL, client_lines TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (calendar, name));
INSERT INTO calendar_object
  SELECT calendar, uid || '.ics', uid, 'VEVENT', '', '', starts, ends,
    CASE WHEN ends - starts <= 86400 THEN 0 WHEN ends - starts <= 2678400 THEN 1 ELSE 2 END, 1,
    'busy', revision, changed_at, changed_at, hide_after, gone, 0, 0, '',
    CASE gone WHEN 0 THEN text ELSE '' END
  FROM calendar_object_before;
DROP TABLE calendar_object_before;
CREATE UNIQUE INDEX calendar_object_uid ON calendar_object (calendar, uid) WHERE gone = 0;
CREATE INDEX calendar_object_anywhere ON calendar_object (uid);
CREATE INDEX calendar_object_revision ON calendar_object (calendar, revision);
CREATE INDEX calendar_object_starts ON calendar_object (calendar, starts, uid) WHERE whole = 0;
CREATE INDEX calendar_object_span ON calendar_object (calendar, span, starts);
CREATE INDEX calendar_object_hidden ON calendar_object (hide_after)
  WHERE hide_after IS NOT NULL AND gone = 0;
CREATE INDEX calendar_object_gone ON calendar_object (changed_at) WHERE gone = 1;
UPDATE calendar SET digest = '', objects =
  (SELECT count(*) FROM calendar_object AS o WHERE o.calendar = calendar.id AND o.gone = 0);

CREATE TABLE own_calendar (
  id TEXT PRIMARY KEY REFERENCES calendar (id), owner TEXT NOT NULL REFERENCES person (id),
  key TEXT NOT NULL, components TEXT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (owner, key));
CREATE TABLE property (
  person TEXT NOT NULL REFERENCES person (id), calendar TEXT NOT NULL, object TEXT NOT NULL,
  space TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, language TEXT NOT NULL,
  PRIMARY KEY (person, calendar, object, space, name));
CREATE INDEX property_object ON property (calendar, object);

ALTER TABLE service_request ADD COLUMN incomplete SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX attendee_email ON attendee (lower(email));
CREATE INDEX commitment_id ON commitment (id);
CREATE INDEX commitment_who ON commitment (lower(who));
)sql";

// Letters are about more than appointments: `about` is what the recipient is told of once. No
// program before this one wrote to mail.
constexpr std::string_view kAnswers = R"sql(
ALTER TABLE letter RENAME TO letter_before;
CREATE TABLE letter (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, about TEXT NOT NULL,
  appointment TEXT REFERENCES appointment (id), request TEXT REFERENCES service_request (id),
  sequence INTEGER NOT NULL, recipient_name TEXT NOT NULL, recipient TEXT NOT NULL,
  reply_to TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, calendar TEXT NOT NULL,
  method TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at BIGINT NOT NULL, last_error TEXT NOT NULL, created_at BIGINT NOT NULL, sent_at BIGINT,
  UNIQUE (about, kind, sequence, recipient));
INSERT INTO letter
  SELECT l.id, l.kind, l.appointment, l.appointment, a.request, l.sequence, l.recipient_name,
    l.recipient, '', l.subject, l.body, l.calendar, l.method, l.message_id, l.state, l.attempts,
    l.next_at, l.last_error, l.created_at, l.sent_at
  FROM letter_before AS l JOIN appointment AS a ON a.id = l.appointment;
DROP TABLE letter_before;
CREATE INDEX letter_due ON letter (state, next_at, id);
CREATE INDEX letter_state ON letter (state, id);
CREATE INDEX letter_appointment ON letter (appointment, id);
CREATE INDEX letter_request ON letter (request, id);
CREATE INDEX letter_message ON letter (message_id);

DROP TABLE mail;
CREATE TABLE mail (
  id TEXT PRIMARY KEY, version BIGINT NOT NULL, mailbox TEXT NOT NULL, message_id TEXT NOT NULL,
  sender TEXT NOT NULL, subject TEXT NOT NULL, size BIGINT NOT NULL, sha256 TEXT NOT NULL,
  verdict TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, trust TEXT NOT NULL,
  method TEXT NOT NULL, attendee TEXT NOT NULL, appointment TEXT REFERENCES appointment (id),
  request TEXT REFERENCES service_request (id), received_at BIGINT NOT NULL, decided_at BIGINT,
  decided_by TEXT REFERENCES person (id), UNIQUE (message_id, sha256));
CREATE INDEX mail_appointment ON mail (appointment, id);
CREATE INDEX mail_request ON mail (request, id);
CREATE INDEX mail_verdict ON mail (verdict, id);
CREATE INDEX mail_sender ON mail (sender, received_at);
CREATE TABLE mail_raw (
  mail TEXT PRIMARY KEY REFERENCES mail (id), raw BYTEA NOT NULL, calendar TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX ticket_number ON ticket (number);
CREATE INDEX contact_email ON contact (lower(email));
CREATE TABLE mailbox (
  name TEXT PRIMARY KEY, uid_validity BIGINT NOT NULL, last_uid BIGINT NOT NULL);

CREATE TABLE news (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  request TEXT REFERENCES service_request (id), appointment TEXT REFERENCES appointment (id),
  body TEXT NOT NULL, at BIGINT NOT NULL, told_at BIGINT);
CREATE INDEX news_untold ON news (at) WHERE told_at IS NULL;
CREATE TABLE signing_key (id INTEGER PRIMARY KEY, bytes BYTEA NOT NULL, created_at BIGINT NOT NULL);

ALTER TABLE appointment ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
UPDATE appointment SET asked = sequence
  - CASE WHEN status = 'confirmed' AND sequence > 0 THEN 1 ELSE 0 END;
ALTER TABLE attendee ADD COLUMN said_at BIGINT;
ALTER TABLE attendee ADD COLUMN delegated_to TEXT NOT NULL DEFAULT '';
ALTER TABLE attendee ADD COLUMN unreached_at BIGINT;
ALTER TABLE proposal ADD COLUMN was_starts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN was_ends BIGINT NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE proposal ADD COLUMN mail TEXT NOT NULL DEFAULT '';
UPDATE proposal SET was_starts = (SELECT starts FROM appointment WHERE id = proposal.appointment),
  was_ends = (SELECT ends FROM appointment WHERE id = proposal.appointment);
)sql";

// When an appointment next has somebody to remind; NULL: never. service::publish_all fills it.
constexpr std::string_view kReminders = R"sql(
ALTER TABLE appointment ADD COLUMN remind_at BIGINT;
CREATE INDEX appointment_remind ON appointment (remind_at, id) WHERE remind_at IS NOT NULL;
)sql";

// What is to be told to contractors' ticket systems. Each system is asked for what is due by its
// own range; `key` is why nothing is told twice.
constexpr std::string_view kErrands = R"sql(
CREATE TABLE errand (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL,
  request TEXT NOT NULL REFERENCES service_request (id),
  contractor TEXT NOT NULL REFERENCES contractor (id), system TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE, number TEXT NOT NULL, service TEXT NOT NULL, priority TEXT NOT NULL,
  subject TEXT NOT NULL, body TEXT NOT NULL, ticket TEXT NOT NULL, url TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at BIGINT NOT NULL,
  last_error TEXT NOT NULL, created_at BIGINT NOT NULL, sent_at BIGINT);
CREATE INDEX errand_due ON errand (system, state, next_at, id);
CREATE INDEX errand_state ON errand (state, id);
CREATE INDEX errand_request ON errand (request, id);
)sql";

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> all = [] {
    std::vector<Migration> list = {{1, kParties}, {2, kWork},      {3, kEvidence}, {4, kCalendars},
                                   {5, kAnswers}, {6, kReminders}, {7, kErrands}};
    const auto later = procedure_migrations();
    list.insert(list.end(), later.begin(), later.end());
    return list;
  }();
  return all;
}

}  // namespace citacal::store
