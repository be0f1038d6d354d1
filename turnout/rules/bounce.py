"""Reading what a mail server sends back: delivery status notifications (RFC 3464), or anything."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32
from typing import cast

# More than any notification says; what comes after it is not read.
LONGEST = 1_000_000
_DEEPEST = 8
_MOST_PARTS = 50
# The recipient's address is wrong for good (RFC 3463, 3.2): the other 5.1.x speak of the sender.
_NO_SUCH_ADDRESS = re.compile(r"5\.1\.(?:[1-46]|10)\Z")
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?!\d)")
_ADDRESS = re.compile(r"[^\s<>;]+@[^\s<>;]+")
_MESSAGE_ID = re.compile(r"<[^\s<>]{1,250}>")


@dataclass(frozen=True)
class Bounce:
    """What a notification says of one recipient; empty where it does not say."""

    action: str
    status: str
    recipient: str
    words: str

    @property
    def has_failed(self) -> bool:
        return self.action == "failed" and self.status.startswith("5")

    @property
    def no_such_address(self) -> bool:
        return self.has_failed and bool(_NO_SUCH_ADDRESS.match(self.status))


@dataclass(frozen=True)
class Notification:
    """`returned_to` are addresses to which it was sent: the envelope's sender is among them."""

    bounces: tuple[Bounce, ...]
    returned_to: tuple[str, ...]
    message_ids: tuple[str, ...]


def read(raw: bytes) -> Notification | None:
    """None for what is no notification. Never raises, whatever it is given."""
    try:
        return _read(raw[:LONGEST])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The standard library's parser gives up on some of what is sent to break it.
        return None


def _read(raw: bytes) -> Notification | None:
    whole = email.message_from_bytes(raw, policy=compat32)
    parts = list(_parts(whole))
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    bounces = tuple(bounce for report in reports for bounce in _bounces(report))
    if not bounces:
        return None
    returned_to = [
        address
        for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To")
        for value in whole.get_all(name, [])[:5]
        for address in _ADDRESS.findall(str(value)[:2000])[:5]
    ]
    return Notification(bounces, tuple(returned_to), tuple(_message_ids(parts)))


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    yield message
    inside = message.get_payload()
    if depth < _DEEPEST and isinstance(inside, list):
        for part in cast(list[Message], inside)[:_MOST_PARTS]:
            yield from _parts(part, depth + 1)


def _bounces(report: Message) -> Iterator[Bounce]:
    """The first group of fields is of the whole message, each further one of a recipient."""
    groups = report.get_payload()
    for group in groups[:_MOST_PARTS] if isinstance(groups, list) else []:
        if isinstance(group, Message) and group["Action"]:
            status = _STATUS.search(_plain(group, "Status"))
            address = _ADDRESS.search(_plain(group, "Final-Recipient"))
            yield Bounce(
                _plain(group, "Action").strip().lower(),
                status[0] if status else "",
                address[0] if address else "",
                _plain(group, "Diagnostic-Code").partition(";")[2].strip() or (status[0] if status else ""),
            )


def _plain(group: Message, name: str) -> str:
    """On one line, printable, and short."""
    words = " ".join(str(group.get(name, ""))[:2000].split())
    return "".join(char if char.isprintable() else "?" for char in words)[:300]


def _message_ids(parts: list[Message]) -> Iterator[str]:
    """Of what was returned: as a message, or as its headers alone in a part's text."""
    for part in parts[1:]:
        if part["Message-ID"]:
            yield from _MESSAGE_ID.findall(str(part["Message-ID"])[:300])
        elif part.get_content_type() == "text/rfc822-headers":
            headers = cast(bytes, part.get_payload(decode=True))
            found = email.message_from_bytes(headers, policy=compat32)["Message-ID"]
            yield from _MESSAGE_ID.findall(str(found)[:300])
