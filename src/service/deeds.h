// What a judged mail does: the verbs of every door, within the transaction that keeps the mail.
#pragma once

#include "service/hearing.h"

namespace citacal::service {

// What was understood, for people: one or two lines of Spanish.
std::string describe(Work& work, const Hearing& hearing, const domain::Judgement& judgement);

// `mail` is not kept yet; what was found of a bounce is set in it. Throws what the verbs throw.
void do_deed(Work& work, domain::Mail& mail, const domain::ReceivedMail& received,
             const Hearing& hearing, const domain::Judgement& judgement);

}  // namespace citacal::service
