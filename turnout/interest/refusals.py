"""Why something asked of an answer is not done. Facts only: whoever faces the person chooses the words."""

from datetime import datetime

from turnout.rules.refusal import Refusal


class LinkGone(Refusal):
    """The link is nobody's, or was renewed since."""


class EventOver(Refusal):
    """The event is past, cancelled or taken back: its stage."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage


class TakenBack(Refusal):
    """The answer was withdrawn, and when."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__(at)
        self.at = at


class TooLate(Refusal):
    """It could be undone until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class SameAddress(Refusal):
    """The answer has that address already."""


class AddressTaken(Refusal):
    """Somebody has answered to the event under that address."""


class AskedTooOften(Refusal):
    """Another address was asked for many times today."""
