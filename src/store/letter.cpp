#include "store/letter.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Letter;
using domain::LetterState;

const Table kLetter("letter",
                    "id, kind, about, appointment, request, sequence, recipient_name, recipient, "
                    "reply_to, subject, body, calendar, method, message_id, state, attempts, "
                    "next_at, last_error, created_at, sent_at");
const core::Phrase kALetter{"una carta", "a letter"};

domain::Recipient read_recipient(const Rows& rows) {
  domain::Recipient one;
  one.address = rows.text(1);
  one.state = rows.word<LetterState>(2);
  one.detail = rows.text(3);
  one.settled_at = rows.optional_instant(4);
  return one;
}

// Only letters to many have any.
void read_recipients(Transaction& tx, std::vector<Letter>& letters) {
  std::vector<Letter> notices;
  for (const auto& letter : letters)
    if (letter.kind == domain::LetterKind::notice) notices.push_back(letter);
  read_children(tx, "SELECT letter, address, state, detail, settled_at FROM letter_recipient ",
                "letter", notices, [](Letter& letter, const Rows& rows) {
                  letter.recipients.push_back(read_recipient(rows));
                });
  auto next = notices.begin();
  for (auto& letter : letters)
    if (letter.kind == domain::LetterKind::notice) letter = std::move(*next++);
}

Letter read_one(const Rows& rows) {
  Letter letter;
  int c = 0;
  letter.id = rows.text(c++);
  letter.kind = rows.word<domain::LetterKind>(c++);
  letter.about = rows.text(c++);
  letter.appointment = rows.text(c++);
  letter.request = rows.text(c++);
  letter.sequence = static_cast<int>(rows.integer(c++));
  letter.to_name = rows.text(c++);
  letter.to = rows.text(c++);
  letter.reply_to = rows.text(c++);
  letter.subject = rows.text(c++);
  letter.text = rows.text(c++);
  letter.calendar = rows.text(c++);
  letter.method = rows.text(c++);
  letter.message_id = rows.text(c++);
  letter.state = rows.word<LetterState>(c++);
  letter.attempts = static_cast<int>(rows.integer(c++));
  letter.next_at = rows.instant(c++);
  letter.last_error = rows.text(c++);
  letter.created_at = rows.instant(c++);
  letter.sent_at = rows.optional_instant(c++);
  return letter;
}

std::vector<Letter> read_all(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<Letter> letters;
  while (rows->next()) letters.push_back(read_one(*rows));
  rows.reset();
  read_recipients(tx, letters);
  return letters;
}

void save_recipients(Transaction& tx, const Letter& letter) {
  int item = 0;
  for (const auto& one : letter.recipients)
    tx.execute(
        "INSERT INTO letter_recipient (letter, item, address, state, detail, settled_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (letter, item) DO UPDATE "
        "SET state = $4, detail = $5, settled_at = $6",
        letter.id, item++, one.address, one.state, one.detail, one.settled_at);
}

// Letters of an appointment overtake each other, but an invitation and its changes never a notice,
// nor a notice them: they tell different people different things. The word on a proposed date is
// due to who proposed it, whatever came after.
// `state`: how the column is named, since a bare name invites the index of states, behind which
// stand all the letters that wait.
std::string supersede_sql(std::string_view state) {
  return "UPDATE letter SET state = $1 WHERE " + std::string(state) +
         " = $2 AND EXISTS (SELECT 1 FROM letter newer "
         "WHERE newer.appointment = letter.appointment AND newer.recipient = letter.recipient "
         "AND newer.sequence > letter.sequence AND (newer.kind = $3) = (letter.kind = $3)) "
         "AND letter.kind <> 'proposal_declined'";
}

void supersede(Transaction& tx, const core::Id& appointment) {
  static const std::string kOfOne = supersede_sql("state || ''") + " AND appointment = $4";
  tx.execute(kOfOne, LetterState::superseded, LetterState::queued, domain::LetterKind::notice,
             appointment);
}

}  // namespace

bool add_letter(Transaction& tx, const Letter& letter) {
  static const std::string kInsert =
      kLetter.insert + " ON CONFLICT (about, kind, sequence, recipient) DO NOTHING";
  const auto added = tx.execute(
      kInsert, letter.id, letter.kind, letter.about, or_null(letter.appointment),
      or_null(letter.request), letter.sequence, letter.to_name, letter.to, letter.reply_to,
      letter.subject, letter.text, letter.calendar, letter.method, letter.message_id, letter.state,
      letter.attempts, letter.next_at, letter.last_error, letter.created_at, letter.sent_at);
  if (added == 0) return false;
  save_recipients(tx, letter);
  if (!letter.appointment.empty()) supersede(tx, letter.appointment);
  return true;
}

void save(Transaction& tx, const Letter& letter) {
  const auto changed = tx.execute(
      "UPDATE letter SET state = $2, attempts = $3, next_at = $4, last_error = $5, sent_at = $6 "
      "WHERE id = $1",
      letter.id, letter.state, letter.attempts, letter.next_at, letter.last_error, letter.sent_at);
  if (changed == 0) throw_not_found(kALetter);
  save_recipients(tx, letter);
  if (letter.state == LetterState::queued && !letter.appointment.empty())
    supersede(tx, letter.appointment);
}

std::optional<Letter> find_letter(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx, tx.query(kLetter.select + "WHERE id = $1", id)));
}

Letter get_letter(Transaction& tx, const core::Id& id) {
  if (auto letter = find_letter(tx, id)) return *std::move(letter);
  throw_not_found(kALetter);
}

std::vector<Letter> list_due_letters(Transaction& tx, core::Instant now, int limit) {
  return read_all(
      tx,
      tx.query(kLetter.select + "WHERE state = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT $3",
               LetterState::queued, now, limit));
}

int requeue_letters(Transaction& tx) {
  const auto count = tx.execute("UPDATE letter SET state = $1 WHERE state = $2",
                                LetterState::queued, LetterState::sending);
  tx.execute(supersede_sql("state"), LetterState::superseded, LetterState::queued,
             domain::LetterKind::notice);
  return static_cast<int>(count);
}

std::optional<Letter> find_letter_by_message(Transaction& tx, std::string_view message_id) {
  return first_of(read_all(tx, tx.query(kLetter.select + "WHERE message_id = $1", message_id)));
}

std::vector<Letter> list_letters_of_case(Transaction& tx, const core::Id& request) {
  return read_all(tx, tx.query(kLetter.select + "WHERE request = $1 ORDER BY id", request));
}

std::vector<std::string> list_recipients_of(Transaction& tx, const core::Id& appointment) {
  const auto rows =
      tx.query("SELECT DISTINCT recipient FROM letter WHERE appointment = $1", appointment);
  std::vector<std::string> recipients;
  while (rows->next()) recipients.push_back(rows->text(0));
  return recipients;
}

std::vector<Letter> list_letters_of(Transaction& tx, const core::Id& appointment) {
  return read_all(tx, tx.query(kLetter.select + "WHERE appointment = $1 ORDER BY id", appointment));
}

std::vector<LastLetter> list_last_letters(Transaction& tx, const core::Id& appointment,
                                          int sequence) {
  std::vector<LastLetter> letters;
  for (const auto rows =
           tx.query("SELECT kind, recipient, max(created_at) FROM letter "
                    "WHERE appointment = $1 AND sequence >= $2 GROUP BY kind, recipient",
                    appointment, sequence);
       rows->next();)
    letters.push_back({rows->word<domain::LetterKind>(0), rows->text(1), rows->instant(2)});
  return letters;
}

Listed<Letter> list_letters(Transaction& tx, std::optional<LetterState> state, const Page& page,
                            domain::Level up_to) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (state) where.add("state = ", *state);
  if (!after.empty()) where.add("id < ", after);
  // News speak of any case: they are for who may read of all.
  add_level(where,
            "coalesce((SELECT level FROM service_request r WHERE r.id = letter.request), "
            "'reserved')",
            up_to);
  const auto rows = where.run(tx, kLetter.select, "id DESC", limit + 1);
  auto listed = read_page<Letter>(*rows, limit, read_one, [](auto& last) { return last.id; });
  read_recipients(tx, listed.items);
  return listed;
}

}  // namespace citacal::store
