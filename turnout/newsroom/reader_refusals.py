from turnout.rules.refusal import Refusal


class ReaderGone(Refusal):
    """The link was never given out, or its address is not kept any more."""
