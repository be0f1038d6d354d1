from collections.abc import Sequence

from turnout.rules.refusal import Refusal


class UnknownPlaceholders(Refusal):
    """The text names what no mail can fill in."""

    def __init__(self, language: str, field: str, names: Sequence[str]) -> None:
        self.language, self.field, self.names = language, field, names


class NothingWritten(Refusal):
    """A text in the event's own language needs a subject and a text; another's needs both or neither."""

    def __init__(self, language: str, field: str) -> None:
        self.language, self.field = language, field


class NotInThisState(Refusal):
    """The mailing is further on by now, or was stopped."""

    def __init__(self, state: str) -> None:
        self.state = state


class NobodyToWriteTo(Refusal):
    """No recipient is left by the filter and by what people agreed to."""
