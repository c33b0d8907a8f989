#!/usr/bin/python3
"""An IMAP server that misbehaves as no real one can be made to. Its port is its first line.

    imap_server.py FOLDER MODE     every line that it hears goes into FOLDER/heard

It has one mail, of UID 7. What each MODE does wrong is told by its answers below.
"""
import os
import socketserver
import sys
import time

MAIL = b"From: ana@redes.example\r\nSubject: hola\r\n\r\nHola.\r\n"
BIG = MAIL + b"0123456789abcdef\r\n" * 640_000
FOLDER, MODE = sys.argv[1:]


def for_ever(send, data):
    while True:
        send(data)


def fetched(body, literal=None):
    size = len(body) if literal is None else literal
    return b"* 1 FETCH (UID 7 BODY[]<0> {%d}\r\n" % size + body


def hang(send):
    time.sleep(600)


def drip(send):
    send(fetched(b"", 1000))
    while True:
        send(b"x")
        time.sleep(0.05)


def lie_of_size(send, tag, line):
    if b"HEADER" in line:
        head = MAIL[:MAIL.index(b"\r\n\r\n") + 4]
        send(b"* 1 FETCH (UID 7 BODY[HEADER]<0> {%d}\r\n" % len(head) + head + b")\r\n")
    else:
        most = 10 * 1024 * 1024 + 1
        send(fetched(BIG[:most]) + b")\r\n")
    send(tag + b" OK\r\n")


# How each verb is answered where a mode has its own way: by bytes, and the connection ends, or by a
# function of (send) or of (send, tag, line).
ANSWERS = {
    "silent": {b"": hang},
    "endless-greeting": {b"": lambda send: for_ever(send, b"x" * 65536)},
    "endless-greetings": {b"": lambda send: for_ever(send, b"* hola\r\n" * 1000)},
    "hangs-at-examine": {b"EXAMINE": hang},
    "bye": {b"EXAMINE": b"* BYE closing for the night\r\n"},
    "no-validity": {b"EXAMINE": lambda send, tag, line: send(b"* 1 EXISTS\r\n" + tag + b" OK\r\n")},
    "no-folder": {b"EXAMINE": lambda send, tag, line: send(tag + b" NO no \x01such folder\r\n")},
    "endless-line": {b"SEARCH": lambda send: for_ever(send, b"* SEARCH" + b" 7" * 30000)},
    "endless-lines": {b"SEARCH": lambda send: for_ever(send, b"* 7 EXPUNGE\r\n" * 1000)},
    "hangs-at-fetch": {b"BODY": hang},
    "drips": {b"BODY": drip},
    "huge-literal": {b"BODY": fetched(MAIL, 1 << 40)},
    "literal-of-many-digits": {b"BODY": b"* 1 FETCH (UID 7 BODY[]<0> {" + b"9" * 40 + b"}\r\n"},
    "short-literal": {b"BODY": fetched(MAIL, 10) + b")\r\n"},
    "dies-in-a-mail": {b"BODY": fetched(MAIL, 1000)},
    "many-literals": {b"BODY": lambda send: for_ever(send, fetched(MAIL) + b")\r\n")},
    "other-uid": {b"BODY": lambda send, tag, line: send(
        fetched(MAIL).replace(b"UID 7", b"UID 8") + b")\r\n" + tag + b" OK\r\n")},
    "quoted": {b"BODY": lambda send, tag, line: send(
        b'* 1 FETCH (BODY[]<0> "Subject: \\"a\\" (UID 9)" UID 7)\r\n' + tag + b" OK\r\n")},
    "nil": {b"BODY": lambda send, tag, line: send(
        b"* 1 FETCH (UID 7 BODY[] NIL)\r\n" + tag + b" OK\r\n")},
    "no-size": {b"RFC822.SIZE": lambda send, tag, line: send(
        b"* 1 FETCH (UID 7 FLAGS ())\r\n" + tag + b" OK\r\n")},
    "no-body": {b"BODY": lambda send, tag, line: send(
        b"* 1 FETCH (UID 7 FLAGS ())\r\n" + tag + b" OK\r\n")},
    "gone": {b"BODY": lambda send, tag, line: send(tag + b" NO [EXPUNGEISSUED] gone\r\n")},
    "broken-mail": {b"BODY": lambda send, tag, line: send(tag + b" NO [SERVERBUG] oh\r\n")},
    "lies-of-size": {b"BODY": lie_of_size},
    "tells-the-password": {b"LOGIN": lambda send, tag, line: send(
        tag + b" NO wrong: " + line.split()[-1] + b"\r\n")},
    "hangs-up-when-idle": {b"SEARCH": lambda send, tag, line: send(
        b"* SEARCH 7\r\n" + tag + b" OK\r\n")},
}.get(MODE, {})


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.converse()
        except (BrokenPipeError, ConnectionResetError):
            pass

    def send(self, data):
        self.wfile.write(data)

    def own(self, verb, tag, line):
        """Whether the mode has its own answer, and has given it; None: and ends the connection."""
        for name, answer in ANSWERS.items():
            if name != verb and not (name and name in line):
                continue
            if isinstance(answer, bytes):
                self.send(answer)
                return None
            if answer.__code__.co_argcount == 1:
                answer(self.send)
                return None
            answer(self.send, tag, line)
            return True
        return False

    def converse(self):
        if b"" in ANSWERS and self.own(b"", b"", b"") is None:
            return
        self.send(b"* OK [CAPABILITY IMAP4rev1] listo\r\n")
        fetches = 0
        for line in self.rfile:
            with open(os.path.join(FOLDER, "heard"), "ab") as out:
                out.write(line)
            tag, verb = line.split()[:2]
            done = self.own(verb, tag, line)
            if done is None:
                return
            if done:
                continue
            if verb == b"CAPABILITY":
                self.send(b"* CAPABILITY IMAP4rev1\r\n")
            elif verb == b"EXAMINE":
                self.send(b"* 1 EXISTS\r\n* OK [UIDVALIDITY 3] ever\r\n* OK [UIDNEXT 8] next\r\n")
            elif b"SEARCH" in line:
                self.send(b"* SEARCH 7\r\n")
            elif b"RFC822.SIZE" in line:
                self.send(b"* 1 FETCH (UID 7 RFC822.SIZE %d)\r\n" % len(MAIL))
            elif b"BODY" in line:
                self.send(fetched(MAIL) + b")\r\n")
                fetches += 1
            self.send(tag + b" OK done\r\n")
            if MODE == "hangs-up-when-idle" and fetches:
                return


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Session) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
