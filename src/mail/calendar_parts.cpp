#include "mail/calendar_parts.h"

#include <algorithm>
#include <optional>

#include "core/text.h"

namespace citacal::mail {
namespace {

using domain::CalendarPart;
using domain::MailFault;

constexpr std::size_t kCalendarsMost = 10;

bool has_name_ending(const Part& part, std::string_view ending) {
  const auto ends = [&](std::string_view name) {
    return name.size() >= ending.size() &&
           core::equals_ignoring_case(name.substr(name.size() - ending.size()), ending);
  };
  return ends(part.disposition.file_name) || ends(part.type.name);
}

bool is_calendar(const Part& part) {
  return part.type.type == "text/calendar";
}

bool is_calendar_file(const Part& part) {
  return part.type.type == "application/ics" ||
         (part.type.type == "application/octet-stream" && has_name_ending(part, ".ics"));
}

bool is_encrypted(const Part& part) {
  const auto& type = part.type.type;
  return type == "multipart/encrypted" || type == "application/pkcs7-mime" ||
         type == "application/x-pkcs7-mime" || type == "application/pgp-encrypted" ||
         has_name_ending(part, ".p7m");
}

bool is_tnef(const Part& part) {
  return part.type.type == "application/ms-tnef" || part.type.type == "application/vnd.ms-tnef" ||
         has_name_ending(part, "winmail.dat");
}

// The same text may come with other line ends and with or without the last one.
std::string essence(std::string_view text) {
  std::string essence(core::trim(text));
  std::erase(essence, '\r');
  return essence;
}

void read_all(const Structure& structure, bool (*is_wanted)(const Part&), Calendars& calendars) {
  std::vector<std::string> seen;
  for (const auto& part : structure.parts) {
    if (!is_wanted(part) || !part.is_closed || seen.size() >= kCalendarsMost) continue;
    auto text = to_utf8(part.decoded(), part.type.charset);
    if (!text) {
      calendars.is_bad_text = true;
      continue;
    }
    auto key = essence(*text);
    const auto same = std::find(seen.begin(), seen.end(), key);
    if (same == seen.end()) {
      seen.push_back(std::move(key));
      calendars.parts.push_back({part.type.method, std::move(*text)});
    } else if (auto& first = calendars.parts[static_cast<std::size_t>(same - seen.begin())];
               first.method.empty()) {
      first.method = part.type.method;
    }
  }
}

// METHOD of the text, where the Content-Type has none.
std::string method_of(const CalendarPart& calendar) {
  if (!calendar.method.empty()) return calendar.method;
  for (std::size_t at = 0; at < calendar.text.size();) {
    const auto line = line_at(calendar.text, at);
    at = line.next;
    if (core::equals_ignoring_case(line.text.substr(0, 7), "METHOD:"))
      return core::to_upper(core::trim(line.text.substr(7)));
  }
  return {};
}

bool any_part(const Structure& structure, bool (*is_one)(const Part&)) {
  return std::any_of(structure.parts.begin(), structure.parts.end(), is_one);
}

}  // namespace

Calendars read_calendars(const Structure& structure) {
  Calendars calendars;
  read_all(structure, is_calendar, calendars);
  if (!calendars.parts.empty()) return calendars;
  Calendars files;
  read_all(structure, is_calendar_file, files);
  files.is_bad_text = files.is_bad_text || (calendars.is_bad_text && files.parts.empty());
  return files;
}

MailFault calendar_fault(const Structure& structure, const Calendars& calendars,
                         std::string_view text) {
  if (calendars.is_bad_text) return MailFault::bad_text;
  if (!calendars.parts.empty()) return MailFault::none;
  if (any_part(structure, is_encrypted) || text.starts_with("-----BEGIN PGP MESSAGE-----") ||
      text.find("\n-----BEGIN PGP MESSAGE-----") != std::string_view::npos)
    return MailFault::encrypted;
  if (any_part(structure, is_tnef)) return MailFault::tnef;
  return structure.is_cut ? MailFault::cut_off : MailFault::none;
}

bool has_answer(const std::vector<CalendarPart>& calendars) {
  return std::any_of(calendars.begin(), calendars.end(), [](const CalendarPart& calendar) {
    const auto method = method_of(calendar);
    return method == "REPLY" || method == "COUNTER";
  });
}

}  // namespace citacal::mail
