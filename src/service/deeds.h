// What a judged mail does: the verbs of every door, within the transaction that keeps the mail.
#pragma once

#include <variant>

#include "domain/record.h"
#include "service/hearing.h"
#include "service/inspection.h"

namespace citacal::service {

// What was understood, for people: one or two lines of Spanish.
std::string describe(Work& work, const Hearing& hearing, const domain::Judgement& judgement);

// What was found of a mail that may become a record, or why it may not; nothing where nobody
// looked.
using MailInspection = std::variant<std::monostate, Inspected, core::Error>;

// `mail` is not kept yet; what was found of a bounce is set in it, and what may not become a record
// is held. Throws what the verbs throw.
void do_deed(Work& work, domain::Mail& mail, const domain::ReceivedMail& received,
             const Hearing& hearing, const domain::Judgement& judgement,
             const MailInspection& inspection = {});

// A mail becomes a record of its case (mail.request), of the activity that the case is at. It
// quotes addresses and names, so it is classified in part.
domain::Record file_mail(Work& work, const domain::Mail& mail, const Inspected& file);

}  // namespace citacal::service
