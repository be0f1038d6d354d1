import re

import pytest
from django.utils.translation import override

from turnout.interest.arithmetic import NUMBERS, questions
from turnout.rehearse.sums import answered


def test_each_question_has_a_word_a_digit_and_an_answer_that_is_no_less_than_one():
    words = {str(number) for number in NUMBERS}

    for question in questions()["en"]:
        first, sign, second = re.fullmatch(r"What is (\w+) (minus|plus) (\w+)\?", question.words).groups()  # type: ignore[union-attr]
        assert (first in words) != (second in words)
        assert sign in {"minus", "plus"}
        assert 1 <= question.answer <= 29


def test_the_questions_are_many():
    assert len({question.words for question in questions()["en"]}) > 400


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_a_person_who_reads_the_language_can_answer(language: str):
    with override(language):
        assert all(answered(each.words) == str(each.answer) for each in questions()[language])
