#!/usr/bin/python3
"""A ticket system that takes JSON by POST, for tests: opens tickets, keeps comments, knows repetitions
by their Idempotency-Key — and misbehaves as told by the file FOLDER/mode.
Usage: ticket_server.py FOLDER [--certificate FILE]. Prints its port. What it takes is one line of JSON
each in FOLDER/calls."""
import argparse
import json
import pathlib
import re
import socketserver
import ssl
import threading
import time


def chunked(*chunks):
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def plain(status, body, *headers):
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *headers, "", ""]).encode() + body


HUGE = b'{"result": {"number": "' + b"9" * 3_000_000 + b'"}}'
# What each mode answers in place of the ticket, whether the call was kept before or not.
ANSWERS = {
    "500": plain("500 Internal Server Error", b"out of order"),
    "503": plain("503 Service Unavailable", b""),
    "429": plain("429 Too Many Requests", b""),
    "403": plain("403 Forbidden", b'{"error":"clave\xe9"}'),
    "redirect": plain("302 Found", b"", "Location: http://127.0.0.1:1/elsewhere"),
    "huge": plain("200 OK", HUGE),
    "huge_chunk": chunked(b"%x\r\n" % len(HUGE), HUGE, b"\r\n0\r\n\r\n"),
    "minus_one": chunked(b"-1\r\n", b"x" * 50, b"\r\n0\r\n\r\n"),
    "minus_two": chunked(b"-2\r\n", b"x" * 50, b"\r\n0\r\n\r\n"),
    "bad_chunk": chunked(b"zz\r\n", b"x" * 50),
    "cut": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
    "not_json": plain("200 OK", b"<html>ok</html>"),
    "deep_json": plain("200 OK", b"[" * 100_000),
    "no_number": plain("200 OK", b'{"result": {}}'),
    "odd_number": plain("200 OK", b'{"result": {"number": "1\\r\\n2"}}'),
    "no_http": b"220 mail.example ESMTP\r\n",
    "closed": b"",
}
KEPT = {"closed", "cut", "huge", "huge_chunk", "not_json", "no_number", "hang"}


class Taker(socketserver.StreamRequestHandler):
    timeout = 120

    def handle(self):
        line = self.rfile.readline().decode()
        headers = {}
        while (header := self.rfile.readline().decode().strip()):
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        mode = (self.server.folder / "mode").read_text().strip()
        answer = ANSWERS.get(mode)
        if answer is None or mode in KEPT:
            kept = self.server.keep(line.split()[1], headers, json.loads(body))
            answer = kept if answer is None else answer
        if mode == "hang":
            time.sleep(100)
        if mode == "slow":
            for byte in answer:
                self.wfile.write(bytes([byte]))
                time.sleep(0.3)
        self.wfile.write(answer)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Taker)
        self.folder, self.lock, self.known, self.tickets = folder, threading.Lock(), {}, 0

    def keep(self, path, headers, body):
        with self.lock:
            key = headers.get("idempotency-key", "")
            is_repeated = key in self.known
            if not is_repeated:
                opens = not re.search(r"/comments$", path)
                self.tickets += opens
                shown = {"number": self.tickets, "link": f"https://mesa.example/t/{self.tickets}"}
                self.known[key] = {"result": shown} if opens else {}
            with open(self.folder / "calls", "a", encoding="utf-8") as calls:
                calls.write(json.dumps({"path": path, "headers": headers, "body": body,
                                        "repeated": is_repeated}, ensure_ascii=False) + "\n")
            return plain("201 Created", json.dumps(self.known[key]).encode())

    def handle_error(self, request, client_address):
        pass  # a client that went away


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--certificate")
    options = parser.parse_args()
    if not (options.folder / "mode").exists():
        (options.folder / "mode").write_text("well")
    server = Server(options.folder)
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
