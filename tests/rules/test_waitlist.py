import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.waitlist import (
    OFFER_TAKEN,
    InLine,
    Rate,
    Standing,
    about,
    chance,
    free_seats,
    next_in_line,
    odds,
)

LINES = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "near"])), max_size=12)


@pytest.mark.parametrize(
    ("limits", "taken", "offered", "free"),
    [
        ({"": 10}, {"": 4}, {}, {"": 6}),
        ({"": 10}, {"": 4}, {"": 9}, {"": 0}),
        # What a group is offered beyond its own is of everybody's.
        ({"": 10, "near": 4}, {"": 1, "near": 2}, {"near": 5}, {"": 6, "near": 0}),
        # A group without seats of its own takes of everybody's.
        ({"": 10}, {}, {"near": 3}, {"": 7}),
        ({}, {}, {"": 3}, {"": 0}),
    ],
)
def test_free_is_what_is_neither_taken_nor_offered(limits, taken, offered, free):
    assert free_seats(limits, taken, offered) == free


def test_a_party_that_does_not_fit_is_passed_over_and_the_next_is_not():
    line = [InLine(1, 3), InLine(2, 4), InLine(3, 2), InLine(4, 1)]

    assert [each.key for each in next_in_line(line, {"": 5})] == [1, 3]


def test_a_groups_own_seats_go_first():
    line = [InLine(1, 2, "near"), InLine(2, 2), InLine(3, 2, "near")]

    assert [each.key for each in next_in_line(line, {"": 2, "near": 3})] == [1, 2]


@given(parties=st.lists(st.integers(1, 5), max_size=12), free=st.integers(0, 20))
def test_nobody_who_fits_is_skipped_whoever_stands_in_line(parties: list[int], free: int):
    line = [InLine(key, party) for key, party in enumerate(parties)]

    chosen = next_in_line(line, {"": free})

    for each in line:
        before = sum(other.party for other in chosen if other.key < each.key)
        assert (each in chosen) == (each.party <= free - before)


@given(parties=LINES, everybodys=st.integers(0, 9), near=st.integers(0, 9))
def test_nobody_sits_where_they_do_not_belong(
    parties: list[tuple[int, str]], everybodys: int, near: int
):
    line = [InLine(key, party, quota) for key, (party, quota) in enumerate(parties)]

    chosen = next_in_line(line, {"": everybodys, "near": near})

    assert sum(each.party for each in chosen) <= everybodys + near
    assert sum(each.party for each in chosen if not each.quota) <= everybodys


@pytest.mark.parametrize(
    ("standing", "likely"),
    [
        (Standing(before=0, party=2, free=2, offered=0, taken=100), 1.0),
        (Standing(before=0, party=2, free=0, offered=0, taken=0), 0.0),
        (Standing(before=0, party=1, free=0, offered=0, taken=120), 0.985),
        (Standing(before=40, party=2, free=0, offered=0, taken=120), 0.270),
        (Standing(before=40, party=2, free=0, offered=60, taken=60), 0.830),
        (Standing(before=900, party=2, free=0, offered=0, taken=120), 0.0),
    ],
)
def test_the_chance_is_that_enough_comes_free_for_all_before_and_this_party(standing, likely):
    assert chance(standing) == pytest.approx(likely, abs=2e-3)


def test_what_happened_at_the_event_soon_outweighs_what_usually_happens():
    assert OFFER_TAKEN.mean == 0.6
    assert OFFER_TAKEN.after(0, 100).mean == pytest.approx(0.1)
    assert Rate(1, 1).variance(1) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("likely", "told"),
    [(1.0, (1, 1)), (0.9, (9, 10)), (0.34, (1, 3)), (0.3, (1, 3)), (0.05, (1, 20)), (0.01, (0, 1))],
)
def test_odds_are_told_plainly(likely, told):
    assert odds(likely) == told


@pytest.mark.parametrize(("heads", "told"), [(0, 0), (7, 7), (19, 19), (43, 40), (1_234, 1_200)])
def test_no_number_is_told_more_exactly_than_it_is_worth(heads, told):
    assert about(heads) == told
