from hashlib import sha256

import pytest

from tests.rules.draws import LOTTO, PICK
from turnout.rules.announced import (
    NotTheseNumbers,
    Source,
    is_possible,
    is_text_of,
    outcomes_of,
    randomness_of,
    text_of,
)


def test_rising_numbers_are_put_in_order_and_others_stay_as_they_were_drawn():
    assert text_of([LOTTO, PICK], [[51, 4, 23, 11, 45, 34], [7, 0, 7, 1]]) == "4.11.23.34.45.51./7.0.7.1./"


@pytest.mark.parametrize(
    ("numbers", "at"),
    [
        ([[1, 2, 3, 4, 5], [1, 2, 3, 4]], 0),
        ([[1, 2, 3, 4, 5, 5], [1, 2, 3, 4]], 0),
        ([[1, 2, 3, 4, 5, 60], [1, 2, 3, 4]], 0),
        ([[1, 2, 3, 4, 5, 6], [1, 2, 3, 10]], 1),
    ],
)
def test_other_numbers_than_were_announced_are_refused(numbers: list[list[int]], at: int):
    with pytest.raises(NotTheseNumbers) as refusal:
        text_of([LOTTO, PICK], numbers)

    assert (refusal.value.at, refusal.value.source) == (at, [LOTTO, PICK][at])


def test_the_randomness_is_the_hash_of_the_text():
    assert randomness_of("7.0.7.1./") == sha256(b"7.0.7.1./").digest()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("4.11.23.34.45.51./", True),
        ("11.4.23.34.45.51./", False),
        ("4.11.23.34.45.51/", False),
        ("4.11.23.34.45.51.", False),
        ("04.11.23.34.45.51./", False),
        ("4.11.23.34.45.60./", False),
        ("4.11.23.34.45.51./1./", False),
        ("4.11.23.34.45.51./\n", False),
        ("", False),
    ],
)
def test_a_text_is_one_of_the_sources_to_the_letter(text: str, is_one: bool):
    assert is_text_of([LOTTO], text) is is_one


def test_outcomes_are_counted_over_all_sources():
    assert outcomes_of([LOTTO, PICK]) == 45_057_474 * 10_000


@pytest.mark.parametrize(
    "source",
    [
        Source("", 0, 1, 9),
        Source("", 10, 1, 9),
        Source("", 21, 0, 9, rising=False),
        Source("", 1, 9, 1),
        Source("", 1, 0, 1_000_000),
    ],
)
def test_a_source_that_cannot_be_drawn_is_known(source: Source):
    assert not is_possible(source)
    assert is_possible(LOTTO)
    assert is_possible(PICK)
