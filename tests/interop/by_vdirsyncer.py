"""vdirsyncer and khal, both ways: what is agreed here appears there, what is written there is here."""
import re
import subprocess

import readers
from checks import check
from service import PASSWORD

CONFIG = """[general]
status_path = "{folder}/status/"
[pair citacal]
a = "here"
b = "there"
collections = ["from b"]
conflict_resolution = "b wins"
metadata = ["displayname", "color"]
[storage here]
type = "filesystem"
path = "{folder}/calendars/"
fileext = ".ics"
[storage there]
type = "caldav"
url = "{url}/"
username = "coordinacion"
password = "{password}"
"""

KHAL = """[calendars]
[[agenda]]
path = {folder}/calendars/agenda
[default]
default_calendar = agenda
[locale]
local_timezone = America/Bogota
default_timezone = America/Bogota
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def converse(service, folder):
    (folder / "config").write_text(CONFIG.format(folder=folder, url=service.url,
                                                 password=PASSWORD))
    (folder / "khal").write_text(KHAL.format(folder=folder))
    vdirsyncer = ("vdirsyncer", "-c", folder / "config")
    env = {"input": b"y\n" * 40}
    readers.run(*vdirsyncer, "discover", folder=folder, **env)
    readers.run(*vdirsyncer, "sync", folder=folder)
    names = sorted(p.name for p in (folder / "calendars").iterdir())
    check(f"discovered {', '.join(names)}", {"agenda", "institute", "network"} <= set(names))
    for calendar in ("institute", "network"):
        check_copied(service, folder, calendar)
    readers.run(*vdirsyncer, "metasync", folder=folder)
    check("display name and colour", "Instituto" in read(folder, "institute/displayname") and
          read(folder, "institute/color").startswith("#"))
    check_new(service, folder, vdirsyncer)


def read(folder, name):
    return (folder / "calendars" / name).read_text()


def check_copied(service, folder, calendar):
    """Every event's text, as the calendar gives it whole."""
    whole = service.get(f"/dav/calendars/coordinacion/{calendar}/")
    expected = sorted(readers.by_icalendar(whole))
    files = list((folder / "calendars" / calendar).glob("*.ics"))
    found = sorted(e for f in files for e in readers.by_icalendar(f.read_bytes()))
    check(f"{calendar}: {len(files)} events, same UIDs and times", found == expected and files)


def check_new(service, folder, vdirsyncer):
    khal = ("khal", "-c", folder / "khal")
    readers.run(*khal, "new", "-a", "agenda", "2026-03-20", "13:00", "15:00", "Turno de guardia",
                folder=folder)
    readers.run(*vdirsyncer, "sync", folder=folder)
    [file] = [f for f in (folder / "calendars/agenda").glob("*.ics")
              if "Turno de guardia" in f.read_text()]
    uid = re.search(r"^UID:(.*?)\s*$", file.read_text(), re.M).group(1)
    href = f"/dav/calendars/coordinacion/agenda/{file.name}"
    there = service.get(href).decode()
    check("khal's event is there, byte for byte", there == file.read_bytes().decode() and
          uid in there)
    again = sync_output(vdirsyncer, folder)
    check("a second sync has nothing to do", "Copying" not in again, again)
    text = there.replace("Turno de guardia", "Turno de Ana").encode()
    answer = service.ask("PUT", href, raw=text, headers={"Content-Type": "text/calendar"})
    check("changed there", answer.status == 204, answer.body)
    readers.run(*vdirsyncer, "sync", folder=folder)
    check("the change came here", "Turno de Ana" in file.read_text())
    shown = readers.run(*khal, "list", "2026-03-20", "1d", folder=folder).decode()
    check("khal shows it", "13:00" in shown and "Turno de Ana" in shown, shown)
    file.write_text(file.read_text().replace("Turno de Ana", "Turno de Luis"))
    readers.run(*vdirsyncer, "sync", folder=folder)
    check("changed here, it is there", b"Turno de Luis" in service.get(href))
    # vdirsyncer takes an emptied folder for an accident; another event stays.
    readers.run(*khal, "new", "-a", "agenda", "2026-03-21", "Descanso", folder=folder)
    readers.run(*vdirsyncer, "sync", folder=folder)
    file.unlink()
    readers.run(*vdirsyncer, "sync", folder=folder)
    check("deleted here, it is gone there", service.ask("GET", href).status == 404)


def sync_output(vdirsyncer, folder):
    done = subprocess.run([str(w) for w in (*vdirsyncer, "sync")], capture_output=True,
                          env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                          timeout=60, check=True)
    return (done.stdout + done.stderr).decode()
