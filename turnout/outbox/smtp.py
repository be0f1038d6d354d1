"""Conversations with the mail server, and the truth about how each mail ended."""

import contextlib
import re
import smtplib
import ssl
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr

import idna
from django.conf import settings
from django.utils import timezone

from turnout.outbox.dialogue import GO_AHEAD, Dialogue, Reply
from turnout.outbox.letter import text_of
from turnout.outbox.models import Mail
from turnout.outbox.outcomes import OutcomeUnknown, Refused, TryLater

# Servers count what comes over one connection: ask too much of it and they part, or take it for abuse.
MAILS_A_CONNECTION = 100
LONGEST_OPEN = timedelta(minutes=5)
LONGEST_IDLE = timedelta(seconds=10)


# Enhanced status codes that say the recipient's address is wrong (RFC 3463, 3.2; RFC 7505). The other
# 5.1.x speak of the sender, or leave open of whom.
_NO_SUCH_ADDRESS = re.compile(rb"5\.1\.(?:[1-46]|10)(?!\d)")


class Connection(threading.local):
    """Opened for the first mail and kept for the next ones; each thread has its own."""

    def __init__(self) -> None:
        self._dialogue: Dialogue | None = None
        self._mails = 0
        self._opened_at = self._used_at = timezone.now()

    def send(
        self,
        mail: Mail,
        sender: str,
        *,
        now: datetime,
        point_of_no_return: Callable[[], None],
    ) -> None:
        """Returns when the server has taken the mail. Raises Refused, TryLater or OutcomeUnknown,
        and as `render` does.

        `point_of_no_return` is called right before the text goes out: from then on until the
        server answers, nobody can know.
        """
        text = text_of(mail)
        try:
            dialogue = self._begin(sender, mail.recipient, now)
            _check(dialogue.reply(), 250, 251)
            _check(dialogue.reply(), GO_AHEAD)
            point_of_no_return()
            _text(dialogue, text)
        except (Refused, TryLater):
            self._reset()
            raise
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise TryLater(str(problem)) from problem
        except BaseException:
            # Nobody knows what the server waits for: more of the text, perhaps.
            self._drop()
            raise

    def close(self) -> None:
        """However the server answers a farewell, all outcomes stand."""
        if self._dialogue is not None:
            server = self._dialogue.server
            if server.sock is not None:
                server.sock.settimeout(2)
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
        self._drop()

    def close_if_idle(self, now: datetime) -> None:
        if now - self._used_at >= LONGEST_IDLE:
            self.close()

    def _begin(self, sender: str, recipient: str, now: datetime) -> Dialogue:
        """With a server that has agreed to the sender, and is asked about the recipient."""
        if self._mails >= MAILS_A_CONNECTION or now - self._opened_at >= LONGEST_OPEN:
            self.close()
        self._used_at = now
        self._mails += 1
        if self._dialogue is not None:
            with contextlib.suppress(Refused, TryLater, smtplib.SMTPException, OSError):
                return _envelope(self._dialogue, sender, recipient)
            # It broke meanwhile, or the server has had enough of it: a new one may do.
            self.close()
        self._dialogue, self._opened_at, self._mails = Dialogue(_connect()), now, 1
        return _envelope(self._dialogue, sender, recipient)

    def _reset(self) -> None:
        """Ready for the next mail after one that was not taken."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if self._dialogue and self._dialogue.reset():
                return
        self._drop()

    def _drop(self) -> None:
        if self._dialogue is not None:
            self._dialogue.server.close()
            self._dialogue = None


def _connect() -> smtplib.SMTP:
    host, port, seconds = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT or 20
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _envelope(dialogue: Dialogue, sender: str, recipient: str) -> Dialogue:
    """An address outside ASCII needs a server that says it can (RFC 6531)."""
    options = ""
    if not recipient.rpartition("@")[0].isascii():
        if not dialogue.server.has_extn("smtputf8"):
            raise Refused("the mail server cannot send to an address with such letters")
        options = " SMTPUTF8"
    dialogue.say(
        [
            _line(f"MAIL FROM:<{_bare(sender)}>{options}"),
            _line(f"RCPT TO:<{_in_ascii(recipient)}>"),
            b"DATA\r\n",
        ]
    )
    try:
        _check(dialogue.reply(), 250)
    except Refused as refusal:
        # Whatever its code, it cannot be about the recipient, whom it did not come to.
        raise Refused(str(refusal)) from None
    return dialogue


def _line(command: str) -> bytes:
    """Raises ValueError for what would be more than one."""
    if "\r" in command or "\n" in command:
        raise ValueError(command)
    return f"{command}\r\n".encode()


def _bare(sender: str) -> str:
    """Without a name beside it."""
    return parseaddr(sender)[1] if "<" in sender else sender


def _in_ascii(recipient: str) -> str:
    """As far as it can be: the domain."""
    local, _, domain = recipient.rpartition("@")
    return recipient if recipient.isascii() else f"{local}@{idna.encode(domain, uts46=True).decode()}"


def _text(dialogue: Dialogue, text: bytes) -> None:
    try:
        dialogue.say([wire(text)])
        reply = dialogue.reply()
    except (smtplib.SMTPException, OSError) as problem:
        raise OutcomeUnknown(str(problem)) from problem
    if not 200 <= reply[0] < 600:
        raise OutcomeUnknown(_words(reply))
    _check(reply, *range(200, 300))


def wire(text: bytes) -> bytes:
    """As it goes out, with its end (RFC 5321, 4.5.2)."""
    lines = b"\n" + text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    return lines.replace(b"\n.", b"\n..").replace(b"\n", b"\r\n")[2:] + b"\r\n.\r\n"


def _check(reply: Reply, *wanted: int) -> None:
    """5xx is a refusal; another time may go better after 4xx (RFC 5321, 4.2.1) and what makes no sense."""
    if reply[0] in wanted:
        return
    if 500 <= reply[0] < 600:
        raise Refused(_words(reply), no_such_address=bool(_NO_SUCH_ADDRESS.match(reply[1])))
    raise TryLater(_words(reply))


def _words(reply: Reply) -> str:
    return f"{reply[0]} {reply[1].decode(errors='replace')}"
