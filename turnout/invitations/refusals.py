from collections.abc import Sequence

from turnout.rules.refusal import Refusal


class InvitationsAreOut(Refusal):
    """Somebody was invited, or is about to be: what was decided can be changed, and not taken back."""


class AskedAgain(Refusal):
    """So many were invited; another day or place asks each of them again, which nobody agreed to yet."""

    def __init__(self, invited: int) -> None:
        self.invited = invited


class NotInThisState(Refusal):
    """The round is further on by now, or was stopped."""

    def __init__(self, state: str) -> None:
        self.state = state


class NothingDecided(Refusal):
    """Nobody can be invited before place and time are."""


class NotInviting(Refusal):
    """The event is cancelled, over or a draft."""


class NobodyToInvite(Refusal):
    """Nobody fits, or no seat is left for those who do."""


class WrongReplyBy(Refusal):
    """Replies must be asked for by a moment that is still to come, and before doors."""


class UnknownPlaceholders(Refusal):
    """The text names what no mail can fill in."""

    def __init__(self, language: str, field: str, names: Sequence[str]) -> None:
        self.language, self.field, self.names = language, field, names


class NothingWritten(Refusal):
    """A text in the event's own language needs a subject and a text; another's needs both or neither."""

    def __init__(self, language: str, field: str) -> None:
        self.language, self.field = language, field


class TooManyShares(Refusal):
    """The groups' shares are more than all seats."""

    def __init__(self, percent: float) -> None:
        self.percent = percent
