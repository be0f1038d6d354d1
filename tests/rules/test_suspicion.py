from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.suspicion import REASONS, Seen, is_gibberish, mailbox_of, verdicts

LIST = frozenset({"throwaway.example"})


def seen(number: int, **changes: Any) -> Seen:
    """A person's answer like nobody else's, one every minute."""
    plain = Seen(
        id=number,
        at=60.0 * number,
        name="Ada Okafor",
        email_key=f"fan{number}@example.org",
        signs=frozenset(),
        network=f"network {number}",
        same=f"answers {number}",
    )
    given_signs = frozenset(changes.pop("signs", "").split())
    return plain._replace(signs=given_signs, **changes)


def judged(answers: Sequence[Seen]) -> dict[int, list[str]]:
    return verdicts(answers, LIST)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"signs": "filled"}, ["honeypot"]),
        ({"signs": "unopened bare"}, ["program"]),
        ({"signs": "young bare"}, ["program"]),
        ({"email_key": "x@throwaway.example"}, ["disposable"]),
        ({"email_key": "x@mail.throwaway.example"}, ["disposable"]),
        ({"name": "Xkqzvbn Wrtplk", "signs": "young"}, ["gibberish"]),
        ({"name": "Xkqzvbn", "signs": "filled unopened bare"}, ["honeypot", "program", "gibberish"]),
    ],
)
def test_one_answer_is_suspect_by_itself(changes: dict[str, Any], reasons: list[str]):
    assert judged([seen(1), seen(2, **changes), seen(3)]) == {2: reasons}


@pytest.mark.parametrize(
    "changes",
    [
        {"signs": "unopened"},
        {"signs": "young"},
        {"signs": "stale"},
        {"signs": "bare"},
        {"signs": "proven"},
        {"email_key": "ada+news@example.org"},
        {"name": "Xkqzvbn"},
        {"email_key": "ada@notthrowaway.example"},
    ],
)
def test_one_weak_sign_alone_is_no_reason(changes: dict[str, Any]):
    assert judged([seen(1), seen(2, **changes), seen(3)]) == {}


def test_of_two_spellings_of_a_mailbox_the_first_counts():
    answers = [seen(1, email_key="ada@example.org"), seen(2, email_key="ada+2@example.org")]

    assert judged(answers) == {2: ["variant"]}


def test_of_three_spellings_none_counts():
    answers = [seen(number, email_key=f"ada+{number}@example.org") for number in range(3)]

    assert judged(answers) == {0: ["variant"], 1: ["variant"], 2: ["variant"]}


def test_dots_make_another_mailbox_but_not_three_times():
    two = [seen(1, email_key="ada.o@example.org"), seen(2, email_key="adao@example.org")]

    assert judged(two) == {}
    assert set(judged([*two, seen(3, email_key="a.dao@example.org")])) == {1, 2, 3}


@pytest.mark.parametrize(
    ("email_key", "mailbox"),
    [
        ("ada+x@example.org", "ada@example.org"),
        ("a.da@example.org", "a.da@example.org"),
        ("a.d.a+x@googlemail.com", "ada@gmail.com"),
        ("+x@example.org", "+x@example.org"),
    ],
)
def test_mailbox(email_key: str, mailbox: str):
    assert mailbox_of(email_key) == mailbox


def test_the_same_answers_again_and_again_are_a_burst():
    answers = [seen(number, same="alike", signs="unopened") for number in range(5)]

    assert judged(answers) == {number: ["burst"] for number in range(5)}
    assert judged(answers[:4]) == {}


def test_people_who_answer_alike_hide_no_burst_and_are_none():
    crowd = [seen(number, same="alike") for number in range(10)]
    without_script = [seen(number, same="alike", signs="unopened") for number in range(10, 15)]

    assert judged(crowd + without_script) == {}
    assert set(judged(crowd[5:] + without_script)) == {10, 11, 12, 13, 14}


def test_alike_over_a_long_time_is_no_burst():
    answers = [seen(number, at=301.0 * number, same="alike", signs="unopened") for number in range(9)]

    assert judged(answers) == {}


def test_most_of_one_network_without_a_browsers_signs_is_one_program():
    answers = [seen(number, network="one", signs="unopened") for number in range(8)]

    assert judged(answers) == {number: ["network"] for number in range(8)}
    assert judged(answers[:7]) == {}


def test_a_town_behind_one_address_is_nobodys_program():
    town = [
        seen(number, at=float(number), network="mobile", signs="" if number % 3 else "unopened")
        for number in range(60)
    ]

    assert judged(town) == {}


def test_where_the_script_fails_for_everybody_nobody_stands_out():
    answers = [
        seen(number, signs="unopened", same=f"{number % 4}", network=f"{number % 5}") for number in range(100)
    ]

    assert judged(answers) == {}


def test_an_unknown_network_is_no_network():
    assert judged([seen(number, network="", signs="unopened") for number in range(20)]) == {}


@pytest.mark.parametrize(
    ("name", "is_random"),
    [
        ("Ada Okafor", False),
        ("MacDonald McAllister", False),
        ("Nguyen Thi Minh", False),
        ("Schwarzschild", False),
        ("Krzysztof", False),
        ("Štěpán Dvořák", False),
        ("欧阳", False),
        ("Xkqzvbn", True),
        ("sdfghjklqw", True),
        ("aGhTrwQe", True),
        ("brtvs kls", False),
    ],
)
def test_gibberish(name: str, is_random: bool):
    assert is_gibberish(name) is is_random


ANSWERS = st.lists(
    st.builds(
        seen,
        st.integers(0, 30),
        at=st.floats(0, 1000),
        name=st.text(max_size=20),
        email_key=st.sampled_from(["a@x.org", "a+1@x.org", "a+2@x.org", "b@throwaway.example", "c@x.org"]),
        signs=st.sampled_from(["", "unopened", "young", "unopened bare", "filled"]),
        network=st.sampled_from(["", "one", "two"]),
        same=st.sampled_from(["p", "q"]),
    ),
    max_size=30,
    unique_by=lambda answer: answer.id,
)


@given(ANSWERS)
def test_every_verdict_has_reasons_in_order_and_names_an_answer(answers: list[Seen]):
    found = judged(answers)

    assert set(found) <= {answer.id for answer in answers}
    assert all(reasons and reasons == sorted(reasons, key=REASONS.index) for reasons in found.values())


@given(ANSWERS)
def test_what_a_person_sends_is_suspect_for_its_address_alone(answers: list[Seen]):
    """No verdict about the others' bursts reaches whoever sent without any sign."""
    found = judged(answers)

    for answer in answers:
        if not answer.signs:
            assert set(found.get(answer.id, [])) <= {"disposable", "variant"}
