"""One mail, one conversation with the mail server, and the truth about how it ended."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import Message

from django.conf import settings

GO_AHEAD = 354


class Refused(Exception):
    """The server will not take this mail. Its own words."""


class TryLater(Exception):
    """Certainly not delivered, and worth another try."""


class OutcomeUnknown(Exception):
    """The text was sent and the server's answer never came: it may be delivered, and may not."""


def send(message: Message, sender: str, recipient: str, *, point_of_no_return: Callable[[], None]) -> None:
    """Returns when the server has taken the mail. Raises Refused, TryLater or OutcomeUnknown.

    `point_of_no_return` is called right before the text goes out: from then on until the
    server answers, nobody can know.
    """
    try:
        server = _connect()
    except (smtplib.SMTPException, OSError) as problem:
        raise TryLater(str(problem)) from problem
    try:
        _address(server, sender, recipient)
        _check(server.docmd("DATA"), GO_AHEAD)
        point_of_no_return()
        _text(server, message)
    except (smtplib.SMTPException, OSError) as problem:
        raise TryLater(str(problem)) from problem
    finally:
        _part(server)


def _connect() -> smtplib.SMTP:
    host, port, seconds = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT or 20
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    if settings.EMAIL_USE_TLS:
        server.starttls(context=ssl.create_default_context())
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    server.ehlo_or_helo_if_needed()
    return server


def _part(server: smtplib.SMTP) -> None:
    """However the server answers a farewell, the outcome stands."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _address(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    """The envelope. An address outside ASCII needs a server that says it can (RFC 6531)."""
    options: list[str] = []
    if not recipient.isascii():
        local, _, domain = recipient.rpartition("@")
        recipient = f"{local}@{domain.encode('idna').decode()}"
        if not local.isascii():
            if not server.has_extn("smtputf8"):
                raise Refused("the mail server cannot send to an address with such letters")
            server.command_encoding = "utf-8"
            options = ["SMTPUTF8"]
    _check(server.mail(sender, options), 250)
    _check(server.rcpt(recipient), 250, 251)


def _text(server: smtplib.SMTP, message: Message) -> None:
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    try:
        server.send(re.sub(rb"(?m)^\.", b"..", lines).removesuffix(b"\r\n") + b"\r\n.\r\n")
        reply = server.getreply()
    except (smtplib.SMTPException, OSError) as problem:
        raise OutcomeUnknown(str(problem)) from problem
    _check(reply, 250)


def _check(reply: tuple[int, bytes], *wanted: int) -> None:
    """4xx means another time may go better (RFC 5321, 4.2.1); every other unwanted code is a refusal."""
    code, words = reply
    if code not in wanted:
        said = f"{code} {words.decode(errors='replace')}"
        raise TryLater(said) if 400 <= code < 500 else Refused(said)
