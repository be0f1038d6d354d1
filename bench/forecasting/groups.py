"""Forecasts events of which only two counts are known: how many said they would come, and how many came.

The logit of the share that comes is the organiser's level, which drifts from event to event, plus the event's
effect. Where more than usual say it, a smaller share of them comes: the slope on the logarithm of their
number is learned, as are the drift and the noise, from the events that are over, around the published prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from bench.forecasting.data import Group
from bench.forecasting.score import Scored
from turnout.rules.conformal import Correction, correction, pit
from turnout.rules.effects import FREEDOM, Array, midpoints, scale_of, student
from turnout.rules.heads import Counts, Heads, added, curve_of

MEAN, DEVIATION = 0.65, 0.6
_EFFECTS = student(midpoints(801))
# Before anything is known: mean, log deviation between organisers, log deviation of one event from the last,
# logit of the part of it that lasts, slope on log(said), log of the noise that a small event has more.
PRIOR: Array = np.array([special.logit(MEAN), np.log(0.42), np.log(0.6), 0.0, 0.0, np.log(0.5)])
_PRIOR_DEVIATION: Array = np.array([0.3, 0.7, 0.5, 0.5, 0.3, 1.5])
_SHOCKED_FROM, _SHOCK = 10, 0.05
_GROWTH = 1.1


@dataclass(frozen=True)
class Past:
    """Events as arrays, in time order, each with its place among its organiser's events."""

    organiser: Counts
    place: Counts
    day: Array
    said: Array
    rate: Array
    """The logit of the share that came."""


@dataclass(frozen=True)
class Outlook:
    """The logit of the share that comes, by event: its centre, the scale of its t, the organiser's past."""

    centre: Array
    scale: Array
    seen: Counts


def past_of(groups: Sequence[Group]) -> Past:
    organiser = np.unique([group.organiser for group in groups], return_inverse=True)[1]
    place, count = np.zeros(len(groups), np.int64), np.zeros(organiser.max() + 1, np.int64)
    for event, host in enumerate(organiser):
        place[event] = count[host]
        count[host] += 1
    said = np.array([max(group.said, 1) for group in groups], float)
    came = np.array([min(group.came, group.said) for group in groups], float)
    return Past(
        organiser,
        place,
        np.array([group.day for group in groups]),
        said,
        special.logit((came + 0.5) / (said + 1)),
    )


def outlook(past: Past, beliefs: Array, shocks: Array) -> Outlook:
    """By a Kalman filter for each organiser; `shocks` (events,) is what moved everybody till then."""
    mean, between, step, lasting, slope, small = beliefs
    drift = special.expit(lasting) * np.exp(2 * step) / 2
    noise = special.expit(-lasting) * np.exp(2 * step) / 2
    centre, scale = np.empty(len(past.day)), np.empty(len(past.day))
    many = past.organiser.max() + 1
    level, variance, usual = np.full(many, mean), np.full(many, np.exp(2 * between)), np.zeros(many)
    for place in range(past.place.max() + 1):
        now = np.flatnonzero(past.place == place)
        host, said = past.organiser[now], np.log(past.said[now])
        usual[host] = said if place == 0 else usual[host]
        variance[host] += drift if place else 0.0
        centre[now] = level[host] + slope * (said - usual[host]) + shocks[now]
        chance = special.expit(centre[now])
        own = noise + (np.exp(small) + 1 / (chance * (1 - chance))) / past.said[now]
        spread = variance[host] + own
        # The forecast adds the chance of the count itself, so its scale leaves that out.
        scale[now] = np.sqrt((spread - 1 / (chance * (1 - chance) * past.said[now])) / 2)
        surprise = past.rate[now] - centre[now]
        odd = (FREEDOM + 1) / (FREEDOM + surprise**2 / (spread / 2))
        gain = variance[host] / (variance[host] + own / odd)
        level[host] += gain * surprise
        variance[host] *= 1 - gain
    return Outlook(centre, scale, past.place)


def fitted(past: Past, known: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The likeliest beliefs and shocks after the known events, around the prior."""
    shocks = np.zeros(len(past.day))
    beliefs = PRIOR
    for _ in range(2):

        def unlikely(candidate: Array, shocks: Array = shocks) -> float:
            centre, scale = (each[known] for each in _both(past, candidate, shocks))
            surprise = (past.rate[known] - centre) / scale
            likely = -np.log(scale) - (FREEDOM + 1) / 2 * np.log1p(surprise**2 / FREEDOM)
            return float(-likely.sum() + ((candidate - PRIOR) ** 2 / _PRIOR_DEVIATION**2).sum() / 2)

        beliefs = optimize.minimize(
            unlikely, beliefs, method="Nelder-Mead", options={"maxiter": 600, "fatol": 0.05}
        ).x
        shocks = shocks + _shocks(past, known, beliefs, shocks)
    return beliefs, shocks


def _both(past: Past, beliefs: Array, shocks: Array) -> tuple[Array, Array]:
    found = outlook(past, beliefs, shocks)
    chance = special.expit(found.centre)
    return found.centre, np.sqrt(found.scale**2 + 1 / (2 * chance * (1 - chance) * past.said))


def _shocks(past: Past, known: NDArray[np.bool_], beliefs: Array, shocks: Array) -> Array:
    """What moved all organisers between one time and the next, and lasts; of times with enough events."""
    found = outlook(past, beliefs, shocks)
    moved, so_far = np.zeros(len(past.day)), 0.0
    for day in np.unique(past.day[known]):
        here = known & (past.day == day) & (past.place > 0)
        if here.sum() >= _SHOCKED_FROM:
            so_far += float(np.median((past.rate - found.centre)[here])) - (so_far if not moved.any() else 0)
        moved[past.day >= day] = so_far
    return moved


def forecast(groups: Sequence[Group], train_share: float) -> list[Scored]:
    """Of the events of the later times; those of the earliest share of the times only teach."""
    past = past_of(groups)
    days = np.unique(past.day)
    cut = days[min(int(train_share * len(days)), len(days) - 1)]
    found: list[Scored] = []
    fitted_to, beliefs, shocks = 0, PRIOR, np.zeros(len(groups))
    for day in days[days >= cut]:
        known = past.day < day
        if known.sum() >= max(fitted_to * _GROWTH, fitted_to + 1):
            beliefs, shocks = fitted(past, known)
            fitted_to = int(known.sum())
        found += _of_one_day(groups, past, known, day, beliefs, shocks)
    return found


def _of_one_day(
    groups: Sequence[Group], past: Past, known: NDArray[np.bool_], day: float, beliefs: Array, shocks: Array
) -> list[Scored]:
    shown = outlook(past, beliefs, shocks)
    shock = _shock_variance(past, known, shocks)
    corrections = _corrections(groups, past, known, shown)
    found = []
    for event in np.flatnonzero(past.day == day).tolist():
        has_past = bool(shown.seen[event])
        scale = float(np.sqrt(shown.scale[event] ** 2 + (shock / 2 if has_past else 0)))
        heads = heads_of(groups[event].said, float(shown.centre[event]), scale)
        found.append(Scored(groups[event].said, groups[event].came, corrections[has_past].corrected(heads)))
    return found


def _shock_variance(past: Past, known: NDArray[np.bool_], shocks: Array) -> float:
    """Of the next shock, which nobody can foretell; none where events do not share their times."""
    steps = np.diff([shocks[past.day == day][0] for day in np.unique(past.day[known])], prepend=0.0)
    steps = steps[steps != 0]
    if not len(steps):
        return 0.0
    # 1 + 1/n: what n shocks say of the next one, as their mean is not known either.
    return float((np.sum(steps**2) + _SHOCK**2) / (len(steps) + 1) * (1 + 1 / len(steps)))


def _corrections(
    groups: Sequence[Group], past: Past, known: NDArray[np.bool_], shown: Outlook
) -> dict[bool, Correction]:
    """From the known events, apart for organisers with a past and without."""
    chance = np.random.default_rng(2)
    pits: dict[bool, list[float]] = {False: [], True: []}
    for event in np.flatnonzero(known).tolist():
        heads = heads_of(groups[event].said, float(shown.centre[event]), float(shown.scale[event]))
        pits[bool(shown.seen[event])].append(pit(heads, groups[event].came, float(chance.random())))
    return {has_past: correction(mine) for has_past, mine in pits.items()}


def heads_of(said: int, centre: float, scale: float) -> Heads:
    """Of so many people, all with that logit, and an event's effect of that scale."""
    one = np.ones(1, np.int64)
    curve = curve_of(np.array([centre]), one, one * max(said, 0), 0.0)
    return added(curve, scale * _EFFECTS, (), np.empty((0, 0)))


def forecast_by_prior(groups: Sequence[Group], *, with_own: bool) -> list[Scored]:
    """By the published prior alone, or with the organiser's own earlier events, and nobody else's."""
    past = past_of(groups)
    shown = outlook(past, PRIOR, np.zeros(len(groups)))
    found = []
    for event, group in enumerate(groups):
        centre, scale = float(PRIOR[0]), scale_of(DEVIATION)
        if with_own and shown.seen[event]:
            centre, scale = float(shown.centre[event]), float(shown.scale[event])
        found.append(Scored(group.said, group.came, heads_of(group.said, centre, scale)))
    return found
