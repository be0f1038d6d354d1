"""Answers that are ready to be sent: ASGI messages made once and sent many times."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

_NOTHING: Message = {"type": "http.response.body", "body": b""}


class Reply:
    """A whole answer: its two messages, headers and body."""

    __slots__ = ("body", "start")

    def __init__(self, status: int, headers: Iterable[Header] = (), body: bytes = b"") -> None:
        # These have no body, and a length would be taken for the page's.
        length = [] if status in {204, 304} else [(b"content-length", str(len(body)).encode())]
        self.start: Message = {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, *length],
        }
        self.body: Message = {"type": "http.response.body", "body": body}

    async def send(self, send: Send, *, without_body: bool = False) -> None:
        """HEAD gets the same headers, and nothing more."""
        await send(self.start)
        await send(_NOTHING if without_body else self.body)


def plain(status: int, text: str, *headers: Header) -> Reply:
    return Reply(status, [(b"content-type", b"text/plain; charset=utf-8"), *headers], f"{text}\n".encode())
