#!/usr/bin/python3
"""What other people's programs do to a mailbox while ours reads it, by Python's imaplib.

    imap_client.py PORT CA_FILE LOGIN PASSWORD create FOLDER
    … append FOLDER FILE [DATE]    DATE: INTERNALDATE, as 02-Mar-2026
    … fill FOLDER COUNT            as many small mails
    … remove FOLDER UID            for good
    … renew FOLDER                 deleted and made anew: another UIDVALIDITY
    … flags FOLDER                 the flags of each mail, a line each
"""
import imaplib
import ssl
import sys
import time


def good(answer):
    if answer[0] != "OK":
        sys.exit(f"{answer}")
    return answer[1]


def main():
    port, authority, login, password, verb, folder, *rest = sys.argv[1:]
    box = imaplib.IMAP4_SSL("127.0.0.1", int(port),
                            ssl_context=ssl.create_default_context(cafile=authority))
    box.authenticate("PLAIN", lambda _: f"\0{login}\0{password}".encode())
    if verb == "create":
        good(box.create(folder))
    elif verb == "append":
        date = f'"{rest[1]} 12:00:00 +0000"' if rest[1:] else imaplib.Time2Internaldate(time.time())
        with open(rest[0], "rb") as file:
            # imaplib would mend the line ends of what it is given to append.
            imaplib.MapCRLF = imaplib.re.compile(rb"(?!)")
            good(box.append(folder, None, date, file.read()))
    elif verb == "fill":
        for number in range(int(rest[0])):
            mail = f"From: a@redes.example\r\nMessage-ID: <{number}@redes.example>\r\n\r\nHola.\r\n"
            good(box.append(folder, None, '"02-Mar-2026 12:00:00 +0000"', mail.encode()))
    elif verb == "remove":
        good(box.select(folder))
        good(box.uid("store", rest[0], "+FLAGS.SILENT", r"(\Deleted)"))
        good(box.expunge())
    elif verb == "renew":
        good(box.delete(folder))
        good(box.create(folder))
    elif verb == "flags":
        good(box.select(folder, readonly=True))
        for line in good(box.fetch("1:*", "(FLAGS)")):
            print(line.decode())
    box.logout()


main()
