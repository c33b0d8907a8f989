#include "mail/authentication.h"

#include <optional>
#include <string>

#include "core/text.h"

namespace citacal::mail {
namespace {

using domain::AuthenticationResult;

constexpr std::size_t kFieldsMost = 10;
constexpr std::size_t kDomainMax = 255;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  bool is_good() const { return good_; }
  bool at_end() { return skip(), at_ >= text_.size(); }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // A name or value: octets up to a blank, a comment or one of `stops`; quoted strings in it are
  // taken out of their quotes. Empty if there is none, or if it is broken.
  std::string word(std::string_view stops) {
    std::string word;
    skip();
    while (good_ && at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '(' || stops.find(c) != std::string_view::npos) break;
      ++at_;
      if (c == '"')
        quoted(word);
      else
        word += c;
      good_ = good_ && !is_control(c);
    }
    return good_ ? word : std::string();
  }

 private:
  void quoted(std::string& word) {
    while (at_ < text_.size()) {
      char c = text_[at_++];
      if (c == '"') return;
      if (c == '\\' && at_ < text_.size()) c = text_[at_++];
      word += c;
    }
    good_ = false;
  }
  void skip() {  // CFWS
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '(')
        comment();
      else if (c == ' ' || c == '\t')
        ++at_;
      else
        return;
    }
  }
  void comment() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) return;
      if (c == '\\' && at_ < text_.size()) ++at_;
    }
    good_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool good_ = true;
};

// The domain of a pvalue: "x.example", "@x.example" or "a@x.example".
std::string domain_of(std::string_view value) {
  const auto at = value.rfind('@');
  if (at != std::string_view::npos) value.remove_prefix(at + 1);
  if (value.ends_with('.')) value.remove_suffix(1);
  return value.size() <= kDomainMax ? core::to_lower(value) : std::string();
}

// One "method=result name=value …" up to its end or ";". False: not of the grammar.
bool read_result(Words& words, std::optional<AuthenticationResult>& dmarc, int& dmarc_count) {
  bool first = true, is_dmarc = false;
  while (!words.at_end() && !words.take(';')) {
    const auto name = core::to_lower(words.word(";="));
    if (first && name == "none") {  // no-result, or what stands for it
      first = false;
      continue;
    }
    if (name.empty() || !words.take('=')) return false;
    const auto value = words.word(";");
    if (first) {
      is_dmarc = core::trim(name.substr(0, name.find('/'))) == "dmarc";
      if (is_dmarc) {
        ++dmarc_count;
        dmarc = AuthenticationResult{{}, core::to_lower(value), {}};
      }
    } else if (is_dmarc && name == "header.from") {
      const auto from = domain_of(value);
      if (!dmarc->dmarc_from.empty() && dmarc->dmarc_from != from) ++dmarc_count;
      dmarc->dmarc_from = from;
    }
    first = false;
  }
  return words.is_good();
}

// The authserv-id with its version, up to behind the ";". Empty: there is none.
std::string read_server(Words& words) {
  const auto server = words.word(";=");
  if (server.empty() || server.size() > kDomainMax) return {};
  if (words.take('=')) return {};  // already a method
  words.word(";=");                // the version
  if (!words.at_end() && !words.take(';')) return {};
  return core::to_lower(server);
}

}  // namespace

AuthenticationResult read_authentication(std::string_view value) {
  AuthenticationResult read;
  Words words(value), behind = words;
  read.server = read_server(behind);
  if (!read.server.empty()) words = behind;
  std::optional<AuthenticationResult> dmarc;
  int dmarc_count = 0;
  bool good = true;
  while (good && !words.at_end()) good = read_result(words, dmarc, dmarc_count);
  if (!good || !words.is_good() || dmarc_count != 1) return read;
  read.dmarc = dmarc->dmarc;
  read.dmarc_from = dmarc->dmarc_from;
  return read;
}

std::vector<AuthenticationResult> list_authentication(const Fields& fields) {
  std::vector<AuthenticationResult> results;
  for (const auto& field : fields.list)
    if (field.name == "authentication-results" && results.size() < kFieldsMost)
      results.push_back(read_authentication(field.value));
  return results;
}

}  // namespace citacal::mail
