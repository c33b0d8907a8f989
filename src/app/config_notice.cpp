#include "app/config_notice.h"

#include <set>

#include "app/share.h"
#include "core/text.h"

namespace citacal::app {

namespace {

constexpr std::size_t kListMax = 1 << 20;
constexpr std::size_t kRecipientsMax = 20'000;

class Recipients {
 public:
  explicit Recipients(std::vector<std::string>& all) : all_(all) {}

  void add(std::string_view field, std::string_view address) {
    const auto clean = core::checked_address(field, address);
    if (!known_.insert(core::to_lower(clean)).second) return;
    if (all_.size() == kRecipientsMax)
      core::refuse(
          field, "too-many",
          {"son demasiadas direcciones: como máximo 20 000, sin repetir; use una dirección "
           "de lista del servidor de correo",
           "are too many addresses: at most 20,000, each once; use an address of a list of "
           "the mail server"});
    all_.push_back(clean);
  }

  void add_list(const std::string& path) {
    const auto text = read_file(path, kListMax);
    int number = 0;
    for (const auto line : core::split(text, '\n')) {
      ++number;
      const auto address = core::trim(line.substr(0, line.find('#')));
      if (address.empty()) continue;
      add(path + ":" + std::to_string(number), address);
    }
    if (text.find('@') == text.npos)
      core::refuse(path, "empty-list", {"no tiene ninguna dirección", "has no address"});
  }

 private:
  std::vector<std::string>& all_;
  std::set<std::string> known_;
};

}  // namespace

domain::NoticeTexts read_notice_texts(const std::string& folder) {
  using domain::NoticeLetter;
  domain::NoticeTexts texts;
  for (const auto letter :
       {NoticeLetter::notice, NoticeLetter::corrected, NoticeLetter::cancelled}) {
    const auto kind = std::string(core::word(letter));
    const auto path =
        folder + (letter == NoticeLetter::notice ? "/notice" : "/notice-" + kind) + ".txt";
    const auto text = read_file(path, core::kTemplateMax);
    try {
      texts.of(letter) = domain::parse_notice_text(letter, text);
    } catch (const core::Error& error) {
      throw core::Error(core::Code::invalid, error.condition,
                        {path + ", " + error.message.es, path + ", " + error.message.en});
    }
  }
  return texts;
}

void read_notice(const Value& table, ConfigReader& in, domain::Institute& out) {
  Fields fields(table, in.problems, "notice.");
  out.notice.days = static_cast<int>(fields.integer_or("days", out.notice.days, 1, 60));
  out.notice.business_days = fields.flag_or("business_days", out.notice.business_days);
  Recipients recipients(out.notice_to);
  for (const auto& address : fields.lines("to"))
    in.check(fields, "to", [&] { recipients.add("to", address); });
  for (const auto& list : fields.lines("lists"))
    in.check(fields, "lists", [&] { recipients.add_list(beside(in.path, list)); });
  const auto given = beside(in.path, fields.optional_line("letters", 4'096));
  in.check(fields, "letters", [&] {
    out.notice_texts =
        read_notice_texts(given.empty() ? share_folder() + "/config/letters" : given);
  });
  in.close(fields, table);
}

}  // namespace citacal::app
