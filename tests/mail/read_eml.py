#!/usr/bin/python3
"""Reads a mail (a file) with Python's email and prints what it found, one fact a line, in JSON.

header NAME VALUE / part PATH TYPE / parameter PATH NAME VALUE / disposition PATH VALUE FILENAME /
encoding PATH VALUE / content PATH VALUE / defect WHAT
"""
import email
import json
import sys
from email import policy


def say(*words):
    print(*words[:-1], json.dumps(words[-1], ensure_ascii=False))


def tell(part, path):
    for defect in part.defects:
        say("defect", path, repr(defect))
    say("part", path, part.get_content_type())
    for name, value in part["Content-Type"].params.items():
        if name != "boundary":
            say("parameter", path, name, value)
    if part.get_content_disposition():
        say("disposition", path, part.get_content_disposition(), part.get_filename())
    if part.is_multipart():
        for index, child in enumerate(part.iter_parts()):
            tell(child, f"{path}.{index}")
        return
    say("encoding", path, part["Content-Transfer-Encoding"])
    data = part.get_payload(decode=True)
    say("content", path, data.decode(part.get_content_charset("utf-8")))


with open(sys.argv[1], "rb") as file:
    message = email.message_from_binary_file(file, policy=policy.SMTP)
for name, value in message.items():
    for defect in value.defects:
        say("defect", name, repr(defect))
    say("header", name, str(value))
tell(message, "0")
