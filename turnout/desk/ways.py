"""How people came: from a look at the page to an answer to a confirmed one, for each way that leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_percent
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from turnout.events.models import Event
from turnout.events.when_and_where import locale_of
from turnout.interest.queries import Counts
from turnout.interest.tallies import NOTHING, OTHER_SOURCES, Sums

SOURCES_SHOWN = 20
# Each is a column; what comes later in the journey stands to the right.
STAGES: tuple[str | Promise, ...] = (_("Looked"), _("Answered"), _("Confirmed"))


@dataclass(frozen=True)
class Cell:
    """How many, which part of the stage before, and of the column's greatest."""

    stage: str | Promise
    number: int
    rate: str
    part: float


@dataclass(frozen=True)
class Row:
    name: str
    code: str
    cells: list[Cell]


@dataclass(frozen=True)
class Source:
    name: str
    value: str
    answers: int
    verified: int


@dataclass(frozen=True)
class Ways:
    stages: Sequence[str | Promise]
    rows: list[Row]
    sources: list[Source]
    left_out: int


def ways_of(event: Event, counts: Counts, views: Mapping[str, int]) -> Ways:
    """Channels that somebody came by, and last who came by none.

    Answers that are to be checked are left out.
    """
    by_code = counts.of("via")
    names = {channel.code: channel.name for channel in event.channels.all()}
    listed = by_code.keys() | views.keys()
    answers = {code: _answers(by_code.get(code, NOTHING)) for code in listed}
    order = sorted(listed - {""}, key=lambda code: (-answers[code], names.get(code, code)))
    codes = [*order, ""] if counts.total.answers or views else []
    figures = {code: _figures(by_code.get(code, NOTHING), views.get(code, 0)) for code in codes}
    greatest = [max((row[number] for row in figures.values()), default=0) for number in range(len(STAGES))]
    return Ways(
        stages=STAGES,
        rows=[
            Row(names.get(code, code) or gettext("Directly"), code, _cells(figures[code], greatest))
            for code in codes
        ],
        sources=_sources(event, counts.of("source")),
        left_out=counts.total.suspects,
    )


def _answers(sums: Sums) -> int:
    return sums.answers - sums.suspects


def _figures(sums: Sums, views: int) -> tuple[int, ...]:
    return views, _answers(sums), sums.verified


def _cells(figures: Sequence[int], greatest: Sequence[int]) -> list[Cell]:
    before = (0, *figures)
    return [
        Cell(stage, number, _rate(number, before[place]), number / max(greatest[place], 1))
        for place, (stage, number) in enumerate(zip(STAGES, figures, strict=True))
    ]


def _rate(number: int, before: int) -> str:
    """Empty where it would say nothing: more have answered than were seen to look."""
    if not before or number > before:
        return ""
    share = number / before
    pattern = "#,##0.#%" if 0 < share < 0.1 else "#,##0%"
    return str(format_percent(share, pattern, locale=locale_of(get_language() or "en")))


def _sources(event: Event, found: Mapping[str, Sums]) -> list[Source]:
    """Where those came from who came by no channel; the rare ones together, at the end."""
    known = event.channel_sources()
    order = sorted(found, key=lambda value: (value == OTHER_SOURCES, -_answers(found[value]), value))
    return [
        Source(
            gettext("Others") if value == OTHER_SOURCES else value,
            "" if value == OTHER_SOURCES or value in known else value,
            _answers(found[value]),
            found[value].verified,
        )
        for value in order[:SOURCES_SHOWN]
    ]
