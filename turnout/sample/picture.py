"""The sample's cover: an evening sky over a row of towers by the water, drawn here and kept nowhere else."""

from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 2400, 1080
SHORE = 920
Colour = tuple[int, int, int]
SKY: tuple[tuple[float, Colour], ...] = (
    (0.0, (31, 42, 85)),
    (0.3, (110, 62, 92)),
    (0.58, (217, 96, 58)),
    (0.82, (244, 160, 98)),
    (1.0, (255, 208, 138)),
)
FAR, NEAR, LIGHT = (122, 58, 74), (36, 27, 46), (255, 214, 140)
SUN = (1490, 600, 185)


def evening() -> bytes:
    """The picture as a JPEG."""
    chance = Random("nimbus")  # noqa: S311 - the same towers each time
    picture = _sky()
    _sun(picture)
    _towers(picture, chance, FAR, (80, 170), (120, 330), lit=0.0)
    _towers(picture, chance, NEAR, (90, 210), (60, 480), lit=0.1)
    _water(picture)
    file = BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _sky() -> Image.Image:
    column = Image.new("RGB", (1, HEIGHT))
    for row in range(HEIGHT):
        column.putpixel((0, row), _shade(min(row / SHORE, 1.0)))
    return column.resize((WIDTH, HEIGHT))


def _shade(depth: float) -> Colour:
    for (upper, above), (lower, below) in pairwise(SKY):
        if depth <= lower:
            share = (depth - upper) / (lower - upper)
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
            return red, green, blue
    return SKY[-1][1]


def _sun(picture: Image.Image) -> None:
    x, y, radius = SUN
    for size, strength, blur in ((radius * 2, 70, 110), (radius, 235, 2)):
        glow = Image.new("L", picture.size)
        ImageDraw.Draw(glow).ellipse((x - size, y - size, x + size, y + size), fill=strength)
        picture.paste((255, 242, 207), mask=glow.filter(ImageFilter.GaussianBlur(blur)))


def _towers(
    picture: Image.Image,
    chance: Random,
    colour: Colour,
    widths: tuple[int, int],
    heights: tuple[int, int],
    lit: float,
) -> None:
    draw = ImageDraw.Draw(picture)
    left = -40
    while left < WIDTH:
        right = left + chance.randint(*widths)
        top = SHORE - round(chance.triangular(*heights, heights[0] * 1.5))
        draw.rectangle((left, top, right, SHORE), fill=colour)
        _roof(draw, chance, colour, left, right, top)
        _windows(draw, chance, (left, top, right), lit)
        left = right + chance.choice((0, 14, 40, 70))


def _roof(draw: ImageDraw.ImageDraw, chance: Random, colour: Colour, left: int, right: int, top: int) -> None:
    middle, shape = (left + right) // 2, chance.random()
    if shape < 0.2:
        draw.polygon(((left, top), (middle, top - 110), (right, top)), fill=colour)
    elif shape < 0.55:
        draw.rectangle((middle - 30, top - 50, middle + 30, top), fill=colour)
        draw.rectangle((middle - 4, top - 130, middle + 4, top), fill=colour)


def _windows(draw: ImageDraw.ImageDraw, chance: Random, tower: tuple[int, int, int], lit: float) -> None:
    left, top, right = tower
    for y in range(top + 26, SHORE - 20, 30):
        for x in range(left + 18, right - 22, 26):
            if chance.random() < lit:
                draw.rectangle((x, y, x + 8, y + 13), fill=LIGHT)


def _water(picture: Image.Image) -> None:
    """Below the shore everything is seen again, upside down, darker and blurred."""
    mirror = picture.crop((0, SHORE - (HEIGHT - SHORE) * 4, WIDTH, SHORE)).resize((WIDTH, HEIGHT - SHORE))
    mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(7))
    dark = Image.new("RGB", mirror.size, (24, 20, 40))
    picture.paste(Image.blend(mirror, dark, 0.4), (0, SHORE))
