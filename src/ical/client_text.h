// What a client wrote into the texts that are ours: the subject in a SUMMARY, the conditions in a
// DESCRIPTION. A text that only came back (folded, escaped or blanked otherwise) says nothing new.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ical/event.h"

namespace citacal::ical {

// The subject in a SUMMARY, without what print_event puts around it ("[CANCELADO] ", "Falla
// imprevista: ", " — Redes Andinas S.A.S."), on one line.
std::string subject_in(std::string_view summary, std::string_view contractor);

// The conditions that a client's DESCRIPTION asks for, where `given` is the one it was given and
// `conditions` those of the appointment: what stands there behind "Condiciones: ", and every line
// that is not of `given`. nullopt: it asks for no change. Our own lines, left out or changed, are
// no change: they are written anew.
std::optional<std::string> conditions_in(std::string_view description, std::string_view given,
                                         const std::string& conditions);

// On one line, as SUMMARY and LOCATION are kept: Apple's places are a name and an address below.
std::string on_one_line(std::string_view text);

}  // namespace citacal::ical
