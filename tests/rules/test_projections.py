"""Where points lie on the maps: as d3-geo has them, whose figures these are."""

import numpy as np
import pytest

from turnout.rules.places import kilometres
from turnout.rules.projections import World, on_usa, ring

NEW_YORK, SAN_FRANCISCO, ANCHORAGE, HONOLULU = (40.71, -74.0), (37.8, -122.4), (61.0, -150.0), (21.3, -157.8)


@pytest.mark.parametrize(
    ("place", "lies"),
    [
        (NEW_YORK, (869.833047, 215.779421)),
        (SAN_FRANCISCO, (35.330112, 260.976997)),
        (ANCHORAGE, (112.002981, 546.036367)),
        (HONOLULU, (268.200443, 549.349867)),
    ],
)
def test_a_place_in_the_usa_lies_where_the_states_are_drawn(
    place: tuple[float, float], lies: tuple[float, float]
):
    found = on_usa(np.array([place[0]]), np.array([place[1]]))

    assert found[0] == pytest.approx(lies, abs=1e-5)


def test_a_place_elsewhere_lies_nowhere_on_the_map_of_the_usa():
    assert np.isnan(on_usa(np.array([52.5]), np.array([13.4]))).all()


def test_the_middle_of_the_world_is_where_it_was_put_and_its_edges_are_as_far():
    world = World(scale=100.0, x=480.0, y=230.0, meridian=11.0)

    points = world.of(np.array([0.0, 0.0, 0.0, 90.0]), np.array([11.0, 101.0, -79.0, 11.0]))

    assert points[0].tolist() == [480.0, 230.0]
    assert points[1, 0] - 480 == pytest.approx(480 - points[2, 0])
    # Equal Earth is 1.3173627591574 high at the pole (Šavrič, Patterson and Jenny 2018).
    assert 230 - points[3, 1] == pytest.approx(131.73627591574)


def test_a_ring_is_as_far_everywhere_and_begins_in_the_north():
    latitude, longitude = ring(*NEW_YORK, 160.0)

    far = kilometres(latitude.astype(np.float32), longitude.astype(np.float32), NEW_YORK)
    assert far == pytest.approx(np.full(72, 160.0), abs=0.1)
    assert latitude[0] == latitude.max()


def test_a_ring_about_the_date_line_goes_on_across_it():
    _, longitude = ring(-17.0, 179.9, 100.0)

    assert longitude.max() > 179
    assert longitude.min() < -179
