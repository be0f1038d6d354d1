"""A real SMTP server, which can also refuse, postpone, drop the line or never answer."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port


class Conversation(SMTP):
    """One line to the server, which notes it from the first moment on."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.event_handler.lines.append(transport)

    def data_received(self, data: bytes) -> None:
        self.event_handler.heard.append(data)
        super().data_received(data)


class Conversations(Controller):
    def factory(self) -> SMTP:
        return Conversation(self.handler, **self.SMTP_kwargs)


class MailServer:
    """Keeps what it took.

    `mail`, `rcpt` and `data` are its next answers; "drop" and "hang", of the last two, are no answer.
    `pipelining` is whether it offers to take several commands at once, which it does in any case.
    """

    def __init__(self, *, utf8: bool = False) -> None:
        self.mail = "250 fine"
        self.rcpt = "250 fine"
        self.data = "250 taken"
        # Before those: its answers to the next texts, each to one.
        self.data_in_turn: list[str] = []
        self.pipelining = False
        self.wants_text_for_nobody = False
        self.heard: list[bytes] = []
        self.mails_a_connection = 1_000_000
        self.message_ids: list[str] = []
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self.conversations = 0
        self.farewells = 0
        self.addressed = 0
        self.texts_begun = 0
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.lines: list[Any] = []
        self._mails: dict[Session, int] = {}
        self._utf8 = utf8

    def start(self) -> Self:
        """May be started again after it was stopped."""
        self._controller = Conversations(
            self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=self._utf8
        )
        self._controller.start()
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._controller.loop).result(10)
        self._controller.stop()

    def choose(self, step: str) -> str:
        """The next answer to `rcpt` or `data`."""
        if step == "data" and self.data_in_turn:
            return self.data_in_turn.pop(0)
        return str(getattr(self, step))

    def hang_up(self) -> None:
        """Break all connections, as a firewall does that forgets them."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._controller.loop).result(10)

    async def _hang_up(self) -> None:
        lines, self.lines = self.lines, []
        for line in lines:
            line.abort()
        await _rounds()

    async def _end(self) -> None:
        # Nobody new, and who is at the door is let in first: a door closed upon somebody leaves a line open,
        # and the collector's warning of it comes in whatever test runs then.
        doors: Any = self._controller.server
        for door in doors.sockets:
            asyncio.get_running_loop().remove_reader(door.fileno())
        await _rounds()
        await self._hang_up()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.conversations += 1
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelining else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._mails[session] = self._mails.get(session, 0) + 1
        if self._mails[session] > self.mails_a_connection:
            return "421 4.7.0 too many mails in one connection"
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.addressed += 1
        answer = await self._answer(server, "rcpt", self.choose("rcpt"))
        if answer.startswith("250") or self.wants_text_for_nobody:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """`message_ids` are of all texts that were not refused, whether or not the sender hears of it."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        answer = self.choose("data")
        if not answer.startswith(("4", "5")):
            self.message_ids.append(message["Message-ID"])
        self.texts_begun += 1
        answer = await self._answer(server, "data", answer)
        if answer.startswith("250"):
            self.received.append(message)
            self.recipients.extend(envelope.rcpt_tos)
            self.senders.append(str(envelope.mail_from))
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.farewells += 1
        return "221 bye"

    async def _answer(self, server: SMTP, step: str, answer: str) -> str:
        if answer == "drop":
            transport: Any = server.transport
            transport.abort()
            return "421 never heard"
        while answer == "hang":
            await asyncio.sleep(0.02)
            answer = str(getattr(self, step))
        return answer


async def _rounds() -> None:
    """The loop opens and closes a line in several rounds."""
    for _ in range(5):
        await asyncio.sleep(0)
