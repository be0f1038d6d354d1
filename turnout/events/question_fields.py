from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from turnout.events import fit
from turnout.events.fit import Wrong
from turnout.events.limits import limits_that_fit
from turnout.events.models import Question
from turnout.events.refusals import Problem, Unfit

MOST = 30
MOST_CHOICES = 40
CHOOSING = {Question.Kind.ONE, Question.Kind.SEVERAL}
DECIDING = CHOOSING | {Question.Kind.YESNO}
CHOICE_LABEL = fit.line(120, required=True)
TEXTS = {"label": fit.line(200), "hint": fit.line(300)}


def _choice(given: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        fit.language(code): CHOICE_LABEL(text) for code, text in given.get("translations", {}).items() if text
    }
    kept = {"id": given.get("id"), "label": CHOICE_LABEL(given.get("label")), "translations": texts}
    return {name: value for name, value in kept.items() if value}


def _choices(value: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if len(value) > MOST_CHOICES:
        raise Wrong("too_many", most=MOST_CHOICES)
    choices = [_choice(each) for each in value]
    labels = [each["label"].casefold() for each in choices]
    if len(set(labels)) < len(labels):
        raise Wrong("doubled")
    return choices


def _condition(value: Mapping[str, Any]) -> dict[str, Any]:
    if not value:
        return {}
    question, answers = str(value.get("question", "")), value.get("is") or ()
    if not question.isdecimal():
        raise Wrong("not_earlier")
    return {"question": int(question), "is": sorted({str(answer) for answer in answers})}


CHECKS = TEXTS | {
    "kind": fit.among(lambda: Question.Kind.values),
    "label": fit.line(200, required=True),
    "required": bool,
    "choices": _choices,
    "limits": dict,
    "show_if": _condition,
    "translations": fit.translations(TEXTS),
}


class NewQuestionFields(TypedDict, total=False):
    hint: str
    required: bool
    choices: Sequence[Mapping[str, Any]]
    limits: Mapping[str, Any]
    show_if: Mapping[str, Any]
    translations: dict[str, dict[str, str]]


class QuestionFields(NewQuestionFields, total=False):
    label: str


def settle(question: Question, old_choices: Sequence[dict[str, Any]] = ()) -> None:
    """Hold the question against itself; new choices get ids. Raises Unfit.

    A choice that is left out goes, or is retired where the event was ever published: an answer
    that named it still finds its label.
    """
    if question.kind not in CHOOSING:
        question.choices = []
    else:
        question.choices = _numbered(question, old_choices)
    try:
        question.limits = limits_that_fit(question)
    except Wrong as wrong:
        raise Unfit(Problem("limits", wrong.code, wrong.facts)) from None


def _numbered(question: Question, old_choices: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(question.choices) < 2:
        raise Unfit(Problem("choices", "missing", {"least": 2}))
    known = {choice["id"] for choice in old_choices}
    named = [choice["id"] for choice in question.choices if "id" in choice]
    if len(set(named)) < len(named) or not known.issuperset(named):
        raise Unfit(Problem("choices", "not_a_choice"))
    # Counted on from the greatest ever used, so that no id ever comes to mean something else.
    number = max((int(each[1:]) for each in known), default=0)
    for choice in question.choices:
        if "id" not in choice:
            number += 1
            choice["id"] = f"c{number}"
    gone = [choice for choice in old_choices if choice["id"] not in named]
    kept = [choice | {"retired": True} for choice in gone] if question.event.was_asked else []
    return [*question.choices, *kept]


def refuse_conditions(questions: Sequence[Question]) -> None:
    """Each condition names an earlier question of the list and answers that it offers. Raises Unfit."""
    offered: dict[int, set[str]] = {}
    for question in questions:
        if condition := question.show_if:
            if condition["question"] not in offered:
                raise Unfit(Problem("show_if", "not_earlier", {"question": question.pk}))
            if not condition["is"] or not offered[condition["question"]].issuperset(condition["is"]):
                raise Unfit(Problem("show_if", "not_a_choice", {"question": question.pk}))
        if question.kind in DECIDING:
            offered[question.pk] = deciding_values(question)


def deciding_values(question: Question) -> set[str]:
    """The answers on which a later question may depend."""
    if question.kind == Question.Kind.YESNO:
        return {"yes", "no"}
    return {choice["id"] for choice in question.open_choices()}
