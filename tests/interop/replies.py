"""The replies of calendar programs (tests/mail/samples), made to answer an invitation of ours: its
UID, its days, now, and a Message-ID of its own. What is base64 stays base64, what is folded folded.
"""
import base64
import datetime
import re

from service import ROOT

SAMPLES = ROOT / "tests/mail/samples"
UID = rb"019a4c5e-7d0\d-7abc-8def-00112233445\d@citas\.instituto\.example"
# Of Ana Torres, to an appointment on `day`: what they say, and what is to become of it.
#   file, day in it, hours of the appointment, PARTSTAT, verdict
REPLIES = [
    ("outlook-accept", "2026-11-23", (9, 12), "accepted", "applied"),
    ("outlook-tentative-de", "2026-11-23", (9, 12), "tentative", "applied"),
    ("outlook-decline-comment", "2026-11-23", (9, 12), "declined", "applied"),
    ("outlook-counter-tentative", "2026-11-23", (9, 12), "tentative", "counter_proposed"),
    ("outlook-counter-decline", "2026-11-23", (9, 12), "declined", "counter_proposed"),
    ("thunderbird-accept", "2026-11-23", (9, 12), "accepted", "applied"),
    ("thunderbird-accept-update", "2026-11-23", (14, 17), "accepted", "applied"),
    ("thunderbird-decline", "2026-11-24", (9, 10), "declined", "applied"),
    ("thunderbird-tentative", "2026-11-25", (9, 10), "tentative", "applied"),
    ("gmail-accept", "2026-11-23", (9, 12), "accepted", "applied"),
    ("gmail-decline", "2026-11-23", (9, 12), "declined", "applied"),
    ("icloud-accept", "2026-11-23", (9, 12), "accepted", "applied"),
]
SENDER = "ana.torres@redes.example"
PASSED = b"Authentication-Results: mx.instituto.example; dmarc=pass header.from=redes.example\r\n"


def moved(text, uid, base, day):
    """`text` with our UID, the days of 2026-11-2x as far from `day` as they were from `base`, and
    every moment of 2026-11-10 as now."""
    text = re.sub(UID, uid.encode(), text)
    base, day = datetime.date.fromisoformat(base), datetime.date.fromisoformat(day)
    moved_day = lambda found: day + (datetime.date(2026, 11, int(found[1])) - base)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ").encode()
    text = re.sub(rb"20261110T\d{6}Z", now, text)
    return re.sub(rb"202611(2\d)(?=T)",
                  lambda found: moved_day(found).strftime("%Y%m%d").encode(), text)


def reply(name, base, uid, day, number, header=PASSED, to=None):
    """The mail as octets. `number` makes its Message-ID; `to` replaces the address that it names."""
    raw = (SAMPLES / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n")

    def encoded(found):
        text = base64.b64decode(found[2])
        if b"BEGIN:VCALENDAR" not in text:
            return found[0]
        return found[1] + base64.encodebytes(moved(text, uid, base, day))

    block = (rb"(?mi)(^Content-Transfer-Encoding: base64\n(?:\S.*\n|[ \t].*\n)*\n)"
             rb"((?:[A-Za-z0-9+/=]+\n)+)")
    raw = moved(re.sub(block, encoded, raw), uid, base, day)
    raw = re.sub(rb"(?mi)^(Message-ID: <)", rb"\g<1>%d." % number, raw, count=1)
    if to:
        raw = re.sub(rb"citas(\+[\w-]+)?@instituto\.example", to.encode(), raw)
    return header + raw.replace(b"\n", b"\r\n")
