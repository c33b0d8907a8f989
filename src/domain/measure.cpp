#include "domain/measure.h"

#include <array>

namespace citacal::domain {

MeasureUnit unit_of(MeasureKey key) {
  switch (key) {
    case MeasureKey::notice_lead_median:
      return MeasureUnit::days;
    case MeasureKey::acceptance_median:
    case MeasureKey::acceptance_p90:
    case MeasureKey::delay_median:
      return MeasureUnit::minutes;
    case MeasureKey::reschedulings:
    case MeasureKey::commitments_overdue:
      return MeasureUnit::count;
    default:
      return MeasureUnit::percent;
  }
}

core::Phrase say(MeasureKey key) {
  static const std::array<core::Phrase, kMeasureCount> kNames = {
      {{"Avisos a tiempo", "Notices on time"},
       {"Anticipación del aviso (mediana)", "Lead of the notice (median)"},
       {"Primera fecha cumplida", "First date kept"},
       {"Reprogramaciones", "Re-schedulings"},
       {"Aceptación del contratista (mediana)", "Contractor's acceptance (median)"},
       {"Aceptación del contratista (percentil 90)", "Contractor's acceptance (90th percentile)"},
       {"Retraso del inicio (mediana)", "Delay of the start (median)"},
       {"Inicio puntual", "Punctual start"},
       {"Verificados a tiempo", "Verified on time"},
       {"Según lo acordado la primera vez", "As agreed the first time"},
       {"Compromisos vencidos", "Commitments overdue"},
       {"Servicios programados", "Scheduled services"},
       {"Fallas repetidas", "Failures repeated"},
       {"Programa ejecutado", "Programme carried out"},
       {"Casos con los cinco registros", "Cases with all five records"}}};
  return kNames[static_cast<std::size_t>(key)];
}

core::Phrase define(MeasureKey key) {
  static const std::array<core::Phrase, kMeasureCount> kTexts = {{
      {"De los avisos a todo el personal cuyo plazo llegó o que ya se enviaron, los enviados "
       "dentro "
       "del plazo.",
       "Of the notices to all staff that fell due or were sent, those sent in time."},
      {"Días entre el día en que se envió el aviso y el día del servicio.",
       "Days from the day the notice was sent to the day of the service."},
      {"De las citas realizadas, las que empezaron el día y a la hora acordados primero, sin haber "
       "reemplazado a otra cancelada.",
       "Of the appointments held, those at the start that was agreed first, which took no "
       "cancelled one's place."},
      {"Veces que una cita cambió de fecha, por quién lo pidió; n son las citas.",
       "Times that an appointment changed its date, by who asked; n are the appointments."},
      {"Tiempo entre pedir la fecha vigente y la primera aceptación de alguien del contratista.",
       "Time from asking for the date that stands to the first acceptance by somebody of the "
       "contractor."},
      {"El 90 % de las aceptaciones tardó esto o menos.",
       "90% of the acceptances took this or "
       "less."},
      {"Minutos entre el inicio acordado y el real; negativo: antes.",
       "Minutes from the agreed start to the actual one; negative: earlier."},
      {"De los servicios con hora real, los que empezaron a 15 minutos o menos de lo acordado.",
       "Of the services with an actual time, those that began within 15 minutes of what was "
       "agreed."},
      {"De las citas terminadas, las verificadas dentro de los días hábiles del plazo.",
       "Of the appointments that have ended, those verified within the term of business days."},
      {"De los casos verificados, aquellos cuya primera verificación fue «según lo acordado».",
       "Of the cases verified, those whose first verification was \"as agreed\"."},
      {"Compromisos sin cumplir cuyo día ya pasó; n son todos los compromisos.",
       "Commitments that are not done and whose day has passed; n are all commitments."},
      {"De los casos, los programados; los demás son fallas imprevistas.",
       "Of the cases, the scheduled ones; the others are unforeseen failures."},
      {"De las fallas, las que siguen en 30 días o menos a otra del mismo contratista en un mismo "
       "servicio o lugar.",
       "Of the failures, those within 30 days after another one of the same contractor in a "
       "service or place in common."},
      {"De los servicios programados en meses ya terminados, los prestados hasta hoy.",
       "Of the services planned for months that are over, those given until today."},
      {"De los casos cerrados, los que tienen el registro de cada una de las cinco actividades.",
       "Of the cases closed, those that have the record of each of the five activities."},
  }};
  return kTexts[static_cast<std::size_t>(key)];
}

core::Phrase say(Counted counted) {
  static const std::array<core::Phrase, core::Words<Counted>::list.size()> kNames = {
      {{"pedidas por el Instituto", "asked for by the institute"},
       {"pedidas por el contratista", "asked for by the contractor"},
       {"programados", "scheduled"},
       {"fallas", "failures"},
       {"sin acta de programación", "without minutes of the programme"},
       {"sin solicitud enviada", "without a request sent"},
       {"sin citación enviada", "without an invitation sent"},
       {"sin aviso", "without a notice"},
       {"sin verificación", "without a verification"},
       {"canceladas", "cancelled"},
       {"retirados", "withdrawn"},
       {"en curso", "underway"},
       {"sin realizar", "not held"},
       {"sin terminar", "not ended"},
       {"con plazo por vencer", "not yet due"},
       {"excusados", "excused"},
       {"sin enviar", "not sent"},
       {"sin aceptar", "not accepted"},
       {"sin verificar", "not verified"},
       {"sin hora real", "without an actual time"},
       {"sin servicio ni lugar que comparar", "without a service or place to compare"},
       {"de programas sin aprobar", "of programmes not approved"},
       {"de meses sin terminar", "of months not over"}}};
  return kNames[static_cast<std::size_t>(counted)];
}

}  // namespace citacal::domain
