"""Asking an ASGI application as a server would."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from turnout.rush.reply import App, Message, Scope


@dataclass
class Answered:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    messages: list[Message] = field(default_factory=list)


class Asking:
    """One request: the parts of its body, where None is a visitor who hangs up; and what was sent."""

    def __init__(self, *parts: bytes | None) -> None:
        self.parts = list(parts) or [b""]
        self.hung_up = asyncio.Event()
        self.answered = Answered()

    async def receive(self) -> Message:
        if not self.parts:
            # A server says nothing after the body until the visitor is gone.
            await self.hung_up.wait()
        part = self.parts.pop(0) if self.parts else None
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(self.parts)}

    async def send(self, message: Message) -> None:
        answered = self.answered
        answered.messages.append(message)
        if message["type"] == "http.response.start":
            answered.status = message["status"]
            answered.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answered.body += message.get("body", b"")


def scope_of(
    method: str,
    address: str,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    client: str | None = "203.0.113.9",
) -> Scope:
    path, _, query = address.partition("?")
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs],
        "client": (client, 50_000) if client else None,
        "server": ("127.0.0.1", 8000),
    }


async def ask(
    app: App,
    method: str,
    address: str,
    *parts: bytes | None,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    client: str | None = "203.0.113.9",
) -> Answered:
    asking = Asking(*parts)
    await app(scope_of(method, address, headers, client), asking.receive, asking.send)
    return asking.answered


def answer_to(
    app: App,
    method: str,
    address: str,
    *parts: bytes | None,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    client: str | None = "203.0.113.9",
) -> Answered:
    return asyncio.run(ask(app, method, address, *parts, headers=headers, client=client))
