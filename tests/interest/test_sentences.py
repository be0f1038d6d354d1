from typing import Any

import pytest

from turnout.interest.sentences import sentence
from turnout.rules.form import Problem


@pytest.mark.parametrize(
    ("field", "code", "facts", "said"),
    [
        ("name", "missing", {}, "Enter your name."),
        ("name", "too_long", {"longest": 120}, "Your name must have 120 characters or fewer."),
        ("email", "not_an_address", {}, "Enter an e-mail address such as name@example.com."),
        ("party", "out_of_range", {"least": 1, "greatest": 4}, "Choose a number of people from 1 to 4."),
        (
            "age",
            "missing",
            {"least": 16},
            "Only people of 16 years or older can answer. Tick the box if you are.",
        ),
        ("q7", "missing", {}, "Answer “How many?”."),
        ("q7", "too_long", {"longest": 20}, "Your answer to “How many?” must have 20 characters or fewer."),
        ("q7", "too_many", {"most": 2}, "Choose up to 2 answers to “How many?”."),
        ("q7", "too_many", {"most": 1}, "Choose 1 answer to “How many?”."),
        ("q7", "not_a_number", {}, "Answer “How many?” with a number, such as 12."),
        ("q7", "not_a_date", {}, "Answer “How many?” with a date."),
        ("q7", "not_a_choice", {}, "Choose one of the answers to “How many?”."),
        (
            "q7",
            "out_of_range",
            {"least": 0, "greatest": 9},
            "The number for “How many?” must be from 0 to 9.",
        ),
        (
            "q7",
            "out_of_range",
            {"least": None, "greatest": 0},
            "The number for “How many?” must be 0 or less.",
        ),
        (
            "q7",
            "out_of_range",
            {"least": 1_000, "greatest": None},
            "The number for “How many?” must be 1,000 or more.",
        ),
        (
            "q7",
            "out_of_range",
            {"least": "2026-01-01", "greatest": "2026-12-31"},
            "The date for “How many?” must be from January 1, 2026 to December 31, 2026.",
        ),
        (
            "q7",
            "out_of_range",
            {"least": "2026-01-01", "greatest": None},
            "The date for “How many?” must be January 1, 2026 or after.",
        ),
        (
            "q7",
            "out_of_range",
            {"least": None, "greatest": "2026-01-01"},
            "The date for “How many?” must be January 1, 2026 or before.",
        ),
    ],
)
def test_each_problem_has_its_sentence(field: str, code: str, facts: dict[str, Any], said: str) -> None:
    assert sentence(Problem(field, code, facts), "How many?", "en") == said
