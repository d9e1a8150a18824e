"""An independent reading of the same messages: Python's email package. Paths on stdin, one JSON object a line on stdout."""

import email
import email.policy
import email.utils
import json
import sys


def addresses(message, field):
    found = []
    try:
        pairs = email.utils.getaddresses([str(value) for value in message.get_all(field) or []])
    except RecursionError:
        return None
    for _, address in pairs:
        address = address.strip().lower()
        local, _, domain = address.rpartition("@")
        if local and address not in found:
            found.append(f"{local}@{domain.rstrip('.')}")
    return found


def date(message):
    parsed = email.utils.parsedate_tz(str(message.get("date") or ""))
    try:
        return email.utils.mktime_tz(parsed) if parsed else None
    except (ValueError, OverflowError):
        return None


for line in sys.stdin:
    path = line.rstrip("\n")
    with open(path, "rb") as file:
        message = email.message_from_bytes(file.read(), policy=email.policy.compat32)
    identity = message.get("message-id")
    print(
        json.dumps(
            {
                "from": addresses(message, "from"),
                "to": addresses(message, "to"),
                "cc": addresses(message, "cc"),
                "date": date(message),
                "id": "".join(str(identity).split()) if identity else None,
            }
        )
    )
