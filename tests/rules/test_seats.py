"""The hall, and how many to invite."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from tests.rules.test_forecast import CLAIMED, said
from turnout.rules.effects import Array, midpoints
from turnout.rules.heads import whole
from turnout.rules.learning import learn, published
from turnout.rules.seats import best_capacity, hall, invitations, most_invitations, ranked

EVEN = whole(np.full(101, 1 / 101))


def chances_at(deviation: float) -> Array:
    """Whose mean is 0.65, at normal effects of that deviation."""
    effects = deviation * special.ndtri(midpoints(2001))
    logit = optimize.brentq(lambda logit: special.expit(logit + effects).mean() - 0.65, -6, 6)
    chances: Array = special.expit(logit + effects)
    return chances


@pytest.mark.parametrize(("deviation", "invited"), [(0.0, 288), (0.25, 267), (0.42, 250), (0.6, 237)])
def test_hall_of_two_hundred_takes_fewer_invitations_the_more_events_differ(deviation: float, invited: int):
    assert most_invitations(200, chances_at(deviation), 0.05) == invited


@given(st.integers(0, 300), st.floats(0.01, 0.5), st.floats(0.02, 1.0))
def test_one_more_invitation_would_be_too_much(capacity: int, risk: float, share: float):
    chances = np.full(5, share)

    most = most_invitations(capacity, chances, risk)

    assert special.bdtrc(capacity, most, share) <= risk + 1e-9
    assert special.bdtrc(capacity, most + 1, share) > risk - 1e-9


def test_people_like_these_are_invited_for_a_hall():
    first = invitations(said("claimed", 300), 200)
    with_past = invitations(said("claimed", 300), 200, known=learn(published(), CLAIMED), day=600.0)

    # At a mean of 0.65 and Student's deviation of 0.6; then at 0.81, with less doubt.
    assert 230 <= first <= 245
    assert 225 <= with_past <= 245


@pytest.mark.parametrize("stage", ["claimed", "declined"])
def test_nobody_who_can_come_cannot_be_invited(stage: str):
    with pytest.raises(ValueError, match=r"."):
        invitations(said(stage, 0 if stage == "claimed" else 500), 200)


def test_parties_take_the_places_of_single_people():
    assert most_invitations(200, chances_at(0.42), party=2.0) < most_invitations(200, chances_at(0.42)) / 2


@pytest.mark.parametrize(("chances", "risk"), [([0.5], 0.0), ([0.5], 1.0), ([1e-5], 0.05)])
def test_a_risk_or_a_chance_of_nothing_is_refused(chances: list[float], risk: float):
    with pytest.raises(ValueError, match=r"."):
        most_invitations(10, np.array(chances), risk)


@pytest.mark.parametrize(
    ("empty", "away", "capacity"), [(1, 9, 90), (1, 1, 50), (9, 1, 10), (1, 0, 0), (0, 1, 100)]
)
def test_hall_is_the_quantile_of_the_costs(empty: float, away: float, capacity: int):
    assert best_capacity(EVEN, empty, away).capacity == capacity


@pytest.mark.parametrize(("empty", "away"), [(0, 0), (-1, 2), (2, -1)])
def test_costs_that_say_nothing_are_refused(empty: float, away: float):
    with pytest.raises(ValueError, match=r"."):
        best_capacity(EVEN, empty, away)


@given(st.integers(0, 110), st.floats(0.1, 20), st.floats(0.1, 20))
def test_no_hall_costs_less_than_the_best(capacity: int, empty: float, away: float):
    best = best_capacity(EVEN, empty, away)

    assert best.cost <= hall(EVEN, capacity, 0.0, empty, away).cost + 1e-6


def test_hall_says_what_is_to_be_expected_of_it():
    found = hall(EVEN, 60, 500.0, 2.0, 10.0)

    assert found.away == pytest.approx(sum(range(1, 41)) / 101)
    assert found.empty == pytest.approx(sum(range(1, 61)) / 101)
    assert found.cost == pytest.approx(500 + 2 * found.empty + 10 * found.away)
    assert found.chance_over == pytest.approx(40 / 101)


def test_cheapest_of_three_halls_can_be_the_wrong_one():
    venues = [(40, 100.0), (80, 250.0), (200, 900.0)]

    assert [place for place, _ in ranked(EVEN, venues, 1.0, 20.0)] == [1, 0, 2]
