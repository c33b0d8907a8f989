// Looking into XML by path, for tests. A path names elements by their local names, each anywhere
// below the one before: "response.getetag". In brackets which of them: by place from 0, by the text
// of something below, or by an attribute:
//   response[2]   response[href=/dav/calendars/ana/agenda/].propstat[status~404].getetag
//   supported-calendar-component-set.comp[@name=VTODO]   calendar-data@content-type
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::test {

// The texts of all elements that the path leads to, trimmed, in the document's order (of one
// without text, those of its children, with a blank between); of an attribute, its values.
// iCalendar is unfolded, its lines ended by LF. Throws std::runtime_error where `document` is no
// XML.
std::vector<std::string> find_all_xml(const std::string& document, std::string_view path);
std::optional<std::string> find_xml(const std::string& document, std::string_view path);

}  // namespace citacal::test
