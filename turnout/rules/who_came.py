"""Of which people more or fewer came than foreseen: where a forecast's error came from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# What is fewer than so many people is told together with others: nobody in particular is meant.
LEAST = 5
# An error is explained by people of whom so much of it came, and who were off by more than chance.
_SHARE, _SURE = 0.4, 2.0


@dataclass(frozen=True)
class Part:
    """People alike in one way (`by`: "via", "said", "near") that is `which`; all other numbers are heads.

    So many `answered`, for so many of them there was a `place`, so many were `foreseen`, and so many `came`.
    """

    by: str
    which: str
    answered: int
    place: int
    foreseen: float
    came: int

    @property
    def share(self) -> float:
        return self.came / self.place if self.place else 0.0

    @property
    def off(self) -> float:
        return self.came - self.foreseen

    def with_(self, other: "Part", which: str) -> "Part":
        return Part(
            self.by,
            which,
            self.answered + other.answered,
            self.place + other.place,
            self.foreseen + other.foreseen,
            self.came + other.came,
        )


def told(parts: Sequence[Part], others: str = "others") -> list[Part]:
    """The largest first; those of fewer than five heads together, and one more if they were alone."""
    ordered = sorted(parts, key=lambda part: (-part.answered, part.which))
    large = [part for part in ordered if part.answered >= LEAST]
    small = ordered[len(large) :]
    while small and sum(part.answered for part in small) < LEAST and large:
        small.insert(0, large.pop())
    if not small:
        return large
    whole = small[0]
    for part in small[1:]:
        whole = whole.with_(part, others)
    return [*large, whole if len(small) == 1 else Part(**(vars(whole) | {"which": others}))]


def reason(parts: Sequence[Part], off: float) -> Part | None:
    """The people who explain most of an error of so many heads; none where it is spread over everybody."""
    explaining = [part for part in parts if _explains(part, off) and _is_one_of_several(part, parts)]
    return max(explaining, key=lambda part: abs(part.off) / _deviation(part), default=None)


def _explains(part: Part, off: float) -> bool:
    return part.off * off > 0 and abs(part.off) >= max(_SHARE * abs(off), _SURE * _deviation(part))


def _is_one_of_several(part: Part, parts: Sequence[Part]) -> bool:
    """Everybody together explains nothing: the others were off by less, for their number."""
    others = [each for each in parts if each.by == part.by and each.which != part.which and each.place]
    place, off = sum(each.place for each in others), sum(each.off for each in others)
    return (
        bool(others)
        and part.place > 0
        and part.off / part.place * np.sign(part.off) > 1.5 * (off / place * np.sign(part.off))
    )


def _deviation(part: Part) -> float:
    """Of a count of people who come or stay by themselves, and never below one."""
    chance = min(max(part.foreseen / part.place, 0.0), 1.0) if part.place else 0.0
    return max(float(np.sqrt(part.place * chance * (1 - chance))), 1.0)
