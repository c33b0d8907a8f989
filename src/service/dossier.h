// What an appointment hangs on, read together: what texts, calendars and letters are written from.
#pragma once

#include "domain/institute.h"
#include "ical/event.h"
#include "service/office.h"

namespace citacal::service {

struct Dossier {
  domain::Appointment appointment;
  domain::ServiceRequest request;
  domain::Contractor contractor;
  std::string contract;                    // number of the programme's contract, or empty
  std::optional<domain::Outcome> outcome;  // of its verification
  const domain::Institute& institute;

  ical::CaseView view() const {
    return {appointment, request, contractor, institute, outcome, contract};
  }
};

Dossier open_dossier(store::Transaction& tx, const domain::Institute& institute,
                     const domain::Appointment& appointment);

}  // namespace citacal::service
