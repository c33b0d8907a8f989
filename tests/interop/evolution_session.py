#!/usr/bin/python3
"""A person's Evolution: finds the calendars, reads, writes, moves, deletes; the server's own changes
come by a refresh. Usage: dbus-run-session -- evolution_session.py URL LOGIN PASSWORD"""
import os
import re
import sys
import time
import urllib.request

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402

from checks import check  # noqa: E402

URL, LOGIN, PASSWORD = sys.argv[1:4]
LOOP = GLib.MainContext.default()


def until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while LOOP.pending():
            LOOP.iteration(False)
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


def credentials():
    pair = EDataServer.NamedParameters.new()
    pair.set("username", LOGIN)
    pair.set("password", PASSWORD)
    return pair


def point_to(source, url):
    uri = GLib.Uri.parse(url, GLib.UriFlags.NONE)
    source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("caldav")
    source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(uri)
    account = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
    account.set_host(uri.get_host())
    account.set_port(uri.get_port())
    account.set_user(LOGIN)
    account.set_method("plain/password")


def discover():
    """{name: discovered source}, as the "New Calendar" dialog finds them from the host alone."""
    source = EDataServer.Source.new(None, None)
    source.set_parent("caldav-stub")
    point_to(source, URL + "/")
    found = EDataServer.webdav_discover_sources_sync(
        source, URL + "/", EDataServer.WebDAVDiscoverSupports.EVENTS, credentials(), None)
    return {one.display_name: one for part in found if isinstance(part, list) for one in part
            if hasattr(one, "href")}


def open_calendar(registry, name, href):
    """A client that is connected to a calendar, as a person has it."""
    source = EDataServer.Source.new(None, None)
    source.set_display_name(name)
    source.set_parent("caldav-stub")
    point_to(source, href)
    source.get_extension(EDataServer.SOURCE_EXTENSION_REFRESH).set_enabled(False)
    source.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
    registry.commit_source_sync(source, None)
    known = until("the source", lambda: registry.ref_source(source.get_uid()))
    known.connect("credentials-required", lambda one, *_: one.invoke_authenticate_sync(
        credentials(), None))
    box = []
    ECal.Client.connect(known, ECal.ClientSourceType.EVENTS, 0xFFFFFFFF, None,
                        lambda _, result: box.append(ECal.Client.connect_finish(result)))
    until("the client", lambda: box)
    until("the connection", lambda: known.get_connection_status() ==
          EDataServer.SourceConnectionStatus.CONNECTED)
    return box[0]


def shown(client):
    """{uid: summary} of what Evolution shows."""
    _, events = client.get_object_list_as_comps_sync("#t", None)
    return {event.get_uid(): event.get_summary().get_value() for event in events or []}


def refreshed(client, what, condition):
    client.refresh_sync(None)
    return until(what, lambda: condition(shown(client)))


def ask(method, href, body=None):
    url = href if href.startswith("http") else URL + href
    manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    manager.add_password(None, URL, LOGIN, PASSWORD)
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(manager))
    request = urllib.request.Request(url, data=body.encode() if body else None, method=method,
                                     headers={"Content-Type": "text/calendar; charset=utf-8"})
    with opener.open(request, timeout=20) as answer:
        return answer.read().decode()


def uids(href):
    text = ask("GET", href).replace("\r\n ", "")
    return set(re.findall(r"^UID:(.*?)\r$", text, re.M))


def event(uid, summary, start="20260320T150000Z", end="20260320T160000Z"):
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260301T000000Z", f"DTSTART:{start}",
             f"DTEND:{end}", f"SUMMARY:{summary}", "END:VEVENT"]
    return "\r\n".join(lines) + "\r\n"


def calendar_of(component):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//prueba//ES\r\n" + component +
            "END:VCALENDAR\r\n")


def check_reading(registry, found):
    network = next(one for one in found.values() if one.href.endswith("/network/"))
    client = open_calendar(registry, "Red", network.href)
    wanted = uids(network.href)
    refreshed(client, "the network's events", lambda events: set(events) == wanted)
    check(f"Evolution shows exactly the network's {len(wanted)} events", len(wanted) > 3)
    check("and may only read them", client.is_readonly())


def check_writing(client, href):
    new = ICalGLib.Component.new_from_string(event("evo@prueba.example", "Dentista"))
    client.create_object_sync(new, ECal.OperationFlags.NONE, None)
    until("the new event", lambda: "evo@prueba.example" in uids(href))
    check("an event made in Evolution is there", True)
    _, held = client.get_object_sync("evo@prueba.example", None, None)
    held.set_summary("Dentista (después)")
    client.modify_object_sync(held, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)
    until("the change", lambda: "Dentista (después)" in ask("GET", href))
    check("a change in Evolution is there", True)
    client.remove_object_sync("evo@prueba.example", None, ECal.ObjModType.ALL,
                              ECal.OperationFlags.NONE, None)
    until("the deletion", lambda: "evo@prueba.example" not in uids(href))
    check("deleted in Evolution, it is gone there", True)


def check_server_changes(client, href):
    path = href + "servidor.ics"
    ask("PUT", path, calendar_of(event("srv@prueba.example", "Del servidor")))
    refreshed(client, "the server's event", lambda events: "srv@prueba.example" in events)
    check("a refresh shows what was made on the server", True)
    ask("PUT", path, calendar_of(event("srv@prueba.example", "Cambiado")))
    refreshed(client, "the server's change",
              lambda events: events.get("srv@prueba.example") == "Cambiado")
    check("a refresh shows what was changed on the server", True)
    ask("DELETE", path)
    refreshed(client, "the server's deletion", lambda events: "srv@prueba.example" not in events)
    check("a refresh drops what was deleted on the server", True)


def check_dragging(registry, found):
    """A coordinator moves an appointment by an hour, as by dragging it, without an If-Match."""
    whole = next(one for one in found.values() if one.href.endswith("/institute/"))
    client = open_calendar(registry, "Instituto", whole.href)
    wanted = uids(whole.href)
    refreshed(client, "the institute's events", lambda events: set(events) == wanted)
    check(f"Evolution shows the institute's {len(wanted)} events and may change them",
          not client.is_readonly())
    _, events = client.get_object_list_as_comps_sync("#t", None)
    ahead = [e for e in events if e.get_status() == ICalGLib.PropertyStatus.TENTATIVE
             and e.get_dtstart().get_value().get_year() >= time.gmtime().tm_year]
    uid = sorted(e.get_uid() for e in ahead)[-1]
    _, held = client.get_object_sync(uid, None, None)
    before = sequence_of(whole.href, uid)
    start, end = held.get_dtstart(), held.get_dtend()
    start.adjust(0, 1, 0, 0)
    end.adjust(0, 1, 0, 0)
    held.set_dtstart(start)
    held.set_dtend(end)
    client.modify_object_sync(held, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)
    until("the move", lambda: sequence_of(whole.href, uid) > before)
    check("an appointment dragged in Evolution is re-scheduled: its sequence rose", True)


def sequence_of(href, uid):
    text = ask("GET", href).replace("\r\n ", "")
    for one in text.split("BEGIN:VEVENT")[1:]:
        if f"UID:{uid}\r\n" in one:
            return int(re.search(r"^SEQUENCE:(\d+)", one, re.M).group(1))
    return -1


def main():
    found = discover()
    check(f"Evolution discovers {len(found)} calendars from the host", len(found) >= 3, found)
    registry = EDataServer.SourceRegistry.new_sync(None)
    check_reading(registry, found)
    agenda = next(one for one in found.values() if one.href.endswith("/agenda/"))
    client = open_calendar(registry, "Agenda", agenda.href)
    check("the agenda is writable", not client.is_readonly())
    check_writing(client, agenda.href)
    check_server_changes(client, agenda.href)
    check_dragging(registry, found)


status = 1
try:
    main()
    status = 0
except Exception as failure:  # whatever it is, it is what the run tells
    print(f"FAIL {failure!r}")
sys.stdout.flush()
os._exit(status)  # before GLib's own end, which waits for the bus
