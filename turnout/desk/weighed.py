"""By what the entries of a draw may weigh: what was asked, and what was noted at an earlier event."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from turnout.desk.round_choices import conditions
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event
from turnout.invitations.been_before import is_known
from turnout.invitations.weight_words import asked
from turnout.rules.weights import BEEN_BEFORE, LIKELIHOOD, YES


@dataclass(frozen=True)
class Weighed:
    """`fields` are the name and the label of the field for each answer."""

    by: str
    asked: str
    fields: list[tuple[str, str]]

    def value_of(self, field: str) -> str:
        return field.removeprefix(prefix_of(self.by))


def prefix_of(by: str) -> str:
    return "weight_" if by == LIKELIHOOD else f"weight_{by}_"


def weighed(event: Event) -> list[Weighed]:
    """Questions with answers to choose from; earlier events where somebody was noted at their doors."""
    language = get_language() or event.language
    likely = [(value, str(label)) for value, label in LIKELIHOODS.items()]
    choices = [(LIKELIHOOD, gettext("How sure?"), likely)]
    choices += [(f"q{each.pk}", each.label, values) for each, values in conditions(event).questions]
    if is_known(event):
        there = gettext("Was at an earlier event of yours")
        choices.append((BEEN_BEFORE, asked(event, BEEN_BEFORE, language), [(YES, there)]))
    return [
        Weighed(by, label, [(f"{prefix_of(by)}{value}", said) for value, said in values])
        for by, label, values in choices
    ]
