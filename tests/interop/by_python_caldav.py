"""python-caldav: discovery, a calendar made, events put, queried, changed, synchronised, deleted."""
import datetime
import uuid

import caldav

from checks import check
from service import PASSWORD

UTC = datetime.timezone.utc


def event(uid, summary, start, lines=()):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//prueba//ES", "BEGIN:VEVENT",
                        f"UID:{uid}", "DTSTAMP:20260301T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                        "DURATION:PT2H", f"SUMMARY:{summary}", *lines, "END:VEVENT",
                        "END:VCALENDAR", ""])


def task(uid, summary):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//prueba//ES", "BEGIN:VTODO",
                        f"UID:{uid}", "DTSTAMP:20260301T000000Z", "DUE:20260330T220000Z",
                        f"SUMMARY:{summary}", "END:VTODO", "END:VCALENDAR", ""])


def discovered(service, url):
    client = caldav.DAVClient(url, username="coordinacion", password=PASSWORD)
    principal = client.principal()
    return client, principal, {calendar.name: calendar for calendar in principal.calendars()}


def check_discovery(service):
    for start in ("/", "/dav/"):
        _, principal, found = discovered(service, service.url + start)
        check(f"discovery from {start}: {len(found)} calendars", len(found) >= 4 and
              "/dav/principals/coordinacion/" in str(principal.url), found)
        addresses = principal.calendar_user_address_set()
        check("the principal's addresses", any(a.startswith("mailto:") for a in addresses),
              addresses)
    return principal, found


def check_events(calendar):
    start = datetime.datetime(2026, 3, 20, 15, tzinfo=UTC)
    one = calendar.save_event(event("una@prueba.example", "Una", start))
    check("an event reads back as it was put", "SUMMARY:Una" in calendar.event_by_url(one.url).data)
    calendar.save_event(event("serie@prueba.example", "Serie", start, ["RRULE:FREQ=WEEKLY;COUNT=4"]))
    calendar.save_todo(task("tarea@prueba.example", "Llamar"))
    week = [start + datetime.timedelta(days=d) for d in (13, 16)]
    found = calendar.date_search(week[0], week[1], expand=True)
    check("a query of a week finds the instance of a series", len(found) == 1 and
          "DTSTART:20260403T150000Z" in found[0].data and "RRULE" not in found[0].data,
          [f.data for f in found])
    check("both are events, one is a task",
          len(calendar.events()) == 2 and len(calendar.todos()) == 1)
    check("by UID", calendar.event_by_uid("una@prueba.example").url == one.url)
    busy = calendar.freebusy_request(start, start + datetime.timedelta(days=1)).data
    check("free-busy says when, not what", "FREEBUSY" in busy and "Serie" not in busy, busy)
    return one


def check_changes(calendar, one):
    token = calendar.objects(load_objects=False)
    one.data = one.data.replace("SUMMARY:Una", "SUMMARY:Otra")
    one.save()
    changed = calendar.objects_by_sync_token(token.sync_token, load_objects=True)
    check("sync tells what changed", [o.url for o in changed] == [one.url] and
          "Otra" in list(changed)[0].data, [o.url for o in changed])
    one.delete()
    try:
        calendar.event_by_uid("una@prueba.example")
        gone = False
    except caldav.lib.error.NotFoundError:
        gone = True
    check("a deleted event is gone", gone)
    later = calendar.objects_by_sync_token(changed.sync_token)
    check("sync tells what went", len(list(later)) == 1)


def refused(action):
    try:
        action()
    except caldav.lib.error.DAVError:
        return True
    return False


def converse(service, _folder):
    principal, found = check_discovery(service)
    network = next(c for c in found.values() if str(c.url).rstrip("/").endswith("/network"))
    check("the network's calendar has events", len(network.events()) > 0)
    start = datetime.datetime(2026, 3, 20, 15, tzinfo=UTC)
    check("and is read-only",
          refused(lambda: network.save_event(event(f"{uuid.uuid4()}@x", "No", start))))
    calendar = principal.make_calendar(name="Guardias", cal_id="guardias")
    check("made a calendar", "Guardias" in {c.name for c in principal.calendars()})
    check_changes(calendar, check_events(calendar))
    calendar.delete()
    check("deleted it", "Guardias" not in {c.name for c in principal.calendars()})
