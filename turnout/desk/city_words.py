"""Why one city or date is ahead, in a sentence, from the figures that it follows from."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from turnout.desk.maps import MILE, in_miles
from turnout.events.when_and_where import place_of
from turnout.forecasts.compared import Choice
from turnout.interest.in_words import number

# A difference that is worth a word: of shares in 100, and of the middle distance, that many times.
_SURER, _NEARER = 4, 1.25


def chances(chance: float) -> str:
    """Never none and never all: nobody knows that."""
    return str(min(max(round(100 * chance), 1), 99))


def far(kilometres: float, country: str, language: str) -> str:
    if in_miles(country):
        return gettext("%(number)s mi") % {"number": number(max(1, round(kilometres / MILE)), language)}
    return gettext("%(number)s km") % {"number": number(max(1, round(kilometres)), language)}


def reason(choices: Sequence[Choice], labels: Sequence[str], language: str) -> str:
    """Of the first beside the one that most others said yes to."""
    if len(choices) < 2:
        return ""
    rival = max(range(1, len(choices)), key=lambda place: choices[place].people)
    first, second = choices[0], choices[rival]
    one, other = told_apart(first, second, labels[0], labels[rival], language)
    told = [_more(first, second), _surer(first, second), _nearer(first, second)]
    country = first.option.country or first.option.event.country
    facts = {
        "first": one,
        "second": other,
        "people": number(first.people, language),
        "others": number(second.people, language),
        "sure": str(round(100 * first.definitely)),
        "less": str(round(100 * second.definitely)),
        "near": far(first.middle or 0, country, language),
        "far": far(second.middle or 0, country, language),
    }
    return " ".join(sentence % facts for sentence in told if sentence)


def told_apart(first: Choice, second: Choice, one: str, other: str, language: str) -> tuple[str, str]:
    """As short as tells the two apart: by their places where these differ, else by their labels."""
    places = place_of(first.option, language), place_of(second.option, language)
    return places if all(places) and places[0] != places[1] else (one, other)


def _more(first: Choice, second: Choice) -> str:
    if second.people > first.people:
        return gettext("More people said yes to %(second)s (%(others)s) than to %(first)s (%(people)s).")
    return gettext("%(people)s people said yes to %(first)s, %(others)s to %(second)s.")


def _surer(first: Choice, second: Choice) -> str:
    if not _is_surer(first, second):
        return ""
    return gettext(
        "Of those for %(first)s, %(sure)s in 100 said “definitely”; of those for %(second)s, %(less)s."
    )


def _nearer(first: Choice, second: Choice) -> str:
    if not _is_nearer(first, second):
        return ""
    return gettext("Half of those for %(first)s live within %(near)s of it; for %(second)s, within %(far)s.")


def _is_surer(first: Choice, second: Choice) -> bool:
    return round(100 * first.definitely) - round(100 * second.definitely) >= _SURER


def _is_nearer(first: Choice, second: Choice) -> bool:
    return bool(first.middle and second.middle and second.middle > first.middle * _NEARER)


def could_go_to_either(heads: int, one: str, other: str, language: str) -> str:
    return ngettext(
        "%(number)s could come to either %(one)s or %(other)s.",
        "%(number)s could come to either %(one)s or %(other)s.",
        heads,
    ) % {"number": number(heads, language), "one": one, "other": other}
