#!/usr/bin/python3
"""The house rules that a compiler does not check: who includes whom, walls of libraries, and how
long a line, a function and a room (a header with its source) may be."""
import collections
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
    (r"unicode/", r"ical/(collation|zone_name)\.cpp"),
    (r"sqlite3", r"store/sqlite\w*\.cpp"),
    (r"libpq|postgresql/", r"store/postgres\w*\.cpp"),
    (r"boost/|openssl/", r"http/\w+\.cpp"),
    (r"zlib", r"http/gzip\.cpp"),
    (r"zip\.h", r"web/zip\.cpp"),
    (r"cpprest/|pplx/", r"web/json\w*\.cpp|ticket/\w+\.cpp"),
    (r"expat", r"dav/xml\.cpp"),
    (r"gmime/", r"mail/(mime|decode)\.cpp"),
    (r"curl/", r"mail/(curl_handle|imap_connection|transport)\.cpp"),
    (r"magic\.h", r"service/content_type\.cpp"),
    (r"sodium", r"core/secret\.cpp"),
    (r"kainjow/", r"core/template\.cpp"),
    (r"toml\+\+/|CLI/", r"app/\w+\.cpp|main\.cpp"),
    (r"fmt/", r".*\.cpp"),
]
# What any header may include with <>: the standard library, by its names without a dot or a folder.
STANDARD = r"[a-z_]+"
LINE_MAX, FUNCTION_MAX, ROOM_MAX = 100, 60, 400


def without_literals(text):
    """The same lines, with nothing in their comments, strings and characters."""
    blank = lambda match: "\n" * match.group().count("\n")
    literal = r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\''
    return re.sub(literal, blank, text, flags=re.S)


def functions(text):
    """(first line, length) of each function, seen by its braces and by its head having a "("."""
    lines = without_literals(text).split("\n")
    opened = []
    for number, line in enumerate(lines, 1):
        for at, character in enumerate(line):
            if character == "{":
                opened.append((number, line[:at]))
            if character != "}" or not opened:
                continue
            start, head = opened.pop()
            indent = len(line) - len(line.lstrip())
            while start > 1 and len(lines[start - 1]) - len(lines[start - 1].lstrip()) > indent:
                start -= 1
                head = lines[start - 1] + head
            if "(" in head and not re.match(r"\s*(namespace|class|struct|enum)\b", head):
                yield start, number - start + 1


def check(path):
    name = os.path.relpath(path, TOP + "/src")
    floor = name.split("/")[0] if "/" in name else "main"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    for start, length in functions(text):
        if length > FUNCTION_MAX:
            yield f"src/{name}:{start}: {length} lines; a function has at most {FUNCTION_MAX}"
    for number, line in enumerate(lines, 1):
        where = f"src/{name}:{number}"
        if len(line) > LINE_MAX:
            yield f"{where}: {len(line)} characters; a line has at most {LINE_MAX}"
        own = re.match(r'\s*#\s*include\s+"(\w+)/', line)
        if own and own.group(1) != floor and own.group(1) not in MAY[floor]:
            yield f"{where}: {floor} may not include {own.group(1)}"
        other = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        if other and name.endswith(".h") and not re.fullmatch(STANDARD, other.group(1)):
            yield f"{where}: <{other.group(1)}> may not stand in a header"
        for header, homes in WALLS if other else []:
            if re.match(header, other.group(1)) and not re.fullmatch(homes, name):
                yield f"{where}: <{other.group(1)}> belongs in {homes}"


def main():
    paths = [os.path.join(folder, file) for folder, _, files in os.walk(TOP + "/src")
             for file in files if file.endswith((".h", ".cpp"))]
    breaches = [breach for path in sorted(paths) for breach in check(path)]
    rooms = collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            rooms[os.path.relpath(os.path.splitext(path)[0], TOP)] += len(file.readlines())
    breaches += [f"{room}: {length} lines; a room (header + source) has at most {ROOM_MAX}"
                 for room, length in sorted(rooms.items()) if length > ROOM_MAX]
    print("\n".join(breaches) or f"{len(paths)} files keep the rules of the house")
    sys.exit(1 if breaches or not paths else 0)


main()
