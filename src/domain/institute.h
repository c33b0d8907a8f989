// The institute's own facts, from the configuration: what rules and texts need to know of it.
#pragma once

#include "domain/answer_rules.h"
#include "domain/follow_up.h"
#include "domain/notice.h"

namespace citacal::domain {

struct Institute {
  std::string name;            // "Instituto Distrital …"
  std::string base_url;        // "https://citas.example.gov.co", no trailing "/"
  std::string organizer_name;  // "Oficina de Planeación – Sistemas"
  std::string organizer;       // the monitored mailbox: ORGANIZER and Reply-To
  std::string uid_host;        // right side of UIDs and Message-IDs
  std::string provider;        // X-MAINTNOTE-PROVIDER: the institute's domain
  NoticeRule notice;
  std::vector<std::string> notice_to;  // addresses of all staff
  AnswerRules answers;
  VerificationRule verification;
};

}  // namespace citacal::domain
