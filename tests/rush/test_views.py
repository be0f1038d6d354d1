import asyncio
from ipaddress import ip_network
from typing import Any

import pytest

from tests.rush.asking import scope_of
from tests.rush.published import entrance_of
from turnout.rush.address import Visitors
from turnout.rush.views import HOUR, Seen, Seens, Views, is_robot, store, store_often

NOON = 1_795_000_000 // HOUR * HOUR
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"
PROXY = "10.0.0.1"


class Door:
    """Somebody who counts those who look at the event."""

    def __init__(self, **changes: Any) -> None:
        most = changes.pop("most", 100)
        self.views = Views(Visitors((ip_network(PROXY),)), most)
        self.entrance = entrance_of(**changes)

    def look(
        self, via: str = "", at: float = NOON, client: str | None = "203.0.113.9", **headers: str
    ) -> None:
        given = {"user-agent": PHONE} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = scope_of("GET", "/e/new-york/", given, client)
        self.views.see(self.entrance, via, dict(scope["headers"]), scope, at)

    def counted(self) -> dict[tuple[str, int], int]:
        """By channel and hour since noon."""
        return {(seen.via, seen.hour - NOON // HOUR): times for seen, times in self.views.take().items()}


def test_each_visitor_counts_for_the_channel_and_hour():
    door = Door()

    door.look("reddit")
    door.look("reddit", client="203.0.113.10")
    door.look("", client="203.0.113.11")
    door.look("", NOON + HOUR, client="203.0.113.12")

    assert door.counted() == {("reddit", 0): 2, ("", 0): 1, ("", 1): 1}


def test_who_looks_again_in_the_same_hour_counts_once():
    door = Door()

    for at in (NOON, NOON + 1, NOON + HOUR - 1):
        door.look("reddit", at)
        door.look("", at)

    assert door.counted() == {("reddit", 0): 1}
    assert len(door.views) == 1


def test_who_looks_again_in_a_later_hour_counts_again():
    door = Door()

    door.look("reddit", NOON + HOUR - 1)
    door.look("reddit", NOON + HOUR)

    assert door.counted() == {("reddit", 0): 1, ("reddit", 1): 1}


def test_another_browser_at_the_same_address_is_another_visitor():
    door = Door()

    door.look()
    door.look(user_agent="Mozilla/5.0 (X11) Firefox/140.0")

    assert door.counted() == {("", 0): 2}


def test_visitors_behind_a_proxy_are_told_apart():
    door = Door()

    door.look(client=PROXY, x_forwarded_for="203.0.113.1")
    door.look(client=PROXY, x_forwarded_for="203.0.113.2")
    door.look(client=PROXY, x_forwarded_for="203.0.113.2")
    door.look(client=PROXY, x_forwarded_for="203.0.113.77, 203.0.113.2, 10.0.0.1")
    door.look(client=PROXY, x_forwarded_for="203.0.113.78, 203.0.113.2, 10.0.0.1")
    door.look(client=PROXY)

    # A chain is read as an address is, and so counted apart from the plain one.
    assert door.counted() == {("", 0): 3}


def test_visitors_without_an_address_are_all_counted():
    door = Door()

    door.look(client=None)
    door.look(client=None)

    assert door.counted() == {("", 0): 2}
    assert len(door.views) == 0


def test_an_address_that_is_none_still_counts():
    door = Door()

    door.look(client="unix")

    assert door.counted() == {("", 0): 1}


def test_no_more_visitors_are_remembered_than_there_is_room_for():
    door = Door(most=2)

    for number in (1, 2, 3, 3):
        door.look(client=f"203.0.113.{number}")

    assert len(door.views) == 2
    assert door.counted() == {("", 0): 4}


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Twitterbot/1.0",
        "Mozilla/5.0 (compatible; redditbot/1.0)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)",
        "http.rb/5.1 (Mastodon/4.2; +https://social.example.org/) Bot",
    ],
)
def test_robots_do_not_count(agent: str):
    door = Door()

    door.look(user_agent=agent)

    assert door.counted() == {}


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; CUBOT X30) Chrome/130.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone) Mobile/15E148 Instagram 350.0",
        "Mozilla/5.0 (iPhone) Mobile [FBAN/FBIOS;FBAV/480.0]",
    ],
)
def test_people_count(agent: str):
    assert not is_robot(agent.encode())


def test_what_a_browser_fetches_ahead_does_not_count():
    door = Door()

    door.look(sec_purpose="prefetch;prerender")

    assert door.counted() == {}


@pytest.mark.parametrize(
    ("referer", "via"),
    [("https://www.news.example.org/a", "reddit"), ("https://other.example.org/", ""), ("", "")],
)
def test_a_site_that_a_channel_stands_for_counts_as_the_channel(referer: str, via: str):
    door = Door(sources={"news.example.org": "reddit"})

    door.look(referer=referer)

    assert door.counted() == {(via, 0): 1}


def test_what_was_counted_is_handed_over_once():
    door, written = Door(), list[Seens]()
    door.look("reddit")

    asyncio.run(store(door.views, written.append))
    asyncio.run(store(door.views, written.append))

    assert written == [{Seen(12, "reddit", NOON // HOUR): 1}]


def test_what_could_not_be_stored_is_handed_over_the_next_time():
    door, written = Door(), list[Seens]()
    door.look("reddit")

    def fail(seens: Seens) -> None:
        raise OSError("the disk is full")

    asyncio.run(store(door.views, fail))
    door.look("reddit", client="203.0.113.10")
    asyncio.run(store(door.views, written.append))

    assert written == [{Seen(12, "reddit", NOON // HOUR): 2}]


def test_views_are_stored_again_and_again_until_it_ends():
    door, written = Door(), list[Seens]()

    async def two_rounds() -> None:
        storing = asyncio.create_task(store_often(door.views, written.append, 0.001))
        for number in (1, 2):
            door.look(client=f"203.0.113.{number}")
            while len(written) < number:
                await asyncio.sleep(0.001)
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)

    asyncio.run(two_rounds())

    assert [list(each.values()) for each in written] == [[1], [1]]
