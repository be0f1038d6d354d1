"""A question in a list: what it is, and when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

from turnout.desk.question_form import KINDS, answers_of
from turnout.events.models import Question


@dataclass(frozen=True)
class Line:
    question: Question
    kind: str | Promise
    choices: str
    condition: str


def lines_of(questions: Sequence[Question]) -> list[Line]:
    by_id = {question.pk: question for question in questions}
    return [
        Line(
            question,
            KINDS[Question.Kind(question.kind)][0],
            " · ".join(choice["label"] for choice in question.open_choices()),
            _condition(question, by_id),
        )
        for question in questions
    ]


def _condition(question: Question, by_id: dict[int, Question]) -> str:
    earlier = by_id.get(question.show_if.get("question", 0))
    if earlier is None:
        return ""
    labels = dict(answers_of(earlier))
    return gettext("Only when “%(question)s” is: %(answers)s") % {
        "question": earlier.label,
        "answers": " · ".join(labels.get(value, value) for value in question.show_if["is"]),
    }
