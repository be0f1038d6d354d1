"""Answers to the organiser's questions, as they were worded when they were given."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from turnout.events.models import FormVersion
from turnout.interest.in_words import date_of, listed, number

Answered = tuple[str, str]


def answered(form: FormVersion, answers: Mapping[str, Any], language: str) -> Iterator[Answered]:
    """Each question of that version with its answer, empty where there is none."""
    for question in form.compiled.get("questions", []):
        name = f"q{question['id']}"
        value = answers.get(name)
        label = form.wording.get(name, name)
        yield label, "" if value is None else _in_words(value, question["kind"], name, form.wording, language)


def _in_words(value: Any, kind: str, name: str, wording: Mapping[str, str], language: str) -> str:
    if kind == "one":
        return wording.get(f"{name}.{value}", str(value))
    if kind == "several":
        return listed([wording.get(f"{name}.{each}", str(each)) for each in value], language)
    if kind == "date":
        return date_of(value, language)
    if kind == "number":
        return number(value, language)
    if kind == "yesno":
        return gettext("Yes") if value == "yes" else gettext("No")
    return str(value)
