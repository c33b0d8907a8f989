#include "store/migrations.h"

namespace citacal::store {
namespace {

// What the procedure asks to be kept: a case's classification with its grounds, what follows what,
// and each re-scheduling. Cases that were not open showed as busy: an exception in part.
constexpr std::string_view kCases = R"sql(
ALTER TABLE service_request ADD COLUMN extent TEXT NOT NULL DEFAULT 'none';
ALTER TABLE service_request ADD COLUMN justification TEXT NOT NULL DEFAULT '';
ALTER TABLE service_request ADD COLUMN legal_ground TEXT NOT NULL DEFAULT '';
ALTER TABLE service_request ADD COLUMN years INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_request ADD COLUMN qualified_on BIGINT;
ALTER TABLE service_request ADD COLUMN follows TEXT REFERENCES service_request (id);
ALTER TABLE service_request ADD COLUMN commitment TEXT NOT NULL DEFAULT '';
UPDATE service_request SET extent = 'partial' WHERE level <> 'open';
CREATE INDEX service_request_follows ON service_request (follows) WHERE follows IS NOT NULL;
CREATE TABLE move (
  appointment TEXT NOT NULL REFERENCES appointment (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  was_starts BIGINT NOT NULL, was_ends BIGINT NOT NULL, starts BIGINT NOT NULL,
  ends BIGINT NOT NULL, asked_by TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (appointment, item));
)sql";

// What was told to all staff, why a date was confirmed with less time ahead, and to whom a letter
// to many came. What an older program had planned is looked at when it is due; `told` is not known
// of what it sent, and is the date that stands.
constexpr std::string_view kNotices = R"sql(
ALTER TABLE notice ADD COLUMN told_starts BIGINT;
ALTER TABLE notice ADD COLUMN told_ends BIGINT;
ALTER TABLE notice ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE notice ADD COLUMN exception_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN excepted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN excepted_at BIGINT;
ALTER TABLE notice ADD COLUMN next_at BIGINT;
UPDATE notice SET next_at = due_at WHERE state = 'due';
UPDATE notice SET
  told_starts = (SELECT starts FROM appointment AS a WHERE a.id = notice.appointment),
  told_ends = (SELECT ends FROM appointment AS a WHERE a.id = notice.appointment)
  WHERE state IN ('sent', 'late');
CREATE INDEX notice_next ON notice (next_at, id) WHERE next_at IS NOT NULL;
CREATE TABLE letter_recipient (
  letter TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE, item INTEGER NOT NULL,
  address TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL, settled_at BIGINT,
  PRIMARY KEY (letter, item));
)sql";

// How the verification of what was held stands, and when the next thing is to be done about an
// appointment or a commitment; NULL: nothing. The first service::publish_all reckons the terms and
// the moments; the digests are emptied since events say how it stands.
constexpr std::string_view kFollowUp = R"sql(
ALTER TABLE appointment ADD COLUMN verification TEXT NOT NULL DEFAULT 'none';
ALTER TABLE appointment ADD COLUMN verify_by BIGINT;
ALTER TABLE appointment ADD COLUMN follow_up_at BIGINT;
UPDATE appointment SET verification = 'pending' WHERE status = 'held';
UPDATE appointment SET verification = 'done'
  WHERE status = 'held' AND id IN (SELECT appointment FROM verification);
UPDATE appointment SET follow_up_at = ends
  WHERE status <> 'cancelled' AND verification IN ('none', 'pending');
CREATE INDEX appointment_follow_up ON appointment (follow_up_at, id)
  WHERE follow_up_at IS NOT NULL;
ALTER TABLE commitment ADD COLUMN recall_at BIGINT;
UPDATE commitment SET recall_at = due_day * 86400 WHERE done_at IS NULL;
CREATE INDEX commitment_recall ON commitment (recall_at, id) WHERE recall_at IS NOT NULL;
CREATE INDEX commitment_due ON commitment (due_day, id);
CREATE INDEX commitment_open ON commitment (due_day, id) WHERE done_at IS NULL;
CREATE INDEX commitment_done ON commitment (due_day, id) WHERE done_at IS NOT NULL;
CREATE UNIQUE INDEX service_request_commitment ON service_request (commitment)
  WHERE commitment <> '' AND state <> 'withdrawn';
UPDATE calendar SET digest = '' WHERE owner IS NULL;
)sql";

// Papers: the acta of a verification has a number of its year, and its signed form is a record.
constexpr std::string_view kPapers = R"sql(
CREATE TABLE minutes_number (year INTEGER PRIMARY KEY, last INTEGER NOT NULL);
ALTER TABLE verification ADD COLUMN minutes_number TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX verification_minutes ON verification (minutes_number)
  WHERE minutes_number <> '';
ALTER TABLE record ADD COLUMN document TEXT NOT NULL DEFAULT '';
)sql";

// A record can be classified anew: by the version that was read.
constexpr std::string_view kSight = R"sql(
ALTER TABLE record ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
)sql";

// When everybody was asked for the date that stands: by the letters, where there were any. What an
// appointment is measured by is found by its case.
constexpr std::string_view kMeasures = R"sql(
ALTER TABLE appointment ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
UPDATE appointment SET asked_at = COALESCE(
  (SELECT min(l.created_at) FROM letter AS l WHERE l.appointment = appointment.id
    AND l.kind IN ('invitation', 'update') AND l.sequence = appointment.asked),
  (SELECT max(m.at) FROM move AS m WHERE m.appointment = appointment.id), created_at);
)sql";

}  // namespace

std::vector<Migration> procedure_migrations() {
  return {{8, kCases},   {9, kNotices}, {10, kFollowUp},
          {11, kPapers}, {12, kSight},  {13, kMeasures}};
}

}  // namespace citacal::store
