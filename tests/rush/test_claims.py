"""A pressed "Confirm my place" on the rush path: what it takes, and what it leaves to Django."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from tests.rush.asking import Answered, answer_to
from turnout.rush.body import LARGEST, Patience
from turnout.rush.claims import Claims, is_claim, public_id_of
from turnout.rush.figures import Figures
from turnout.rush.group_commit import Full, Refused, Unknown
from turnout.rush.reply import Receive, Scope, Send, plain

ID = "0190" + "a" * 28
PATH = f"/my/{ID}/claim/"
OURS = {"origin": "https://turnout.example.org", "cookie": f"other=1; turnout-my={ID}.3"}


class House:
    """What stands around: who pressed, and what was left to Django."""

    def __init__(self, problem: Exception | None = None, **more: Any) -> None:
        self.kept: list[tuple[str, int, int | None]] = []
        self.left: list[bytes] = []
        self.problem = problem
        self.app = Claims(
            keep=self.keep,
            opened=self.opened,
            own_origin=b"https://turnout.example.org",
            cookie="turnout-my",
            onward=self.onward,
            full=plain(503, "full"),
            figures=Figures(),
            **more,
        )

    async def keep(self, public_id: str, generation: int, party: int | None, at: datetime) -> None:
        if self.problem:
            raise self.problem
        self.kept.append((public_id, generation, party))

    def opened(self, public_id: str, value: str) -> int | None:
        named, _, generation = value.partition(".")
        return int(generation) if named == public_id else None

    async def onward(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        self.left.append(message.get("body", b""))
        await plain(200, "django").send(send)

    def press(self, *parts: bytes | None, **headers: str) -> Answered:
        return answer_to(self.app, "POST", PATH, *parts, headers=OURS | headers)


@pytest.mark.parametrize(
    ("body", "party"),
    [(b"", None), (b"party=2", 2), (b"party=1&party=3", 3), (b"party=", None), (b"party=%D9%A3", None)],
)
def test_a_press_is_kept_and_leads_back_to_the_page(body: bytes, party: int | None):
    house = House()

    answer = house.press(body)

    assert house.kept == [(ID, 3, party)]
    assert (answer.status, answer.headers["location"]) == (303, f"/my/{ID}/")
    assert answer.headers["cache-control"] == "no-store"
    assert house.app.figures.outcomes == {"claim": 1}


def test_the_browsers_word_is_enough_where_it_names_no_origin():
    house = House()

    answer = answer_to(
        house.app, "POST", PATH, headers={"sec-fetch-site": "same-origin", "cookie": OURS["cookie"]}
    )

    assert answer.status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://turnout.example.org"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "https://turnout.example.org.evil.example"},
        {"cookie": ""},
        {"cookie": "turnout-my=somebody.3"},
        {"cookie": f"xturnout-my={ID}.3"},
    ],
)
def test_what_is_not_surely_the_fans_own_press_is_djangos_to_judge(headers: dict[str, str]):
    house = House()

    answer = house.press(b"party=1", **headers)

    assert (answer.body, house.left, house.kept) == (b"django\n", [b"party=1"], [])


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_without_an_origin_only_the_same_one_is_taken(site: str):
    house = House()

    answer_to(house.app, "POST", PATH, headers={"sec-fetch-site": site, "cookie": OURS["cookie"]})

    assert house.kept == []


@pytest.mark.parametrize("problem", [Full(), Unknown()])
def test_a_full_house_says_so_and_pressing_again_is_safe(problem: Exception):
    assert House(problem).press(b"").status == 503


def test_what_the_database_refuses_is_left_to_django_with_its_body():
    house = House(Refused())

    assert house.press(b"party=2").body == b"django\n"
    assert house.left == [b"party=2"]


def test_a_malformed_body_is_left_to_django():
    house = House()

    house.press(b"party=%FF")

    assert house.left == [b"party=%FF"]


def test_a_body_that_is_too_large_or_breaks_off_takes_no_place():
    house = House()

    assert house.press(b"", **{"content-length": str(LARGEST + 1)}).status == 413
    assert house.press(None).status == 400
    assert house.kept == []


def test_who_sends_too_slowly_takes_no_place():
    house = House(patience=Patience(seconds=0.02))

    async def slow() -> int:
        sent: list[Any] = []

        async def never() -> Any:
            await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(name.encode(), value.encode()) for name, value in OURS.items()]
        await house.app({"type": "http", "method": "POST", "path": PATH, "headers": headers}, never, send)
        return int(sent[0]["status"])

    assert asyncio.run(slow()) == 408


@pytest.mark.parametrize(
    ("method", "path", "is_one"),
    [
        ("POST", PATH, True),
        ("GET", PATH, False),
        ("POST", f"/my/{ID}/decline/", False),
        ("POST", f"/my/{ID[:-1]}/claim/", False),
        ("POST", f"{PATH}more", False),
    ],
)
def test_only_the_one_button_is_meant(method: str, path: str, is_one: bool):
    assert is_claim({"method": method, "path": path}) is is_one
    assert public_id_of(path) == (ID if path == PATH else "")
