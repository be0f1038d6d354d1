"""The published posts, as far as the rush path must know them to take a comment."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from turnout.rules.taking import takes


@dataclass(frozen=True, slots=True)
class Board:
    """One post. The first language is its own; `closes` is in seconds since 1970."""

    post_id: int
    organisation_id: int
    slug: str
    languages: tuple[str, ...]
    mode: str
    closes: float = math.inf

    @property
    def about(self) -> int:
        """What human checks of its form are for: events have the numbers above zero."""
        return -self.post_id

    def is_open(self, now: float) -> bool:
        return takes(self.mode, self.closes, now)


class Boards:
    """By slug. Replaced as a whole, so that readers need no lock."""

    def __init__(self) -> None:
        self.by_slug: Mapping[str, Board] = {}

    def take(self, boards: Iterable[Board]) -> None:
        self.by_slug = {board.slug: board for board in boards}
