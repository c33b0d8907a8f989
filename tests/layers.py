#!/usr/bin/python3
"""The house rules that a compiler does not check: who includes whom, and walls of libraries."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAY = {
    "core": [],
    "domain": ["core"],
    "http": ["core"],
    "ical": ["domain", "core"],
    "store": ["domain", "core"],
    "service": ["store", "ical", "domain", "core"],
    "dav": ["service", "ical", "domain", "core"],
    "web": ["service", "ical", "domain", "core"],
    "mail": ["service", "ical", "domain", "core"],
    "ticket": ["service", "ical", "domain", "core"],
    "app": ["dav", "web", "mail", "ticket", "http", "service", "domain", "core"],
    "main": ["app", "core"],
}
# A header of a library (by how its name begins) and the only .cpp files that may include it.
WALLS = [
    (r"libical/", r"ical/meaning\.cpp"),
    (r"sqlite3", r"store/sqlite\w*\.cpp"),
    (r"libpq|postgresql/", r"store/postgres\w*\.cpp"),
    (r"boost/|openssl/", r"http/\w+\.cpp"),
    (r"zlib", r"http/gzip\.cpp"),
    (r"cpprest/|pplx/", r"web/json\w*\.cpp|ticket/\w+\.cpp"),
    (r"expat", r"dav/xml\.cpp"),
    (r"gmime/", r"mail/mime\.cpp"),
    (r"curl/", r"mail/(imap|transport)\.cpp"),
    (r"sodium", r"core/secret\.cpp"),
    (r"toml\+\+/|CLI/", r"app/\w+\.cpp|main\.cpp"),
    (r"fmt/", r".*\.cpp"),
]
LINE_MAX, ROOM_MAX = 100, 400


def check(path):
    name = os.path.relpath(path, TOP + "/src")
    floor = name.split("/")[0] if "/" in name else "main"
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if len(lines) > ROOM_MAX:
        yield f"src/{name}: {len(lines)} lines; a room has at most {ROOM_MAX}"
    for number, line in enumerate(lines, 1):
        where = f"src/{name}:{number}"
        if len(line) > LINE_MAX:
            yield f"{where}: {len(line)} characters; a line has at most {LINE_MAX}"
        own = re.match(r'\s*#\s*include\s+"(\w+)/', line)
        if own and own.group(1) != floor and own.group(1) not in MAY[floor]:
            yield f"{where}: {floor} may not include {own.group(1)}"
        other = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        for header, homes in WALLS if other else []:
            if re.match(header, other.group(1)) and not re.fullmatch(homes, name):
                yield f"{where}: <{other.group(1)}> belongs in {homes}"


def main():
    paths = [os.path.join(folder, file) for folder, _, files in os.walk(TOP + "/src")
             for file in files if file.endswith((".h", ".cpp"))]
    breaches = [breach for path in sorted(paths) for breach in check(path)]
    print("\n".join(breaches) or f"{len(paths)} files keep the rules of the house")
    sys.exit(1 if breaches or not paths else 0)


main()
