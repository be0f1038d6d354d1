import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from threading import Thread, current_thread
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.rush.asking import Answered, answer_to
from tests.rush.checking import check_of, solved
from tests.rush.published import GOOD, PLAIN, POST, entrance_of, long_ago, page_of, soon
from turnout.rules.form import Answer, Form
from turnout.rush.address import Visitors
from turnout.rush.figures import Figures
from turnout.rush.front import Front
from turnout.rush.gate import Gate
from turnout.rush.group_commit import Declined, Full, Refused, Unknown
from turnout.rush.human import Fields, HumanCheck, Sending, Solved
from turnout.rush.limits import Limits
from turnout.rush.reply import Receive, Scope, Send, plain
from turnout.rush.shelf import Delivery, Shelf
from turnout.rush.sign_up import SignUp
from turnout.rush.views import Views


class House:
    """A front with one event on its shelf, what it kept, and what it passed on."""

    def __init__(
        self, *, per_minute: float = 1_000, soft: float = 1e6, crowd: float = 1e6, **changes: Any
    ) -> None:
        self.sendings: list[Sending] = []
        self.kept: list[tuple[int, Answer, datetime]] = []
        self.onward_bodies: list[bytes] = []
        self.problem: Exception | None = None
        shelf = Shelf()
        shelf.take(Delivery([entrance_of(**changes)], [12]))
        sign_up = SignUp(
            self.keep,
            Gate(
                limits=Limits(per_minute),
                visitors=Visitors((ip_network("10.0.0.1"),)),
                own_hosts=frozenset({"events.example.org"}),
                human=check_of(soft=soft, crowd=crowd),
            ),
        )
        self.views = Views(sign_up.gate.visitors)
        self.front = Front(shelf, sign_up, self.onward, Figures(), self.views)

    async def keep(self, event_id: int, answer: Answer, at: datetime, sending: Sending) -> None:
        if self.problem:
            raise self.problem
        self.sendings.append(sending)
        self.kept.append((event_id, answer, at))

    async def onward(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.onward_bodies.append((await receive())["body"])
        await plain(418, "passed on").send(send)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answered:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return answer_to(self.front, method, address, headers=given)

    def post(self, *parts: bytes | None, client: str = "203.0.113.9", **headers: str) -> Answered:
        given = POST | {name.replace("_", "-"): value for name, value in headers.items()}
        return answer_to(
            self.front, "POST", "/e/new-york/interest", *(parts or (GOOD,)), headers=given, client=client
        )

    @property
    def outcomes(self) -> Mapping[str, int]:
        return self.front.figures.outcomes


def test_page_comes_from_memory():
    answered = House().get("/e/new-york/")

    assert (answered.status, answered.body) == (200, b"open")
    assert answered.headers["content-length"] == "4"
    assert answered.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert answered.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("address", "accept", "body"),
    [
        ("/e/new-york/?lang=es", "", b"abierto"),
        ("/e/new-york/", "es-MX", b"abierto"),
        ("/e/new-york/?lang=en", "es", b"open"),
        ("/e/new-york/?lang=fr", "es", b"abierto"),
        ("/e/new-york/?via=reddit", "", b"open from reddit"),
        ("/e/new-york/?via=elsewhere&utm_source=x", "", b"open"),
        ("/e/new-york/?via=%00", "", b"open"),
        ("/e/new-york/thanks", "es", b"gracias"),
        ("/e/new-york/thanks?lang=en", "es", b"thanks"),
    ],
)
def test_language_and_channel_choose_the_page(address: str, accept: str, body: bytes):
    assert House().get(address, accept_language=accept).body == body


@pytest.mark.parametrize(
    ("accept", "encoding", "body"),
    [("br, gzip", "br", b"br:open"), ("gzip", "gzip", None), ("", None, b"open")],
)
def test_page_is_sent_compressed_to_who_takes_it(accept: str, encoding: str | None, body: bytes | None):
    answered = House().get("/e/new-york/", accept_encoding=accept)

    assert answered.headers.get("content-encoding") == encoding
    assert body is None or answered.body == body


@pytest.mark.parametrize("known", ['W/"open"', '"open"', '"older", W/"open"', "*"])
def test_page_that_is_known_is_not_sent_again(known: str):
    answered = House().get("/e/new-york/", if_none_match=known)

    assert (answered.status, answered.body) == (304, b"")
    assert answered.headers["etag"] == 'W/"open"'
    assert "content-length" not in answered.headers


def test_page_that_changed_is_sent():
    assert House().get("/e/new-york/", if_none_match='W/"older"').status == 200


@pytest.mark.parametrize(
    ("changes", "body"),
    [({"opens": soon()}, b"not yet"), ({"closes": long_ago()}, b"over"), ({"accepting": False}, b"over")],
)
def test_clock_and_stage_choose_the_page(changes: dict[str, Any], body: bytes):
    assert House(**changes).get("/e/new-york/").body == body


def test_head_is_the_page_without_its_body():
    answered = House().get("/e/new-york/", "HEAD")

    assert (answered.status, answered.body, answered.headers["content-length"]) == (200, b"", "4")


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/e/new-york/", "GET, HEAD"),
        ("DELETE", "/e/new-york/thanks", "GET, HEAD"),
        ("PUT", "/e/new-york/interest", "GET, HEAD, POST"),
    ],
)
def test_wrong_method_is_not_allowed(method: str, address: str, allowed: str):
    answered = House().get(address, method)

    assert (answered.status, answered.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/e/chicago/"),
        ("GET", "/desk/"),
        ("POST", "/e/chicago/interest"),
        ("GET", "/e/new-york/interest"),
        ("GET", "/e/new-york/calendar.ics"),
    ],
)
def test_everything_else_passes(method: str, address: str):
    assert House().get(address, method).status == 418


def test_page_that_was_not_rendered_passes():
    assert House(pages={}).get("/e/new-york/").status == 418


def test_good_answer_is_kept_and_thanked_for():
    house = House()
    before = time.time()

    answered = house.post(GOOD[:20], GOOD[20:])

    assert (answered.status, answered.headers["location"]) == (303, "/e/new-york/thanks?lang=en")
    ((event_id, answer, at),) = house.kept
    assert (event_id, answer.email_key, answer.options) == (12, "ada@example.org", (5,))
    assert before <= at.timestamp() <= time.time()
    assert house.outcomes == {"taken": 1}


def test_thanks_are_in_the_language_of_the_form():
    assert House().post(GOOD + b"&lang=es").headers["location"] == "/e/new-york/thanks?lang=es"


def test_only_language_need_not_be_named():
    assert House(languages=("en",)).post(GOOD).headers["location"] == "/e/new-york/thanks"


def test_answer_to_an_older_form_is_checked_against_it():
    house = House()

    assert house.post(GOOD.replace(b"party=2", b"party=9") + b"&form=1").status == 303
    assert house.kept[0][1].form_version == 1


@pytest.mark.parametrize("body", [b"", b"name=Ada", GOOD + b"&party=5", b"a=%00", b"\xff", b"&" * 20_000])
def test_unacceptable_form_passes_with_the_body_that_was_read(body: bytes):
    house = House()

    assert house.post(body).status == 418
    assert (house.kept, house.onward_bodies) == ([], [body])
    assert house.outcomes == {"unacceptable": 1}


def test_answer_that_the_database_refuses_passes():
    house = House()
    house.problem = Refused()

    assert house.post().status == 418


@pytest.mark.parametrize("problem", [Full(), Unknown()])
def test_answer_that_is_not_safe_keeps_what_was_typed(problem: Exception):
    house = House()
    house.problem = problem

    answered = house.post(GOOD + b"&q7=%22%3E%3Cb%3E&evil=x&lang=en")

    assert (answered.status, answered.headers["retry-after"]) == (503, "5")
    assert b'<input type="hidden" name="email" value="ada@example.org">' in answered.body
    assert b'<input type="hidden" name="q7" value="&quot;&gt;&lt;b&gt;">' in answered.body
    assert b"evil" not in answered.body
    assert answered.headers["cache-control"] == "no-store"


def test_refusal_is_in_the_language_of_the_form():
    house = House()
    house.problem = Full()

    assert house.post(GOOD + b"&lang=es").body.startswith(b"lleno ")


@pytest.mark.parametrize(
    ("changes", "body"),
    [({"opens": soon()}, b"not yet"), ({"closes": long_ago()}, b"over"), ({"accepting": False}, b"over")],
)
def test_closed_form_shows_since_when(changes: dict[str, Any], body: bytes):
    house = House(**changes)

    answered = house.post()

    assert (answered.status, answered.body, house.kept) == (409, body, [])
    assert house.outcomes == {"not_open": 1}


def test_closed_form_is_closed_for_what_is_malformed_too():
    assert House(accepting=False).post(b"\xff", accept_language="es").body == b"cerrado"


def test_refusals_without_a_rendered_page_are_said_in_a_word():
    assert House(pages={}, accepting=False).post().body == b"after\n"
    assert House(pages={}).post(b"a" * 40_000).body == b"large\n"


def test_too_large_form_is_refused():
    house = House()

    assert house.post(b"a" * 40_000).status == 413
    assert house.post(GOOD, content_length="40000").status == 413
    assert (house.kept, house.onward_bodies) == ([], [])


def test_form_of_another_site_is_refused():
    house = House()

    assert house.post(origin="https://evil.example").status == 403
    assert house.post(sec_fetch_site="cross-site").status == 403
    assert house.kept == []
    assert house.post(origin="https://events.example.org").status == 303


def test_form_of_a_site_that_was_named_is_taken():
    house = House(embed_hosts=frozenset({"fans.example.com"}))

    assert house.post(origin="https://fans.example.com", sec_fetch_site="cross-site").status == 303


def test_form_that_breaks_off_is_a_bad_request():
    house = House()

    assert house.post(b"name=", None).status == 400
    assert house.outcomes == {"hung_up": 1}


def test_too_many_forms_of_one_address_are_refused_with_what_was_typed():
    house = House(per_minute=2)

    statuses = [house.post().status for _ in range(3)]
    answered = house.post(b"\xff")

    assert statuses == [303, 303, 429]
    assert (answered.status, answered.headers["retry-after"]) == (429, "60")
    assert house.post(client="203.0.113.10").status == 303


def test_address_is_the_one_that_the_trusted_proxy_saw():
    house = House(per_minute=1)

    statuses = [
        house.post(client="10.0.0.1", x_forwarded_for=f"198.51.100.7, {visitor}").status
        for visitor in ("203.0.113.1", "203.0.113.2", "203.0.113.1")
    ]

    assert statuses == [303, 303, 429]


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_this_machine_itself_is_not_limited(client: str):
    house = House(per_minute=1)

    assert [house.post(client=client).status for _ in range(3)] == [303] * 3


def test_form_version_is_asked_for_by_the_posted_questions():
    question = {"id": 7, "kind": "short", "required": True, "choices": [], "limits": {}, "show_if": {}}
    house = House(forms={"3": Form.of({**PLAIN, "version": 3, "questions": [question]})})

    assert house.post(GOOD).status == 418
    assert house.post(GOOD + b"&q7=hello").status == 303


def test_the_form_says_when_it_was_first_touched_and_what_is_to_be_worked_out():
    house = House()

    opened, challenge = house.get("/e/new-york/opened"), house.get("/e/new-york/challenge")

    assert (opened.status, challenge.status) == (200, 200)
    assert opened.headers["cache-control"] == challenge.headers["cache-control"] == "no-store"
    assert json.loads(challenge.body)["parameters"]["data"] == {"event": 12}
    assert house.get("/e/new-york/opened", method="POST").status == 405


def test_how_it_was_sent_is_kept_with_the_answer():
    house = House()

    house.post(accept_language="en", origin="https://events.example.org")
    house.post(GOOD + b"&subject=x")

    assert [sending.signs for sending in house.sendings] == ["unopened", "filled unopened bare"]
    assert len({sending.network for sending in house.sendings}) == 1


def test_under_pressure_a_page_asks_and_keeps_what_was_typed():
    house = House(soft=1)
    house.post()

    answered = house.post()

    assert answered.status == 429
    assert b"check What is eighteen minus 7?" in answered.body
    assert b'name="email" value="ada@example.org"' in answered.body
    assert (len(house.kept), house.outcomes["checked"]) == (1, 1)


def test_what_is_typed_into_the_page_stands_for_no_question():
    answered = House(checks_everybody=True).post(GOOD.replace(b"Ada", b"%3C%21-- question --%3E"))

    assert answered.body.count(b"What is eighteen") == 1


def test_the_question_answers_in_the_forms_language_and_lets_pass():
    house = House(checks_everybody=True)
    asked = house.post(GOOD + b"&lang=es")
    token = re.search(rb'name="question" value="([^"]+)"', asked.body)
    assert token

    answered = house.post(GOOD + b"&lang=es&sum=11&question=" + token[1])

    assert "¿Cuánto es dieciocho menos 7?".encode() in asked.body
    assert answered.status == 303
    assert house.sendings[0].proof.startswith("q")


@pytest.mark.parametrize("problem", [None, Declined()])
def test_what_is_wrong_or_spent_is_asked_anew(problem: Exception | None):
    house = House(checks_everybody=True)
    house.problem = problem
    proof = solved(house.get("/e/new-york/challenge").body) if problem else "x"

    answered = house.post(GOOD + b"&" + urlencode({"altcha": proof}).encode())

    assert (answered.status, answered.body[:6]) == (429, b"wrong ")


class Watched(HumanCheck):
    """In which threads somebody's check was verified."""

    threads: list[Thread] = []

    def shown(self, event_id: int, fields: Fields, now: float) -> Solved:
        self.threads.append(current_thread())
        return super().shown(event_id, fields, now)


def test_a_proof_is_verified_beside_the_loop_and_once():
    house = House(checks_everybody=True)
    check = check_of()
    human = Watched(check.keys, check.questions, check.soft, check.crowd)
    sign_up = house.front.sign_up
    gate = replace(sign_up.gate, human=human)
    house.front = replace(house.front, sign_up=replace(sign_up, gate=gate))
    proof = solved(house.get("/e/new-york/challenge").body)

    answered = house.post(GOOD + b"&" + urlencode({"altcha": proof}).encode())

    assert answered.status == 303
    assert house.sendings[0].signs.split()[-1] == "proven"
    assert len(human.threads) == 1
    assert human.threads[0] is not current_thread()


def test_a_check_without_its_page_says_so_plainly():
    answered = House(checks_everybody=True, pages={}).post()

    assert (answered.status, answered.body) == (429, b"check\n")


@pytest.mark.parametrize(
    ("address", "via"),
    [
        ("/e/new-york/", ""),
        ("/e/new-york/?via=reddit", "reddit"),
        ("/e/new-york/?utm_source=Reddit", "reddit"),
        ("/e/new-york/?via=unknown&utm_source=reddit", "reddit"),
        ("/e/new-york/?utm_source=news.example.org", "reddit"),
        ("/e/new-york/?utm_source=elsewhere", ""),
    ],
)
def test_who_looks_at_the_page_is_counted_by_the_channel(address: str, via: str):
    house = House(sources={"news.example.org": "reddit"})

    answered = house.get(address, user_agent="Mozilla/5.0")

    assert answered.body == (b"open from reddit" if via else b"open")
    assert [(seen.via, times) for seen, times in house.views.take().items()] == [(via, 1)]


def test_nothing_but_reading_the_page_is_counted():
    house = House()

    house.get("/e/new-york/", "HEAD", user_agent="Mozilla/5.0")
    house.get("/e/new-york/thanks", user_agent="Mozilla/5.0")
    house.post(user_agent="Mozilla/5.0")

    assert house.views.take() == {}


def test_a_page_that_is_known_still_counts_for_its_hour():
    house = House()

    answered = house.get("/e/new-york/", if_none_match='W/"open"', user_agent="Mozilla/5.0")

    assert answered.status == 304
    assert sum(house.views.take().values()) == 1


FRAMED = {
    ("/e/new-york/embed/", "en", "", "open"): page_of("form alone"),
    ("/e/new-york/embed/", "en", "reddit", "open"): page_of("form alone from reddit"),
    ("/e/new-york/embed/", "en", "", "after"): page_of("over, alone"),
    ("/e/new-york/embed/thanks", "en", "", "open"): page_of("thanks in the frame"),
    ("/e/new-york/embed/interest", "en", "", "large"): page_of("large, in the frame <!-- kept -->"),
}


def framed(**changes: Any) -> House:
    return House(
        pages={**entrance_of().pages, **FRAMED}, embed_hosts=frozenset({"news.example.org"}), **changes
    )


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/e/new-york/embed/", b"form alone"),
        ("/e/new-york/embed/?via=reddit", b"form alone from reddit"),
        ("/e/new-york/embed/thanks", b"thanks in the frame"),
        ("/e/new-york/", b"open"),
    ],
)
def test_the_form_alone_is_there_for_frames_of_named_hosts(address: str, body: bytes):
    assert framed().get(address).body == body


def test_an_answer_in_a_frame_stays_in_the_frame():
    house = framed()

    taken = answer_to(house.front, "POST", "/e/new-york/embed/interest", GOOD, headers=POST)
    large = answer_to(house.front, "POST", "/e/new-york/embed/interest", b"a" * 40_000, headers=POST)

    assert (taken.status, taken.headers["location"]) == (303, "/e/new-york/embed/thanks?lang=en")
    assert (large.status, large.body) == (413, b"large, in the frame ")


def test_an_answer_in_a_frame_that_comes_too_late_is_told_so_in_the_frame():
    house = framed(closes=long_ago())

    late = answer_to(house.front, "POST", "/e/new-york/embed/interest", GOOD, headers=POST)

    assert (late.status, late.body) == (409, b"over, alone")


def test_without_named_hosts_there_is_no_form_for_frames():
    assert House().get("/e/new-york/embed/").body == b"passed on\n"


@pytest.mark.parametrize(
    ("sent", "via", "source"),
    [
        (b"&via=reddit&source=mail", "reddit", ""),
        (b"&source=reddit", "reddit", ""),
        (b"&source=news.example.org", "reddit", ""),
        (b"&source=elsewhere", "", "elsewhere"),
        (b"&source=no+name", "", ""),
    ],
)
def test_an_answer_keeps_its_channel_or_else_where_it_came_from(sent: bytes, via: str, source: str):
    house = House(sources={"news.example.org": "reddit"})

    house.post(GOOD + sent)

    answer = house.kept[0][1]
    assert (answer.via, answer.source) == (via, source)
