"""A posted comment on the rush path: what it takes, what it refuses, and what it leaves to Django."""

import asyncio
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.rush.asking import Answered, answer_to, ask
from tests.rush.checking import check_of, solved
from tests.rush.published import POST, long_ago, page_of, soon
from turnout.rules.comment import Said
from turnout.rush.address import Visitors
from turnout.rush.board import Board, Boards
from turnout.rush.body import LARGEST
from turnout.rush.comments import Comments, Place, place_of
from turnout.rush.figures import Figures
from turnout.rush.gate import Gate
from turnout.rush.group_commit import Declined, Full, Refused, Unknown
from turnout.rush.human import Sending
from turnout.rush.limits import Limits
from turnout.rush.reply import Receive, Scope, Send, plain

GOOD = b"name=Maya&email=maya%40example.org&text=Will+there+be+a+stream%3F"
WHYS = ("full", "fast", "large", "slow", "foreign")


def board_of(**changes: Any) -> Board:
    facts: dict[str, Any] = {
        "post_id": 7,
        "organisation_id": 3,
        "slug": "new-york",
        "languages": ("en", "es"),
        "mode": "open",
    }
    return Board(**facts | changes)


def pages() -> dict[tuple[str, str], Any]:
    return {
        ("en", "thanks"): page_of("thanks"),
        ("es", "thanks"): page_of("gracias"),
        **{("en", why): page_of(f"{why} <!-- kept -->") for why in WHYS},
        **{("en", why): page_of(f"{why} <!-- question --> <!-- kept -->") for why in ("check", "wrong")},
    }


class House:
    """One post that takes comments, what was kept, and what was passed on."""

    def __init__(
        self,
        problem: Exception | None = None,
        *,
        per_minute: float = 1_000,
        soft: float = 1e6,
        pages: dict[tuple[str, str], Any] = pages(),  # noqa: B008
        **changes: Any,
    ) -> None:
        self.kept: list[tuple[int, Said, datetime, Sending]] = []
        self.left: list[bytes] = []
        self.problem = problem
        boards = Boards()
        boards.take([board_of(**changes)])
        self.comments = Comments(
            keep=self.keep,
            gate=Gate(
                limits=Limits(per_minute),
                visitors=Visitors((ip_network("10.0.0.1"),)),
                own_hosts=frozenset({"events.example.org"}),
                human=check_of(soft=soft),
            ),
            boards=boards,
            pages=pages,
            onward=self.onward,
            figures=Figures(),
        )

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = place_of(scope["path"])
        assert place
        await self.comments(place, scope, receive, send)

    async def keep(self, board: Board, said: Said, at: datetime, sending: Sending) -> None:
        if self.problem:
            raise self.problem
        self.kept.append((board.post_id, said, at, sending))

    async def onward(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.left.append((await receive()).get("body", b""))
        await plain(418, "passed on").send(send)

    def post(self, *parts: bytes | None, path: str = "/news/new-york/comments", **headers: str) -> Answered:
        given = POST | {name.replace("_", "-"): value for name, value in headers.items()}
        return answer_to(self.app, "POST", path, *(parts or (GOOD,)), headers=given)

    def get(self, part: str, method: str = "GET", **headers: str) -> Answered:
        return answer_to(self.app, method, f"/news/new-york/comments{part}", headers=headers)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/news/new-york/comments", Place("new-york", "")),
        ("/news/new-york/comments/thanks", Place("new-york", "thanks")),
        ("/news/new-york/comments/opened", Place("new-york", "opened")),
        ("/news/new-york/comments/challenge", Place("new-york", "challenge")),
        ("/news/new-york/comments/", None),
        ("/news/new-york/comments/answer/x", None),
        ("/news/new-york/", None),
        ("/e/new-york/comments", None),
    ],
)
def test_only_the_addresses_around_the_form_are_looked_at(path: str, place: Place | None):
    assert place_of(path) == place


def test_a_good_comment_is_kept_and_thanked_for():
    house = House()

    answered = house.post(GOOD + b"&lang=es", accept_language="en", origin="https://events.example.org")

    assert (answered.status, answered.headers["location"]) == (303, "/news/new-york/comments/thanks?lang=es")
    assert answered.headers["cache-control"] == "no-store"
    ((post_id, said, _at, sending),) = house.kept
    assert (post_id, said.name, said.language) == (7, "Maya", "es")
    assert sending.signs == "unopened"
    assert house.comments.figures.outcomes == {"comment_taken": 1}


def test_of_one_language_none_is_named():
    assert House(languages=("en",)).post().headers["location"] == "/news/new-york/comments/thanks"


@pytest.mark.parametrize("body", [b"", b"name=Maya", GOOD + b"&name=", b"a=%00", b"\xff"])
def test_what_is_unacceptable_passes_with_the_body_that_was_read(body: bytes):
    house = House()

    assert house.post(body).status == 418
    assert (house.left, house.kept) == ([body], [])
    assert house.comments.figures.outcomes == {"comment_unacceptable": 1}


@pytest.mark.parametrize("changes", [{"mode": "off"}, {"closes": long_ago()}])
def test_a_post_that_takes_none_leaves_it_to_django(changes: dict[str, Any]):
    house = House(**changes)

    assert house.post().status == 418
    assert house.left == [GOOD]


def test_a_post_takes_them_until_its_days_are_over():
    assert House(closes=soon(), mode="waitlist").post().status == 303


def test_what_is_not_known_here_is_djangos():
    house = House()

    assert house.post(path="/news/elsewhere/comments").status == 418
    assert house.get("").status == 418
    assert house.post(path="/news/new-york/comments/thanks").status == 418
    assert House(pages={}).get("/thanks").status == 418


def test_the_thanks_are_the_same_for_everybody():
    house = House()

    assert house.get("/thanks?lang=es").body == b"gracias"
    assert house.get("/thanks", **{"accept-language": "es"}).body == b"gracias"
    assert house.get("/thanks?lang=%FF").body == b"thanks"
    assert house.get("/thanks", "HEAD").body == b""


def test_the_script_gets_the_age_of_the_form_and_it_counts():
    house = House()
    opened = house.get("/opened")

    house.post(GOOD + b"&" + urlencode({"opened": opened.body.decode()}).encode())

    assert opened.headers["cache-control"] == "no-store"
    assert house.kept[0][3].signs == "young bare"


def test_over_the_soft_limit_a_check_is_asked_for_and_what_was_typed_is_kept():
    house = House(soft=1)
    house.post()

    asked = house.post()

    assert asked.status == 429
    assert b"What is eighteen minus 7?" in asked.body
    assert b'name="text" value="Will there be a stream?"' in asked.body
    proof = solved(house.get("/challenge").body)
    assert house.post(GOOD + b"&" + urlencode({"altcha": proof}).encode()).status == 303
    assert house.kept[-1][3].proof


def test_a_wrong_answer_gets_another_question():
    house = House(soft=1)
    house.post()

    assert house.post(GOOD + b"&sum=3&question=x").body.startswith(b"wrong What is eighteen")


def test_a_spent_check_gets_another_question():
    assert House(Declined()).post().body.startswith(b"wrong What is eighteen")


def test_over_the_hard_limit_it_is_refused_for_a_minute():
    house = House(per_minute=1)
    house.post()

    refused = house.post()

    assert (refused.status, refused.headers["retry-after"]) == (429, "60")
    assert refused.body.startswith(b'fast <input type="hidden" name="name" value="Maya">')


@pytest.mark.parametrize("problem", [Full(), Unknown()])
def test_a_full_house_says_so_and_keeps_what_was_typed(problem: Exception):
    refused = House(problem).post()

    assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert b"maya@example.org" in refused.body


def test_where_no_page_was_made_a_plain_line_says_it():
    assert House(Full(), pages={}).post().body == b"full\n"
    assert House(Declined(), pages={}).post().body == b"wrong\n"


def test_what_the_database_refuses_is_left_to_django():
    house = House(Refused())

    assert house.post().status == 418
    assert house.left == [GOOD]


def test_another_sites_form_is_refused_before_it_is_read():
    house = House()

    assert house.post(origin="https://evil.example").status == 403
    assert house.kept == []


def test_a_megabyte_is_too_large_whether_or_not_it_says_so():
    house = House()

    assert house.post(b"text=" + b"x" * 1_000_000).status == 413
    assert house.post(b"", **{"content-length": "1000000"}).status == 413
    assert house.post(b"x" * LARGEST, b"x").status == 413
    assert house.kept == []


def test_who_hangs_up_leaves_nothing():
    house = House()

    assert house.post(b"name=", None).status == 400
    assert house.comments.figures.outcomes == {"comment_hung_up": 1}


def test_boards_are_replaced_as_a_whole():
    boards = Boards()
    boards.take([board_of(), board_of(post_id=8, slug="chicago")])

    boards.take([board_of(post_id=8, slug="boston")])

    assert boards.by_slug == {"boston": board_of(post_id=8, slug="boston")}
    assert boards.by_slug["boston"].about == -8


def test_comments_are_taken_many_at_once():
    house = House()

    async def crowd() -> list[int]:
        answers = [ask(house.app, "POST", "/news/new-york/comments", GOOD) for _ in range(50)]
        return [each.status for each in await asyncio.gather(*answers)]

    assert asyncio.run(crowd()) == [303] * 50
