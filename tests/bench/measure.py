"""What the measurements share: the service, the floor, wrk, CPU and memory, and the table."""
import base64
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONNECTIONS = 16


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"the server on port {port} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def get(url, headers=None):
    request = urllib.request.Request(url, headers=headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()


def wrk(process, url, seconds, headers=None, connections=CONNECTIONS, script=()):
    """Requests a second, the 99th percentile in ms, and the server's CPU time a request in us. Any
    answer but 2xx and 3xx is fatal. `script`: a Lua file and its arguments."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script[0]]
    before = cpu_seconds(process)
    command += [url] + (["--", *script[1:]] if script else [])
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(process) - before
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"wrk met errors at {url}:\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    p99_ms = float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return rate, p99_ms, 1e6 * spent / requests


def cpu_seconds(process):
    """Of a process and its children, by the kernel's own count."""
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    ticks = 0
    for pid in [str(process.pid)] + children.stdout.split():
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


class Service:
    """`citacal serve` on a seeded store of COUNT appointments."""

    def __init__(self, build, folder, count):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        os.makedirs(folder)
        config = os.path.join(folder, "citacal.toml")
        with open(config, "w") as out:
            out.write(f'''[institute]
name = "Instituto de Medición"
base_url = "{self.base}"
organizer_name = "Oficina de Planeación – Sistemas"
organizer = "citas@instituto.example"
[notice]
to = ["todos@instituto.example"]
[store]
url = "sqlite://citacal.db"
[calendars]
folder = "{TOP}/calendars"
[http]
listen = "127.0.0.1:{self.port}"
[mail]
folder = "mail"
[log]
access = "off"
''')
        seed = subprocess.run([f"{build}/tests/bench_seed", config, str(count)],
                              capture_output=True, text=True)
        if seed.returncode != 0:
            sys.exit(f"bench_seed: {seed.stderr}")
        login, password = seed.stdout.split()
        self.login = login
        token = base64.b64encode(f"{login}:{password}".encode()).decode()
        self.auth = {"Authorization": f"Basic {token}"}
        self.command, self.folder = [f"{build}/citacal", "serve", "--config", config], folder
        self.start()

    def start(self, more=""):
        """Once more, with these sections at the end of its configuration."""
        with open(os.path.join(self.folder, "citacal.toml"), "a") as out:
            out.write(more)
        log = open(os.path.join(self.folder, "log"), "a")
        self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        wait_for(self.port, self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Floor:
    """nginx with the bodies as files in FOLDER; precompressed ones beside them as .gz."""

    def __init__(self, folder, sendfile):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        os.makedirs(f"{folder}/www")
        os.chmod(os.path.dirname(folder), 0o755)
        os.chmod(folder, 0o755)
        with open(f"{folder}/nginx.conf", "w") as out:
            out.write(f'''daemon off; worker_processes auto; pid {folder}/pid; error_log stderr;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile {sendfile}; tcp_nopush on; keepalive_requests 100000000;
  default_type application/octet-stream; types {{ text/calendar ics; application/json json; }}
  gzip_static on; client_body_temp_path {folder}/t; proxy_temp_path {folder}/t;
  fastcgi_temp_path {folder}/t; uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
  open_file_cache max=100 inactive=600s; open_file_cache_valid 600s;
  server {{ listen 127.0.0.1:{self.port}; root {folder}/www; }} }}
''')
        log = open(f"{folder}/log", "w")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c",
                                         f"{folder}/nginx.conf"], stderr=log)
        wait_for(self.port, self.process)

    def put(self, name, body, gzip=None):
        with open(f"{self.folder}/www/{name}", "wb") as out:
            out.write(body)
        if gzip:
            with open(f"{self.folder}/www/{name}.gz", "wb") as out:
                out.write(gzip)

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)


class Table:
    def __init__(self, rounds, seconds):
        self.rounds, self.seconds, self.rows = rounds, seconds, []

    def compare(self, name, ours, floor):
        """ours and floor: (server, url, headers); they take turns."""
        mine, theirs = [], []
        for _ in range(self.rounds):
            theirs.append(wrk(floor[0].process, floor[1], self.seconds, floor[2]))
            mine.append(wrk(ours[0].process, ours[1], self.seconds, ours[2]))
        (a, p99, cpu), (b, _, floor_cpu) = ([statistics.median(column) for column in zip(*runs)]
                                            for runs in (mine, theirs))
        remark = f"CPU {cpu:.1f} us, floor {floor_cpu:.1f} us; p99 {p99:.2f} ms"
        self.add(name, f"{a:,.0f}/s", f"{b:,.0f}/s", f"{a / b:.2f}", remark)
        print("  " + "  ".join(self.rows[-1]), flush=True)
        return a

    def add(self, *row):
        self.rows.append(row)

    def print(self):
        head = ("what", "citacal", "floor", "ratio", "remark")
        width = [max(len(r[i]) for r in self.rows + [head]) for i in range(5)]
        print()
        for row in [head, tuple("-" * w for w in width)] + self.rows:
            print("  ".join(cell.ljust(w) for cell, w in zip(row, width)))
