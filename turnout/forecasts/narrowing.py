"""What would make a forecast surer, and by how much: each is computed, as if it were so."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import numpy as np

from turnout.rules.forecast import Basis, Forecast, basis_of, foretold
from turnout.rules.history import Happened, learned_from
from turnout.rules.learning import Learned
from turnout.rules.people import CODES, People
from turnout.rules.suppose import surer

# So many own events take most of the doubt about the organiser away.
USUAL_HISTORY = 8
# Longer than that nobody waits for a surer answer.
_WORTH_WAITING = 90
_USUAL_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Narrower:
    """`what`: confirm, history or wait; `people` whom it is about; the range is so much less to each side."""

    what: str
    people: int
    less: int


def narrowing(people: People, basis: Basis, known: Learned, forecast: Forecast) -> list[Narrower]:
    """The most helpful first; nothing that would not help."""
    width = _width(forecast)
    found = [
        Narrower(what, many, round((width - _width(then)) / 2))
        for what, many, then in (
            _confirmed(people, basis, known),
            _with_history(basis, known),
            _waited(basis, known),
        )
        if then is not None
    ]
    return sorted((each for each in found if each.less > 0), key=lambda each: -each.less)


def _confirmed(people: People, basis: Basis, known: Learned) -> tuple[str, int, Forecast | None]:
    open_ = ~people.verified & ~people.suspect & (people.stage < CODES["lapsed"])
    many = int(np.count_nonzero(open_))
    if not many:
        return "confirm", 0, None
    then = basis_of(surer(people, known), known, basis.day, basis.sign_ups, with_walk_ins=basis.with_walk_ins)
    # Who is yet to sign up is as likely to come as now: of fewer, surer people a higher share does.
    share = _heads(then) / max(_heads(basis), 1)
    return "confirm", many, foretold(replace(then, party=basis.party * share), known)


def _with_history(basis: Basis, known: Learned) -> tuple[str, int, Forecast | None]:
    if known.events >= USUAL_HISTORY:
        return "history", 0, None
    taught = _usual_history()
    level = replace(taught.level, mean=np.full(len(taught.level.mean), float(known.level.mean.mean())))
    then = replace(known, level=replace(level, day=basis.day), score=taught.score, events=USUAL_HISTORY)
    return "history", USUAL_HISTORY - known.events, foretold(basis, then)


def _waited(basis: Basis, known: Learned) -> tuple[str, int, Forecast | None]:
    """Until nobody can sign up any more."""
    if basis.sign_ups is None or not 1 <= basis.sign_ups.days_left <= _WORTH_WAITING:
        return "wait", 0, None
    return "wait", int(np.ceil(basis.sign_ups.days_left)), foretold(replace(basis, sign_ups=None), known)


@cache
def _usual_history() -> Learned:
    """Of events to which as many came as published rates say, a little more here and a little less there."""
    came = (62, 68, 64, 66, 60, 70, 65, 65)
    days = [_USUAL_DAY - timedelta(days=60 * back) for back in range(len(came))]
    return learned_from(Happened(str(day), day, 100, heads) for day, heads in zip(days, came, strict=True))


def _heads(basis: Basis) -> float:
    return float(np.arange(len(basis.histogram)) @ basis.histogram.sum(axis=1))


def _width(forecast: Forecast) -> int:
    low, high = forecast.interval(0.8)
    return high - low
