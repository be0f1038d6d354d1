"""Why a press on the button took no seat. Facts only: whoever faces the person chooses the words."""

from turnout.rules.refusal import Refusal


class SeatsTaken(Refusal):
    """So many are free, which is less than the party: perhaps fewer of them come, or they wait."""

    def __init__(self, free: int, party: int) -> None:
        super().__init__(free, party)
        self.free, self.party = free, party


class NotOffered(Refusal):
    """There is no place to confirm: never offered, answered before, or taken back meanwhile."""


class TooLateToClaim(Refusal):
    """The reply-by has passed, or the event is over."""


class Unconfirmed(Refusal):
    """Nobody has shown that the address is theirs, and it cannot be confirmed any more."""


class NotSeated(Refusal):
    """There is no place to give back, or nothing to wait for."""
