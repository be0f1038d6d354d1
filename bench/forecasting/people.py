"""Forecasts events of a file of people, one after the other, each from what was known at its own t_now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from bench.forecasting.columns import Cells, Columns, cells_of
from bench.forecasting.data import People
from bench.forecasting.score import Scored
from bench.forecasting.traits import Traits, traits_of
from turnout.rules import levels
from turnout.rules.conformal import correction, pit
from turnout.rules.effects import Array
from turnout.rules.heads import Counts, Curve, curve_of
from turnout.rules.propensity import Coefficients, refitted

SCALES = np.array([0.05, 0.12, 0.2, 0.3, 0.45, 0.65, 0.9])
DRIFTS = [(0.01, 1000.0)] + [
    (deviation, half_life)
    for deviation, lives in ((0.1, (60, 1000)), (0.25, (15, 60, 250, 1000)), (0.5, (15, 60, 250, 1000)))
    for half_life in map(float, lives)
]
# Coefficients are refitted when a twelfth more people are known. Their deviation before, of a scaled column.
_GROWTH, _DEVIATION, _LEAST = 1.08, 0.58, 200
_ALIKE = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])


@dataclass
class Event:
    """A group of the file."""

    organiser: str
    now: float
    out: float
    rows: Counts
    said: int
    came: int
    traits: list[tuple[str, float]] = field(default_factory=list)
    foretold: float = 0.0
    curve: Curve | None = None
    weights: Array | None = None
    pit: float = 0.5
    scored: Scored | None = None


@dataclass
class Knowledge:
    """What the events that are over have taught so far."""

    bank: levels.Bank
    score: Array
    own: dict[str, levels.Level] = field(default_factory=dict)
    pits: list[float] = field(default_factory=list)
    traits: Traits = field(default_factory=Traits)


def forecast(people: People, train_share: float) -> list[Scored]:
    """Of the groups of the later days; those of the earliest share of the days only teach."""
    days = np.unique(people.out)
    cut = days[min(int(train_share * len(days)), len(days) - 1)]
    return [event.scored for event in forecasts(people) if event.out >= cut and event.scored]


def forecasts(people: People) -> list[Event]:
    """All events, in the order of their forecasts; the first have none, for nothing was known yet."""
    cells = cells_of(people)
    events = _events(people, cells)
    bank = levels.bank_of(SCALES, DRIFTS, (0.0, 1.0))
    known = Knowledge(bank, bank.log_weight)
    chance = np.random.default_rng(1)
    over = iter(sorted((event for event in events), key=lambda event: event.out))
    following = next(over, None)
    for event, logits, alike in _with_logits(cells, events):
        while following is not None and following.out < event.now:
            _learn(known, following)
            following = next(over, None)
        event.foretold = known.traits.foretold(event.traits)
        rows = event.rows
        event.curve = curve_of(logits, cells.party[rows], cells.together[rows], alike)
        _foresee(known, event, float(chance.random()))
    return events


def _foresee(known: Knowledge, event: Event, chance: float) -> None:
    assert event.curve is not None
    level = known.own.get(event.organiser) or levels.unknown(known.bank, event.out)
    event.weights = levels.grid_weights(
        known.bank, levels.drifted(known.bank, level, event.out), event.foretold
    )
    heads = event.curve.mixed(known.bank.weights(known.score) @ event.weights)
    event.pit = pit(heads, event.came, chance)
    event.scored = Scored(event.said, event.came, correction(known.pits).corrected(heads))


def _learn(known: Knowledge, event: Event) -> None:
    """From an event whose outcome has become known; one that had no forecast teaches no level."""
    if event.curve is None or event.weights is None:
        return
    level = known.own.get(event.organiser) or levels.unknown(known.bank, event.out)
    known.score = levels.scored(known.bank, known.score, event.weights, event.curve, event.came)
    known.own[event.organiser] = levels.learnt(
        known.bank, level, event.out, event.curve, event.came, event.foretold
    )
    known.traits.learn(event.traits, event.curve, event.came)
    known.pits.append(event.pit)


def _events(people: People, cells: Cells) -> list[Event]:
    order = np.argsort(cells.group, kind="stable")
    rows = np.split(order, np.flatnonzero(np.diff(cells.group[order])) + 1)
    first = np.unique(people.group, return_index=True)[1]
    found = [
        Event(
            str(people.organiser[person]),
            float(people.now[person]),
            float(people.out[person]),
            mine,
            int(cells.together[mine] @ cells.party[mine]),
            int(cells.came[mine] @ cells.party[mine]),
            traits_of(
                str(people.organiser[person]),
                {name: column[mine[0]] for name, column in cells.shared.items()},
            ),
        )
        for person, mine in zip(first, rows, strict=True)
    ]
    return sorted(found, key=lambda event: event.now)


def _with_logits(cells: Cells, events: list[Event]) -> Iterator[tuple[Event, Array, float]]:
    """Each event with its cells' logits, from coefficients fitted to people whose outcome it could know."""
    out = np.empty(len(cells.group))
    for event in events:
        out[event.rows] = event.out
    at = 0
    ends = np.sort(out)
    while at < len(events):
        known = out < events[at].now
        if cells.together[known].sum() < _LEAST:
            at += 1
            continue
        until = min(int(known.sum() * _GROWTH) + 1, len(ends) - 1)
        columns = Columns.learned(cells, known)
        traits = columns.matrix(cells, known)
        fitted = refitted(_prior(traits.shape[1]), traits, cells.share[known], cells.weight[known])
        alike = _alike(cells, known, traits @ fitted.mean)
        begun = at
        while at < len(events) and (at == begun or events[at].now <= ends[until]):
            event = events[at]
            yield event, np.clip(columns.matrix(cells, event.rows) @ fitted.mean, -7, 7), alike
            at += 1


def _prior(many: int) -> Coefficients:
    deviation = np.full(many, _DEVIATION)
    deviation[0] = 30.0
    return Coefficients(np.zeros(many), np.diag(deviation**-2.0))


def _alike(cells: Cells, known: NDArray[np.bool_], logits: Array) -> float:
    """The correlation of people of one cell, by the likelihood of the beta-binomial."""
    together, came = cells.together[known], cells.came[known]
    several = together > 1
    if several.sum() < 20:
        return 0.0
    n, k, p = together[several], came[several], special.expit(logits[several])
    likelihoods = [float(special.xlogy(k, p).sum() + special.xlog1py(n - k, -p).sum())]
    for alike in _ALIKE[1:]:
        spread = 1 / alike - 1
        come, stay = np.maximum(p * spread, 1e-9), np.maximum((1 - p) * spread, 1e-9)
        likelihoods.append(float((special.betaln(k + come, n - k + stay) - special.betaln(come, stay)).sum()))
    return float(_ALIKE[int(np.argmax(likelihoods))])
