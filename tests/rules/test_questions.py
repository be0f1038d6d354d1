from typing import Any

import pytest

from turnout.rules.questions import Question, Unfit, Value


def question_of(kind: str, *choices: str, **limits: Any) -> Question:
    return Question.of(
        {"id": 1, "kind": kind, "required": False, "choices": list(choices), "limits": limits, "show_if": {}}
    )


@pytest.mark.parametrize(
    ("question", "posted", "value"),
    [
        (question_of("short"), [" two  words "], "two words"),
        (question_of("short", longest=3), ["abc"], "abc"),
        (question_of("long"), ["one\r\n two "], "one\ntwo"),
        (question_of("one", "a", "b"), ["b"], "b"),
        (question_of("one", "a", "b"), [""], ""),
        (question_of("several", "a", "b", "c"), ["c", "a", "c", ""], ["a", "c"]),
        (question_of("several", "a", "b", "c", most=1), ["b"], ["b"]),
        (question_of("number"), ["7"], 7),
        (question_of("number"), [" -7.50 "], -7.5),
        (question_of("number"), ["1e3"], 1000),
        (question_of("number"), ["-0.0"], 0),
        (question_of("number"), [".5"], 0.5),
        (question_of("number", least=0, greatest=9), ["9"], 9),
        (question_of("number"), [""], ""),
        (question_of("date"), ["2026-12-08"], "2026-12-08"),
        (question_of("date", least="2026-12-08", greatest="2026-12-08"), ["2026-12-08"], "2026-12-08"),
        (question_of("date"), [""], ""),
        (question_of("yesno"), ["no"], "no"),
    ],
)
def test_fitting_answer_is_kept(question: Question, posted: list[str], value: Value):
    assert question.check(posted) == value


@pytest.mark.parametrize(
    ("question", "posted", "code", "facts"),
    [
        (question_of("short", longest=3), ["abcd"], "too_long", {"longest": 3}),
        (question_of("short"), ["a" * 201], "too_long", {"longest": 200}),
        (question_of("long"), ["a" * 2001], "too_long", {"longest": 2000}),
        (question_of("one", "a"), ["b"], "not_a_choice", {}),
        (question_of("several", "a"), ["a", "b"], "not_a_choice", {}),
        (question_of("several", "a", "b", most=1), ["a", "b"], "too_many", {"most": 1}),
        (question_of("number"), ["seven"], "not_a_number", {}),
        (question_of("number"), ["\u0667"], "not_a_number", {}),
        (question_of("number"), ["1_000"], "not_a_number", {}),
        (question_of("number"), ["nan"], "not_a_number", {}),
        (question_of("number"), ["1e99"], "out_of_range", {"least": -(10**15), "greatest": 10**15}),
        (question_of("number"), ["9" * 16], "out_of_range", {"least": -(10**15), "greatest": 10**15}),
        (question_of("number"), ["9" * 400], "not_a_number", {}),
        (question_of("number", least=1), ["0"], "out_of_range", {"least": 1, "greatest": None}),
        (question_of("number", greatest=9), ["9.1"], "out_of_range", {"least": None, "greatest": 9}),
        (question_of("date"), ["2026-02-30"], "not_a_date", {}),
        (question_of("date"), ["20261208"], "not_a_date", {}),
        (
            question_of("date", least="2026-01-01"),
            ["2025-12-31"],
            "out_of_range",
            {"least": "2026-01-01", "greatest": None},
        ),
        (question_of("yesno"), ["maybe"], "not_a_choice", {}),
    ],
)
def test_unfit_answer_says_why(question: Question, posted: list[str], code: str, facts: dict[str, Any]):
    with pytest.raises(Unfit) as unfit:
        question.check(posted)

    assert (unfit.value.code, unfit.value.facts) == (code, facts)


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [({"q8": "a"}, True), ({"q8": ["b", "a"]}, True), ({"q8": 7}, True), ({"q8": "b"}, False), ({}, False)],
)
def test_question_is_asked_after_the_answers_it_waits_for(earlier: dict[str, Value], asked: bool):
    question = Question.of(
        {
            "id": 9,
            "kind": "yesno",
            "required": True,
            "choices": [],
            "show_if": {"question": 8, "is": ["a", 7]},
        }
    )

    assert question.is_asked(earlier) is asked
