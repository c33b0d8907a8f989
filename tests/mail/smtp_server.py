#!/usr/bin/python3
"""A real SMTP server (aiosmtpd) on a free port of the loopback, which it prints as its first line.

Each mail taken is written into FOLDER as 1.eml, 2.eml, ... with the envelope in 1.envelope. One
line a connection, "connected", goes to FOLDER/connections.
"""
import argparse
import asyncio
import logging
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self, options):
        self.options = options
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.options.mail_answer:
            return self.options.mail_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.options.rcpt_answer:
            return self.options.rcpt_answer
        if address in self.options.refuse:
            return "550 5.1.1 no such mailbox here"
        if address in self.options.defer_once:
            self.options.defer_once.remove(address)
            return "450 4.2.0 greylisted"
        if address in self.options.defer:
            return "450 4.2.0 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.options.die_before_data:
            os._exit(1)
        await asyncio.sleep(self.options.delay_ms / 1000)
        if self.options.data_answer:
            return self.options.data_answer
        self.count += 1
        base = os.path.join(self.options.folder, str(self.count))
        with open(base + ".envelope", "w", encoding="utf-8") as out:
            out.write(f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)} {session.host_name}\n")
        with open(base + ".eml", "wb") as out:
            out.write(envelope.original_content)
        if self.options.die_after_data:
            os._exit(1)
        return f"250 2.0.0 queued as {self.count}"


class Server(SMTP):
    def connection_made(self, transport):
        if self._original_transport is None:
            with open(os.path.join(self.event_handler.options.folder, "connections"), "a",
                      encoding="utf-8") as out:
                out.write("connected\n")
        super().connection_made(transport)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--mail-answer", help="answer to every MAIL FROM")
    parser.add_argument("--rcpt-answer", help="answer to every RCPT TO")
    parser.add_argument("--refuse", action="append", default=[], help="this recipient, for ever")
    parser.add_argument("--defer-once", action="append", default=[], help="it, the first time")
    parser.add_argument("--defer", action="append", default=[], help="this recipient, for now")
    parser.add_argument("--data-answer", help="answer to every mail")
    parser.add_argument("--delay-ms", type=int, default=0, help="before the answer to a mail")
    parser.add_argument("--die-before-data", action="store_true", help="die with the mail in hand")
    parser.add_argument("--die-after-data", action="store_true", help="die after keeping the mail")
    parser.add_argument("--auth", metavar="LOGIN:PASSWORD", help="demand AUTH")
    parser.add_argument("--starttls", metavar="PEM", help="offer STARTTLS with this key and chain")
    parser.add_argument("--tls", metavar="PEM", help="speak TLS from the first byte")
    return parser.parse_args()


def context_of(pem):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


async def serve(options):
    loop = asyncio.get_running_loop()
    arguments = {"hostname": "smtp.test", "loop": loop, "auth_require_tls": bool(options.starttls)}
    if options.auth:
        login, password = options.auth.encode().split(b":", 1)

        def authenticate(server, session, envelope, mechanism, data):
            known = isinstance(data, LoginPassword) and data == LoginPassword(login, password)
            return AuthResult(success=known, handled=known)

        arguments.update(auth_required=True, authenticator=authenticate)
    if options.starttls:
        arguments.update(tls_context=context_of(options.starttls), require_starttls=True)
    handler = Handler(options)
    server = await loop.create_server(
        lambda: Server(handler, **arguments), "127.0.0.1", 0,
        ssl=context_of(options.tls) if options.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


logging.basicConfig(level=logging.ERROR)
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
asyncio.run(serve(parse_options()))
