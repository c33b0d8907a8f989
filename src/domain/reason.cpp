// The words of domain/judgement's reasons.
#include <vector>

#include "domain/judgement.h"

namespace citacal::domain {

namespace {

struct Said {
  std::string_view word;
  core::Phrase phrase;
};

const std::vector<Said> kSaid = {
    Said{"not-authenticated", {"no está probado quién lo envía", "who sent it is not proven"}},
    Said{"another-sender",
         {"lo envía otra persona que la que responde",
          "it was sent by somebody else than who answers"}},
    Said{"sent-by-another",
         {"lo envía alguien en nombre de quien responde",
          "it was sent by somebody on behalf of who answers"}},
    Said{"never-invited",
         {"responde alguien que no fue invitado", "who answers was never invited"}},
    Said{"no-attendee", {"no dice quién responde", "it does not say who answers"}},
    Said{"no-answer", {"no dice qué responde", "it does not say what the answer is"}},
    Said{"stale-sequence",
         {"responde a una fecha anterior; la cita cambió después",
          "it answers an earlier date; the appointment was changed since"}},
    Said{"stale-date",
         {"propone en lugar de una fecha que ya no es la de la cita",
          "it proposes instead of a date that is no longer the appointment's"}},
    Said{"stale-stamp",
         {"es más antigua que la respuesta que ya se tiene",
          "it is older than the answer that is known"}},
    Said{"unknown-sequence",
         {"responde a una versión de la cita que no existe",
          "it answers a version of the appointment that does not exist"}},
    Said{"another-occurrence",
         {"responde a otra fecha de una serie", "it answers another date of a series"}},
    Said{"appointment-cancelled", {"la cita está cancelada", "the appointment is cancelled"}},
    Said{"appointment-held", {"la cita ya se realizó", "the appointment has taken place"}},
    Said{"already-known", {"dice lo que ya se sabía", "it says what was known already"}},
    Said{"counter-without-date",
         {"propone otra fecha sin decir cuál", "it proposes another date without saying which"}},
    Said{"unknown-uid",
         {"es de un evento que no es de aquí", "it is about an event that is not from here"}},
    Said{"not-an-event", {"no trata de una cita", "it is about no appointment"}},
    Said{"draft",
         {"el contratista propone una fecha suya", "the contractor proposes a date of its own"}},
    Said{"draft-without-case",
         {"propone una fecha, sin que se sepa de qué solicitud",
          "it proposes a date, for no request that is known"}},
    Said{"unexpected-method",
         {"es un mensaje de calendario que aquí no se espera",
          "it is a calendar message that is not expected here"}},
    Said{"bounce", {"una carta no llegó", "a letter was not delivered"}},
    Said{"bounce-of-unknown",
         {"devuelve un correo que no es de aquí", "it returns a mail that is not from here"}},
    Said{"several-events", {"trae varios eventos", "it carries several events"}},
    Said{"not-fetched",
         {"el servidor de correo no lo entrega", "the mail server does not hand it over"}},
    Said{"own-letter", {"es una carta nuestra", "it is a letter of ours"}},
    Said{"auto-reply", {"es una respuesta automática", "it is an automatic reply"}},
    Said{"not-answered-to-bulk",
         {"lo envía un programa: no se le responde", "a program sent it: it is not answered"}},
    Said{"too-many",
         {"llegan demasiados correos de este remitente", "too many mails come from this sender"}},
    Said{"too-large", {"es demasiado grande", "it is too large"}},
    Said{"too-deep",
         {"tiene demasiadas partes, o demasiado anidadas", "it has too many parts, or too deep"}},
    Said{"cut-off", {"llegó incompleto", "it came incomplete"}},
    Said{"encrypted", {"está cifrado", "it is encrypted"}},
    Said{"tnef",
         {"trae winmail.dat, que solo Outlook lee",
          "it carries winmail.dat, which only Outlook reads"}},
    Said{"bad-text",
         {"su calendario no está en el juego de caracteres que dice",
          "its calendar is not in the charset that it names"}},
    Said{"no-sender", {"no tiene un único remitente", "it has not exactly one sender"}},
    Said{"not-a-mail", {"no es un correo", "it is no mail"}},
    Said{"bad-calendar", {"su calendario no se puede leer", "its calendar cannot be read"}},
    Said{"for-a-person", {"lo debe leer una persona", "a person has to read it"}},
    Said{"no-case", {"no trata de ninguna solicitud", "it is about no request"}},
    Said{"filed", {"guardado con la solicitud", "filed with the request"}},
    Said{"infected", {"trae un virus", "it carries a virus"}},
    Said{"scanner-unavailable",
         {"no se pudo revisar si trae virus", "it could not be looked at for viruses"}},
    Said{"record-too-large",
         {"es demasiado grande para ser evidencia", "it is too large to be evidence"}},
    Said{"by-hand", {"aplicado por un coordinador", "applied by a coordinator"}},
};

}  // namespace

core::Phrase say_reason(std::string_view reason) {
  for (const auto& said : kSaid)
    if (said.word == reason) return said.phrase;
  return {std::string(reason), std::string(reason)};
}

}  // namespace citacal::domain
