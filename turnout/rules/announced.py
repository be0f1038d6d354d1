"""Public numbers that were named before they existed, such as a lottery's: RFC 3797 makes a text of them.

Each source's numbers, decimal and without leading zeros, each followed by a full stop, and a slash after each
source: "4.11.23.34.45.51./7./". Its SHA-256 is the randomness.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from turnout.rules.refusal import Refusal

# Fewer, and somebody could try entry codes until most outcomes please.
LEAST_OUTCOMES = 2**20
MOST_SOURCES, MOST_NUMBERS, HIGHEST = 5, 20, 999_999
_TEXT = re.compile(r"(?:(?:(?:0|[1-9][0-9]{0,5})\.){1,20}/){1,5}")


@dataclass(frozen=True)
class Source:
    """So many numbers, from low to high. Rising: no number twice, put in order; else as they were drawn."""

    name: str
    count: int
    low: int
    high: int
    rising: bool = True

    @property
    def outcomes(self) -> int:
        size = self.high - self.low + 1
        return math.comb(size, self.count) if self.rising else size**self.count


class NotTheseNumbers(Refusal):
    """What was typed is not what the source was said to give; `at` is the source's place, from 0."""

    def __init__(self, at: int, source: Source) -> None:
        super().__init__(at, source)
        self.at, self.source = at, source


def outcomes_of(sources: Sequence[Source]) -> int:
    return math.prod(each.outcomes for each in sources)


def is_possible(source: Source) -> bool:
    """Whether such numbers can be drawn at all."""
    size = source.high - source.low + 1
    fits = 1 <= source.count <= (min(size, MOST_NUMBERS) if source.rising else MOST_NUMBERS)
    return 0 <= source.low <= source.high <= HIGHEST and fits


def text_of(sources: Sequence[Source], numbers: Sequence[Sequence[int]]) -> str:
    """Raises NotTheseNumbers."""
    parts = []
    for at, (source, given) in enumerate(zip(sources, numbers, strict=True)):
        if not _fit(source, given):
            raise NotTheseNumbers(at, source)
        parts.append("".join(f"{each}." for each in (sorted(given) if source.rising else given)) + "/")
    return "".join(parts)


def is_text_of(sources: Sequence[Source], text: str) -> bool:
    """Whether the text is one that these sources can give, to the letter."""
    if not _TEXT.fullmatch(text):
        return False
    numbers = [[int(each) for each in part.split(".")[:-1]] for part in text.split("/")[:-1]]
    if len(numbers) != len(sources):
        return False
    return all(map(_fit, sources, numbers)) and text_of(sources, numbers) == text


def randomness_of(text: str) -> bytes:
    return sha256(text.encode("ascii")).digest()


def _fit(source: Source, given: Sequence[int]) -> bool:
    alike = source.rising and len(set(given)) < len(given)
    inside = all(source.low <= each <= source.high for each in given)
    return len(given) == source.count and inside and not alike
