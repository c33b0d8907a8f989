// Colours as RFC 7986 §5.9 wants them: by their CSS3 name.
#pragma once

#include <string_view>

namespace citacal::ical {

// The CSS3 colour name nearest to "#rrggbb", measured by its red, green and blue; empty when the
// text is no such colour.
std::string_view nearest_colour_name(std::string_view hex);

}  // namespace citacal::ical
