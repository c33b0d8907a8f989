"""The command line of the real program: what it says, its exit codes, and what it leaves alone."""

import contextlib
import os
import resource
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


unittest.main()
