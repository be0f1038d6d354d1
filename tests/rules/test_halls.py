"""The picture of a hall's risk, and the shape of a forecast."""

import numpy as np

from tests.rules.test_forecast import said
from turnout.rules.forecast import forecast
from turnout.rules.halls import risk
from turnout.rules.heads import Heads
from turnout.rules.silhouette import silhouette

SURE = Heads(np.array([40]), np.array([1.0]))


def test_the_risk_falls_from_nearly_sure_to_nearly_none():
    heads = forecast(said("definitely", 300)).heads

    found = risk(heads, 220)

    assert found.over[0] > 0.99
    assert found.over[-1] < 0.01
    assert (np.diff(found.over) <= 0).all()
    assert found.over[found.capacity.tolist().index(220)] == heads.chance_over(220)


def test_a_hall_far_from_what_is_likely_is_in_the_picture_as_well():
    found = risk(forecast(said("maybe", 20)).heads, 0, 400)

    assert found.capacity[0] == 0
    assert found.capacity[-1] >= 400


def test_a_certain_number_is_a_step():
    found = risk(SURE)

    assert found.capacity.tolist() == [40, 41]
    assert found.over.tolist() == [0.0, 0.0]


def test_the_hill_is_highest_near_the_middle_and_has_one_top():
    heads = forecast(said("definitely", 300)).heads

    found = silhouette(heads)
    top = int(found.height.argmax())

    assert found.height.max() == 1.0
    assert abs(found.at[top] - heads.median) < 30
    assert found.height[0] < 0.03 > found.height[-1]
    assert (np.diff(found.height)[:top] >= -1e-3).all()


def test_one_certain_number_is_a_narrow_hill():
    found = silhouette(SURE)

    assert abs(found.at[int(found.height.argmax())] - 40) < 0.6
    assert found.at[-1] - found.at[0] < 6
