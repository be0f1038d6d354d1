import hashlib
import math
from random import Random

from PIL import Image, ImageDraw


def draw_hall(size: tuple[int, int], ground: str, taken: str, free: str, *, seed: str) -> Image.Image:
    """Rows of seats around a stage, some taken: the same for the same seed."""
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    width, height = size
    unit = min(width / 13, height / 11)
    stage = (width / 2, height + unit * 1.2)
    chance = Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311
    faint = _between(ground, free, 0.17)
    rows = math.ceil(math.hypot(width / 2, stage[1]) / unit)
    for row in range(3, rows + 1):
        radius = row * unit
        seats = max(3, round(math.pi * radius / (unit * 1.06)))
        # The front fills first.
        full = max(0.0, 1.05 - row / (rows * 0.68))
        for seat in range(seats + 1):
            angle = math.pi * seat / seats
            x, y = stage[0] - math.cos(angle) * radius, stage[1] - math.sin(angle) * radius
            colour = taken if chance.random() < full else faint
            half = unit * 0.3
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)
    draw.ellipse(
        (stage[0] - unit * 2.1, stage[1] - unit * 2.1, stage[0] + unit * 2.1, stage[1] + unit * 2.1),
        fill=free,
    )
    return image


def _between(one: str, other: str, share: float) -> tuple[int, ...]:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
