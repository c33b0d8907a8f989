#include "ical/client_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kConditions = "Condiciones: ";
// What describe() may write after the conditions.
constexpr std::array<std::string_view, 3> kAfter = {
    "Motivo: ", "El caso, con cuenta del Instituto: ", "Verificación: "};
constexpr std::size_t kWordLike = 4;  // bytes; shorter lines are in any text

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  for (const auto line : core::split(text, '\n')) lines.emplace_back(core::trim(line));
  return lines;
}

// Without blanks: programs break and join lines as they like.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
  return out;
}

std::string_view label_of(std::string_view line) {
  const auto colon = line.find(": ");
  return colon == std::string_view::npos ? std::string_view() : line.substr(0, colon);
}

// What the client was given: which lines are not its own.
class Given {
 public:
  Given(std::string_view description, const std::string& conditions)
      : squeezed_(squeezed(description)) {
    for (auto& line : lines_in(conditions)) conditions_.insert(std::move(line));
    for (auto& line : lines_in(description)) {
      if (!label_of(line).empty()) labels_.emplace(label_of(line));
      lines_.insert(std::move(line));
    }
  }
  bool has(const std::string& line) const {
    return lines_.contains(line) || labels_.contains(std::string(label_of(line))) ||
           (line.size() >= kWordLike && squeezed_.find(squeezed(line)) != std::string::npos);
  }
  bool ends_conditions(const std::string& line) const {
    return !conditions_.contains(line) &&
           (lines_.contains(line) || std::any_of(kAfter.begin(), kAfter.end(), [&](auto label) {
              return line.starts_with(label);
            }));
  }

 private:
  std::string squeezed_;
  std::set<std::string> lines_, labels_, conditions_;
};

void add_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const auto line : core::split(text, '\n')) {
    const auto part = core::trim(line);
    if (part.empty()) continue;
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

std::string subject_in(std::string_view summary, std::string_view contractor) {
  const auto line = on_one_line(summary);
  std::string_view subject = line;
  for (const std::string_view mark : {"[CANCELADO] ", "Falla imprevista: "})
    if (subject.starts_with(mark)) subject.remove_prefix(mark.size());
  const auto tail = " — " + std::string(contractor);
  if (subject.ends_with(tail)) subject.remove_suffix(tail.size());
  return std::string(core::trim(subject));
}

std::optional<std::string> conditions_in(std::string_view description, std::string_view given,
                                         const std::string& conditions) {
  const auto asked = squeezed(description);
  if (asked.empty() || asked == squeezed(given)) return std::nullopt;
  const Given known(given, conditions);
  std::string block, own;
  bool has_block = false, in_block = false;
  for (const auto& line : lines_in(description)) {
    if (!has_block && line.starts_with(core::trim(kConditions))) {
      has_block = in_block = true;
      block = core::trim(std::string_view(line).substr(kConditions.size() - 1));
    } else if (in_block && !known.ends_conditions(line)) {
      add_line(block, line);
    } else {
      in_block = false;
      if (!line.empty() && !known.has(line)) add_line(own, line);
    }
  }
  std::string wanted(core::trim(has_block ? std::string_view(block) : conditions));
  if (!own.empty()) add_line(wanted, own);
  if (squeezed(wanted) == squeezed(conditions)) return std::nullopt;
  return wanted;
}

}  // namespace citacal::ical
