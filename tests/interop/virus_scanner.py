"""A real clamd for the tests, Debian's, unpacked into FOLDER (never installed) and run on a socket
of its own, with one signature: that of the EICAR test file. Nothing is downloaded but the packages.
"""
import fcntl
import os
import pathlib
import subprocess
import time

PACKAGES = ["clamav-daemon", "libclamav12", "libmspack0", "libjson-c5"]
# The test file of eicar.org: no virus, and every scanner says it is one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def unpack(folder):
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / "unpacked"
        if stamp.is_file() and stamp.read_text() == " ".join(PACKAGES):
            return folder / "files"
        (folder / "packages").mkdir(exist_ok=True)
        subprocess.run(["apt-get", "-o", "APT::Sandbox::User=root", "download", *PACKAGES],
                       cwd=folder / "packages", check=True, stdout=subprocess.DEVNULL)
        for package in (folder / "packages").glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, folder / "files"], check=True)
        stamp.write_text(" ".join(PACKAGES))
    return folder / "files"


class VirusScanner:
    def __init__(self, packages, folder):
        self.files = unpack(packages)
        self.socket = folder / "clamd.ctl"
        self.log = folder / "clamd.log"
        self.config = folder / "clamd.conf"
        database = folder / "signatures"
        database.mkdir(parents=True)
        (database / "test.ndb").write_text(f"Eicar-Test-Signature:0:0:{EICAR.hex()}\n")
        self.config.write_text(f"Foreground yes\nLocalSocket {self.socket}\n"
                               f"DatabaseDirectory {database}\nStreamMaxLength 12M\n")
        self.process = None
        self.start()

    def start(self):
        libraries = ":".join(str(path) for path in self.files.glob("usr/lib/*-linux-gnu*"))
        env = dict(os.environ, LD_LIBRARY_PATH=libraries)
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(
                [self.files / "usr/sbin/clamd", "--config-file", self.config], stdout=out,
                stderr=out, env=env)
        for _ in range(600):
            if self.socket.exists():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("clamd did not start: " + self.log.read_text(errors="replace")[-2000:])

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        pathlib.Path(self.socket).unlink(missing_ok=True)
