"""The service under test, an SMTP server beside it, and how to ask them."""
import base64
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "una-clave-para-pruebas"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Service:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.config = folder / "demo" / "citacal.toml"
        self.listen = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.listen}"
        self.process = None

    def spawn(self, *arguments):
        env = dict(os.environ, CITACAL_DEMO_PASSWORD=PASSWORD)
        with open(self.folder / "service.log", "ab") as log:
            self.process = subprocess.Popen([self.program, *arguments], stdout=log, stderr=log,
                                            env=env)

    def start(self, *arguments):
        self.spawn(*arguments)
        wait_for("the service", self.is_ready)

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError("the service ended: " + (self.folder / "service.log").read_text())
        try:
            return self.ask("GET", "/readyz", login=None).status == 200
        except OSError:
            return False

    def demo(self):
        self.start("demo", "--data", str(self.folder / "demo"), "--listen", self.listen)

    def serve(self):
        self.start("serve", "--config", str(self.config))

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def command(self, *words):
        done = subprocess.run([self.program, *words, "--config", str(self.config)],
                              capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, f"citacal {words}: {done.stderr.decode()}"
        return done.stdout

    def ask(self, method, path, body=None, login="coordinacion", headers=(), raw=None):
        """The answer, whatever its status; its body as `.body`. `raw`: a body that is no JSON."""
        url = path if path.startswith("http") else self.url + path
        request = urllib.request.Request(url, method=method, headers=dict(headers))
        if login:
            pair = base64.b64encode(f"{login}:{PASSWORD}".encode()).decode()
            request.add_header("Authorization", "Basic " + pair)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if raw is not None:
            request.data = raw
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            answer.body = answer.read()
        return answer

    def get(self, path, **options):
        answer = self.ask("GET", path, **options)
        assert answer.status == 200, f"GET {path}: {answer.status} {answer.body[:500]}"
        return answer.body

    def post(self, path, body):
        answer = self.ask("POST", path, body if body is not None else {})
        assert answer.status in (200, 201), f"POST {path}: {answer.status} {answer.body[:500]}"
        return json.loads(answer.body)

    def items(self, path):
        """All items of a list, page by page."""
        found, cursor = [], ""
        while True:
            page = json.loads(self.get(path + ("&" if "?" in path else "?") + "limit=7" + cursor))
            found += page["items"]
            if not page.get("next"):
                return found
            cursor = "&cursor=" + urllib.request.quote(page["next"], safe="")

    def feed_url(self, calendar):
        """With a token of its own."""
        made = self.post("/api/v1/tokens", {"calendar": calendar, "label": "interop"})
        return made["feed"]

    def use_smtp(self, port):
        """Its configuration, with a mail server in place of a folder."""
        text = self.config.read_text()
        smtp = f'[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        changed = re.sub(r"\[mail\]\nfolder = .*\n", smtp, text)
        assert changed != text, "the demo's configuration names no mail folder"
        self.config.write_text(changed)


class SmtpServer:
    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.process = subprocess.Popen(
            ["/usr/bin/python3", ROOT / "tests/mail/smtp_server.py", folder,
             "--delay-ms", "20"],
            stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def mails(self):
        """(envelope, bytes) of each mail taken, in order; one still being written is left out."""
        found = []
        for number in range(1, len(list(self.folder.glob("*.eml"))) + 1):
            raw = (self.folder / f"{number}.eml").read_bytes()
            if raw.rstrip().endswith(b"--"):
                found.append(((self.folder / f"{number}.envelope").read_text().split(), raw))
        return found

    def stop(self):
        self.process.kill()
        self.process.wait()
