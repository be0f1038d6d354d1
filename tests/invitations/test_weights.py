"""A weighted draw: by how sure somebody is, by an answer, or by having been there before; and its words."""

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.factories import event_of, published
from tests.interest.page import text_of
from tests.invitations.draws import NOW, drawn, frozen_draw, record_of_draw, started_draw
from tests.invitations.people import people_of
from turnout.events.models import Event
from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.invitations.been_before import been_before, is_known
from turnout.invitations.draw_refusals import RuleTooLong
from turnout.invitations.models import Draw, Entrant
from turnout.rules.draw_check import check_record
from turnout.rules.draw_reading import read_record
from turnout.rules.weights import BEEN_BEFORE, Weights

pytestmark = pytest.mark.django_db
SIZE = {"kind": "one", "label": "Which size?", "choices": ["Small", "Large"]}
DAYS = {"kind": "several", "label": "Which days?", "choices": ["Monday", "Tuesday"]}
DRIVES = {"kind": "yesno", "label": "Do you drive?"}
ALL = ["commitment", "named", "randomness", "seed", "order", "places"]


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def weights_of(draw: Draw) -> dict[str, int]:
    names = dict(Entrant.objects.filter(draw=draw).values_list("code", "interest__name"))
    entries = json.loads(record_of_draw(draw))["frozen"]["entries"]
    return {names[each["code"]]: each["weight"] for each in entries}


def rule_of(draw: Draw) -> str:
    return str(json.loads(record_of_draw(draw))["frozen"]["rule"])


def test_an_answer_the_organiser_picks_decides_how_much_an_entry_weighs():
    event = published(event_of(questions=[SIZE, DAYS]))
    size, days = event.questions.all()
    people_of(
        event,
        [
            {"name": "Ada", "answers": {f"q{size.pk}": "c1", f"q{days.pk}": ["c1", "c2"]}},
            {"name": "Ben", "answers": {f"q{size.pk}": "c2", f"q{days.pk}": ["c1"]}},
            {"name": "Cem"},
        ],
    )

    by_size = frozen_draw(event, weights=Weights(f"q{size.pk}", {"c1": 1, "c2": 4}))
    by_days = frozen_draw(event, weights=Weights(f"q{days.pk}", {"c1": 2, "c2": 30}))

    assert weights_of(by_size) == {"Ada": 1, "Ben": 4, "Cem": 1}
    assert weights_of(by_days) == {"Ada": 10, "Ben": 2, "Cem": 1}
    assert rule_of(by_size) == (
        "Everybody who confirmed takes part. By the answer to “Which size?” entries weigh: “Large” 4 and "
        "“Small” 1; every other weighs 1."
    )


def test_yes_and_no_are_said_in_words():
    event = published(event_of(questions=[DRIVES]))
    (drives,) = event.questions.all()
    people_of(
        event,
        [
            {"name": "Ada", "answers": {f"q{drives.pk}": True}},
            {"name": "Ben", "answers": {f"q{drives.pk}": False}},
            {"name": "Cem"},
        ],
    )

    draw = frozen_draw(event, weights=Weights(f"q{drives.pk}", {"yes": 5, "no": 2}))

    assert weights_of(draw) == {"Ada": 5, "Ben": 2, "Cem": 1}
    assert "entries weigh: “Yes” 5 and “No” 2;" in rule_of(draw)


def past_of(event: Event) -> Event:
    """Where Ada came in, Ben did not, and Cem's party stayed at home."""
    past = published(event_of(event.organisation))
    ada, ben, cem = people_of(past, [{"name": name} for name in ("Ada", "Ben", "Cem")])
    advance(past.pk, [ada.pk], Step.ADMITTED, NOW, 1)
    advance(past.pk, [ben.pk], Step.CLAIMED, NOW, 1)
    advance(past.pk, [cem.pk], Step.ADMITTED, NOW, 0)
    return past


def test_who_was_at_an_earlier_event_may_weigh_more():
    event = published(event_of())
    people = people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem")])
    assert not is_known(event)
    past = past_of(event)
    past_of(published(event_of()))

    draw = frozen_draw(event, weights=Weights(BEEN_BEFORE, {"yes": 3}))

    assert is_known(event)
    assert not is_known(past)
    assert been_before(event) == {people[0].pk}
    assert weights_of(draw) == {"Ada": 3, "Ben": 1, "Cem": 1}
    assert "“Have they been at an earlier event?” entries weigh: “Yes” 3;" in rule_of(draw)


def test_the_record_of_a_weighted_draw_is_true_and_its_page_says_by_what():
    event = published(event_of(questions=[SIZE], languages=["es"]))
    (size,) = event.questions.all()
    size.translations = {"es": {"label": "¿Qué talla?"}}
    size.choices[1]["translations"] = {"es": "Grande"}
    size.save()
    people_of(event, [{"name": f"Fan {n}", "answers": {f"q{size.pk}": f"c{1 + n % 2}"}} for n in range(6)])

    draw = drawn(event, seats=2, weights=Weights(f"q{size.pk}", {"c1": 1, "c2": 4}))

    assert check_record(read_record(record_of_draw(draw))) == ALL
    english = text_of(Client().get(f"/draws/{draw.public_id}/"))
    spanish = text_of(Client().get(f"/draws/{draw.public_id}/", headers={"accept-language": "es"}))
    assert "Which size?" in english
    assert "Large" in english
    assert "¿Qué talla?" in spanish
    assert "Grande" in spanish


def test_where_all_weigh_the_same_nothing_is_said():
    event = published(event_of())
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem")])

    draw = frozen_draw(event, weights=Weights(values={"definitely": 1, "maybe": 1}))

    assert draw.weights == {}
    assert rule_of(draw) == "Everybody who confirmed takes part."


def test_a_rule_that_is_too_long_with_its_weights_is_refused(monkeypatch: pytest.MonkeyPatch):
    event = published(event_of())
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem")])
    monkeypatch.setattr("tests.invitations.draws.RULE", "x" * 2_000)

    with pytest.raises(RuleTooLong) as refusal:
        started_draw(event, weights=Weights(values={"definitely": 2}))

    assert refusal.value.over > 50
    assert not Draw.objects.exists()
