"""The stream as an ASGI server calls it; tests/desk/test_live_served.py has it over HTTP."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from tests.factories import event_of, interest_of, published, user_of
from turnout.accounts.models import Membership, Role, User
from turnout.desk import live as streaming
from turnout.desk.live import Live
from turnout.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 10.0


@pytest.fixture(autouse=True)
def closed_connections() -> Iterator[None]:
    """The stream's threads live as long as the process; their connections must not outlive the test."""
    yield
    both = threading.Barrier(2)

    def close() -> None:
        both.wait(SECONDS)
        connections.close_all()

    for closing in [streaming.threads.submit(close) for _ in range(2)]:
        closing.result(SECONDS)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PACE", 0.02)


def asking(user: User | None, event: Event, method: str = "GET", query: str = "") -> dict[str, Any]:
    """The request of a browser that is signed in, or of a stranger's."""
    client = Client()
    if user:
        client.force_login(user)
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return {
        "type": "http",
        "method": method,
        "path": f"/desk/{event.organisation.slug}/{event.slug}/live/",
        "query_string": query.encode(),
        "headers": [(b"cookie", f"{cookie.key}={cookie.value}".encode())] if cookie else [],
    }


class Browser:
    """One request to the stream, and what came back."""

    def __init__(self, live: Live, scope: dict[str, Any]) -> None:
        self.scope = scope
        self.live = live
        self.status = 0
        self.text = ""
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def open(self) -> "Browser":
        self.task = asyncio.create_task(self.live(self.scope, self._receive, self._send))
        return self

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()

    async def ended(self) -> "Browser":
        assert self.task is not None
        await asyncio.wait_for(self.task, SECONDS)
        return self

    async def told(self) -> None:
        await soon(lambda: self.news)

    def leave(self) -> None:
        self.gone.set()

    @property
    def news(self) -> list[dict[str, Any]]:
        return [
            json.loads(line.removeprefix("data: "))
            for line in self.text.splitlines()
            if line.startswith("data: {")
        ]


async def soon(true: Callable[[], object]) -> None:
    end = asyncio.get_running_loop().time() + SECONDS
    while not true():
        assert asyncio.get_running_loop().time() < end, "it never came true"
        await asyncio.sleep(0.005)


def watched(story: Callable[[Live], Awaitable[None]]) -> None:
    async def run() -> None:
        live = Live()
        try:
            await story(live)
        finally:
            live.close()

    asyncio.run(run())


def in_thread(call: Callable[..., Any], *arguments: Any, **named: Any) -> Awaitable[Any]:
    return streaming.in_thread(lambda: call(*arguments, **named))


def test_a_watcher_gets_the_state_and_then_what_changed() -> None:
    event = published()
    owner = asking(user_of(event.organisation), event)
    interest_of(event, party=2)

    async def story(live: Live) -> None:
        browser = Browser(live, owner).open()
        await browser.told()
        await in_thread(interest_of, event, party=3)
        await soon(lambda: len(browser.news) == 2)
        browser.leave()
        await browser.ended()

        assert browser.status == 200
        first, second = browser.news
        assert first["sentence"] == "1 person would come."
        assert second["sentence"] == "2 people would come."
        assert "5 places" in second["html"]
        assert [answers for _, answers in second["hours"]] == [2]

    watched(story)


def test_nothing_is_sent_while_nothing_changes_but_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.05)
    event = published()
    owner = asking(user_of(event.organisation), event)

    async def story(live: Live) -> None:
        browser = Browser(live, owner).open()
        await soon(lambda: browser.text.count(": still here\n\n") >= 3)
        browser.leave()
        await browser.ended()

        assert len(browser.news) == 1

    watched(story)


def test_each_is_told_in_their_language() -> None:
    event = published()
    owner = user_of(event.organisation)
    asked = [asking(owner, event, query=f"lang={name}") for name in ("en", "xx", "es")]
    interest_of(event)

    async def story(live: Live) -> None:
        browsers = [Browser(live, each).open() for each in asked]
        for browser in browsers:
            await browser.told()
            browser.leave()
            await browser.ended()

        english, unknown, spanish = (browser.news[0]["html"] for browser in browsers)
        assert english == unknown
        assert spanish

    watched(story)


def test_the_door_sees_how_many_and_no_way_to_the_people() -> None:
    event = published()
    asked = [asking(user_of(event.organisation, role), event) for role in (Role.DOOR, Role.EDITOR)]
    interest_of(event)

    async def story(live: Live) -> None:
        browsers = [Browser(live, each).open() for each in asked]
        for browser in browsers:
            await browser.told()
            browser.leave()
            await browser.ended()

        to_people = f"/desk/{event.organisation.slug}/{event.slug}/people/"
        at_the_door, at_the_desk = (browser.news[0]["html"] for browser in browsers)
        assert to_people not in at_the_door
        assert to_people in at_the_desk

    watched(story)


def test_whoever_may_not_watch_is_refused() -> None:
    event, other = published(), event_of()
    owner, stranger = user_of(event.organisation), user_of(other.organisation)
    foreign = Event.objects.get(pk=other.pk)
    foreign.organisation = event.organisation
    asked = [
        asking(None, event),
        asking(stranger, event),
        asking(owner, foreign),
        asking(owner, event, method="POST"),
    ]

    async def story(live: Live) -> None:
        found = [(await Browser(live, each).open().ended()).status for each in asked]

        assert found == [401, 404, 404, 405]
        assert live.streams == {}

    watched(story)


def test_who_loses_access_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "ACCESS_HOLDS", 0.0)
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.02)
    event = published()
    member = user_of(event.organisation)
    owner = asking(member, event)

    async def story(live: Live) -> None:
        browser = Browser(live, owner).open()
        await browser.told()
        await in_thread(Membership.objects.filter(user=member).delete)
        await browser.ended()

        assert browser.text.endswith("event: refused\ndata:\n\n")

    watched(story)


def test_so_many_watch_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "MOST_WATCHERS", 1)
    event = published()
    owner = asking(user_of(event.organisation), event)

    async def story(live: Live) -> None:
        first = Browser(live, owner).open()
        await first.told()
        second = await Browser(live, owner).open().ended()
        first.leave()
        await first.ended()
        third = Browser(live, owner).open()
        await third.told()

        assert second.status == 503
        assert third.status == 200

    watched(story)


def test_all_who_watch_share_a_reader_which_ends_with_the_last() -> None:
    event = published()
    owner = asking(user_of(event.organisation), event)

    async def story(live: Live) -> None:
        browsers = [Browser(live, owner).open() for _ in range(3)]
        for browser in browsers:
            await browser.told()
        readers = len(live.readers)
        for browser in browsers:
            browser.leave()
            await browser.ended()

        assert readers == 1
        assert live.streams == {}
        await soon(lambda: not live.readers)

    watched(story)


def test_who_takes_nothing_any_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "SLOWEST_SEND", 0.05)
    event = published()
    owner = asking(user_of(event.organisation), event)

    class Stuck(Browser):
        async def _send(self, message: Any) -> None:
            await super()._send(message)
            if self.news:
                await asyncio.Event().wait()

    async def story(live: Live) -> None:
        await Stuck(live, owner).open().ended()

        assert live.watchers == 0

    watched(story)


def test_a_process_that_stops_sends_everybody_away() -> None:
    event = published()
    owner = asking(user_of(event.organisation), event)

    async def story(live: Live) -> None:
        browser = Browser(live, owner).open()
        await browser.told()
        live.close()
        await browser.ended()

        assert live.watchers == 0

    watched(story)
