"""The whole forecast: what must hold for any people, and what it says of some."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.crowds import crowds
from turnout.rules.arrivals import NOBODY
from turnout.rules.forecast import INTERVALS, SignUps, forecast
from turnout.rules.learning import BANK, MODEL, Learned, Past, learn, learn_people, published
from turnout.rules.people import CODES, STAGES, TRAITS, People, people_of

CLAIMED = [Past(30.0 * event, 300, came) for event, came in enumerate([240, 250, 233, 247] * 5)]


def said(stage: str, many: int, **known: object) -> People:
    return people_of(np.full(many, CODES[stage], np.int8), **known)  # type: ignore[arg-type]


def together(*crowd: People) -> People:
    return People(
        *(np.concatenate(columns) for columns in zip(*(vars(c).values() for c in crowd), strict=True))
    )


@given(crowds(), st.lists(st.integers(0, 400), max_size=40), st.floats(-10, 90))
@settings(max_examples=60, deadline=None)
def test_quantiles_rise_and_intervals_hold_each_other(people: People, daily: list[int], left: float):
    found = forecast(people, sign_ups=SignUps(daily, left))

    quantiles = [found.quantile(chance) for chance in np.linspace(0.001, 0.999, 101)]
    assert quantiles == sorted(quantiles)
    assert quantiles[0] >= 0
    inner, middle, outer = (found.interval(share) for share in INTERVALS)
    assert outer[0] <= middle[0] <= inner[0] <= found.median <= inner[1] <= middle[1] <= outer[1]
    assert 0 <= found.chance_over(found.quantile(0.95)) <= 0.05 + 1e-9


@given(crowds(), crowds())
@settings(max_examples=40, deadline=None)
def test_more_people_never_lower_the_median(people: People, others: People):
    stage = np.full(len(others), CODES["claimed"], np.int8)
    more = People(**(vars(others) | {"stage": stage}))

    fewer = forecast(people, with_walk_ins=False).median

    assert forecast(together(people, more), with_walk_ins=False).median >= fewer - fewer // 50


@given(crowds())
@settings(max_examples=40, deadline=None)
def test_list_never_gives_more_heads_than_said_it(people: People):
    found = forecast(people)

    heads = int(people.party[~people.suspect].astype(int).sum())
    assert found.said == heads
    assert found.listed.quantile(0.9999) <= heads
    assert found.listed.chance_over(heads) == 0


@given(crowds())
@settings(max_examples=20, deadline=None)
def test_suspects_alone_are_nobody(people: People):
    suspects = People(**(vars(people) | {"suspect": np.ones(len(people), np.bool_)}))

    found = forecast(suspects, sign_ups=SignUps([5, 5], 10))

    assert (found.said, found.median, found.interval(0.95)) == (0, 0, (0, 0))
    assert found.late == found.walk_ins == NOBODY


def test_nobody_gives_nobody():
    found = forecast(said("claimed", 0))

    assert (found.median, found.interval(0.95), found.chance_over(0)) == (0, (0, 0), 0.0)


def test_one_person_comes_with_the_chance_of_the_stage():
    found = forecast(said("claimed", 1), with_walk_ins=False)

    assert found.chance_over(0) == pytest.approx(0.65, abs=0.02)
    assert (found.median, found.interval(0.8)) == (1, (0, 1))


@pytest.mark.parametrize(("stage", "heads"), [("admitted", 1200), ("declined", 0)])
def test_what_is_settled_is_certain(stage: str, heads: int):
    people = said(stage, 400, party=np.full(400, 3, np.int8))

    found = forecast(people, with_walk_ins=False)

    assert found.interval(0.95) == (heads, heads)


def test_parties_are_as_uncertain_as_their_square():
    alone = forecast(said("claimed", 1200), with_walk_ins=False).listed
    in_threes = forecast(said("claimed", 400, party=np.full(400, 3, np.int8)), with_walk_ins=False).listed

    assert in_threes.mean == pytest.approx(alone.mean, rel=2e-3)
    # 1,200 p (1 - p) one by one, and three times that in parties of three; the event's effect is in both.
    assert in_threes.variance - alone.variance == pytest.approx(2 * 1200 * 0.65 * 0.35 * 0.93, rel=0.1)


def test_first_event_has_the_published_interval():
    found = forecast(said("claimed", 300), with_walk_ins=False)

    assert found.median == 195
    assert found.interval(0.8) == (142, 239)
    assert found.events == 0


def test_dates_in_the_past_are_today():
    yesterday = said("claimed", 50, lead=np.full(50, -30, np.float32))
    today = said("claimed", 50, lead=np.zeros(50, np.float32))

    assert forecast(yesterday).interval(0.8) == forecast(today).interval(0.8)
    assert forecast(today, sign_ups=SignUps([9], -3)).late == NOBODY


def test_past_events_move_and_narrow_the_forecast():
    known = learn(published(), CLAIMED)

    found = forecast(said("claimed", 300), known=known, day=600.0, with_walk_ins=False)

    assert 235 <= found.median <= 250
    low, high = found.interval(0.8)
    assert high - low < 30
    assert found.events == 20


def test_a_long_silence_widens_it_again():
    known = learn(published(), CLAIMED)

    soon = forecast(said("claimed", 300), known=known, day=600.0).interval(0.8)
    late = forecast(said("claimed", 300), known=known, day=60_000.0).interval(0.8)

    assert late[1] - late[0] > soon[1] - soon[0]


def test_learned_numbers_as_json_make_the_same_forecast():
    known = learn_people(
        learn(published(), CLAIMED, [0.25] * 20), said("claimed", 40), np.arange(40) % 2 == 0
    )

    kept = Learned.of_json(json.loads(json.dumps(known.as_json())))

    first, again = (forecast(said("claimed", 300), known=each, day=600.0) for each in (known, kept))
    assert kept.as_json() == known.as_json()
    assert first.heads.cdf.tolist() == again.heads.cdf.tolist()


def test_numbers_of_another_model_are_refused():
    kept = published().as_json() | {"model": MODEL + 1}

    with pytest.raises(ValueError, match=str(MODEL + 1)):
        Learned.of_json(kept)


def test_event_without_people_teaches_nothing():
    known = published()

    assert learn(known, [Past(1.0, 0, 0)]) is known
    assert learn_people(known, said("admitted", 3), np.ones(3, np.bool_)) is known


def test_what_was_expected_is_not_taken_for_the_organisers_level():
    as_expected = learn(published(), [Past(float(event), 400, 40, expected=40.0) for event in range(8)])

    level = BANK.weights(as_expected.score) @ as_expected.level.mean
    assert abs(level) < 0.05


def test_people_who_came_raise_their_own_stage_alone():
    known = learn_people(published(), said("maybe", 200), np.ones(200, np.bool_))

    moved = known.coefficients.mean - published().coefficients.mean
    assert moved[TRAITS.index("stage:maybe")] > 0.5
    assert np.abs(np.delete(moved, TRAITS.index("stage:maybe"))).max() < 1e-6
    assert (known.coefficients.deviation <= published().coefficients.deviation + 1e-9).all()


def test_walk_ins_are_learned():
    known = learn(
        published(), [Past(float(event), 100, 65, walk_ins=20, expected=65.0) for event in range(6)]
    )

    found = forecast(said("claimed", 300), known=known, day=6.0)

    assert found.walk_ins.mean / found.listed.mean == pytest.approx(20 / 65, rel=0.15)


def test_every_stage_is_said_by_its_name():
    assert [CODES[stage.name] for stage in STAGES] == list(range(len(STAGES)))
