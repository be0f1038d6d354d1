"""Which city, and which date."""

import numpy as np
import pytest

from tests.rules.test_forecast import CLAIMED, said
from turnout.rules.forecast import SignUps
from turnout.rules.learning import learn, learn_people, published
from turnout.rules.people import TRAITS
from turnout.rules.places import TRAVEL, Option, compare, kilometres


def option(yes: slice, kilometres: float, many: int = 300) -> Option:
    goes = np.zeros(many, np.bool_)
    goes[yes] = True
    return Option(goes, np.full(many, kilometres, np.float32))


def test_more_said_yes_to_one_and_more_will_come_to_the_other():
    philadelphia, new_york = option(slice(0, 200), 150), option(slice(120, 300), 5)

    found = compare(said("definitely", 300), [philadelphia, new_york])

    far, near = found.outcomes
    assert (far.yes, near.yes) == (200, 180)
    assert far.expected < near.expected
    assert far.chance_best < 0.35
    assert far.chance_best + near.chance_best == pytest.approx(1)
    assert found.overlap.tolist() == [[200, 80], [80, 180]]


def test_same_options_are_as_likely_the_best():
    found = compare(said("probably", 300), [option(slice(0, 150), 10), option(slice(150, 300), 10)])

    assert found.outcomes[0].chance_best == pytest.approx(0.5, abs=0.06)
    assert found.outcomes[0].expected == found.outcomes[1].expected


def test_what_was_learned_of_distance_counts_instead():
    people = said("definitely", 300, distance=np.where(np.arange(300) % 2, 1000, 1).astype(np.float32))
    known = learn_people(published(), people, np.arange(300) % 2 == 1)

    found = compare(people, [option(slice(0, 300), 1000), option(slice(0, 300), 1)], known)

    assert known.coefficients.mean[TRAITS.index("distance")] > 0 > TRAVEL
    assert found.outcomes[0].expected > found.outcomes[1].expected


def test_an_option_nobody_wants_is_never_the_best():
    known = learn(published(), CLAIMED)

    found = compare(said("claimed", 300), [option(slice(0, 300), 10), option(slice(0, 0), 10)], known, 600.0)

    assert found.outcomes[1].yes == found.outcomes[1].expected == 0
    assert found.outcomes[0].chance_best == 1.0


@pytest.mark.parametrize("many", [0, 13])
def test_no_option_and_too_many_are_refused(many: int):
    with pytest.raises(ValueError, match=str(many)):
        compare(said("maybe", 300), [option(slice(0, 10), 1)] * many)


def test_philadelphia_is_129_kilometres_from_new_york():
    latitude, longitude = np.array([39.95, 40.71], np.float32), np.array([-75.17, -74.01], np.float32)

    assert kilometres(latitude, longitude, (40.71, -74.01)) == pytest.approx([129.6, 0], abs=1)


def test_a_later_date_counts_with_its_own_lead():
    yes = np.ones(300, np.bool_)
    near = np.full(300, 10, np.float32)
    soon = Option(yes, near, np.full(300, 7, np.float32))
    late = Option(yes, near, np.full(300, 120, np.float32))

    found = compare(said("definitely", 300), [soon, late])

    assert found.outcomes[0].expected > found.outcomes[1].expected


def test_who_is_still_to_sign_up_is_in_the_whole_and_in_the_chance_to_be_best():
    half = np.arange(300) % 2 == 0
    near = np.full(300, 10, np.float32)
    growing = Option(half, near, sign_ups=SignUps([20] * 7, 60.0))

    found = compare(said("definitely", 300), [growing, Option(~half, near)])

    assert found.outcomes[0].expected == pytest.approx(found.outcomes[1].expected, rel=0.01)
    assert found.outcomes[0].whole.heads.mean > 2 * found.outcomes[1].whole.heads.mean
    assert found.outcomes[0].chance_best > 0.9
