"""What of the answers a round can ask for, as fields offer it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from turnout.desk.round_words import value_label
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event, Question
from turnout.interest.in_words import country_name
from turnout.interest.option_words import option_label
from turnout.interest.queries import counts_of

Choices = list[tuple[str, str]]
_CHOSEN = frozenset({Question.Kind.ONE, Question.Kind.SEVERAL, Question.Kind.YESNO})
# Of so many countries each can be chosen for points; the filter has them all.
_COUNTRIES = 12


@dataclass(frozen=True)
class Conditions:
    options: Choices
    channels: Choices
    countries: list[str]
    questions: list[tuple[Question, Choices]]


def conditions(event: Event) -> Conditions:
    """Retired ones as well: they were answered."""
    language = get_language() or event.language
    today = event.created_at.date()
    return Conditions(
        options=[(str(each.pk), option_label(each, event, language, today)) for each in event.options.all()],
        channels=[(each.code, each.name) for each in event.channels.all()],
        countries=[code for code in counts_of(event.pk).of("country") if code],
        questions=[(each, _values(each)) for each in event.questions.all() if each.kind in _CHOSEN],
    )


def _values(question: Question) -> Choices:
    if question.kind == Question.Kind.YESNO:
        return [(value, value_label(question, value)) for value in ("yes", "no")]
    return [(each["id"], each["label"]) for each in question.choices]


def said(event: Event) -> tuple[list[Any], list[Any]]:
    """As grouped choices: what somebody said ("likelihood=definitely"), and what is a number ("party=")."""
    found, language = conditions(event), get_language() or event.language
    countries = [(code, country_name(code, language)) for code in found.countries[:_COUNTRIES]]
    pairs = [
        (
            gettext("How sure?"),
            _of("likelihood", [(value, str(label)) for value, label in LIKELIHOODS.items()]),
        ),
        (gettext("What suits them?"), _of("option", found.options)),
        (gettext("Where from?"), _of("via", found.channels)),
        (gettext("Country"), _of("country", countries)),
        *((question.label, _of(f"q{question.pk}", choices)) for question, choices in found.questions),
    ]
    numbers = [("party=", gettext("People, including them"))]
    numbers += [
        (f"q{each.pk}=", each.label)
        for each in event.questions.all()
        if each.kind in {Question.Kind.NUMBER, Question.Kind.SEVERAL}
    ]
    return [pair for pair in pairs if pair[1]], [(gettext("Times a number"), numbers)]


def _of(name: str, choices: Choices) -> Choices:
    return [(f"{name}={value}", label) for value, label in choices]


def as_narrowing(condition: str) -> dict[str, Any]:
    """What a chosen condition stands for; empty for none."""
    of, _, value = condition.partition("=")
    if not of:
        return {}
    if of in {"likelihood", "via"}:
        return {of: [value]}
    if of == "option":
        return {of: int(value)}
    return {of: value} if of == "country" else {"answers": {of: [value]}}
