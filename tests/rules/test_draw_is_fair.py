"""Statistics over many draws. Seeds are fixed; a fair draw would fail a bound once in a thousand seeds."""

from collections import Counter
from math import sqrt
from random import Random
from statistics import NormalDist

import pytest

from tests.rules.draws import entries_of
from tests.rules.test_draw import exact_inclusion
from turnout.rules.draw import Entry, Quota, code_of, draw

DRAWS = 4_000


def test_who_comes_first_is_in_proportion_to_the_weight():
    chance = Random(1)
    entries = [each._replace(weight=w) for each, w in zip(entries_of(1, 1, 1, 1), (1, 2, 3, 10), strict=True)]

    firsts = Counter(draw(entries, 0, [], chance.randbytes(32)).order[0] for _ in range(DRAWS))

    expected = {each.code: DRAWS * each.weight / 16 for each in entries}
    # Chi-square with three degrees of freedom exceeds 16.27 once in a thousand.
    assert sum((firsts[code] - mean) ** 2 / mean for code, mean in expected.items()) < 16.27


SMALL = {
    "weights": ([Entry(code_of(i), 1, w) for i, w in enumerate((1, 1, 2, 5, 10))], 2, []),
    "parties": ([Entry(code_of(i), p) for i, p in enumerate((1, 2, 3, 4, 1))], 4, []),
    "quotas": (
        [Entry(code_of(i), 1 + i % 2, 1 + i, "near" if i % 2 else "") for i in range(6)],
        5,
        [Quota("near", "Near", 3)],
    ),
}


@pytest.mark.parametrize("case", SMALL)
def test_how_often_each_gets_a_place_is_what_counting_every_order_says(case: str):
    entries, seats, quotas = SMALL[case]
    chance = Random(case)

    placed = Counter(
        place.code
        for _ in range(DRAWS)
        for place in draw(entries, seats, quotas, chance.randbytes(32)).places
    )

    bound = _bound(len(entries))
    for code, exact in exact_inclusion(entries, seats, quotas).items():
        spread = sqrt(exact * (1 - exact) / DRAWS)
        assert abs(placed[code] / DRAWS - exact) <= bound * spread + 1e-9, code


def test_neither_code_nor_time_of_entry_nor_being_a_group_moves_the_rank():
    chance = Random(3)
    by_code, by_time, by_group = [], [], []

    for _ in range(DRAWS):
        # As entries come in time, each with a random code; every third is a group of friends.
        entries = [Entry(code_of(chance.getrandbits(50)), 3 if at % 3 == 0 else 1) for at in range(12)]
        order = draw(sorted(entries), 0, [], chance.randbytes(32)).order
        ranks = [order.index(each.code) for each in entries]
        by_time.append(sum(ranks[:6]) / 6)
        by_group.append(sum(ranks[::3]) / 4)
        lower = sorted(range(12), key=lambda at: entries[at].code)[:6]
        by_code.append(sum(ranks[at] for at in lower) / 6)

    # The mean of k ranks of twelve, taken without putting back.
    for found, k in ((by_time, 6), (by_code, 6), (by_group, 4)):
        spread = sqrt((12**2 - 1) / 12 / k * (12 - k) / 11 / DRAWS)
        assert abs(sum(found) / DRAWS - 5.5) < _bound(3) * spread


def test_the_order_in_which_entries_are_listed_changes_nothing():
    chance = Random(4)
    entries = entries_of(*[1] * 20)

    shuffled = chance.sample(entries, len(entries))
    seed = chance.randbytes(32)

    assert draw(shuffled, 5, [], seed) == draw(entries, 5, [], seed)


def _bound(looks: int) -> float:
    """So many standard deviations that all looks together exceed it once in a thousand."""
    return NormalDist().inv_cdf(1 - 0.001 / 2 / looks)
