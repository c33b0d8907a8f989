"""The command line of the real program: what it says, its exit codes, and what it leaves alone."""

import contextlib
import datetime
import hashlib
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONFIGURATION = f"""
[institute]
name = "Instituto"
base_url = "http://127.0.0.1:8080"
organizer_name = "Oficina"
organizer = "citas@instituto.example"
[notice]
to = ["todos@instituto.example"]
[store]
url = "sqlite://citacal.db"
[calendars]
folder = "{ROOT}/calendars"
[mail]
folder = "mail"
"""

MAIL = """From: Ana <ana@redes.example>\r
To: citas@instituto.example\r
Subject: Buenos =?utf-8?Q?d=C3=ADas?=\r
Message-ID: <uno@redes.example>\r
\r
Hola.\r
"""


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.config = f"{self.folder}/citacal.toml"
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION)

    def run_it(self, *arguments, language="es_CO.UTF-8", **more):
        """Exit code, and what it wrote to both."""
        environment = {**os.environ, "LC_ALL": language, "CITACAL_CONFIG": self.config}
        done = subprocess.run([PROGRAM, *arguments], env=environment, text=True, timeout=60,
                              stdout=more.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE,
                              **more)
        return done.returncode, (done.stdout or "") + done.stderr

    def test_faults_of_the_arguments_are_told_in_one_language(self):
        for arguments, words in [([], "falta la orden"), (["user"], "falta la orden"),
                                 (["token", "create", "--login", "x"], "falta «--label»"),
                                 (["check", "otro"], "sobra, o no existe: «otro»"),
                                 (["user", "remove"], "falta «login»")]:
            code, said = self.run_it(*arguments)
            self.assertEqual((code, said.count("\n")), (2, 1))
            self.assertIn(words, said)
            self.assertNotIn("required", said)
        self.assertIn("A subcommand is required", self.run_it(language="en_US.UTF-8")[1])

    def test_a_store_that_does_not_exist_is_not_made_by_a_question(self):
        for arguments in [["check"], ["user", "list"], ["token", "list"], ["user", "remove", "ana"],
                          ["invite", "SOL-2026-0001"]]:
            code, said = self.run_it(*arguments)
            self.assertEqual(code, 3)
            self.assertIn(f"{self.folder}/citacal.db", said)
        self.assertFalse(os.path.exists(f"{self.folder}/citacal.db"))

    def test_an_account_is_removed_once(self):
        code, _ = self.run_it("user", "add", "ana", "--name", "Ana", "--email", "ana@x.example",
                              "--random")
        self.assertEqual(code, 0)
        self.assertEqual(self.run_it("user", "remove", "ana")[0], 0)
        code, said = self.run_it("user", "remove", "ana")
        self.assertEqual(code, 5)
        self.assertIn("ya estaba desactivada", said)
        self.assertIn("inactive", self.run_it("user", "list")[1])

    def deliver(self, mail=MAIL, *arguments, **more):
        return self.run_it("deliver", *arguments, input=mail, **more)

    def make_store(self):
        code, said = self.run_it("user", "add", "ana", "--name", "Ana", "--email", "ana@x.example",
                                 "--random")
        self.assertEqual(code, 0, said)
        return f"{self.folder}/citacal.db"

    def kept_mails(self):
        with contextlib.closing(sqlite3.connect(f"{self.folder}/citacal.db")) as store:
            return store.execute("SELECT id, mailbox, verdict, reason FROM mail").fetchall()

    def test_a_mail_is_delivered_once(self):
        self.make_store()
        code, said = self.deliver()
        self.assertEqual((code, said.split()[1:]), (0, ["unrelated", "no-case"]))
        self.assertEqual(self.deliver(), (code, said))  # the same mail, as it was settled first
        # As a pipe of Unix mail gives it, with the envelope's sender before it.
        self.assertEqual(self.deliver("From ana@redes.example Mon Mar  2 09:00:00 2026\n" + MAIL),
                         (code, said))
        self.assertEqual(self.kept_mails(),
                         [(said.split()[0], "deliver", "unrelated", "no-case")])

    def test_whatever_a_mail_is_it_is_settled(self):
        self.make_store()
        for mail, verdict in [("", "held not-a-mail"), ("\0" * 1000, "held not-a-mail"),
                              (MAIL + "x" * (11 << 20), "held too-large")]:
            code, said = self.deliver(mail, "--recipient", "citas+x@instituto.example")
            self.assertEqual((code, said.split(" ", 1)[1].strip()), (0, verdict))

    def test_what_the_store_cannot_take_now_is_for_later(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

        path = self.make_store()
        code, said = self.deliver(MAIL + "x" * 200_000, preexec_fn=small_files)
        self.assertEqual(code, 75, said)  # EX_TEMPFAIL
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            code, said = self.deliver()
            self.assertEqual(code, 75, said)
            self.assertIn("ocupad", said)
            other.execute("ROLLBACK")
        self.assertEqual(self.kept_mails(), [])
        self.assertEqual(self.deliver()[0], 0)
        self.assertEqual(len(self.kept_mails()), 1)

    def test_mail_for_a_wrong_configuration_is_not_lost_in_a_new_store(self):
        code, said = self.deliver()
        self.assertEqual(code, 78)  # EX_CONFIG
        self.assertIn(f"{self.folder}/citacal.db", said)
        self.assertFalse(os.path.exists(f"{self.folder}/citacal.db"))
        with open(self.config, "a", encoding="utf-8") as out:
            out.write("[no_such_section]\n")
        self.assertEqual(self.deliver()[0], 78)

    def test_a_limit_of_file_size_is_an_error_and_no_sudden_death(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))

        with open(f"{self.folder}/help.txt", "w", encoding="utf-8") as out:
            code, said = self.run_it("--help", stdout=out, preexec_fn=small_files)
        self.assertEqual(code, 1)
        self.assertIn("No se pudo escribir", said)

    def publish(self):
        """Serves until it is ready: what is published is then what check wants."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with open(self.config, "a", encoding="utf-8") as out:
            out.write(f'[http]\nlisten = "127.0.0.1:{port}"\n')
        with subprocess.Popen([PROGRAM, "serve", "--config", self.config], text=True,
                              stderr=subprocess.PIPE) as service:
            self.assertTrue(any("started" in line for line in service.stderr))
            service.terminate()

    def tamper(self, *statements):
        """As somebody does who has the file and SQLite."""
        with contextlib.closing(sqlite3.connect(self.store, isolation_level=None)) as store:
            for statement in statements:
                store.execute(statement)

    def trail(self):
        with contextlib.closing(sqlite3.connect(self.store)) as store:
            store.row_factory = sqlite3.Row
            return [dict(row) for row in
                    store.execute("SELECT * FROM audit_entry ORDER BY number")]

    def rewrite(self, entries):
        """The whole chain made anew, every hash right."""
        previous = "0" * 64
        self.tamper("DELETE FROM audit_entry")
        with contextlib.closing(sqlite3.connect(self.store, isolation_level=None)) as store:
            for number, entry in enumerate(entries, 1):
                at = datetime.datetime.fromtimestamp(entry["at"], datetime.timezone.utc)
                fields = [str(number), at.strftime("%Y-%m-%dT%H:%M:%SZ"), entry["actor"],
                          entry["door"], entry["action"], entry["noun"], entry["subject"],
                          entry["detail"], previous]
                data = b"".join(b"%d:%s" % (len(f.encode()), f.encode()) for f in fields)
                entry = dict(entry, number=number, previous=previous,
                             hash=hashlib.sha256(data).hexdigest())
                previous = entry["hash"]
                store.execute("INSERT INTO audit_entry (" + ",".join(entry) + ") VALUES (" +
                              ",".join("?" * len(entry)) + ")", list(entry.values()))

    DROP = ("DROP TRIGGER audit_entry_is_not_changed", "DROP TRIGGER audit_entry_is_not_removed",
            "DROP TRIGGER audit_entry_is_appended")

    def test_tampered_trail_is_found(self):
        self.store = self.make_store()
        for login in ("eva", "luis", "marta"):
            self.assertEqual(self.run_it("user", "add", login, "--name", login, "--email",
                                         f"{login}@x.example", "--random")[0], 0)
        self.publish()
        code, said = self.run_it("check")
        self.assertEqual(code, 0, said)
        head = said.split("cabeza de la auditoría: ")[1].strip()
        entries = self.trail()
        self.assertEqual(head, f"{entries[-1]['number']}:{entries[-1]['hash']}")
        self.assertEqual(self.run_it("check", "--head", head)[0], 0)
        for statement in ("UPDATE audit_entry SET actor = 'otro'", "DELETE FROM audit_entry"):
            with self.assertRaisesRegex(sqlite3.IntegrityError, "append-only"):
                self.tamper(statement)
        self.assertEqual(self.trail(), entries)

        def faults(*statements, then=lambda: None, heads=(head,)):
            """What check says of a copy of the store in which this was done."""
            with open(self.store, "rb") as before:
                kept = before.read()
            self.tamper(*self.DROP, *statements)
            then()
            arguments = [word for one in heads for word in ("--head", one)]
            code, said = self.run_it("check", *arguments)
            with open(self.store, "wb") as after:
                after.write(kept)
            lines = [line for line in said.splitlines() if line.startswith("trail:")]
            self.assertEqual(code, 7 if lines else 0, said)
            return lines

        self.tamper("PRAGMA wal_checkpoint(TRUNCATE)")
        self.assertEqual(faults(), [])
        changed = faults("UPDATE audit_entry SET detail = 'x' WHERE number = 2")
        self.assertEqual(len(changed), 1)
        self.assertRegex(changed[0], r"entry 2 of 20\d\d-.*its content was changed: its hash is")
        removed = faults("DELETE FROM audit_entry WHERE number = 2")
        self.assertEqual(len(removed), 1)
        self.assertRegex(removed[0], "entry 3 of .*entry 2 before it is missing")
        rebound = faults("UPDATE audit_entry SET previous = hash WHERE number = 3")
        self.assertRegex(rebound[0], "entry 3 of .*it is bound to")
        swapped = faults("UPDATE audit_entry SET number = -2 WHERE number = 2")
        self.assertRegex(swapped[0], "entry -2 of .*its number is not above")
        # Its end cut off: nothing in the chain shows it, the head that somebody kept does.
        cut = "DELETE FROM audit_entry WHERE number = " + str(entries[-1]["number"])
        self.assertEqual(faults(cut, heads=()), [])
        self.assertRegex(faults(cut)[0], f"entry {entries[-1]['number']}, known .* is missing")
        # All of it made anew: the same.
        forged = [dict(one, actor="otro") if one["number"] == 2 else one for one in entries]
        self.assertEqual(faults(then=lambda: self.rewrite(forged), heads=()), [])
        self.assertRegex(faults(then=lambda: self.rewrite(forged))[0],
                         f"entry {entries[-1]['number']} of .*was known with the hash .*rewritten")
        self.assertEqual(faults(then=lambda: self.rewrite(entries)), [])  # of the same, the same
        # The triggers are there again, whoever dropped them.
        with self.assertRaisesRegex(sqlite3.IntegrityError, "append-only"):
            self.tamper("DELETE FROM audit_entry")

    def test_a_head_that_is_none_is_refused(self):
        self.make_store()
        for wrong in ("12", "12:abc", "x:" + "0" * 64):
            code, said = self.run_it("check", "--head", wrong)
            self.assertEqual(code, 2, said)
            self.assertIn("NÚMERO:HASH", said)


unittest.main()
