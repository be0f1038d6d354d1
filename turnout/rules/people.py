"""What is known of the people of one event, and how likely that makes each of them to come."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnout.rules.effects import Array
from turnout.rules.heads import BIN, BINS, Counts
from turnout.rules.propensity import Coefficients

Codes = NDArray[np.int8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Stage:
    """`chance` to come, and the deviation of events in it, in logits; None where nothing is left open."""

    name: str
    chance: float
    deviation: float | None


# Said: after Pew 2014 and BASES; lapsed: Hack(H)er413, 2 to 4 % of those accepted who never replied; claimed:
# PheedLoop, 860 events, and single ones. `reconfirmed` is a guess. docs/decisions/0017 has the sources.
STAGES = (
    Stage("maybe", 0.08, 0.7),
    Stage("probably", 0.27, 0.7),
    Stage("definitely", 0.55, 0.7),
    Stage("lapsed", 0.03, 0.7),
    Stage("claimed", 0.65, 0.6),
    Stage("paid", 0.83, 0.5),
    Stage("reconfirmed", 0.85, 0.5),
    Stage("admitted", 1.0, None),
    Stage("declined", 0.0, None),
)
CODES = {stage.name: code for code, stage in enumerate(STAGES)}
OPEN = tuple(code for code, stage in enumerate(STAGES) if stage.deviation is not None)
# The deviation that the bank of levels is made for; other stages give more or less to the same effect.
USUAL_DEVIATION = 0.6
# A settled person's logit: so sure that no effect moves it.
_SURE = 15.9
_USUAL_LEAD, _NEAR = 21.0, 50.0

TRAITS = (
    *(f"stage:{STAGES[code].name}" for code in OPEN),
    "lead",
    "distance",
    "came",
    "missed",
    "unverified",
)
# Beside the stages. Lead: clinics (263,000 appointments), odds of not coming x 5.5 after four weeks, half
# believed. Missed: x 4.4 there. Distance: nothing there, but one wedding saw 49 against 85 %, so it is wide.
# Came, unverified: guesses.
_SLOPES = {
    "lead": (-0.25, 0.25),
    "distance": (0.0, 0.4),
    "came": (0.5, 0.5),
    "missed": (-1.48, 0.5),
    "unverified": (-0.5, 0.7),
}
_CHUNK = 65_536


def prior() -> Coefficients:
    """The published rates, as beliefs about the coefficients of TRAITS."""
    chances = np.array([STAGES[code].chance for code in OPEN])
    slopes, deviations = np.array(list(_SLOPES.values())).T
    mean = np.concatenate([np.log(chances / (1 - chances)), slopes])
    return Coefficients.of(mean, np.concatenate([np.full(len(OPEN), 0.5), deviations]))


@dataclass(frozen=True)
class People:
    """One entry per interest: `stage` a code of STAGES, `party` heads, `lead` days between saying it and the
    event (negative counts as none), `distance` kilometres or NaN, `came` and `missed` earlier events.
    """

    stage: Codes
    party: Codes
    lead: Floats
    distance: Floats
    came: Codes
    missed: Codes
    verified: NDArray[np.bool_]
    suspect: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.stage)

    def part(self, begin: int, end: int) -> "People":
        """Views, not copies."""
        return People(*(column[begin:end] for column in vars(self).values()))

    def chosen(self, rows: NDArray[np.bool_]) -> "People":
        return People(*(column[rows] for column in vars(self).values()))


def people_of(stage: Codes, party: Codes | None = None, **known: "NDArray[np.generic]") -> People:
    """People of whom little is known: at the usual lead, at no known distance, verified and genuine."""
    many = len(stage)
    plain: dict[str, NDArray[np.generic]] = {
        "lead": np.full(many, _USUAL_LEAD, np.float32),
        "distance": np.full(many, np.nan, np.float32),
        "came": np.zeros(many, np.int8),
        "missed": np.zeros(many, np.int8),
        "verified": np.ones(many, np.bool_),
        "suspect": np.zeros(many, np.bool_),
    }
    party = np.ones(many, np.int8) if party is None else party
    return People(stage, party, **(plain | known))  # type: ignore[arg-type]


def slopes_of(people: People) -> list[Floats]:
    """The columns of TRAITS after the stages."""
    return [
        np.log1p(np.maximum(people.lead, np.float32(0))) - np.float32(np.log1p(_USUAL_LEAD)),
        np.log1p(np.maximum(np.nan_to_num(people.distance), np.float32(0)) / np.float32(_NEAR)),
        (people.came > 0).astype(np.float32),
        (people.missed > 0).astype(np.float32),
        (~people.verified).astype(np.float32),
    ]


def logits_of(people: People, mean: Array) -> Floats:
    """(n,) with coefficients `mean` of TRAITS."""
    by_stage = np.full(len(STAGES), -_SURE, np.float32)
    by_stage[list(OPEN)] = mean[: len(OPEN)]
    logits = by_stage[people.stage]
    for slope, column in zip(mean[len(OPEN) :], slopes_of(people), strict=True):
        if slope:
            logits += np.float32(slope) * column
    settled = people.stage >= CODES["admitted"]
    sure = np.where(people.stage == CODES["admitted"], np.float32(_SURE), np.float32(-_SURE))
    found: Floats = np.where(settled, sure, logits)
    return found


def traits_of(people: People) -> Array:
    """(n, 12): the columns of TRAITS, for those whose coming was open."""
    stages = [(people.stage == code) for code in OPEN]
    return np.stack([np.asarray(column, np.float64) for column in (*stages, *slopes_of(people))], axis=1)


def _genuine(people: People) -> People:
    return people.chosen(~people.suspect) if people.suspect.any() else people


def histogram(people: People, mean: Array) -> Counts:
    """(party + 1, BINS): how many have that party and a logit in that bin. Memory is the same for all."""
    parties = int(people.party.max(initial=0)) + 1
    found = np.zeros(parties * BINS, np.int64)
    for begin in range(0, len(people), _CHUNK):
        part = _genuine(people.part(begin, begin + _CHUNK))
        bins = np.rint(logits_of(part, mean) * np.float32(BIN)).astype(np.int32) + BINS // 2
        place = np.clip(bins, 0, BINS - 1) + part.party.astype(np.int32) * BINS
        found += np.bincount(place, minlength=parties * BINS)
    return found.reshape(parties, BINS)


def give_of(people: People) -> float:
    """How much an effect moves this crowd beside a usual one: the stages' deviations, by their weight."""
    weights = np.zeros(len(STAGES))
    for begin in range(0, len(people), _CHUNK):
        part = _genuine(people.part(begin, begin + _CHUNK))
        weights += np.bincount(part.stage, minlength=len(STAGES))
    open_ = [STAGES[code] for code in OPEN]
    slope = weights[list(OPEN)] * [stage.chance * (1 - stage.chance) for stage in open_]
    if not slope.sum():
        return 1.0
    deviations = np.array([stage.deviation for stage in open_], np.float64)
    return float(slope @ deviations / slope.sum() / USUAL_DEVIATION)
