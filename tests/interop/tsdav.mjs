// A round with tsdav: discovery, a calendar, objects, sync. Usage: tsdav.mjs URL LOGIN PASSWORD
import { createDAVClient } from 'tsdav';

const [serverUrl, username, password] = process.argv.slice(2);
const check = (what, good, detail) => {
  console.log((good ? 'ok   ' : 'FAIL ') + what);
  if (!good) {
    console.error(what, detail);
    process.exit(1);
  }
};
const event = (uid, summary) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//prueba//ES', 'BEGIN:VEVENT', `UID:${uid}`,
    'DTSTAMP:20260301T000000Z', 'DTSTART:20260320T150000Z', 'DTEND:20260320T170000Z',
    `SUMMARY:${summary}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

const client = await createDAVClient({
  serverUrl, credentials: { username, password }, authMethod: 'Basic',
  defaultAccountType: 'caldav',
});
const calendars = await client.fetchCalendars();
check(`${calendars.length} calendars`, calendars.length >= 4, calendars);
const network = calendars.find((one) => one.url.endsWith('/network/'));
check('the network calendar has name, colour, token',
  network && network.displayName && network.calendarColor && network.syncToken, network);
check('its events', (await client.fetchCalendarObjects({ calendar: network })).length > 0);

const url = new URL('/dav/calendars/' + username + '/tsdav/', serverUrl).href;
await client.makeCalendar({ url, props: { displayname: 'Con tsdav' } });
const mine = (await client.fetchCalendars()).find((one) => one.url === url);
check('a calendar made', mine && mine.displayName === 'Con tsdav', mine);

const made = await client.createCalendarObject(
  { calendar: mine, filename: 'uno.ics', iCalString: event('uno@tsdav.example', 'Uno') });
check('an object made', made.status === 201, made.status);
const [object] = await client.fetchCalendarObjects({ calendar: mine });
// Its XML library drops white space at the end.
check('it reads back', object.data === event('uno@tsdav.example', 'Uno').trim(), object);
const changed = await client.updateCalendarObject({
  calendarObject: { ...object, data: event('uno@tsdav.example', 'Dos') } });
check('changed with its ETag', changed.ok, changed.status);
const stale = await client.updateCalendarObject({
  calendarObject: { ...object, data: event('uno@tsdav.example', 'Tres') } });
check('a stale ETag is 412', stale.status === 412, stale.status);

const synced = await client.smartCollectionSync({
  collection: { ...mine, objects: [object], objectMultiGet: client.calendarMultiGet },
  method: 'webdav', detailedResult: true });
check('sync tells of the change', synced.objects.updated.length === 1 &&
  synced.objects.updated[0].data.includes('SUMMARY:Dos'), synced.objects);
const [now] = await client.fetchCalendarObjects({ calendar: mine });
check('deleted', (await client.deleteCalendarObject({ calendarObject: now })).status === 204);
check('and gone', (await client.fetchCalendarObjects({ calendar: mine })).length === 0);
check('the calendar too', (await client.deleteObject({ url })).status === 204);
console.log('end');
