"""What is passed on of a forecast, in words and figures: nothing of single people, nothing of money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.utils.translation import gettext, ngettext

from turnout.desk import hall_words as words
from turnout.desk.city_words import chances
from turnout.desk.hill import Hill, hill_of
from turnout.events.models import Event
from turnout.events.when_and_where import locale_of, with_time
from turnout.forecasts.compared import Choice, Compared, compared
from turnout.interest.in_words import number
from turnout.interest.option_words import option_label
from turnout.rules.heads import Heads

# So many options have room on one page, and sizes that are enough with these chances.
_CHOICES, _CHANCES = 4, (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Outlook:
    """`choices`: label, middle, from, to, best in 100. `sizes`: seats, chance in words, chance."""

    title: str
    host: str
    where: str
    headline: tuple[str, str, str]
    interval: str
    basis: str
    heads: Heads
    median: int
    low: int
    high: int
    picture: str
    hill: Hill
    choices: Sequence[tuple[str, str, str, str, str]]
    sizes: Sequence[tuple[str, str, float]]
    assumptions: Sequence[str]
    as_of: str


def outlook_of(event: Event, now: datetime, language: str) -> Outlook | None:
    """None before anybody has answered."""
    found = compared(event, now) if event.open_options() else None
    if found is None or not found.choices[0].people:
        return None
    first = found.choices[0]
    heads = first.outcome.whole.heads
    median, (low, high) = heads.median, heads.interval(0.8)
    facts = {"low": number(low, language), "high": number(high, language)}
    return Outlook(
        title=event.in_language("title", language),
        host=event.organisation.name,
        where=option_label(first.option, event, language, found.at.date()),
        headline=_headline(number(median, language)),
        interval=gettext("8 chances in 10: between %(low)s and %(high)s.") % facts,
        basis=basis(found.events),
        heads=heads,
        median=median,
        low=low,
        high=high,
        picture=gettext(
            "The higher the hill, the likelier that number. The strong colour holds 8 chances in 10."
        ),
        hill=hill_of(heads, language),
        choices=_choices(found, event, language),
        sizes=_sizes(heads, language),
        assumptions=_assumptions(first, found, language),
        as_of=_as_of(event, found.at, language),
    )


def _headline(median: str) -> tuple[str, str, str]:
    """Before the number, the number, after it: it is set larger."""
    before, after = gettext("About %(number)s will come").split("%(number)s")
    return before.strip(), median, after.strip()


def basis(events: int) -> str:
    if not events:
        return gettext("From published rates, not yet the organiser's own.")
    told = ngettext(
        "From %(events)s past event of the organiser and published rates.",
        "From %(events)s past events of the organiser and published rates.",
        events,
    )
    return told % {"events": events}


def _choices(found: Compared, event: Event, language: str) -> list[tuple[str, str, str, str, str]]:
    if len(found.choices) < 2:
        return []
    rows = []
    for choice in found.choices[:_CHOICES]:
        heads = choice.outcome.whole.heads
        numbers = [number(each, language) for each in (heads.median, *heads.interval(0.8))]
        label = option_label(choice.option, event, language, found.at.date())
        rows.append((label, numbers[0], numbers[1], numbers[2], chances(choice.outcome.chance_best)))
    return rows


def _sizes(heads: Heads, language: str) -> list[tuple[str, str, float]]:
    rows: list[tuple[str, str, float]] = []
    for chance in _CHANCES:
        size = heads.quantile(chance)
        over = heads.chance_over(size)
        if not rows or rows[-1][0] != words.seats(size, language):
            rows.append((words.seats(size, language), words.in_a_hundred(over), over))
    return rows


def _assumptions(first: Choice, found: Compared, language: str) -> list[str]:
    whole = first.outcome.whole
    late, walk_ins = round(whole.late.mean), round(whole.walk_ins.mean)
    said = ngettext(
        "%(people)s person said yes, for %(seats)s places.",
        "%(people)s people said yes, for %(seats)s places.",
        first.people,
    )
    compares = len(found.choices) > 1
    late_told = gettext("About %(number)s more are still to sign up and come.") % _number(late, language)
    walk_told = gettext("About %(number)s will come without having signed up.") % _number(walk_ins, language)
    told = {
        said % {"people": number(first.people, language), "seats": number(first.outcome.yes, language)}: True,
        gettext("Answers that look automatic are left out. An unconfirmed e-mail address counts less."): True,
        late_told: late > 0,
        walk_told: walk_ins > 0,
        gettext("Who lives further away is less likely to come."): compares and len(first.near) > 0,
        gettext("Events differ by more than chance: that is why the range is wide."): True,
    }
    return [sentence for sentence, holds in told.items() if holds]


def _number(value: int, language: str) -> dict[str, str]:
    return {"number": number(value, language)}


def _as_of(event: Event, at: datetime, language: str) -> str:
    local, locale = at.astimezone(ZoneInfo(event.time_zone)), locale_of(language)
    day, time = format_date(local, "long", locale=locale), format_time(local, "short", locale=locale)
    return gettext("As of %(moment)s.") % {"moment": with_time(day, time, locale)}
