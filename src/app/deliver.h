// A mail given by an MTA's pipe: `citacal deliver < mail`.
#pragma once

#include <string>

namespace citacal::app {

// Settles the mail on stdin; `recipient`: the envelope's, where the MTA says it. Returns the exit
// code that MTAs know (sysexits.h): 0 settled, whatever its verdict, 75 (EX_TEMPFAIL) the store
// cannot now: bring it again, 78 (EX_CONFIG), 74 (EX_IOERR) stdin cannot be read, 70 (EX_SOFTWARE).
int deliver_mail(const std::string& config, const std::string& recipient);

}  // namespace citacal::app
