"""An organisation's forecasts beside what happened."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, OuterRef, Subquery

from turnout.accounts.models import Organisation
from turnout.forecasts.learn_outcomes import happened
from turnout.forecasts.models import Forecast, Outcome
from turnout.rules.history import Happened, in_turn
from turnout.rules.scoreboard import Foreseen

# Of more past events only so many of the latest are judged.
LATEST = 50


@dataclass(frozen=True)
class Judged:
    """An event's last forecast before its day; where none was kept, what the earlier events would have said.

    `came` counts what the forecast was about: all who came, or in hindsight those who had said so.
    """

    outcome: Outcome
    foreseen: Foreseen
    came: int
    in_hindsight: bool


def judged(organisation: Organisation) -> list[Judged]:
    """The latest event first."""
    standing = Outcome.objects.filter(organisation=organisation, removed_at=None)
    outcomes = [(outcome, happened(outcome)) for outcome in standing.select_related("event")]
    kept = _kept(organisation)
    found = []
    for outcome, event in outcomes[-LATEST:][::-1]:
        if outcome.event_id in kept:
            came = outcome.came + outcome.walk_ins
            found.append(Judged(outcome, foreseen_by(kept[outcome.event_id]), came, in_hindsight=False))
        elif foreseen := _hindsight(tuple(each for _, each in outcomes)).get(event):
            found.append(Judged(outcome, foreseen, outcome.came, in_hindsight=True))
    return found


def foreseen_by(forecast: Forecast) -> Foreseen:
    return Foreseen(
        forecast.median,
        (forecast.low50, forecast.high50),
        (forecast.low80, forecast.high80),
        (forecast.low95, forecast.high95),
    )


def _kept(organisation: Organisation) -> dict[int | None, Forecast]:
    """By event, the last one before the day of its outcome."""
    day = Outcome.objects.filter(event=OuterRef("event"), removed_at=None).values("date")[:1]
    earlier = Forecast.objects.filter(event__organisation=organisation).annotate(outcome_on=Subquery(day))
    rows = earlier.filter(day__lt=F("outcome_on")).order_by("at", "pk").defer("made_of")
    return {row.event_id: row for row in rows}


@lru_cache(maxsize=16)
def _hindsight(events: tuple[Happened, ...]) -> dict[Happened, Foreseen]:
    """It takes a second at 200 events, so it is remembered, by what happened: a row's number comes again."""
    return {event: Foreseen.of(heads) for event, heads in in_turn(events, LATEST)}
