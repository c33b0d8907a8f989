#!/usr/bin/python3
"""Real mail servers for the tests: Postfix takes mail by SMTP and hands it by LMTP to Dovecot, that
keeps it in Maildirs and shows it by IMAP. Both are Debian's, unpacked into FOLDER (never installed:
the machine's own mail server stays what it is) and run in a root directory of their own, on free
ports of the loopback.

    tests/interop/mail_servers.py --unpack build/servers   gets and unpacks the packages, once
    tests/interop/mail_servers.py build/servers            runs them; the first line says where

As root it needs nothing else, in a container neither. As an ordinary user it needs user namespaces
with a range of ids (package uidmap, a line in /etc/subuid). Python:

    with MailServers(pathlib.Path("build/servers")) as servers:
        servers.deliver(raw, "citas+TOKEN@instituto.example")
"""
import contextlib
import ctypes
import fcntl
import os
import pathlib
import re
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "buzón de pruebas"
HOST = "mx.instituto.example"
ACCOUNTS = ["citas@instituto.example", "todos@instituto.example", "ana.torres@redes.example",
            "soporte@redes.example", "juan@gmail.example", "jefe@icloud.example"]
PROGRAMS = ["usr/sbin/dovecot", "usr/bin/doveconf", "usr/bin/doveadm", "usr/lib/dovecot/*",
            "usr/lib/dovecot/modules/libssl_iostream_openssl.so", "usr/lib/postfix/sbin/*"]
# Taken by Postfix, unknown to Dovecot: what is sent there comes back as a real bounce.
GONE = "antigua@redes.example"
# Of the servers' root directory only: name, user id, group id.
USERS = [("root", 0), ("postfix", 101), ("dovecot", 102), ("dovenull", 103), ("vmail", 1000),
         ("nobody", 65534)]
GROUPS = USERS + [("postdrop", 104)]


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False,
                          **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def packages():
    lines = (TOP / ".ci/packages.txt").read_text().splitlines()
    return [line.split()[1] for line in lines if line.split()[:1] == ["unpack"]]


def unpack(folder):
    """The root directory of the servers, which no run changes; made once for a list of packages."""
    folder.mkdir(parents=True, exist_ok=True)
    folder, names = folder.resolve(), packages()
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = " ".join(names + PROGRAMS)
        stamp = folder / "unpacked"
        if stamp.is_file() and stamp.read_text() == wanted:
            return folder / "root"
        stamp.unlink(missing_ok=True)
        for name in ("packages", "files", "root"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "packages").mkdir()
        download = ["apt-get", "-o", "APT::Sandbox::User=root", "download", *names]
        run(*download, cwd=folder / "packages")
        for package in (folder / "packages").glob("*.deb"):
            run("dpkg", "-x", package, folder / "files")
        assemble(folder / "files", folder / "root")
        shutil.rmtree(folder / "packages")
        shutil.rmtree(folder / "files")
        stamp.write_text(wanted)
    return folder / "root"


def assemble(files, root):
    """The programs and every library that the loader finds for them, unpacked ones first."""
    (root / "usr/lib").mkdir(parents=True)
    for name in ("lib", "lib64", "bin", "sbin"):
        (root / name).symlink_to("usr/" + name)
    dovecot = files / "usr/lib/dovecot"
    own = [dovecot, dovecot / "modules", dovecot / "modules/old-stats", files / "usr/lib/postfix",
           *files.glob("usr/lib/*-linux-gnu*"), *files.glob("lib/*-linux-gnu*")]
    env = dict(os.environ, LD_LIBRARY_PATH=":".join(map(str, own)))
    for program in [found for pattern in PROGRAMS for found in files.glob(pattern)]:
        if not is_program(program):
            continue
        copy(program, root / program.relative_to(files))
        for line in run("ldd", program, env=env).decode().splitlines():
            if "not found" in line:
                raise RuntimeError(f"{program}:{line}; its package belongs in .ci/packages.txt")
            found = re.search(r"(/\S+) \(0x", line)
            if not found:
                continue  # the kernel's own
            library = pathlib.Path(found.group(1))
            place = library.relative_to(files if library.is_relative_to(files) else "/")
            if place.parts[0] != "usr":
                place = "usr" / place
            copy(library, root / place)


def is_program(path):
    if not path.is_file() or path.is_symlink():
        return False
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def copy(source, target):
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def free_ports(count):
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in sockets]


def wait_for_port(port, process, log):
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    text = log.read_text(errors="replace") if log.exists() else ""
    raise RuntimeError(f"nobody answers at port {port}: {text[-3000:]}")


def make_certificates(folder):
    """An authority and the servers' certificate, made anew."""
    folder.mkdir(parents=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    run("openssl", "req", "-x509", *key, "-keyout", folder / "ca.key", "-subj", "/CN=Pruebas",
        "-out", folder / "ca.pem")
    run("openssl", "req", "-x509", *key, "-keyout", folder / "server.key", "-CA",
        folder / "ca.pem", "-CAkey", folder / "ca.key", "-subj", "/CN=" + HOST, "-addext",
        f"subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:{HOST}", "-addext",
        "basicConstraints=critical,CA:FALSE", "-out", folder / "server.pem")


DOVECOT = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = /run/dovecot
log_path = /var/log/dovecot.log
ssl = yes
ssl_cert = </etc/tls/server.pem
ssl_key = </etc/tls/server.key
mail_location = maildir:~/Maildir
recipient_delimiter = +
default_vsz_limit = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN /etc/dovecot/users
}}
userdb {{
  driver = static
  args = uid=vmail gid=vmail home=/var/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""

POSTFIX = """
compatibility_level = 3.6
myhostname = {host}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:/etc/postfix/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:5.1.2 there is no way out of the test
recipient_delimiter = +
alias_maps =
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
message_size_limit = 40960000
virtual_mailbox_limit = 0
mailbox_size_limit = 0
smtputf8_enable = no
smtpd_tls_cert_file = /etc/tls/server.pem
smtpd_tls_key_file = /etc/tls/server.key
smtpd_tls_security_level = may
smtpd_peername_lookup = no
maillog_file = /var/log/mail.log
tls_random_source = /etc/tls/random
"""

# service, type, private, unprivileged, chroot, wakeup, processes, command
MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

# Run inside, as the root of the servers' root directory, since an ordinary user's own root is none
# to it: folders and files with their owners. Arguments: lines "mode owner path".
SETTLE = """
import os, stat, sys
root = sys.argv[1]
for path, mode, owner in [line.split() for line in sys.argv[2:]]:
    os.makedirs(root + path, exist_ok=True)
    os.chown(root + path, int(owner), int(owner))
    os.chmod(root + path, int(mode, 8))
null = root + "/dev/null"
try:
    os.mknod(null, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    open(null, "r+b", buffering=0).close()
except OSError:  # a container, or somebody's own namespace: an empty file does
    if os.path.exists(null):
        os.unlink(null)
    open(null, "w").close()
os.chmod(null, 0o666)
"""


class MailServers:
    """Postfix at smtp_port, Dovecot at imap_port (plain and STARTTLS) and imaps_port; every one of
    ACCOUNTS has PASSWORD. Mail to their "+detail" is theirs too; what is sent to GONE comes back,
    and every other address is refused."""

    def __init__(self, folder):
        base = unpack(pathlib.Path(folder))
        self.as_root = [] if os.geteuid() == 0 else [
            "unshare", "--user", "--map-root-user", "--map-auto"]
        for left in base.parent.glob("run-*"):  # by one that was killed
            if not os.path.exists("/proc/" + left.name.split("-")[1]):
                run(*self.as_root, "rm", "-rf", left)
        self.run_folder = pathlib.Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-",
                                                        dir=base.parent))
        self.root = self.run_folder / "root"
        self.processes = {}
        self.smtp_port, self.imap_port, self.imaps_port, self.lmtp_port = free_ports(4)
        try:
            self.settle(base)
            self.start("postfix", "/usr/lib/postfix/sbin/master", "-d")
            self.start_imap()
            wait_for_port(self.smtp_port, self.processes["postfix"], self.log_of("mail"))
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def settle(self, base):
        """A root directory of this run: the programs by hard links, the rest its own."""
        self.root.mkdir(mode=0o755)
        self.run_folder.chmod(0o755)
        run("cp", "-al", f"{base}/.", self.root)
        make_certificates(self.run_folder / "tls")
        self.ca_file = str(self.run_folder / "tls/ca.pem")
        ports = {"imap": self.imap_port, "imaps": self.imaps_port, "lmtp": self.lmtp_port,
                 "smtp": self.smtp_port}
        domains = sorted({account.split("@")[1] for account in ACCOUNTS})
        lines = lambda rows: "".join(row + "\n" for row in rows)
        own = {
            "etc/passwd": lines(f"{name}:x:{id}:{id}::/:/bin/false" for name, id in USERS),
            "etc/group": lines(f"{name}:x:{id}:" for name, id in GROUPS),
            "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
            "etc/hosts": f"127.0.0.1 localhost {HOST}\n",
            "etc/services": "smtp 25/tcp\nlmtp 24/tcp\n",
            "etc/dovecot/dovecot.conf": DOVECOT.format(**ports),
            "etc/dovecot/users": lines(f"{account}:{PASSWORD}" for account in ACCOUNTS),
            "etc/postfix/main.cf": POSTFIX.format(host=HOST, domains=", ".join(domains), **ports),
            "etc/postfix/master.cf": MASTER.format(**ports),
            "etc/postfix/mailboxes": lines(f"{account} here" for account in [*ACCOUNTS, GONE]),
        }
        for name, text in own.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)
        (self.root / "etc/tls").mkdir()
        for name in ("server.pem", "server.key"):
            shutil.copy(self.run_folder / "tls" / name, self.root / "etc/tls" / name)
        (self.root / "etc/tls/random").write_bytes(os.urandom(1024))
        queues = "active bounce corrupt defer deferred flush hold incoming private saved trace"
        folders = ["/dev 755 0", "/tmp 1777 0", "/run/dovecot 755 0", "/var/log 755 0",
                   "/var/mail 755 1000", "/var/lib/dovecot 755 0", "/var/lib/postfix 700 101",
                   "/var/spool/postfix 755 0", "/var/spool/postfix/pid 755 0",
                   "/var/spool/postfix/public 755 101", "/var/spool/postfix/maildrop 755 101"]
        folders += [f"/var/spool/postfix/{queue} 700 101" for queue in queues.split()]
        run(*self.as_root, sys.executable, "-c", SETTLE, self.root, *folders)

    def start_imap(self):
        self.start("dovecot", "/usr/sbin/dovecot", "-F")
        for port in (self.imap_port, self.imaps_port, self.lmtp_port):
            wait_for_port(port, self.processes["dovecot"], self.log_of("dovecot"))

    def start(self, name, *command):
        # Its guard ends it when our end of the pipe closes: with us, however we end.
        guard = '"$@" </dev/null & read line; kill $!; wait $!'
        # It hears signals that we may have blocked.
        unblock = lambda: signal.pthread_sigmask(signal.SIG_SETMASK, [])
        within = [*self.as_root, "/usr/sbin/chroot", str(self.root)]
        with open(self.run_folder / f"{name}.out", "ab") as out:
            self.processes[name] = subprocess.Popen(
                ["sh", "-c", guard, "guard", *within, *command], stdin=subprocess.PIPE, stdout=out,
                stderr=out, start_new_session=True, preexec_fn=unblock,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})

    def log_of(self, name):
        return self.root / f"var/log/{name}.log"

    def deliver(self, raw, to, sender="ana.torres@redes.example"):
        """`raw` as it is, by SMTP; when this returns Postfix has it, and Dovecot soon."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, local_hostname="pruebas.example") as smtp:
            smtp.sendmail(sender, [to], raw)

    def imap(self, account="citas@instituto.example"):
        """An imaplib connection over TLS, logged in."""
        import imaplib
        box = imaplib.IMAP4_SSL("127.0.0.1", self.imaps_port,
                                ssl_context=ssl.create_default_context(cafile=self.ca_file))
        pair = f"\0{account}\0{PASSWORD}".encode()
        box.authenticate("PLAIN", lambda _: pair)
        return box

    def mails(self, account="citas@instituto.example"):
        """The raw mails of an INBOX, in their order."""
        box = self.imap(account)
        try:
            box.select("INBOX", readonly=True)
            found = box.uid("search", None, "ALL")[1][0].split()
            return [box.uid("fetch", uid, "(BODY.PEEK[])")[1][0][1] for uid in found]
        finally:
            box.logout()

    def kill(self, name):
        """At once, with all that it started: what a power cut leaves."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdin.close()
        # Its number may live on as a zombie's, which Dovecot would take for itself.
        (self.root / "run/dovecot/master.pid").unlink(missing_ok=True)

    def stop(self):
        for process in self.processes.values():
            process.stdin.close()
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        self.end_strays()
        run(*self.as_root, "rm", "-rf", self.run_folder)

    def end_strays(self):
        """Whatever still runs in our root directory: Postfix's own processes outlive their master
        by a moment."""
        for _ in range(100):
            mine = [int(name) for name in os.listdir("/proc")
                    if name.isdigit() and root_of(name) == str(self.root)]
            if not mine:
                return
            for pid in mine:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def root_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/root")
    except OSError:
        return None


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--unpack"]:
        unpack(pathlib.Path(arguments[1]))
        return
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: ends with the test
    # USR1 kills Dovecot, USR2 starts it again; a line says that it is done.
    signals = {signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with MailServers(pathlib.Path(arguments[0])) as servers:
        print(servers.smtp_port, servers.imap_port, servers.imaps_port, servers.ca_file,
              flush=True)
        while (got := signal.sigwait(signals)) in (signal.SIGUSR1, signal.SIGUSR2):
            if got == signal.SIGUSR1:
                servers.kill("dovecot")
            else:
                servers.start_imap()
            print("killed" if got == signal.SIGUSR1 else "started", flush=True)


if __name__ == "__main__":
    main()
