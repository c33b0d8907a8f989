#include "ical/bundle.h"

#include "core/text.h"
#include "ical/content_reader.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kTail = "END:VCALENDAR\r\n";

bool is_fold(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == ' ' || text[at] == '\t');
}

// One content line found by its ends alone.
struct Found {
  std::string_view raw;      // with folds and line end
  std::string_view content;  // without; unfolded in `unfolded` where it had folds
  bool has_crlf = true;      // at the end of each physical line, none of them blank
};

// Only lines that may be BEGIN, END or TZID are unfolded and looked at.
bool may_matter(char first) {
  return first == 'B' || first == 'b' || first == 'E' || first == 'e' || first == 'T' ||
         first == 't';
}

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  bool next(Found& found) {
    if (at_ >= text_.size()) return false;
    const auto start = at_;
    found.has_crlf = true;
    found.content = physical(found.has_crlf);
    if (is_fold(text_, at_)) {
      const bool is_wanted = !found.content.empty() && may_matter(found.content.front());
      if (is_wanted) unfolded_ = found.content;
      while (is_fold(text_, at_)) {
        const auto more = physical(found.has_crlf);
        if (is_wanted) unfolded_ += more.substr(1);
      }
      if (is_wanted) found.content = unfolded_;
    }
    found.raw = text_.substr(start, at_ - start);
    return true;
  }

 private:
  std::string_view physical(bool& has_crlf) {
    const auto end = text_.find('\n', at_);
    auto line = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    const bool ends_well = end != std::string_view::npos && line.size() > 1 && line.back() == '\r';
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    has_crlf = has_crlf && ends_well;
    return line;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string unfolded_;
};

// The value of a line that has this name, its blanks cut; else empty.
std::string_view value_if(std::string_view content, std::string_view name) {
  if (content.size() <= name.size() || !may_matter(content.front())) return {};
  const char after = content[name.size()];
  if ((after != ':' && after != ';') ||
      !core::equals_ignoring_case(content.substr(0, name.size()), name))
    return {};
  const auto colon = content.find(':');
  return colon == std::string_view::npos ? std::string_view{}
                                         : core::trim(content.substr(colon + 1));
}

void append_with_crlf(std::string& out, std::string_view lines) {
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    auto line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) out.append(line).append("\r\n");
  }
}

// A component of the VCALENDAR, as it is found in the text.
struct Part {
  std::string_view lines;
  bool is_zone = false, has_crlf = true;
  std::string tzid;
};

// Reads the components of an object, one after the other.
class Parts {
 public:
  explicit Parts(std::string_view text) : text_(without_bom(text)), lines_(text_) {}
  bool next(Part& part) {
    std::size_t start = 0;
    for (Found line; lines_.next(line);) {
      const auto begun = value_if(line.content, "BEGIN");
      if (!begun.empty() && ++depth_ == 2) {
        part = {};
        part.is_zone = core::equals_ignoring_case(begun, "VTIMEZONE");
        start = static_cast<std::size_t>(line.raw.data() - text_.data());
      }
      if (depth_ < 2) {
        if (depth_ == 1 && !value_if(line.content, "END").empty()) depth_ = 0;
        continue;
      }
      part.has_crlf = part.has_crlf && line.has_crlf;
      if (part.is_zone && depth_ == 2)
        if (const auto tzid = value_if(line.content, "TZID"); !tzid.empty()) part.tzid = tzid;
      if (value_if(line.content, "END").empty() || --depth_ > 1) continue;
      const auto end = static_cast<std::size_t>(line.raw.data() - text_.data()) + line.raw.size();
      part.lines = text_.substr(start, end - start);
      return true;
    }
    return false;
  }

 private:
  std::string_view text_;
  Lines lines_;
  int depth_ = 0;
};

}  // namespace

Bundle::Bundle() : out_(kObjectHead) {}

void Bundle::add_object(std::string_view text) {
  Parts parts(text);
  for (Part part; parts.next(part);) {
    if (part.is_zone && !zones_.insert(part.tzid).second) continue;
    if (part.has_crlf)
      out_ += part.lines;
    else
      append_with_crlf(out_, part.lines);
  }
}

void Bundle::add_component(std::string_view text) {
  if (zones_.emplace(kZone).second) out_ += kZoneText;
  out_ += text;
}

std::string Bundle::take() {
  out_ += kTail;
  return std::move(out_);
}

std::string object_of(std::string_view event) {
  std::string out;
  out.reserve(kObjectHead.size() + kZoneText.size() + event.size() + kTail.size());
  return out.append(kObjectHead).append(kZoneText).append(event).append(kTail);
}

}  // namespace citacal::ical
