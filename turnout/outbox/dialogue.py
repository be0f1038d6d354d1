"""Commands to a mail server and its replies, in their order."""

import smtplib
from collections import deque
from collections.abc import Sequence

GO_AHEAD = 354
Reply = tuple[int, bytes]


class Dialogue:
    """All commands go out at once where the server offers that (RFC 2920), and one after the other elsewhere.

    Raises smtplib.SMTPException and OSError.
    """

    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server
        self._at_once = server.has_extn("pipelining")
        self._unsaid: deque[bytes] = deque()
        self._unanswered = 0

    def say(self, commands: Sequence[bytes]) -> None:
        self._unsaid.extend(commands)
        if self._at_once:
            self._out(len(commands))

    def reply(self) -> Reply:
        """To the first command that has none yet."""
        if not self._unanswered:
            self._out(1)
        reply = self.server.getreply()
        self._unanswered -= 1
        return reply

    def reset(self) -> bool:
        """Whether the server is ready for the next mail, after one that it did not take."""
        self._unsaid.clear()
        while self._unanswered:
            if self.reply()[0] == GO_AHEAD:
                # It waits for a text, though it has nobody to give it to.
                return False
        return self.server.rset()[0] == 250

    def _out(self, commands: int) -> None:
        self.server.send(b"".join(self._unsaid.popleft() for _ in range(commands)))
        self._unanswered += commands
