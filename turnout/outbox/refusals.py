from turnout.rules.refusal import Refusal


class NoLongerSo(Refusal):
    """The mail is in another state by now: it was sent, or somebody else was quicker."""
