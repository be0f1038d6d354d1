"""What everybody sees of a draw, and how the beacon is asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories import ACTOR, event_of, published
from tests.fan.own import opened, page_of
from tests.invitations.draws import NOW, drawn, fresh, frozen_draw, record_of_draw, started_draw
from tests.invitations.people import people_of
from tests.rules.draws import ROUND, SIGNATURE
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.invitations import fetch_beacon
from turnout.invitations.abandon import abandon
from turnout.invitations.friends import join_group, make_group
from turnout.invitations.models import Draw, Entrant, Invitation
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person
from turnout.rules import drand
from turnout.rules.draw_check import check_record
from turnout.rules.draw_reading import read_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event() -> Event:
    return published(event_of())


def five(event: Event) -> list[Interest]:
    return people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem", "Dee", "Eli")])


def shown(draw: Draw, code: str = "") -> str:
    answer = Client().get(f"/draws/{draw.public_id}/", {"code": code} if code else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_record_is_downloaded_as_it_can_be_checked(event: Event):
    five(event)
    draw = drawn(event)

    answer = Client().get(f"/draws/{draw.public_id}/record.json")

    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert len(check_record(read_record(b"".join(answer)))) == 6


def test_a_code_is_answered_in_a_sentence(event: Event):
    five(event)
    draw = drawn(event)
    won, lost = (Entrant.objects.get(draw=draw, rank=rank) for rank in (2, 4))

    assert "You were 2nd of 5; 2 got places, and you are among them." in shown(draw, won.code)
    sentence = "You were 4th of 5; 2 got places. You are on the waitlist, in the order of the random draw."
    assert sentence in shown(draw, lost.code.lower().replace("-", " "))
    assert "No entry of this random draw has the code 00000-00000." in shown(draw, "00000-00000")
    assert "No entry of this random draw has the code" in shown(draw, "<script>")


def test_the_code_of_friends_tells_of_all_of_them(event: Event):
    ada, ben, *_ = five(event)
    join_group(ben.pk, make_group(ada.pk, NOW).code, NOW)
    draw = drawn(event, seats=3)

    page = shown(draw, Entrant.objects.get(draw=draw, interest=ada).code)

    assert "for 2 people." in page
    assert "A group of 2 friends, who stand or fall together." in page


def test_before_the_numbers_come_the_page_says_when_and_shows_the_fingerprint(event: Event):
    people = five(event)
    draw = frozen_draw(event)
    code = Entrant.objects.get(draw=draw, interest=people[0]).code

    page = shown(draw, code)

    assert draw.commitment in page
    assert f"Round {ROUND} of the public randomness beacon drand" in page
    assert "You take part. It is decided on" in page


def test_while_entries_are_written_down_there_is_no_record_yet(event: Event):
    five(event)
    draw = started_draw(event)

    assert "The entries are being written down" in shown(draw)
    assert Client().get(f"/draws/{draw.public_id}/record.json").status_code == 404


def test_an_abandoned_draw_stays_listed_with_its_reason_on_the_page_of_the_next(event: Event):
    five(event)
    draw = frozen_draw(event)
    abandon(draw, ACTOR, "The wrong <hall>.", draw.decided + timedelta(minutes=1))
    later = frozen_draw(event)

    assert "whoever abandoned it could have known its result" in shown(draw)
    assert f'<a href="/draws/{draw.public_id}/">' in shown(later)
    assert "The wrong &lt;hall&gt;." in shown(later)


def test_a_draw_of_an_event_that_is_not_public_is_nobody_s_to_see(event: Event):
    five(event)
    draw = drawn(event)
    Event.objects.filter(pk=event.pk).update(stage=Stage.DRAFT)

    assert Client().get(f"/draws/{draw.public_id}/").status_code == 404
    assert Client().get(f"/draws/{draw.public_id}/record.json").status_code == 404
    assert Client().get("/draws/nonsense/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_as_many_queries_for_many_entries(
    event: Event, people: int, django_assert_num_queries: Any
):
    people_of(event, [{"name": f"Fan {place}"} for place in range(2 + people)])
    draw = drawn(event)

    with django_assert_num_queries(4):
        shown(draw, "00000-00000")


def test_the_own_page_shows_the_code_and_what_became_of_it(event: Event):
    ada, *_ = five(event)
    draw = drawn(event)
    mine = Entrant.objects.get(draw=draw, interest=ada)

    page = opened(ada).get(page_of(ada)).content.decode()

    assert mine.code in page
    assert f"/draws/{draw.public_id}/?code={mine.code}#entry" in page
    assert "of 5; 2 got places" in page


def test_an_erased_person_s_entry_stays_and_says_nothing_of_anybody(event: Event):
    ada, ben, *_ = five(event)
    join_group(ben.pk, make_group(ada.pk, NOW).code, NOW)
    draw = drawn(event, seats=3)
    code = Entrant.objects.get(draw=draw, interest=ada).code
    held = json.dumps(export_person(ada), default=str)
    assert code in held

    erase_person(ada.pk, ACTOR)

    assert Entrant.objects.filter(draw=draw, code=code, interest=None).count() == 1
    assert len(check_record(read_record(record_of_draw(fresh(draw))))) == 6
    assert not Invitation.objects.filter(interest=ada.pk).exists()


def test_the_round_is_fetched_where_there_is_a_way_out(event: Event, settings: Any):
    five(event)
    draw = frozen_draw(event)
    said = json.dumps({"round": ROUND, "randomness": "", "signature": SIGNATURE})

    with beacon(200, said) as (address, asked):
        settings.TURNOUT_BEACON = address
        assert fetch_beacon.due(draw.decided - timedelta(seconds=1)) == []
        assert fetch_beacon.due(draw.decided) == [draw.pk]
        fetch_beacon.fetch_beacon(draw.pk, draw.decided)

    assert asked == [f"/{drand.CHAIN}/public/{ROUND}"]
    assert (fresh(draw).state, fresh(draw).signature) == (Draw.State.SETTLING, SIGNATURE)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, ""),
        (302, ""),
        (200, "<html>"),
        (200, "x" * 20_000),
        (200, json.dumps({"round": ROUND - 1, "signature": SIGNATURE})),
        (200, json.dumps({"round": ROUND, "signature": SIGNATURE.replace("b7", "97")})),
    ],
)
def test_a_beacon_that_answers_otherwise_is_asked_again_later(
    event: Event, settings: Any, status: int, said: str
):
    five(event)
    draw = frozen_draw(event)

    with beacon(status, said) as (address, _asked):
        settings.TURNOUT_BEACON = address
        fetch_beacon.fetch_beacon(draw.pk, draw.decided)
        fetch_beacon.fetch_beacon(draw.pk, draw.decided)

    again = fresh(draw)
    assert (again.state, again.tried) == (Draw.State.FROZEN, 1)
    assert again.next_at == draw.decided + timedelta(seconds=5)


def test_without_a_way_out_nobody_is_asked(event: Event, settings: Any):
    five(event)
    draw = frozen_draw(event)
    settings.TURNOUT_BEACON = ""

    assert fetch_beacon.due(draw.decided + timedelta(days=1)) == []


@contextmanager
def beacon(status: int, said: str) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that answers so; its address, and what it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *words: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()
