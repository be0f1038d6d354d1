from turnout.rules.refusal import Refusal


class NothingToDraw(Refusal):
    """Everybody who fits would get a seat, or nobody fits, or there are no seats."""


class TooSoon(Refusal):
    """The randomness must come later than that: the mails have to be out first. `least` in seconds."""

    def __init__(self, least: int) -> None:
        self.least = least


class TooFewOutcomes(Refusal):
    """The announced numbers have so few outcomes that somebody could try them all."""

    def __init__(self, outcomes: int) -> None:
        self.outcomes = outcomes


class NotYet(Refusal):
    """The randomness does not exist before `at`, in seconds since 1970."""

    def __init__(self, at: int) -> None:
        self.at = at


class NoReason(Refusal):
    """Who abandons a draw says why."""


class DrawIsOver(Refusal):
    """It was drawn or abandoned, or its randomness is there already."""

    def __init__(self, state: str) -> None:
        self.state = state


class RuleTooLong(Refusal):
    """With what it says of weights it has so many characters more than a record's text may have."""

    def __init__(self, over: int) -> None:
        super().__init__(over)
        self.over = over


class NoSuchGroup(Refusal):
    """No group of friends of this event has that code."""


class GroupIsFull(Refusal):
    def __init__(self, most: int) -> None:
        self.most = most


class InAGroup(Refusal):
    """A person is in one group; they leave it first."""


class CountsNoLonger(Refusal):
    """Who took the answer back, or was refused, is in no group."""
