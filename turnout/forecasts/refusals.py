from turnout.rules.refusal import Refusal


class AlreadyKnown(Refusal):
    """How many came to that event is known already."""


class ThereAgain(Refusal):
    """An event of that name and day has been brought in since."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NothingNew(Refusal):
    """Each of these events is in the history already."""
