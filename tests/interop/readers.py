"""Programs of others that read calendars: each gives the set of (UID, start, end) that it found.

Times are in UTC as 2026-11-23T15:00:00Z; whole days as dates, the end being the day after.
"""
import datetime
import json
import os
import pathlib
import subprocess

import icalendar

HERE = pathlib.Path(__file__).resolve().parent
UTC = datetime.timezone.utc


def run(*command, folder=None, **options):
    """The output of a program that must succeed. `folder` becomes its whole world."""
    env = dict(os.environ, LC_ALL="C.UTF-8")
    if folder:
        env.update(HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder),
                   XDG_CACHE_HOME=str(folder))
    done = subprocess.run([str(word) for word in command], capture_output=True, env=env,
                          timeout=120, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} failed ({done.returncode}): "
                             f"{done.stderr.decode()[-2000:]} {done.stdout.decode()[-2000:]}")
    return done.stdout


def moment(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    assert value.tzinfo, f"{value} floats"
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def icaljs(text):
    """The whole answer of events.mjs."""
    return json.loads(run("node", HERE / "events.mjs", input=text))


def by_icaljs(text):
    return [(e["uid"], e["start"], e["end"]) for e in icaljs(text)["events"]]


def vevents(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def by_icalendar(text):
    return [(str(e["UID"]), moment(e.decoded("DTSTART")), moment(e.decoded("DTEND")))
            for e in vevents(text)]


KHAL = """[calendars]
[[feed]]
path = {folder}/events
[default]
default_calendar = feed
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {folder}/khal.db
"""


def by_khal(text, folder, since, until):
    folder.mkdir()
    (folder / "events").mkdir()
    (folder / "config").write_text(KHAL.format(folder=folder))
    (folder / "feed.ics").write_bytes(text)
    run("khal", "-c", folder / "config", "import", "--batch", "-a", "feed", folder / "feed.ics",
        folder=folder)
    listed = run("khal", "-c", folder / "config", "list", "--day-format", "", "--format",
                 "{uid}\t{start-time}\t{start-long-full}\t{end-long-full}", since, until,
                 folder=folder)
    found = []
    for line in sorted(set(listed.decode().split("\n"))):  # an event is listed on each of its days
        if "\t" not in line:
            continue
        uid, time, start, end = line.rstrip().split("\t")
        if time:
            found.append((uid, start + ":00Z", end + ":00Z"))
        else:  # of whole days khal names the last one, not the one after it
            after = datetime.date.fromisoformat(end[:10]) + datetime.timedelta(days=1)
            found.append((uid, start[:10], after.isoformat()))
    return found


VDIRSYNCER = """[general]
status_path = "{folder}/status/"
[pair feed]
a = "source"
b = "files"
collections = null
[storage source]
{source}
[storage files]
type = "filesystem"
path = "{folder}/files/"
fileext = ".ics"
"""


class Vdirsyncer:
    """A calendar kept in step as files, one an event; `source` says of what, as in its settings."""

    def __init__(self, source, folder):
        self.folder = folder
        (folder / "files").mkdir(parents=True)
        (folder / "config").write_text(VDIRSYNCER.format(folder=folder, source=source))
        self.run("discover", "feed")

    def run(self, *words):
        return run("vdirsyncer", "-c", self.folder / "config", *words, folder=self.folder)

    def events(self):
        self.run("sync")
        found = []
        for path in sorted((self.folder / "files").glob("*.ics")):
            events = by_icalendar(path.read_bytes())
            assert len(events) == 1, f"{path.name} holds {len(events)} events"
            found += events
        return found


def by_vdirsyncer(text, folder):
    folder.mkdir()
    (folder / "feed.ics").write_bytes(text)
    return Vdirsyncer(f'type = "singlefile"\npath = "{folder}/feed.ics"', folder).events()


class Subscription(Vdirsyncer):
    """A feed by its URL. vdirsyncer gives such events UIDs of its own: only times can be told."""

    def __init__(self, url, folder):
        super().__init__(f'type = "http"\nurl = "{url}"', folder)

    def times(self):
        return [(start, end) for _, start, end in self.events()]
