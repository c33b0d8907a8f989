"""CalDAV at several sizes of a calendar: what a poll, a sync, a query and a write cost.

The events are a function of their number: 20 begin in each week, one of ten recurs for four weeks;
the calendars differ in how many years they reach. A query of a week thus has an answer of the same
size in each, and what it costs may be compared. Every answer is looked at before it is measured.
"""
import datetime
import http.client
import os
import re
import statistics
import threading
import time

from measure import Service, cpu_seconds, resident_mb, wrk

MIDDLE = datetime.datetime(2026, 1, 5)
EACH = datetime.timedelta(days=7) / 20
NS = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
WRITERS = (1, 8)
ROUNDS = 3  # of each; the median counts
GROWTH_MOST = 1.5
HERE = os.path.dirname(os.path.abspath(__file__))


def event(number, count, revision=0):
    start = MIDDLE + (number - count // 2) * EACH
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//medida//ES", "BEGIN:VEVENT",
             f"UID:{number}@medida.example", "DTSTAMP:20260101T000000Z",
             f"SEQUENCE:{revision}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT2H",
             f"SUMMARY:Mantenimiento {number}, revisión {revision}",
             "LOCATION:Sede principal\\, piso 3", "DESCRIPTION:" + "Revisión de equipos. " * 12,
             "CATEGORIES:Red", "URL:https://instituto.example/casos/" + str(number)]
    if number % 10 == 0:
        lines.append("RRULE:FREQ=WEEKLY;COUNT=4")
    lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Aviso", "TRIGGER:-PT15M",
              "END:VALARM", "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


class Calendar:
    def __init__(self, service, count):
        self.service, self.count = service, count
        self.path = f"/dav/calendars/{service.login}/medida/"
        self.made = count  # numbers of events beyond those that were seeded

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=300)

    def ask(self, connection, method, path, body=b"", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**self.service.auth, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def xml(self, method, body, depth):
        """A whole request, as bytes."""
        body = ('<?xml version="1.0" encoding="utf-8"?>' + body).encode()
        head = [f"{method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.service.port}",
                f"Authorization: {self.service.auth['Authorization']}", f"Depth: {depth}",
                "Content-Type: application/xml; charset=utf-8", f"Content-Length: {len(body)}"]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body

    def send(self, raw):
        """The answer's body to a whole request of xml()."""
        connection = self.connect()
        method, path = raw.split(b" ", 2)[:2]
        status, _, body = self.ask(connection, method.decode(), path.decode(),
                                   raw.split(b"\r\n\r\n", 1)[1],
                                   Depth=re.search(rb"Depth: (\d)", raw).group(1).decode(),
                                   Content_Type="application/xml; charset=utf-8")
        connection.close()
        assert status in (200, 207), (status, body[:500])
        return body

    def name(self, number):
        return f"{self.path}{number}.ics"

    def seed(self):
        status, _, body = self.ask(self.connect(), "MKCALENDAR", self.path)
        assert status == 201, body
        each(8, range(self.count), lambda connection, number: self.put(connection, number))

    def put(self, connection, number, revision=0, **headers):
        status, _, body = self.ask(connection, "PUT", self.name(number),
                                   event(number, self.count, revision),
                                   Content_Type="text/calendar", **headers)
        assert status in (201, 204), (status, body[:500])

    def delete(self, connection, number):
        status, _, body = self.ask(connection, "DELETE", self.name(number))
        assert status == 204, (status, body[:500])

    # What is asked, each with the number of responses that is right.
    def poll(self):
        return [self.xml("PROPFIND", f"<D:propfind {NS}><D:prop><S:getctag/><D:sync-token/>"
                         "</D:prop></D:propfind>", 0)], 1

    def sync(self, token):
        return self.xml("REPORT", f"<D:sync-collection {NS}><D:sync-token>{token}</D:sync-token>"
                        "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>"
                        "</D:sync-collection>", 0)

    def token(self):
        body = self.send(self.poll()[0][0])
        return re.search(rb"sync-token>([^<]+)<", body).group(1).decode()

    def sync_none(self):
        return [self.sync(self.token())], 0

    def sync_one(self):
        token = self.token()
        self.put(self.connect(), self.count // 2, int(time.time()) % 1_000_000)
        return [self.sync(token)], 1

    def sync_initial(self):
        return [self.sync("")], self.count

    def listing(self):
        return [self.xml("PROPFIND", f"<D:propfind {NS}><D:prop><D:getetag/></D:prop>"
                         "</D:propfind>", 1)], self.count + 1

    def week(self):
        asked = []
        for k in range(-10, 10):
            start = MIDDLE + datetime.timedelta(days=7 * k)
            end = start + datetime.timedelta(days=7)
            asked.append(self.xml(
                "REPORT", f"<C:calendar-query {NS}><D:prop><D:getetag/><C:calendar-data/></D:prop>"
                '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
                f'<C:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>'
                "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>", 1))
        return asked, 26

    def multiget(self):
        middle = self.count // 2
        asked = []
        for k in range(20):
            hrefs = "".join(f"<D:href>{self.name(middle - 400 + 16 * j + k)}</D:href>"
                            for j in range(50))
            asked.append(self.xml("REPORT", f"<C:calendar-multiget {NS}><D:prop><D:getetag/>"
                                  f"<C:calendar-data/></D:prop>{hrefs}</C:calendar-multiget>", 1))
        return asked, 50

    def free_busy(self):
        asked = []
        for k in range(-5, 5):
            start = MIDDLE + datetime.timedelta(days=28 * k)
            end = start + datetime.timedelta(days=28)
            asked.append(self.xml("REPORT", f"<C:free-busy-query {NS}><C:time-range "
                                  f'start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>'
                                  "</C:free-busy-query>", 1))
        return asked, None


def each(workers, numbers, action):
    """action(connection, number) for all, by so many connections at once; milliseconds of each."""
    numbers, lock, taken = iter(list(numbers)), threading.Lock(), []
    failures = []

    def work(calendar_connection):
        try:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                begun = time.perf_counter()
                action(calendar_connection, number)
                taken.append(1000 * (time.perf_counter() - begun))
        except Exception as failure:  # told by the one who waits
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(CONNECT(),)) for _ in range(workers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failures:
        raise failures[0]
    return taken


CONNECT = None  # how a worker gets its connection; set with the calendar


def measure_read(table, calendar, floor, what, asked, right, seconds):
    first = calendar.send(asked[0])
    if right is not None:
        found = len(re.findall(rb"<D:response>", first))
        assert found == right, f"{what}: {found} responses, {right} expected: {first[:800]}"
    else:
        assert b"BEGIN:VFREEBUSY" in first and b"FREEBUSY" in first
    file = os.path.join(floor.folder, "requests")
    with open(file, "wb") as out:
        for raw in asked:
            out.write(b"%d\n%s\n" % (len(raw), raw))
    name = f"{what.replace(' ', '-')}-{calendar.count}.xml"  # nginx remembers files by name
    floor.put(name, first)
    base = f"http://127.0.0.1:{calendar.service.port}/"
    rates = {}
    for connections in WRITERS:
        runs = [wrk(calendar.service.process, base, seconds, None, connections,
                    (os.path.join(HERE, "requests.lua"), file)) for _ in range(ROUNDS)]
        ours = [statistics.median(column) for column in zip(*runs)]
        theirs = wrk(floor.process, f"{floor.base}/{name}", 1, None, connections)
        table.add(f"{what}, {calendar.count:,} events, {connections} at once", f"{ours[0]:,.0f}/s",
                  f"{theirs[0]:,.0f}/s", f"{ours[0] / theirs[0]:.2f}",
                  f"CPU {ours[2]:.0f} us, p99 {ours[1]:.2f} ms, {len(first):,} bytes")
        print("  " + "  ".join(table.rows[-1]), flush=True)
        rates[connections] = ours[2]
    return rates[1]


def measure_write(table, calendar, what, numbers, workers, action):
    process = calendar.service.process
    cpu, begun = cpu_seconds(process), time.perf_counter()
    taken = each(workers, numbers, action)
    spent, cpu = time.perf_counter() - begun, 1e6 * (cpu_seconds(process) - cpu) / len(taken)
    taken.sort()
    table.add(f"{what}, {calendar.count:,} events, {workers} at once",
              f"{len(taken) / spent:,.0f}/s", "", "",
              f"CPU {cpu:.0f} us, p50 {statistics.median(taken):.2f} ms, "
              f"p99 {taken[len(taken) * 99 // 100]:.2f} ms; the client is Python")
    print("  " + "  ".join(table.rows[-1]), flush=True)
    return cpu


def measure_writes(table, calendar):
    cost = {}
    for workers in WRITERS:
        batch = 400 * workers
        new = range(calendar.made, calendar.made + batch)
        calendar.made += batch
        cost["PUT new"] = measure_write(table, calendar, "PUT new", new, workers, calendar.put)
        cost["PUT change"] = measure_write(table, calendar, "PUT change", new, workers,
                                           lambda c, n: calendar.put(c, n, 1))
        cost["DELETE"] = measure_write(table, calendar, "DELETE", new, workers, calendar.delete)
    return cost


def measure_one(table, build, folder, floor, count, seconds):
    """CPU time in us of each, at one size."""
    global CONNECT
    service = Service(build, f"{folder}/caldav-{count}", 21)
    try:
        calendar = Calendar(service, count)
        CONNECT = calendar.connect
        calendar.seed()
        cost = {}
        at_start = resident_mb(service.process.pid)
        for what, ask, long in (("poll", calendar.poll, False),
                                ("sync, no change", calendar.sync_none, False),
                                ("sync, one change", calendar.sync_one, False),
                                ("query of a week", calendar.week, False),
                                ("multiget of 50", calendar.multiget, False),
                                ("free-busy of four weeks", calendar.free_busy, False),
                                ("PROPFIND Depth 1", calendar.listing, True),
                                ("initial sync", calendar.sync_initial, True)):
            asked, right = ask()
            cost[what] = measure_read(table, calendar, floor, what, asked, right,
                                      seconds if not long else 3 * seconds)
        cost.update(measure_writes(table, calendar))
        table.add(f"resident memory, {count:,} events", f"{at_start:.0f} MB seeded", "", "",
                  f"{resident_mb(service.process.pid):.0f} MB after all of this")
        return cost
    finally:
        service.stop()


def measure(table, build, folder, floor, sizes, seconds=1):
    costs = {count: measure_one(table, build, folder, floor, count, seconds) for count in sizes}
    if len(sizes) < 2:
        return
    least, most = costs[min(sizes)], costs[max(sizes)]
    for what in least:
        grows = what in ("PROPFIND Depth 1", "initial sync")
        times = most[what] / least[what]
        goal = f"linear: {max(sizes) / min(sizes):.0f}" if grows else f"at most {GROWTH_MOST}"
        table.add(f"{what}: CPU, {max(sizes):,} over {min(sizes):,}", "", "", f"{times:.2f}",
                  f"to reach: {goal}")
