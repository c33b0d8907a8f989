// What a file's content is, whatever its name says: the wall of libmagic.
#pragma once

#include <string>
#include <string_view>

namespace citacal::service {

// "application/pdf"; application/octet-stream where nothing is recognised. Throws unavailable where
// libmagic's table is not there.
std::string find_content_type(std::string_view bytes);

}  // namespace citacal::service
