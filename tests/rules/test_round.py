"""A round of invitations: whom it is for, in which order, and who of them gets a seat."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.round import (
    Candidate,
    Quota,
    allot,
    by_confirming,
    by_score,
    filter_of,
    shares_to_seats,
)
from turnout.rules.score import Term, score, term_of

ADA = Candidate(1, "definitely", 2, since=10.0, options=(7,), answers={"q1": ["a", "b"], "q2": 3, "q3": True})


def people(*parties: int) -> list[Candidate]:
    return [Candidate(key, "definitely", party, since=float(key)) for key, party in enumerate(parties)]


def keys(found: Sequence[Candidate]) -> list[int]:
    return [person.key for person in found]


@pytest.mark.parametrize(
    ("term", "points"),
    [
        (Term("likelihood", "definitely", 3), 3),
        (Term("likelihood", "maybe", 3), 0),
        (Term("option", "7", 2), 2),
        (Term("q1", "b", 4), 4),
        (Term("q1", "", 4), 8),
        (Term("q2", "", -2), -6),
        (Term("q2", "3", 5), 5),
        (Term("q3", "yes", 1), 1),
        (Term("q9", "", 1), 0),
        (Term("q9", "a", 1), 0),
        (Term("likelihood", "", 1), 0),
        (Term("party", "", 1), 2),
    ],
)
def test_points_are_given_for_what_was_said_and_times_a_number(term: Term, points: float) -> None:
    assert score([term], ADA.said()) == points


def test_points_have_bounds() -> None:
    assert term_of({"of": "party", "points": 100}) == Term("party", "", 100)

    with pytest.raises(ValueError, match="101"):
        term_of({"of": "party", "points": 101})


def test_first_come_is_by_confirming_and_who_did_not_comes_last() -> None:
    late = Candidate(1, "maybe", 1, since=9.0)
    never = Candidate(2, "maybe", 1, since=1.0, is_verified=False)
    first = Candidate(3, "maybe", 1, since=2.0)

    assert keys(by_confirming([late, never, first])) == [3, 1, 2]
    assert keys(by_score([late, never, first], [])) == [3, 1, 2]


@pytest.mark.parametrize(
    ("stored", "fits"),
    [
        ({}, True),
        ({"likelihood": ["definitely", "maybe"]}, True),
        ({"likelihood": ["maybe"]}, False),
        ({"option": 7}, True),
        ({"option": 8}, False),
        ({"via": [""]}, True),
        ({"via": ["reddit"]}, False),
        ({"country": "US"}, False),
        ({"postcodes": ["10"]}, False),
        ({"kilometres": 40}, False),
        ({"answers": {"q1": ["b"]}}, True),
        ({"answers": {"q1": ["c"]}}, False),
        ({"answers": {"q1": ["b"], "q3": ["no"]}}, False),
    ],
)
def test_each_part_of_a_filter_narrows_and_what_is_not_known_is_not_near(
    stored: dict[str, object], fits: bool
) -> None:
    assert filter_of(stored).fits(ADA) is fits


def test_postcodes_are_compared_as_people_mean_them() -> None:
    person = Candidate(1, "maybe", 1, 0.0, postcode="sw1a 1aa", is_verified=False)

    assert filter_of({"postcodes": ["SW1A1"], "verified": False}).fits(person)
    assert not filter_of({"postcodes": ["SW1A1"]}).fits(person)


def test_a_party_that_does_not_fit_is_passed_over_and_waits_ahead() -> None:
    found = allot(people(2, 3, 1, 1), 3)

    assert keys([person for person, _ in found.chosen]) == [0, 2]
    assert keys(found.waiting) == [1, 3]
    assert found.heads == 3


def test_without_a_number_of_seats_everybody_is_chosen() -> None:
    found = allot(people(2, 3, 1), None)

    assert (len(found.chosen), found.waiting) == (3, [])


def test_what_a_group_leaves_over_is_open_to_all() -> None:
    group = Quota("near", 5, lambda person: person.key == 3)

    found = allot(people(1, 1, 1, 1, 1), 4, [group])

    assert [(person.key, quota) for person, quota in found.chosen] == [(0, ""), (1, ""), (2, ""), (3, "near")]


def test_shares_are_rounded_down() -> None:
    assert shares_to_seats(10, [33, 33.4, 5]) == [3, 3, 0]


@given(
    parties=st.lists(st.integers(1, 6), max_size=30),
    seats=st.integers(0, 40),
    near=st.sets(st.integers(0, 29)),
    kept=st.integers(0, 40),
)
def test_never_more_heads_than_seats_nobody_lost_and_nobody_skipped_who_fits(
    parties: list[int], seats: int, near: set[int], kept: int
) -> None:
    quotas = [Quota("near", min(kept, seats), lambda person: person.key in near)]

    found = allot(people(*parties), seats, quotas)

    chosen = [person for person, _ in found.chosen]
    assert found.heads <= seats
    assert sorted(keys(chosen) + keys(found.waiting)) == list(range(len(parties)))
    left = seats - found.heads
    assert all(person.party > left for person in found.waiting)
    assert keys(chosen) == sorted(keys(chosen))


@given(
    parties=st.lists(st.integers(1, 4), min_size=1, max_size=20),
    cut=st.integers(1, 20),
    seats=st.integers(1, 30),
)
def test_written_in_parts_it_comes_out_the_same(parties: list[int], cut: int, seats: int) -> None:
    """What is written is taken off, and the rest is allotted anew: as after a stop in the middle."""
    everybody = people(*parties)
    near = Quota("near", seats // 3, lambda person: person.key % 3 == 0)
    whole = allot(everybody, seats, [near])
    written = [(person, quota) for person, quota in whole.chosen if person.key < cut]
    used = {quota: sum(p.party for p, q in written if q == quota) for quota in ("near", "")}

    rest = allot(
        [person for person in everybody if person.key >= cut],
        seats - sum(used.values()),
        [Quota("near", near.seats - used["near"], near.fits)],
    )

    assert written + rest.chosen == whole.chosen


def test_who_comes_together_is_chosen_together_or_waits_together() -> None:
    friends = {0: "friends", 2: "friends"}

    found = allot(people(2, 1, 2, 1), 3, (), friends)
    more = allot(people(2, 1, 2, 1), 5, (), friends)

    assert keys([person for person, _ in found.chosen]) == [1, 3]
    assert keys(found.waiting) == [0, 2]
    assert keys([person for person, _ in more.chosen]) == [0, 1, 2]


def test_those_together_are_of_a_group_only_if_each_of_them_is() -> None:
    first, second, third = people(1, 1, 1)
    both = [first, second]
    quota = Quota("near", 2, lambda person: person.key in {0, 2})

    parted = allot([*both, third], 3, [quota], {0: "friends", 1: "friends"})
    alike = allot([first, third], 2, [quota], {0: "friends", 2: "friends"})

    assert [quota for _, quota in parted.chosen] == ["", "", "near"]
    assert [quota for _, quota in alike.chosen] == ["near", "near"]
