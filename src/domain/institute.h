// The institute's own facts, from the configuration: what rules and texts need to know of it.
#pragma once

#include "domain/answer_rules.h"
#include "domain/audit.h"
#include "domain/follow_up.h"
#include "domain/notice.h"
#include "domain/notice_letter.h"
#include "domain/retention.h"

namespace citacal::domain {

// How the institute's own system of documents names the forms that its papers follow; each may be
// empty.
struct PaperCodes {
  std::string acta_code, acta_version;
  std::string citation_code, citation_version;
};

struct Institute {
  std::string name;            // "Instituto Distrital …"
  std::string base_url;        // "https://citas.example.gov.co", no trailing "/"
  std::string organizer_name;  // "Oficina de Planeación – Sistemas"
  std::string organizer;       // the monitored mailbox: ORGANIZER and Reply-To
  std::string uid_host;        // right side of UIDs and Message-IDs
  std::string provider;        // X-MAINTNOTE-PROVIDER: the institute's domain
  NoticeRule notice;
  std::vector<std::string> notice_to;  // addresses of all staff, each once
  NoticeTexts notice_texts;
  AnswerRules answers;
  PaperCodes papers;
  AuditRules audit;
  int lapse_days = 30;  // how long before an exception to publicity ends its coordinator is told
  std::vector<Series> retention;
  VerificationRule verification;
};

}  // namespace citacal::domain
