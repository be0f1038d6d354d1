"""Notifications from a folder that is read over IMAP; what was read is marked so, and nothing is deleted."""

import imaplib
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from turnout.rules.bounce import LONGEST

SECONDS = 30
_MOST = 1_000


class ImapTrouble(Exception):
    """The server's words."""


def bounces_by_imap(url: str, take: Callable[[bytes], object]) -> int:
    """Give each unread message of the folder to `take`; how many there were. Raises ImapTrouble."""
    try:
        with _signed_in(url) as server:
            _ok(server.select(_quoted(unquote(urlsplit(url).path.strip("/")) or "INBOX")))
            found = _ok(server.search(None, "UNSEEN"))[0].split()[:_MOST]
            for number in found:
                take(_text(server, number.decode()))
                _ok(server.store(number.decode(), "+FLAGS", r"(\Seen)"))
            return len(found)
    except (imaplib.IMAP4.error, OSError) as problem:
        raise ImapTrouble(str(problem)) from problem


def _signed_in(url: str) -> imaplib.IMAP4:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
    else:
        server = imaplib.IMAP4(host, parts.port or 143, timeout=SECONDS)
    try:
        if parts.scheme == "imap+tls":
            server.starttls(ssl.create_default_context())
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
    except BaseException:
        server.shutdown()
        raise
    return server


def _text(server: imaplib.IMAP4, number: str) -> bytes:
    """No more of it than would be read anyhow."""
    for part in _ok(server.fetch(number, f"(BODY.PEEK[]<0.{LONGEST}>)")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return b""


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _ok(answer: tuple[str, list]) -> list:  # type: ignore[type-arg]
    state, found = answer
    if state != "OK":
        raise imaplib.IMAP4.error(str(found))
    return found
