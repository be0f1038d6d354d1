"""Who a round invites beside everybody who answered, part by part."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from turnout.rules.round import Candidate

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True)
class Share(Generic[Part]):
    """People of one part: how many are chosen and how many there are, with their shares of both."""

    part: Part
    chosen: int
    everybody: int
    of_chosen: float
    of_everybody: float


def breakdown(
    chosen: Iterable[Candidate], everybody: Iterable[Candidate], part: Callable[[Candidate], Part]
) -> list[Share[Part]]:
    """The largest part of everybody first; a part that nobody is in is left out."""
    mine, theirs = Counter(map(part, chosen)), Counter(map(part, everybody))
    return [
        Share(
            each,
            mine[each],
            count,
            mine[each] / max(1, mine.total()),
            count / max(1, theirs.total()),
        )
        for each, count in theirs.most_common()
    ]
