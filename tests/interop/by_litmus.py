"""litmus, the test suite of WebDAV servers, in a home of calendars.

litmus takes what it writes from a folder: here that is an iCalendar object, because a calendar holds
nothing else. What cannot hold in a CalDAV server stands below with its reason; whatever else does
not pass fails, and so does a reason that has become untrue.
"""
import os
import re
import subprocess

from checks import check
from service import PASSWORD

OBJECT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//litmus//ES\r
BEGIN:VEVENT\r
UID:litmus@prueba.example\r
DTSTAMP:20260301T000000Z\r
DTSTART:20260320T150000Z\r
DTEND:20260320T160000Z\r
SUMMARY:Prueba\r
END:VEVENT\r
END:VCALENDAR\r
"""

ONLY_OBJECTS = "it puts plain text: a calendar holds iCalendar objects only (RFC 4791 4.2)"
NO_FOLDERS = "it makes folders in a calendar, which holds objects only (RFC 4791 4.2)"
ONE_UID = "two objects of one calendar may not have one UID (RFC 4791 5.3.2.1)"
NO_LOCKS = "a warning: it knows no server without locks"
NEEDS_IT = "it needs what the one before it was to make"
NOT_PASSED = {
    "basic 2 options": NO_LOCKS, "basic 3 put_get": ONLY_OBJECTS,
    "basic 4 put_get_utf8_segment": ONLY_OBJECTS, "basic 6 mkcol_over_plain": NEEDS_IT,
    "basic 7 delete": NEEDS_IT, "basic 9 delete_fragment": NO_FOLDERS, "basic 10 mkcol": NO_FOLDERS,
    "basic 11 mkcol_again": NEEDS_IT, "basic 12 delete_coll": NEEDS_IT,
    "basic 14 mkcol_with_body": NO_FOLDERS + ": 403 whatever the body",
    "copymove 2 copy_init": NO_FOLDERS, "copymove 3 copy_simple": NEEDS_IT,
    "copymove 4 copy_overwrite": NEEDS_IT, "copymove 5 copy_nodestcoll": NEEDS_IT,
    "copymove 7 copy_coll": NO_FOLDERS, "copymove 8 copy_shallow": NO_FOLDERS,
    "copymove 9 move": ONE_UID, "copymove 10 move_coll": NO_FOLDERS,
    "props 25 propinit": ONE_UID, "props 26 propmanyns": NEEDS_IT, "props 27 propget": NEEDS_IT,
}


def outcomes(output):
    """How many passed, and {"suite number test": words} of all that did not simply pass."""
    suite, passed, others = "", 0, {}
    for line in re.split(r"[\r\n]+", output):
        begun = re.match(r"-> running `(\w+)'", line)
        suite = begun.group(1) if begun else suite
        told = re.match(r"\s*(\d+)\. (\w+)\.*\s+(pass|FAIL|SKIPPED|WARNING)(.*)", line)
        if not told:
            continue
        if told.group(3) == "pass":
            passed += 1
        else:
            others[f"{suite} {told.group(1)} {told.group(2)}"] = told.group(3) + told.group(4)
    return passed, others


def converse(service, folder):
    (folder / "foo").write_text(OBJECT, newline="")
    home = service.url + "/dav/calendars/coordinacion/"
    env = dict(os.environ, HTDOCS=str(folder), TESTS="basic copymove props http", LC_ALL="C")
    done = subprocess.run(["litmus", "--keep-going", home, "coordinacion", PASSWORD], env=env,
                          cwd=folder, capture_output=True, text=True, timeout=120, check=False,
                          errors="replace")
    passed, others = outcomes(done.stdout)
    for key, words in others.items():
        print(f"     {key}: {NOT_PASSED.get(key, words)}", flush=True)
    check(f"litmus: {passed} pass, {len(others)} do not apply",
          set(others) == set(NOT_PASSED) and passed > 20,
          f"unexpected: {set(others) ^ set(NOT_PASSED)}\n{done.stdout[-6000:]}")
