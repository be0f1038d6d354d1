import asyncio
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from tests.rush.asking import Asking, ask, scope_of
from turnout.rush import wsgi_bridge
from turnout.rush.address import Visitors
from turnout.rush.wsgi_bridge import WsgiBridge

LARGE = b"x" * 100_000


def size_of(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]


class Endless(Asking):
    """Sends much, and then nothing more."""

    async def receive(self) -> dict[str, object]:
        if self.parts:
            return {"type": "http.request", "body": self.parts.pop(0), "more_body": True}
        await self.hung_up.wait()
        return {"type": "http.disconnect"}


def test_what_strangers_begin_to_send_stays_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wsgi_bridge, "MOST_HELD", 250_000)
    bridge = WsgiBridge(size_of, Visitors(()), threads=1)

    async def asked() -> list[int]:
        endless = [Endless(LARGE) for _ in range(2)]
        sending = [
            asyncio.create_task(bridge(scope_of("POST", "/"), each.receive, each.send)) for each in endless
        ]
        while any(each.parts for each in endless):
            await asyncio.sleep(0)
        crowded, small = await ask(bridge, "POST", "/", LARGE), await ask(bridge, "POST", "/", b"name=Ada")
        for each in endless:
            each.hung_up.set()
        await asyncio.gather(*sending)
        later = await ask(bridge, "POST", "/", LARGE)
        return [crowded.status, small.status, later.status]

    assert asyncio.run(asked()) == [503, 200, 200]
