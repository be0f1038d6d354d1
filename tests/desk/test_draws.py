"""The screens of a draw: closing the entries, waiting, bringing what decides, abandoning."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories import event_of, organisation_of, published, question_of, user_of
from tests.invitations.draws import NOW, NUMBERS, draw_wave_of, drawn, fresh, frozen_draw
from tests.invitations.people import people_of
from tests.rules.draws import ROUND, SIGNATURE
from turnout.accounts.models import Role
from turnout.events.models import Event
from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.invitations.models import Draw, Wave

pytestmark = pytest.mark.django_db
START = {"decides": "beacon", "wait": "60", "rule": "All who confirmed.", "weight_definitely": "2"}
START |= {"weight_probably": "1", "weight_maybe": "1"}


@pytest.fixture
def event() -> Event:
    made = published(event_of())
    people_of(made, [{"name": f"Fan {place}"} for place in range(5)])
    return made


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def desk(event: Event, clock: Any) -> Client:
    client = Client()
    client.force_login(user_of(event.organisation))
    return client


def at(event: Event, rest: str = "draw/", number: int = 1) -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/invitations/{number}/{rest}"


def test_closing_the_entries_names_the_round_and_asks_nothing_more(desk: Client, event: Event):
    draw_wave_of(event)
    assert "Draw the order" in desk.get(at(event, "")).content.decode()
    form = desk.get(at(event)).content.decode()

    answer = desk.post(at(event), START, follow=True)

    draw = Draw.objects.get()
    assert "5 people take part, for 2 places." in form
    assert "The entries are being written down" in answer.content.decode()
    assert (draw.round, draw.rule, draw.weights["definitely"]) == (ROUND, "All who confirmed.", 2)


def test_an_answer_or_having_been_there_may_decide_the_weights(desk: Client, event: Event):
    question = question_of(event, "one", "Which size?", choices=["Small", "Large"])
    past = published(event_of(event.organisation))
    (ada,) = people_of(past, [{"name": "Ada"}])
    advance(past.pk, [ada.pk], Step.ADMITTED, NOW, 1)
    draw_wave_of(event)
    form = desk.get(at(event)).content.decode()

    typed = {"weigh_by": f"q{question.pk}", f"weight_q{question.pk}_c2": "7", "weight_past_yes": "4"}
    answer = desk.post(at(event), START | typed, follow=True)

    draw = Draw.objects.get()
    assert "Which size?" in form
    assert 'name="weight_past_yes"' in form
    assert (draw.weighed_by, draw.weights) == (f"q{question.pk}", {"c1": 1, "c2": 7})
    assert "entries weigh: “Large” 7 and “Small” 1; every other weighs 1." in answer.content.decode()


def test_only_where_it_is_known_having_been_there_can_weigh(desk: Client, event: Event):
    draw_wave_of(event)

    assert "weight_past_yes" not in desk.get(at(event)).content.decode()
    assert desk.post(at(event), START | {"weigh_by": "past"}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wait": ""}, "Choose when it is decided."),
        ({"rule": ""}, "Say who takes part and for how many places."),
        ({"rule": "x" * 1_990}, "the rule is"),
        ({"weight_maybe": "11"}, "Give a whole number from 1 to 10."),
        ({"decides": "numbers"}, "Say when the numbers come."),
        ({"decides": "numbers", "at": "2030-01-01T20:00"}, "Name whose numbers decide."),
        (
            {"decides": "numbers", "at": "2030-01-01T20:00", "name_1": "Lotto"},
            "Say how many numbers, and from which to which.",
        ),
        (
            {"decides": "numbers", "at": "2030-01-01T20:00", "name_1": "L"}
            | {"count_1": "9", "low_1": "1", "high_1": "6"},
            "So many numbers cannot be drawn from that range.",
        ),
        (
            {"decides": "numbers", "at": "2030-01-01T20:00", "name_1": "L"}
            | {"count_1": "1", "low_1": "1", "high_1": "6"},
            "These numbers have too few outcomes",
        ),
        (
            {"decides": "numbers", "at": "2023-01-01T20:00", "name_1": "L"}
            | {"count_1": "6", "low_1": "1", "high_1": "59"},
            "That is too soon: the mails need 10 minutes.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: Client, event: Event, typed: dict[str, str], said: str
):
    draw_wave_of(event)

    answer = desk.post(at(event), START | {"weight_probably": "3"} | typed)

    page = answer.content.decode()
    assert (answer.status_code, Draw.objects.count()) == (422, 0)
    assert said in page
    assert 'name="weight_probably" value="3"' in page


def test_a_lottery_s_numbers_are_named_and_typed_when_they_come(desk: Client, event: Event, clock: Any):
    draw_wave_of(event)
    lotto = {"name_1": "Lotto of 15 September", "count_1": "6", "low_1": "1", "high_1": "59"}
    desk.post(at(event), START | lotto | {"decides": "numbers", "at": "2023-09-15T20:00"})
    draw = Draw.objects.get()
    Draw.objects.update(state="frozen", commitment="ab" * 32, next_at=None)
    clock.move_to(draw.decided)

    wrong = desk.post(at(event, "draw/settle/"), {"numbers_0": "4 11 23 34 45 60"})
    none = desk.post(at(event, "draw/settle/"), {"numbers_0": "?"})
    right = desk.post(at(event, "draw/settle/"), {"numbers_0": "51, 45 34-23 11 4"}, follow=True)

    assert "These cannot be the numbers of Lotto of 15 September." in wrong.content.decode()
    assert 'value="4 11 23 34 45 60"' in wrong.content.decode()
    assert "Give the numbers." in none.content.decode()
    assert "The result is being worked out" in right.content.decode()
    assert fresh(draw).text == "4.11.23.34.45.51./"
    assert draw.decided.isoformat() == "2023-09-16T00:00:00+00:00"


def test_the_beacon_s_answer_is_pasted_and_its_signature_decides(desk: Client, event: Event, clock: Any):
    draw = frozen_draw(event)
    waiting = desk.get(at(event)).content.decode()
    early = desk.post(at(event, "draw/settle/"), {"answer": answer_of(ROUND, SIGNATURE)})
    clock.move_to(draw.decided)
    there = desk.get(at(event)).content.decode()

    said = [
        desk.post(at(event, "draw/settle/"), {"answer": answer}).content.decode()
        for answer in (
            "nonsense <b>",
            answer_of(ROUND + 1, SIGNATURE),
            answer_of(ROUND, SIGNATURE.replace("b7", "97")),
        )
    ]
    desk.post(at(event, "draw/settle/"), {"answer": answer_of(ROUND, SIGNATURE)})

    assert "Waiting for the public numbers" in waiting
    assert "The numbers do not exist before" in early.content.decode()
    assert f"/public/{ROUND}" in there
    assert "This is no answer of the beacon." in said[0]
    assert "nonsense &lt;b&gt;</textarea>" in said[0]
    assert f"This is round {ROUND + 1}; round {ROUND} was named." in said[1]
    assert "did not sign this" in said[2]
    assert fresh(draw).state == Draw.State.SETTLING


def test_a_draw_is_abandoned_with_a_reason_and_not_without(desk: Client, event: Event):
    draw = frozen_draw(event)

    without = desk.post(at(event, "draw/abandon/"), {"why": " "})
    done = desk.post(at(event, "draw/abandon/"), {"why": "The wrong hall."}, follow=True)

    assert (without.status_code, "Say why: everybody can read it." in without.content.decode()) == (422, True)
    assert "The wrong hall." in done.content.decode()
    assert fresh(draw).wave.state == Wave.State.CANCELLED
    late = desk.post(at(event, "draw/abandon/"), {"why": "Again."}, follow=True).content.decode()
    assert "It was too late to abandon it." in late


def test_the_result_leads_back_to_the_round(desk: Client, event: Event):
    drawn(event, NUMBERS)

    page = desk.get(at(event)).content.decode()

    assert f'href="{at(event, "")}">Go on and invite them' in page
    assert "Send to 2 people" in desk.get(at(event, "")).content.decode()


def test_a_round_of_another_rule_has_no_draw(desk: Client, event: Event):
    draw_wave_of(event, rule=Wave.Rule.FIRST)

    assert desk.get(at(event))["Location"] == at(event, "")
    assert desk.post(at(event, "draw/settle/")).status_code == 404


def test_others_reach_none_of_it(event: Event, clock: Any):
    frozen_draw(event)
    stranger, reviewer = Client(), Client()
    stranger.force_login(user_of(organisation_of()))
    reviewer.force_login(user_of(event.organisation, Role.REVIEWER))

    assert stranger.get(at(event)).status_code == 404
    assert reviewer.post(at(event, "draw/abandon/"), {"why": "x"}).status_code == 403
    assert Draw.objects.get().state == Draw.State.FROZEN


@pytest.mark.parametrize("people", [1, 3])
def test_the_screen_costs_as_many_queries_for_many_entries(
    desk: Client, event: Event, people: int, django_assert_num_queries: Any
):
    people_of(event, [{"name": f"Other {place}"} for place in range(people)])
    frozen_draw(event)
    address = at(event)
    desk.get(address)

    with django_assert_num_queries(7):
        desk.get(address)


def answer_of(number: int, signature: str) -> str:
    return json.dumps({"round": number, "randomness": "00", "signature": signature})
