"""A real Request Tracker 5 of Debian on loopback, unpacked and never installed: the package would set
up a database and a mail server on the machine. What is downloaded and unpacked stays in the build folder."""
import base64
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import urllib.request

from service import free_port, wait_for

WANTED = ["request-tracker5", "rt5-db-sqlite", "rt5-standalone"]
# Of what these depend on: the Perl modules and their libraries; no mail server, no fonts.
NEEDED = re.compile(r"lib.*-perl|libgumbo\d+|libossp-uuid\d+|starlet|" + "|".join(WANTED))
SHARE = "usr/share/request-tracker5"
SETUP = r"""
use RT; RT::LoadConfig(); RT::Init();
my $queue = RT::Queue->new(RT->SystemUser);
$queue->Create(Name => 'Soporte') or die;
my $user = RT::User->new(RT->SystemUser);
my ($made, $why) = $user->Create(Name => 'citacal', Privileged => 1,
                                 EmailAddress => 'citas@instituto.example');
die $why unless $made;
for (qw(SeeQueue CreateTicket ShowTicket ShowTicketComments CommentOnTicket)) {
  my ($given, $not) = $user->PrincipalObj->GrantRight(Right => $_, Object => $queue);
  die $not unless $given;
}
my ($good, $message, $token) =
  RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->id, Description => 'citacal');
die $message unless $good;
print $token;
"""


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          check=False, timeout=240, **options)
    assert done.returncode == 0, f"{words[:4]}: {done.stdout[-1500:]}{done.stderr[-1500:]}"
    return done.stdout


def missing_packages():
    plan = run("apt-get", "install", "--simulate", "--no-install-recommends", "-y", *WANTED)
    missing = re.findall(r"^Inst (\S+)", plan, re.M)
    return sorted({name for name in missing if NEEDED.fullmatch(name)} | set(WANTED))


def unpack(place):
    """The packages below place/root, with RT's own paths set to it; once for a build folder."""
    root = place / "root"
    if (place / "unpacked").exists():
        return root
    shutil.rmtree(place, ignore_errors=True)
    (place / "packages").mkdir(parents=True)
    try:
        run("apt-get", "download", *missing_packages(), cwd=place / "packages")
    except AssertionError:  # the lists may name what is no longer there
        run("apt-get", "update", "-q")
        run("apt-get", "download", *missing_packages(), cwd=place / "packages")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda package: run("dpkg-deb", "-x", package, root),
                      (place / "packages").glob("*.deb")))
    generated = root / SHARE / "lib/RT/Generated.pm"
    text = re.sub(r"'(/(?:usr|var|etc)/)", lambda path: f"'{root}{path.group(1)}",
                  generated.read_text())
    generated.write_text(text)
    for name in ("mason_data", "session_data"):
        (root / "var/cache/request-tracker5" / name).mkdir(parents=True, exist_ok=True)
    (place / "unpacked").touch()
    return root


class RequestTracker:
    """With a queue "Soporte" and a user "citacal" whose token is .token."""

    def __init__(self, place, folder):
        self.root, self.folder, self.process = unpack(place), folder, None
        folder.mkdir()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = self.environment()
        self.write_config()
        run("perl", self.root / "usr/sbin/rt-setup-database-5", "--action", "init", "--force",
            "--dba", "", "--dba-password", "", env=self.env)
        self.token = run("perl", "-e", SETUP, env=self.env)

    def environment(self):
        root, arch = self.root, run("dpkg-architecture", "-qDEB_HOST_MULTIARCH").strip()
        modules = [root / SHARE / "lib", root / "usr/share/perl5",
                   *(root / "usr/lib" / arch / "perl5").glob("*")]
        return dict(os.environ, PERL5LIB=":".join(map(str, modules)),
                    LD_LIBRARY_PATH=str(root / "usr/lib" / arch),
                    RT_SITE_CONFIG=str(self.folder / "RT_SiteConfig.pm"))

    def write_config(self):
        settings = {"rtname": "redes.example", "Organization": "redes.example",
                    "DatabaseType": "SQLite", "DatabaseName": self.folder / "rt.db",
                    "DatabaseAdmin": "", "WebDomain": "127.0.0.1", "WebPort": self.port,
                    "WebBaseURL": self.url, "WebPath": "", "LogToSTDERR": "warning",
                    "LogToSyslog": "", "MailCommand": "testfile"}
        lines = [f"Set(${name}, '{value}');\n" for name, value in settings.items()]
        (self.folder / "RT_SiteConfig.pm").write_text("".join(lines) + "1;\n")

    def start(self):
        with open(self.folder / "rt.log", "ab") as log:
            self.process = subprocess.Popen(
                ["perl", self.root / SHARE / "libexec/rt-server", "--server", "Starlet",
                 "--host", "127.0.0.1", "--port", str(self.port)],
                stdout=log, stderr=log, env=self.env, start_new_session=True)
        wait_for("Request Tracker", self.is_up, 60)

    def is_up(self):
        assert self.process.poll() is None, (self.folder / "rt.log").read_text()[-3000:]
        try:
            return self.ask("/queues/all")["count"] > 0
        except OSError:
            return False

    def stop(self):
        if self.process:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    def ask(self, path, **query):
        """As root, whom it is set up with."""
        url = f"{self.url}/REST/2.0{path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, headers={"Authorization": "Basic cm9vdDpwYXNzd29yZA=="})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def tickets(self, number):
        """Those with this number in their subject."""
        found = self.ask("/tickets", query=f"Subject LIKE '{number}'",
                         fields="Subject,Priority,Queue,Creator", per_page=100)
        return found["items"]

    def history(self, ticket, kind):
        found = self.ask(f"/ticket/{ticket}/history", fields="Type,Data", per_page=100)
        return [one for one in found["items"] if one["Type"] == kind]

    def text(self, transaction):
        """What was written with it."""
        attachments = self.ask(f"/transaction/{transaction}/attachments")["items"]
        content = self.ask(f"/attachment/{attachments[0]['id']}")["Content"]
        return base64.b64decode(content).decode()
