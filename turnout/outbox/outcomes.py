"""What can become of a mail that was handed on, where it was not simply taken."""


class Refused(Exception):
    """The server will not take this mail. Its own words."""

    def __init__(self, words: str, *, no_such_address: bool = False) -> None:
        super().__init__(words)
        self.no_such_address = no_such_address


class TryLater(Exception):
    """Certainly not delivered, and worth another try."""


class OutcomeUnknown(Exception):
    """The text was sent and the server's answer never came: it may be delivered, and may not."""
