from turnout.rules.refusal import Refusal


class NotAMention(Refusal):
    """What was sent can be no mention: `what` is "source", "target" or "same"."""

    def __init__(self, what: str) -> None:
        self.what = what


class TooManyMentions(Refusal):
    """More wait to be read, or come from that site or to that page, than is taken at a time."""
