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
    spare_seats,
)

LINES = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "near"])), max_size=12)


@pytest.mark.parametrize(
    ("limits", "taken", "offered", "free"),
    [
        ({"": 10}, {"": 4}, {}, {"": 6}),
        ({"": 10}, {"": 4}, {"": 9}, {"": -3}),
        # What a group is offered beyond its own is of everybody's.
        ({"": 10, "near": 4}, {"": 1, "near": 2}, {"near": 5}, {"": 6, "near": 0}),
        # A group without seats of its own takes of everybody's.
        ({"": 10}, {}, {"near": 3}, {"": 7}),
        ({}, {}, {"": 3}, {"": -3}),
    ],
)
def test_free_is_what_is_neither_taken_nor_offered(limits, taken, offered, free):
    assert free_seats(limits, taken, offered) == free


def line_of(*people: tuple[int, str]) -> list[InLine]:
    return [InLine((key,), party, quota) for key, (party, quota) in enumerate(people, 1)]


def chosen(line: list[InLine], free: dict[str, int]) -> list[int]:
    return [key for each in next_in_line(line, free).chosen for key in each.keys]


def test_a_party_that_does_not_fit_is_passed_over_and_the_next_is_not():
    assert chosen(line_of((3, ""), (4, ""), (2, ""), (1, "")), {"": 5}) == [1, 3]


def test_a_groups_own_seats_go_first():
    line = line_of((2, "near"), (2, ""), (2, "near"))

    assert chosen(line, {"": 2, "near": 3}) == [1, 2]


def test_seats_that_nobody_of_a_group_can_use_are_anybodys():
    found = next_in_line(line_of((4, ""), (2, "near"), (3, "near")), {"": 1, "near": 4, "young": 1})

    assert [each.keys for each in found.chosen] == [(1,), (2,)]
    assert found.given == {"near": 2, "young": 1}


def test_a_party_takes_of_its_groups_seats_and_everybodys_together():
    found = next_in_line(line_of((4, "near"), (1, "")), {"": 2, "near": 2})

    assert [each.keys for each in found.chosen] == [(1,)]
    assert found.given == {}


def test_who_is_not_invited_by_itself_holds_the_seats_of_the_group():
    line = [InLine((1,), 2, ""), InLine((2,), 2, "near", goes_on=False)]

    assert chosen(line, {"": 0, "near": 3}) == []
    assert spare_seats(line, {"": 0, "near": 3}) == {"near": 1}


def test_where_more_was_offered_than_there_is_a_group_gives_nothing_up():
    assert chosen(line_of((1, ""), (1, "near")), {"": -1, "near": 2}) == [2]


@given(parties=st.lists(st.integers(1, 5), max_size=12), free=st.integers(0, 20))
def test_nobody_who_fits_is_skipped_whoever_stands_in_line(parties: list[int], free: int):
    line = line_of(*[(party, "") for party in parties])

    found = next_in_line(line, {"": free}).chosen

    for each in line:
        before = sum(other.party for other in found if other.keys < each.keys)
        assert (each in found) == (each.party <= free - before)


@given(people=LINES, everybodys=st.integers(-3, 9), near=st.integers(0, 9))
def test_every_seat_is_given_to_who_fits_and_none_twice(
    people: list[tuple[int, str]], everybodys: int, near: int
):
    line = line_of(*people)

    found = next_in_line(line, {"": everybodys, "near": near})

    seated = sum(each.party for each in found.chosen)
    others = sum(each.party for each in found.chosen if not each.quota)
    left = max(0, everybodys) + near - seated
    assert left >= 0
    assert others <= max(0, everybodys) + found.given.get("near", 0)
    for each in line:
        if each not in found.chosen and everybodys >= 0:
            assert each.party > left


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
