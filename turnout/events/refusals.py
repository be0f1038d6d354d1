"""Why something asked of an event is not done. Facts only: whoever faces the person chooses the words."""

import dataclasses
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from turnout.rules.refusal import Refusal


@dataclasses.dataclass(frozen=True)
class Problem:
    """One field that cannot stay as it is: a code, and the facts a sentence about it needs.

    Codes: missing, too_long (longest), out_of_range (least, greatest), not_a_choice, not_an_address,
    taken, fixed (what was asked cannot become something else), no_such_time (next), too_many (most),
    not_earlier, needs_alternative_text, closes_first, not_a_picture, doubled.
    """

    field: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Unfit(Refusal):
    """What was given cannot be kept; nothing of it was."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


class StageRefused(Refusal):
    """That stage does not follow this one."""

    def __init__(self, stage: str, wanted: str, allowed: Collection[str]) -> None:
        super().__init__(stage, wanted)
        self.stage, self.wanted, self.allowed = stage, wanted, sorted(allowed)


class NotReady(Refusal):
    """What publishing still lacks: title, host, option."""

    def __init__(self, lacking: Collection[str]) -> None:
        super().__init__(*lacking)
        self.lacking = tuple(lacking)


class LastOption(Refusal):
    """A published event keeps at least one place or date."""


class StillNeeded(Refusal):
    """Other questions are shown because of it: their ids."""

    def __init__(self, question_ids: Collection[int]) -> None:
        super().__init__(*question_ids)
        self.question_ids = tuple(question_ids)


class OrderRefused(Refusal):
    """The list is not a new order of what is there."""


class TooMany(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NoSuchTime(Refusal):
    """Clocks jump over that time on that day; `next` is the local time they jump to."""

    def __init__(self, following: datetime) -> None:
        super().__init__(following)
        self.next = following
