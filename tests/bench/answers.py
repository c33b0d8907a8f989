"""A mailbox of 1,000 replies in a real Dovecot, read over TLS by the started service.

Each reply accepts an appointment of its own. Counted is what the store has settled while the
service reads, from the first to the last; the floor is Python's imaplib fetching the same mails one
by one and keeping nothing.
"""
import contextlib
import datetime
import json
import os
import pathlib
import sqlite3
import sys
import time

from measure import TOP, Service, get

sys.path.insert(0, os.path.join(TOP, "tests/interop"))
from mail_servers import HOST, PASSWORD, MailServers  # noqa: E402

MAILBOX = "citas@instituto.example"


def reply(number, appointment):
    sender = appointment["attendees"][0]["email"]
    now = datetime.datetime.now(datetime.timezone.utc)
    calendar = ["BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010",
                "VERSION:2.0", "BEGIN:VEVENT", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{sender}",
                f"UID:{appointment['uid']}", f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
                f"SEQUENCE:{appointment['sequence']}", "END:VEVENT", "END:VCALENDAR", ""]
    head = [f"Authentication-Results: {HOST}; dmarc=pass header.from={sender.split('@')[1]}",
            f"From: Persona Uno <{sender}>", f"To: {MAILBOX}", "Subject: Aceptada: Mantenimiento",
            f"Message-ID: <{number}@medida.example>", "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=_000_", "",
            "--_000_", "Content-Type: text/plain; charset=utf-8", "", "", "--_000_",
            "Content-Type: text/calendar; charset=utf-8; method=REPLY", ""]
    return "\r\n".join(head + calendar + ["--_000_--", ""]).encode()


def listed(service, path):
    items, cursor = [], ""
    while True:
        page = json.loads(get(service.base + path + cursor, service.auth)[1])
        items += page["items"]
        if not page.get("next"):
            return items
        cursor = "&cursor=" + page["next"]


def settled(folder):
    with contextlib.closing(sqlite3.connect(f"file:{folder}/citacal.db?mode=ro", uri=True)) as db:
        return db.execute("SELECT count(*), sum(verdict = 'applied' AND reason = '') "
                          "FROM mail").fetchone()


def fetched_a_second(servers):
    box = servers.imap(MAILBOX)
    box.select("INBOX", readonly=True)
    uids = box.uid("search", None, "ALL")[1][0].split()
    begin = time.monotonic()
    for uid in uids:
        box.uid("fetch", uid, "(BODY.PEEK[])")
    spent = time.monotonic() - begin
    box.logout()
    return len(uids) / spent


def settled_a_second(folder, count):
    """Between the first look that finds some and the one that finds all; 20 looks a second."""
    first, end = None, time.monotonic() + 300
    while time.monotonic() < end:
        done, now = settled(folder)[0], time.monotonic()
        if done and not first:
            first = (done, now)
        if done == count:
            return (done - first[0]) / (now - first[1])
        time.sleep(0.05)
    sys.exit(f"after 300 s {settled(folder)[0]} of {count} replies are settled")


def measure(table, build, folder, count):
    service = Service(build, folder, count)
    while listed(service, "/api/v1/letters?state=queued&limit=100"):
        time.sleep(0.5)  # the invitations go first
    replies = [reply(number, appointment) for number, appointment in
               enumerate(listed(service, "/api/v1/appointments?limit=100"))]
    assert len(replies) == count
    service.stop()
    with MailServers(pathlib.Path(TOP) / "build/servers") as servers:
        box = servers.imap(MAILBOX)
        for raw in replies:
            assert box.append("INBOX", None, None, raw)[0] == "OK"
        box.logout()
        secret = pathlib.Path(folder) / "buzon.clave"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o600)
        service.start(f'''[[mail.imap]]
name = "citas"
host = "127.0.0.1"
port = {servers.imaps_port}
login = "{MAILBOX}"
password_file = "{secret}"
ca_file = "{servers.ca_file}"
[answers]
authserv_ids = ["{HOST}"]
mails_per_hour = {2 * count}
''')
        rate = settled_a_second(folder, count)
        floor = fetched_a_second(servers)
        applied = settled(folder)[1]
        assert applied == count, f"{applied} of {count} replies were applied"
        service.stop()
    table.add(f"replies from Dovecot, mailbox of {count:,}", f"{rate:,.0f}/s", f"{floor:,.0f}/s",
              f"{rate / floor:.2f}", "floor: fetched by imaplib, nothing kept")
