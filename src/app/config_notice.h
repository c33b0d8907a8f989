// [notice]: the rule of the notice to all staff, who they are, and the texts of the letters.
#pragma once

#include "app/config_reader.h"
#include "domain/institute.h"

namespace citacal::app {

// `to` and `lists` together, each address once, at most 20 000. A list is a file of addresses, one
// a line, with remarks behind "#", of at most 1 MB.
void read_notice(const Value& table, ConfigReader& in, domain::Institute& out);

// notice.txt, notice-corrected.txt and notice-cancelled.txt of a folder; what is wrong with one is
// invalid, naming its file and line.
domain::NoticeTexts read_notice_texts(const std::string& folder);

}  // namespace citacal::app
