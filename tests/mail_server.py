"""A real SMTP server, which can also refuse, postpone, drop the line or never answer."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port


class MailServer:
    """Keeps what it took. `rcpt` and `data` are its next answers; "drop" and "hang" are no answer."""

    def __init__(self, *, utf8: bool = False) -> None:
        self.rcpt = "250 fine"
        self.data = "250 taken"
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.texts_begun = 0
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=utf8)

    def start(self) -> "MailServer":
        self._controller.start()
        return self

    def stop(self) -> None:
        self.data = "250 taken"
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.texts_begun += 1
        if self.data == "drop":
            transport: Any = server.transport
            transport.abort()
            return "250 never heard"
        while self.data == "hang":
            await asyncio.sleep(0.02)
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients.extend(envelope.rcpt_tos)
        return self.data
