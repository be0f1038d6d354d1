"""The pictures of the sample's posts, drawn here and kept nowhere else."""

from collections.abc import Callable
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 2000, 1125
Colour = tuple[int, int, int]
NIGHT, DOOR, FLOOR, GLOW = (30, 32, 62), (255, 205, 130), (58, 46, 66), (255, 190, 110)
COATS: tuple[Colour, ...] = ((24, 20, 38), (44, 30, 52), (66, 40, 58), (36, 44, 72), (84, 50, 56))
DUSK: tuple[Colour, Colour] = (64, 52, 104), (240, 150, 104)
DAWN: tuple[Colour, Colour] = (96, 150, 178), (250, 214, 150)
NEAR: Colour = (34, 28, 50)
LIGHT: Colour = (255, 216, 146)
PLANK: tuple[Colour, ...] = ((196, 146, 98), (186, 136, 90), (204, 154, 106), (178, 128, 84))
SCREENS: tuple[Colour, ...] = ((46, 110, 140), (214, 96, 60), (88, 122, 84), (96, 70, 130), (226, 168, 80))


def open_door() -> bytes:
    """People queue in the dark before a door with light behind it."""
    chance, picture = Random("nimbus door"), Image.new("RGB", (WIDTH, HEIGHT), NIGHT)  # noqa: S311
    draw = ImageDraw.Draw(picture)
    ground = 880
    draw.rectangle((0, ground, WIDTH, HEIGHT), fill=FLOOR)
    for left in range(0, WIDTH, 100):
        for top in range(0, ground, 60):
            shade = chance.randint(-4, 4)
            box = (left + (top // 60 % 2) * 50, top, left + (top // 60 % 2) * 50 + 96, top + 56)
            draw.rectangle(box, fill=(NIGHT[0] + 6 + shade, NIGHT[1] + 6 + shade, NIGHT[2] + 8 + shade))
    _shine(picture, (1340, 300, 1660, ground), 90, 210)
    draw.rectangle((1340, 300, 1660, ground), fill=DOOR)
    draw.polygon(((1340, ground), (1660, ground), (1980, HEIGHT), (960, HEIGHT)), fill=(214, 150, 92))
    _lights(draw)
    for number, x in enumerate(range(150, 1420, 104)):
        _person(draw, chance, x + chance.randint(-14, 14), ground + 70, COATS[number % len(COATS)])
    _person(draw, chance, 1500, ground + 24, (120, 62, 48))
    return _jpeg(picture)


def two_cities() -> bytes:
    """One skyline in the evening, another in the morning, and a river between them."""
    chance, shore = Random("nimbus cities"), 850  # noqa: S311
    east = Image.linear_gradient("L").rotate(90).resize((500, HEIGHT))
    seam = Image.new("L", (WIDTH, HEIGHT))
    seam.paste(255, (WIDTH // 2 + 250, 0, WIDTH, HEIGHT))
    seam.paste(east, (WIDTH // 2 - 250, 0))
    picture = Image.composite(_sky(DAWN, WIDTH, HEIGHT), _sky(DUSK, WIDTH, HEIGHT), seam)
    draw = ImageDraw.Draw(picture)
    _towers(draw, chance, (-30, 820), (260, 620), shore)
    _towers(draw, chance, (1190, WIDTH + 60), (120, 330), shore)
    _spire(draw, 420, 150, shore)
    _hall(draw, 1560, shore)
    _bridge(draw, shore)
    mirror = picture.crop((0, 2 * shore - HEIGHT, WIDTH, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    dark = Image.new("RGB", mirror.size, (28, 26, 52))
    picture.paste(Image.blend(mirror.filter(ImageFilter.GaussianBlur(6)), dark, 0.42), (0, shore))
    return _jpeg(picture)


def long_table() -> bytes:
    """A wooden table from above: phones, some of them open, cups and small tools."""
    chance = Random("nimbus table")  # noqa: S311
    picture = Image.new("RGB", (WIDTH, HEIGHT), PLANK[0])
    draw = ImageDraw.Draw(picture)
    for number, top in enumerate(range(0, HEIGHT, 188)):
        draw.rectangle((0, top, WIDTH, top + 184), fill=PLANK[number % len(PLANK)])
        for _grain in range(14):
            y = top + chance.randint(8, 176)
            shade = PLANK[(number + 1) % len(PLANK)]
            draw.line((chance.randint(0, 900), y, chance.randint(1000, WIDTH), y), fill=shade, width=2)
    for column in range(6):
        for row in range(2):
            x, y = 190 + column * 330 + chance.randint(-40, 40), 300 + row * 520 + chance.randint(-50, 50)
            _laid(picture, (x, y), chance.uniform(-28, 28), _phone(chance, is_open=(column + row) % 4 == 2))
    for x, y in ((340, 575), (1010, 560), (1680, 590)):
        _cup(draw, x, y)
    for x, y, turn in ((690, 580, 12.0), (1350, 560, -20.0)):
        _laid(picture, (x, y), turn, _screwdriver())
    return _jpeg(picture)


PICTURES: dict[str, Callable[[], bytes]] = {
    "open_door": open_door,
    "two_cities": two_cities,
    "long_table": long_table,
}


def _jpeg(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _sky(colours: tuple[Colour, Colour], width: int, height: int) -> Image.Image:
    above, below = (Image.new("RGB", (width, height), colour) for colour in colours)
    return Image.composite(below, above, Image.linear_gradient("L").resize((width, height)))


def _shine(picture: Image.Image, box: tuple[int, int, int, int], spread: int, strength: int) -> None:
    glow = Image.new("L", picture.size)
    left, top, right, bottom = box
    ImageDraw.Draw(glow).rectangle((left - 40, top - 40, right + 40, bottom), fill=strength)
    picture.paste(GLOW, mask=glow.filter(ImageFilter.GaussianBlur(spread)))


def _lights(draw: ImageDraw.ImageDraw) -> None:
    """A string of bulbs, hung at three nails."""
    for number in range(41):
        x = number * WIDTH / 40
        y = 120 + 90 * sin(number % 20 / 20 * pi)
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=(255, 226, 168))


def _person(draw: ImageDraw.ImageDraw, chance: Random, x: int, feet: int, coat: Colour) -> None:
    tall = chance.randint(270, 340)
    wide, head = chance.randint(38, 48), chance.randint(27, 31)
    top = feet - tall
    draw.ellipse((x - head, top, x + head, top + 2 * head), fill=coat)
    draw.rounded_rectangle((x - wide, top + 2 * head + 6, x + wide, feet - 90), 34, fill=coat)
    for side in (-1, 1):
        draw.rounded_rectangle((x + side * 20 - 15, feet - 110, x + side * 20 + 15, feet), 10, fill=coat)


def _towers(
    draw: ImageDraw.ImageDraw, chance: Random, span: tuple[int, int], tall: tuple[int, int], shore: int
) -> None:
    left = span[0]
    while left < span[1]:
        right = left + chance.randint(70, 130)
        top = shore - chance.randint(*tall)
        draw.rectangle((left, top, right, shore), fill=NEAR)
        for y in range(top + 22, shore - 16, 28):
            for x in range(left + 14, right - 18, 24):
                if chance.random() < 0.16:
                    draw.rectangle((x, y, x + 8, y + 12), fill=LIGHT)
        left = right + chance.choice((0, 8, 22))


def _spire(draw: ImageDraw.ImageDraw, x: int, top: int, shore: int) -> None:
    """A tower that narrows in steps, as they built them there."""
    for number, half in enumerate((16, 36, 60, 86)):
        draw.rectangle((x - half, top + 40 + number * 110, x + half, shore), fill=NEAR)
    draw.line((x, top - 70, x, top + 50), fill=NEAR, width=8)


def _hall(draw: ImageDraw.ImageDraw, x: int, shore: int) -> None:
    """A wide hall with a clock tower in its middle."""
    draw.rectangle((x - 210, shore - 190, x + 210, shore), fill=NEAR)
    draw.rectangle((x - 46, shore - 460, x + 46, shore), fill=NEAR)
    draw.ellipse((x - 28, shore - 430, x + 28, shore - 374), fill=LIGHT)
    draw.polygon(((x - 56, shore - 460), (x + 56, shore - 460), (x, shore - 590)), fill=NEAR)
    draw.line((x, shore - 640, x, shore - 580), fill=NEAR, width=9)


def _bridge(draw: ImageDraw.ImageDraw, shore: int) -> None:
    deck, posts = shore - 70, (860, 1140)
    draw.rectangle((760, deck, 1240, deck + 14), fill=NEAR)
    for x in posts:
        draw.rectangle((x - 11, deck - 230, x + 11, shore), fill=NEAR)
    for x in range(760, 1241, 20):
        # A cable hangs lowest in the middle between two posts.
        nearest = min(abs(x - post) for post in posts)
        y = deck - 225 * max(0.06, (1 - nearest / 140) ** 2)
        draw.line((x, y, x, deck), fill=NEAR, width=3)


def _phone(chance: Random, *, is_open: bool) -> Image.Image:
    phone = Image.new("RGBA", (190, 370))
    draw = ImageDraw.Draw(phone)
    draw.rounded_rectangle((8, 14, 189, 369), 30, fill=(60, 40, 30, 90))
    draw.rounded_rectangle((0, 0, 180, 358), 30, fill=(26, 24, 34, 255))
    if is_open:
        draw.rounded_rectangle((10, 10, 170, 348), 22, fill=(74, 78, 84, 255))
        draw.rectangle((26, 150, 154, 320), fill=(38, 40, 46, 255))
        draw.rectangle((26, 30, 96, 130), fill=(52, 92, 70, 255))
        draw.ellipse((108, 40, 158, 90), fill=(20, 20, 26, 255), outline=(150, 150, 160, 255), width=6)
        return phone
    colour = chance.choice(SCREENS)
    draw.rounded_rectangle((9, 9, 171, 349), 22, fill=(*colour, 255))
    draw.ellipse((40, 200, 160, 320), fill=(*(min(255, each + 34) for each in colour), 255))
    draw.rounded_rectangle((9, 9, 171, 349), 22, outline=(26, 24, 34, 255), width=9)
    return phone


def _screwdriver() -> Image.Image:
    tool = Image.new("RGBA", (60, 300))
    draw = ImageDraw.Draw(tool)
    draw.rectangle((26, 120, 34, 296), fill=(188, 192, 200, 255))
    draw.rounded_rectangle((14, 0, 46, 130), 14, fill=(196, 70, 44, 255))
    return tool


def _cup(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for radius, colour in ((84, (236, 230, 220)), (56, (250, 247, 240)), (46, (88, 56, 38))):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _laid(picture: Image.Image, at: tuple[int, int], turn: float, thing: Image.Image) -> None:
    turned = thing.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    picture.paste(turned, (at[0] - turned.width // 2, at[1] - turned.height // 2), turned)
