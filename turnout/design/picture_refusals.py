"""Why a picture is not kept. Facts only: whoever faces the person chooses the words."""

from turnout.rules.refusal import Refusal


class PictureRefused(Refusal):
    """What was sent is not kept as a picture."""


class TooLarge(PictureRefused):
    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes)
        self.most_bytes = most_bytes


class TooManyPixels(PictureRefused):
    def __init__(self, most_pixels: int) -> None:
        super().__init__(most_pixels)
        self.most_pixels = most_pixels


class NotAPicture(PictureRefused):
    """By its content, whatever its name says. `found` is what it is, where that can be told."""

    def __init__(self, found: str = "") -> None:
        super().__init__(found)
        self.found = found


class Animated(PictureRefused):
    """It moves."""


class Damaged(PictureRefused):
    """It ends too early, or does not hold together."""
