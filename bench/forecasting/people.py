"""Forecasts events of a file of people, one after the other, each from what was known at its own t_now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

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
from turnout.rules.heads import Counts, Curve, Heads, curve_of, pooled
from turnout.rules.propensity import Coefficients, refitted

SCALES = np.array([0.05, 0.12, 0.2, 0.3, 0.45, 0.65, 0.9])
DRIFTS = [(0.01, 1000.0)] + [
    (deviation, half_life)
    for deviation, lives in ((0.1, (60, 1000)), (0.25, (15, 60, 250, 1000)), (0.5, (15, 60, 250, 1000)))
    for half_life in map(float, lives)
]
# Coefficients are refitted when a twelfth more people are known. Their deviation before, of a scaled column.
_GROWTH, _DEVIATION, _LEAST = 1.08, 0.58, 50
# Of a person of whom nothing is known. How much of what a filter foresaw is remembered after the next event.
_MEAN, _FORGETTING, _TEACHES_FROM = 0.65, 0.99, 200
# The filters learn their width from the same outcomes, so that a correction has little to add.
_HONEST = 400
_ALIKE = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])


@dataclass
class Event:
    """A group of the file; it `teaches` if its own forecast had people to learn from.

    `curves`, `weights` and `foretold` have an entry for each view.
    """

    organiser: str
    now: float
    out: float
    rows: Counts
    said: int
    came: int
    traits: list[tuple[str, float]]
    teaches: bool = False
    curves: list[Curve] = field(default_factory=list)
    weights: list[Array] = field(default_factory=list)
    foretold: list[float] = field(default_factory=list)
    pit: float = 0.5
    scored: Scored | None = None


@dataclass
class View:
    """A way to see people: with what the whole event shares in their regression, or left to the event.

    It knows what the events that are over have taught, and how well its filters foresaw them.
    """

    with_shared: bool
    bank: levels.Bank
    score: Array
    own: dict[str, levels.Level] = field(default_factory=dict)
    traits: Traits = field(default_factory=Traits)

    def foresee(self, event: Event, curve: Curve) -> None:
        foretold = 0.0 if self.with_shared else self.traits.foretold(event.traits)
        level = levels.drifted(self.bank, self._level(event), event.out)
        event.curves.append(curve)
        event.foretold.append(foretold)
        event.weights.append(levels.grid_weights(self.bank, level, foretold))

    def learn(self, event: Event, curve: Curve, weights: Array, foretold: float) -> None:
        self.score = levels.scored(self.bank, self.score, weights, curve, event.came)
        self.own[event.organiser] = levels.learnt(
            self.bank, self._level(event), event.out, curve, event.came, foretold
        )
        if not self.with_shared:
            self.traits.learn(event.traits, curve, event.came)

    def _level(self, event: Event) -> levels.Level:
        return self.own.get(event.organiser) or levels.unknown(self.bank, event.out)


def views() -> list[View]:
    banks = [levels.bank_of(SCALES, DRIFTS, heeds) for heeds in ((0.0, 1.0), (0.0,))]
    banks = [replace(bank, forgetting=_FORGETTING) for bank in banks]
    return [View(place == 1, bank, bank.log_weight) for place, bank in enumerate(banks)]


def forecast(people: People, train_share: float) -> list[Scored]:
    """Of the groups of the later days; those of the earliest share of the days only teach."""
    days = np.unique(people.out)
    cut = days[min(int(train_share * len(days)), len(days) - 1)]
    return [event.scored for event in forecasts(people) if event.out >= cut and event.scored]


def forecasts(people: People) -> list[Event]:
    """All events, in the order of their forecasts."""
    cells = cells_of(people)
    events = _events(people, cells)
    seen, pits, chance = views(), list[float](), np.random.default_rng(1)
    over = sorted(events, key=lambda event: event.out)
    learned = 0
    for event, logits, alike in _with_logits(cells, events, [view.with_shared for view in seen]):
        while over[learned].out < event.now:
            if over[learned].teaches:
                _learn(seen, over[learned])
                pits.append(over[learned].pit)
            learned += 1
        rows = event.rows
        for view, mine in zip(seen, logits, strict=True):
            view.foresee(event, curve_of(mine, cells.party[rows], cells.together[rows], alike))
        heads = _together(seen, event)
        event.pit = pit(heads, event.came, float(chance.random()))
        event.scored = Scored(event.said, event.came, correction(pits, _HONEST).corrected(heads))
    return events


def _together(seen: list[View], event: Event) -> Heads:
    """Each view's forecast, each filter of all views by how well it foresaw."""
    belief = special.softmax(np.concatenate([view.score for view in seen]))
    parts = np.split(belief, np.cumsum([len(view.score) for view in seen])[:-1])
    shares = [float(part.sum()) for part in parts]
    found = [
        curve.mixed(part @ weights / max(share, 1e-300))
        for curve, part, weights, share in zip(event.curves, parts, event.weights, shares, strict=True)
        if share > 1e-6
    ]
    return pooled(found, [share for share in shares if share > 1e-6])


def _learn(seen: list[View], event: Event) -> None:
    for view, curve, weights, foretold in zip(seen, event.curves, event.weights, event.foretold, strict=True):
        view.learn(event, curve, weights, foretold)


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


def _with_logits(
    cells: Cells, events: list[Event], shared: Sequence[bool]
) -> Iterator[tuple[Event, list[Array], float]]:
    """Each event with its cells' logits in each view, fitted to people whose outcome it could know."""
    out = np.empty(len(cells.group))
    for event in events:
        out[event.rows] = event.out
    ends = np.sort(out)
    fits: list[tuple[Columns, Array]] = []
    alike, until = 0.0, -np.inf
    for event in events:
        known = out < event.now
        event.teaches = bool(cells.together[known].sum() >= _TEACHES_FROM)
        if known.any() and event.now > until:
            fits = [_fitted(cells, known, with_shared) for with_shared in shared]
            alike = _alike(cells, known, fits[0][0].matrix(cells, known) @ fits[0][1])
            enough = int(max(known.sum() * _GROWTH, known.sum() + _LEAST))
            until = float(ends[min(enough, len(ends) - 1)])
        logits = [np.clip(columns.matrix(cells, event.rows) @ mean, -7, 7) for columns, mean in fits] or [
            np.full(len(event.rows), special.logit(_MEAN)) for _ in shared
        ]
        yield event, logits, alike


def _fitted(cells: Cells, known: NDArray[np.bool_], with_shared: bool) -> tuple[Columns, Array]:
    columns = Columns.learned(cells, known, with_shared)
    traits = columns.matrix(cells, known)
    return columns, refitted(_prior(traits.shape[1]), traits, cells.share[known], cells.weight[known]).mean


def _prior(many: int) -> Coefficients:
    deviation = np.full(many, _DEVIATION)
    mean = np.zeros(many)
    mean[0], deviation[0] = special.logit(_MEAN), 2.0
    return Coefficients.of(mean, deviation)


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
