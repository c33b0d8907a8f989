#include "service/compose.h"

namespace citacal::service {

domain::Letter begin_letter(const domain::Institute& institute, domain::LetterKind kind,
                            const std::string& name, const std::string& address,
                            core::Instant now) {
  domain::Letter letter;
  letter.id = core::new_id(now);
  letter.kind = kind;
  letter.to_name = name;
  letter.to = address;
  letter.message_id = letter.id + "@" + institute.uid_host;
  letter.next_at = letter.created_at = now;
  return letter;
}

std::string letter_text(const domain::Institute& institute, const domain::Letter& letter,
                        const std::string& body) {
  const auto& name = letter.to_name;
  const auto greeting =
      name.empty() || name == letter.to ? "Buenos días:" : "Buenos días, " + name + ":";
  return greeting + "\n\n" + body + "\n\n" + institute.organizer_name + "\n" + institute.name +
         "\n";
}

}  // namespace citacal::service
