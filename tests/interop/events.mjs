// Reads iCalendar (standard input) with ical.js and prints its events as JSON: UID, start and end
// (UTC, or a date), sequence, status, and the method of the whole.
import ICAL from 'ical.js';
import { readFileSync } from 'node:fs';

const root = ICAL.Component.fromString(readFileSync(0, 'utf8'));
for (const zone of root.getAllSubcomponents('vtimezone'))
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));

const moment = (time) =>
  time.isDate ? time.toString() : time.toJSDate().toISOString().replace('.000Z', 'Z');

const events = root.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  if (!event.startDate.isDate && event.startDate.zone === ICAL.Timezone.localTimezone)
    throw new Error(`${event.uid}: its time zone is not known`);
  return {
    uid: event.uid,
    start: moment(event.startDate),
    end: moment(event.endDate),
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
  };
});
console.log(JSON.stringify({ method: root.getFirstPropertyValue('method'), events }));
