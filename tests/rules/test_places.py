"""Which city, and which date."""

import numpy as np
import pytest

from tests.rules.test_forecast import CLAIMED, said
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
