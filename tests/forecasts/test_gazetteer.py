"""Where places and ZIP codes are."""

import numpy as np
import pytest

from turnout.forecasts.gazetteer import Point, distances, place_point, points_of, zip_of, zip_point, zips


@pytest.mark.parametrize(
    ("place", "country", "name", "latitude"),
    [
        ("New York", "US", "New York City", 40.71427),
        ("philadelphia", "US", "Philadelphia", 39.95238),
        ("Nueva York", "US", "New York City", 40.71427),
        ("上海", "CN", "Shanghai", 31.22222),
        ("Portland", "US", "Portland", 45.52345),
        ("Portland, ME", "US", "Portland", 43.65737),
        ("Reading", "GB", "Reading", 51.45625),
        ("Berlin", "", "Berlin", 52.52437),
    ],
)
def test_a_place_is_the_largest_of_its_name_there(place: str, country: str, name: str, latitude: float):
    found = place_point(place, country)

    assert found is not None
    assert (found.name, found.latitude) == (name, latitude)


def test_a_small_town_is_known_as_well_and_a_quote_is_only_a_letter():
    assert place_point("Old Orchard Beach", "US") is not None
    assert place_point('New "York', "US") is None
    assert place_point("", "US") is None


def test_a_zip_code_is_a_place_and_may_have_four_digits_more():
    assert zip_point("10001-1234") == place_point("10001", "US")
    assert zip_point("10001") is not None
    assert zip_point("00000") is None
    assert zip_point("99999") is None
    assert [zip_of(each) for each in ("10001", " 10001-1", "1000", "1000a", "1000\u0661")] == [
        10001,
        10001,
        -1,
        -1,
        -1,
    ]


def test_a_region_is_named_after_its_town():
    region = zips().regions["191"]

    assert (region.town, region.state) == ("Philadelphia", "PA")
    assert region.latitude == pytest.approx(39.98, abs=0.05)


def test_people_are_as_far_as_is_known_of_them():
    new_york = Point(40.71, -74.0)
    people = points_of(["US", "US", "US", "DE", "GB", ""], ["19104", "10001", "nonsense", "10115", "", "1"])

    far = distances(people, new_york, "US")

    assert far[0] == pytest.approx(131, abs=2)
    assert far[1] == pytest.approx(4.3, abs=0.5)
    assert np.isnan(far[[2, 5]]).all()
    # A German is in the middle of Germany, whatever the postcode.
    assert far[3] == pytest.approx(6350, abs=100)
    assert far[4] < far[3]


def test_of_nobody_nothing_is_told():
    assert len(distances(points_of([], []), Point(0, 0), "US")) == 0
