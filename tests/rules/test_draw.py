import hmac
from collections.abc import Sequence
from hashlib import sha256
from itertools import permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.draws import NEAR, entries_of
from turnout.rules.draw import CODE, Entry, Place, Quota, as_code, code_of, draw, ranks, seed_of

SEED = sha256(b"seed").digest()


def test_a_rank_is_an_hmac_of_code_and_number_for_each_unit_of_weight():
    entry = Entry("00000-00001", 2, 3)

    found = ranks(entry, SEED)

    assert found == [hmac.digest(SEED, f"00000-00001|{i}".encode(), "sha256") for i in (0, 1, 2)]


def test_the_smallest_of_its_ranks_decides_and_is_the_same_whatever_comes_before():
    entries = [entry._replace(weight=1 + at % 3) for at, entry in enumerate(entries_of(*[1] * 50))]

    order = draw(entries, 10, [], SEED).order

    assert order == [each.code for each in sorted(entries, key=lambda each: min(ranks(each, SEED)))]


def test_the_seed_is_a_hash_of_commitment_and_randomness():
    assert seed_of(b"\1" * 32, b"\2" * 32) == sha256(b"\1" * 32 + b"\2" * 32).digest()


def test_places_go_by_rank_until_the_seats_are_full():
    entries = entries_of(1, 1, 1, 1)

    outcome = draw(entries, 2, [], SEED)

    assert outcome.places == [Place(code, "") for code in outcome.order[:2]]


def test_a_party_that_does_not_fit_is_passed_over_and_a_smaller_one_behind_it_gets_a_place():
    ranked = _by_rank(entries_of(1, 1, 1))
    parties = dict(zip(ranked, (2, 3, 1), strict=True))
    entries = [each._replace(party=parties[each.code]) for each in entries_of(1, 1, 1)]

    outcome = draw(entries, 3, [], SEED)

    assert outcome.order == ranked
    assert outcome.places == [Place(ranked[0], ""), Place(ranked[2], "")]


def test_a_quota_fills_its_own_seats_first_and_its_others_take_part_for_the_open_ones():
    ranked = _by_rank(entries_of(1, 1, 1, 1, 1))
    near = {ranked[2], ranked[3], ranked[4]}
    entries = [each._replace(quota="near" if each.code in near else "") for each in entries_of(1, 1, 1, 1, 1)]

    outcome = draw(entries, 3, [NEAR._replace(seats=1)], SEED)

    assert outcome.places == [Place(ranked[0], ""), Place(ranked[1], ""), Place(ranked[2], "near")]


def test_what_a_quota_leaves_is_open_to_everybody():
    entries = entries_of(1, 1, 2)

    outcome = draw(entries, 4, [NEAR._replace(seats=3)], SEED)

    assert {place.code for place in outcome.places} == {each.code for each in entries}
    assert {place.quota for place in outcome.places} == {""}


def test_nobody_or_no_seats_is_a_draw_too():
    assert draw([], 10, [NEAR], SEED).places == []
    assert draw(entries_of(1, 1), 0, [], SEED).places == []


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 10), st.sampled_from(["", "a", "b"])), max_size=12),
    st.integers(0, 20),
    st.binary(min_size=32, max_size=32),
)
def test_no_seat_is_given_twice_and_none_stays_free_that_somebody_fits_into(
    people: Sequence[tuple[int, int, str]], seats: int, seed: bytes
):
    entries = [Entry(code_of(at), *each) for at, each in enumerate(people)]
    quotas = [Quota("a", "A", seats // 3), Quota("b", "B", seats // 4)]

    outcome = draw(entries, seats, quotas, seed)

    parties = {each.code: each.party for each in entries}
    placed = [place.code for place in outcome.places]
    left = seats - sum(parties[code] for code in placed)
    assert left >= 0
    assert sorted(outcome.order) == [each.code for each in entries]
    assert placed == [code for code in outcome.order if code in set(placed)]
    assert all(parties[code] > left for code in parties.keys() - set(placed))
    for quota in quotas:
        assert sum(parties[code] for code, own in outcome.places if own == quota.code) <= quota.seats


def test_a_code_is_ten_letters_and_digits_that_nobody_mistakes():
    assert code_of(0) == "00000-00000"
    assert code_of(2**50 - 1) == "ZZZZZ-ZZZZZ"
    assert all(CODE.fullmatch(code_of(31**place)) for place in range(10))


@pytest.mark.parametrize(
    "typed",
    ["K7Q1M-F02PX", "k7q1mf02px", " k7qim f-o2px ", "K7QLM–FO2PX"],  # noqa: RUF001
)
def test_a_code_is_understood_as_it_may_be_typed(typed: str):
    assert as_code(typed) == "K7Q1M-F02PX"


def _by_rank(entries: Sequence[Entry]) -> list[str]:
    return draw(entries, 0, [], SEED).order


def exact_inclusion(entries: Sequence[Entry], seats: int, quotas: Sequence[Quota]) -> dict[str, float]:
    """The chance of each to get a place, over all orders: the least of w even numbers comes first with a
    chance of w among all that are left."""
    chances = dict.fromkeys((each.code for each in entries), 0.0)
    for order in permutations(entries):
        weights = [each.weight for each in order]
        chance = prod(weight / sum(weights[at:]) for at, weight in enumerate(weights))
        for code in _filled(order, seats, quotas):
            chances[code] += chance
    return chances


def _filled(order: Sequence[Entry], seats: int, quotas: Sequence[Quota]) -> set[str]:
    placed: set[str] = set()
    spent = 0
    for own, most in [*((each.code, each.seats) for each in quotas), (None, seats)]:
        room = most if own is not None else seats - spent
        for each in order:
            if each.code not in placed and own in {None, each.quota} and each.party <= room:
                placed.add(each.code)
                room -= each.party
                spent += each.party
    return placed
