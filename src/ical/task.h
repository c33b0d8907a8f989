// A commitment as one VTODO: what the tasks of its owner carry.
#pragma once

#include <string>

#include "domain/institute.h"
#include "domain/verification.h"

namespace citacal::ical {

struct TaskView {
  const domain::Commitment& commitment;
  const domain::ServiceRequest& request;
  const domain::Institute& institute;
  core::Instant made_at;
};

std::string task_uid(const core::Id& commitment, const domain::Institute& institute);

// BEGIN:VTODO … END:VTODO, CRLF (RFC 5545 §3.6.2); DUE is a DATE. The same values, the same bytes.
std::string print_task(const TaskView& view);

// Whether what a client wrote says that it is done: by STATUS, COMPLETED or PERCENT-COMPLETE.
bool is_completed(std::string_view calendar_text);

}  // namespace citacal::ical
