import pytest

from turnout.rules.round import Candidate
from turnout.rules.weights import BEEN_BEFORE, Weights


@pytest.mark.parametrize(
    ("weights", "was_there", "weight"),
    [
        (Weights(values={"maybe": 4}), False, 4),
        (Weights("q1", {"b": 3}), True, 1),
        (Weights("q2", {"a": 2, "b": 3}), False, 3),
        (Weights(BEEN_BEFORE, {"yes": 6}), True, 6),
        (Weights(BEEN_BEFORE, {"yes": 6}), False, 1),
    ],
)
def test_the_heaviest_of_what_was_said_counts(weights: Weights, was_there: bool, weight: int):
    person = Candidate(1, "maybe", 1, 0.0, answers={"q1": "a", "q2": ["a", "b", "c"]})

    assert weights.of(person, was_there=was_there) == weight


def test_weights_are_held_to_what_a_record_may_have_and_left_out_where_all_are_one():
    assert Weights(values={"a": 0, "b": 40}).tidy() == Weights(values={"a": 1, "b": 10})
    assert Weights("q1", {"a": 1, "b": 0}).tidy() == Weights("q1")
