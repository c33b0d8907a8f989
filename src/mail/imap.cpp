#include "mail/imap.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/check.h"
#include "core/error.h"
#include "core/text.h"
#include "mail/imap_connection.h"
#include "mail/plain.h"

namespace citacal::mail {
namespace {

constexpr std::size_t kWordsMax = 300;  // characters of a server's words that are shown
constexpr int kListMax = 500;

void check(const ImapSettings& settings) {
  check_server(settings, "imap");
  if (settings.login.empty())
    core::refuse("imap.login", "imap-login",
                 {"Un buzón se lee con usuario y contraseña: indique «login».",
                  "A mailbox is read with a user and a password: give \"login\"."});
  const auto& folder = settings.folder;
  if (folder.empty() || folder.size() > 250 ||
      !std::all_of(folder.begin(), folder.end(), [](char c) { return c >= ' ' && c <= '~'; }))
    core::refuse("imap.folder", "imap-folder",
                 {"La carpeta debe estar en ASCII, como «INBOX»; con tildes, como la nombra el "
                  "servidor: «Citaci&APM-n».",
                  "The folder must be ASCII, such as \"INBOX\"; other names as the server has "
                  "them: \"Citaci&APM-n\"."});
}

// One line of a stranger's words, without the password should it repeat that.
std::string safe_words(const std::string& words, const std::string& password) {
  auto line = one_line(core::is_utf8(words) ? words : core::windows_1252_to_utf8(words), kWordsMax);
  const auto at = password.empty() ? std::string::npos : line.find(password);
  return at == std::string::npos ? line : line.substr(0, at) + "…";
}

}  // namespace

ImapMailbox::ImapMailbox(ImapSettings settings) : settings_(std::move(settings)) {
  check(settings_);
}

ImapMailbox::~ImapMailbox() = default;

// ImapTrouble ends the connection, and becomes the error that the caller knows.
template <class Talk>
auto ImapMailbox::speak(const Talk& talk) {
  try {
    return talk();
  } catch (const ImapTrouble& trouble) {
    connection_.reset();
    const auto words = safe_words(trouble.words, settings_.password);
    const auto where = fmt::format("{} ({}@{}:{})", settings_.name, settings_.login, settings_.host,
                                   settings_.port);
    throw core::Error(core::Code::unavailable, "mailbox-unavailable",
                      {"No se puede leer el buzón " + where + ": " + words,
                       "The mailbox " + where + " cannot be read: " + words});
  } catch (...) {
    connection_.reset();
    throw;
  }
}

MailboxState ImapMailbox::open() {
  return speak([&] {
    const auto examine = "EXAMINE " + imap_quoted(settings_.folder);
    std::vector<ImapResponse> answers;
    if (connection_) {
      try {  // a kept connection may have died of age: that is no trouble yet
        answers = connection_->ask(examine);
      } catch (const ImapTrouble&) {
        connection_.reset();
      }
    }
    if (!connection_) {
      connection_ = std::make_unique<ImapConnection>(settings_);
      answers = connection_->ask(examine);
    }
    MailboxState state;
    for (const auto& answer : answers) {
      if (const auto number = number_after(answer.line, "UIDVALIDITY"))
        state.uid_validity = *number;
      if (const auto number = number_after(answer.line, "UIDNEXT")) state.uid_next = *number;
    }
    if (state.uid_validity == 0) throw ImapTrouble{"the server says no UIDVALIDITY of this folder"};
    uid_next_ = state.uid_next;
    return state;
  });
}

std::vector<ListedMail> ImapMailbox::list_after(std::uint32_t last_uid, int most) {
  core::expects(connection_ != nullptr, "a mailbox is open before it is listed");
  return speak([&] {
    std::vector<ListedMail> mails;
    if (last_uid == UINT32_MAX || (uid_next_ > 0 && uid_next_ - 1 <= last_uid)) return mails;
    std::vector<std::uint32_t> uids;
    for (const auto& answer : connection_->ask(fmt::format("UID SEARCH UID {}:*", last_uid + 1)))
      for (const auto uid : parse_search(answer.line))
        if (uid > last_uid) uids.push_back(uid);  // "n:*" always has the last mail in it
    std::sort(uids.begin(), uids.end());
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    uids.resize(std::min(uids.size(), static_cast<std::size_t>(std::clamp(most, 0, kListMax))));
    if (uids.empty()) return mails;
    const auto sizes = fmt::format("UID FETCH {} (RFC822.SIZE)", fmt::join(uids, ","));
    for (auto& answer : connection_->ask(sizes)) {
      const auto fetched = parse_fetch(std::move(answer));
      if (fetched && std::binary_search(uids.begin(), uids.end(), fetched->uid))
        mails.push_back({fetched->uid, fetched->size.value_or(0)});
    }
    const auto by_uid = [](const ListedMail& a, const ListedMail& b) { return a.uid < b.uid; };
    const auto is_same = [](const ListedMail& a, const ListedMail& b) { return a.uid == b.uid; };
    std::sort(mails.begin(), mails.end(), by_uid);
    mails.erase(std::unique(mails.begin(), mails.end(), is_same), mails.end());
    return mails;
  });
}

std::uint32_t ImapMailbox::last_uid_before(core::Instant since) {
  core::expects(connection_ != nullptr, "a mailbox is open before it is searched");
  return speak([&] {
    const auto search = [&](const std::string& what) {
      std::vector<std::uint32_t> uids;
      for (const auto& answer : connection_->ask("UID SEARCH " + what))
        for (const auto uid : parse_search(answer.line)) uids.push_back(uid);
      return uids;
    };
    const auto recent = search("SINCE " + imap_date(since - std::chrono::days(1)));
    if (!recent.empty()) return *std::min_element(recent.begin(), recent.end()) - 1;
    if (uid_next_ > 0) return uid_next_ - 1;
    const auto last = search("UID *");
    return last.empty() ? 0 : *std::max_element(last.begin(), last.end());
  });
}

std::optional<ImapMailbox::Fetched> ImapMailbox::fetch(const ListedMail& mail) {
  core::expects(connection_ != nullptr, "a mailbox is open before a mail is fetched");
  return speak([&]() -> std::optional<Fetched> {
    const bool is_whole = mail.size <= kMailMax;
    const auto most = (is_whole ? kMailMax : kHeaderMax) + 1;
    const auto command =
        fmt::format("UID FETCH {} (BODY.PEEK[{}]<0.{}>)", mail.uid, is_whole ? "" : "HEADER", most);
    bool is_there = false;
    for (auto& answer : connection_->ask(command, static_cast<std::size_t>(most))) {
      auto fetched = parse_fetch(std::move(answer));
      if (!fetched || fetched->uid != mail.uid) continue;
      is_there = true;
      if (!fetched->body) continue;  // news of its flags
      const auto size = static_cast<std::int64_t>(fetched->body->size());
      if (size <= kMailMax) return Fetched{std::move(*fetched->body), is_whole};
      return fetch({mail.uid, size});  // some servers' sizes are guesses
    }
    if (is_there) throw ImapTrouble{fmt::format("the server keeps back mail UID {}", mail.uid)};
    return std::nullopt;
  });
}

}  // namespace citacal::mail
