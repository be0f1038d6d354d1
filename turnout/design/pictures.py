"""Uploaded pictures, made anew from their pixels: nothing else of the file that was sent is kept.

A stored picture's name says all that a page must know without looking: whose shape it has, what it
was made from (SHA-256), its width and height, and its mean colour, which fills the space until the
picture is there.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, ImageStat

from turnout.design.opened_picture import opened
from turnout.design.picture_refusals import TooLarge
from turnout.design.srgb import in_srgb

MOST_BYTES = 12 * 1024 * 1024
WIDTHS = {"cover": (480, 800, 1280), "figure": (480, 800, 1280), "logo": (96, 192, 384)}
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
NAME = re.compile(r"(cover|figure|logo)-([0-9a-f]{32})-([1-9][0-9]*)x([1-9][0-9]*)-([0-9a-f]{6})", re.ASCII)
# A picture of 40 megapixels takes 160 MB while it is opened: one at a time.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Variant:
    """One file of a picture. `format` is a media type, best first in `variants`."""

    width: int
    height: int
    format: str
    url: str
    path: str


@dataclass(frozen=True)
class Picture:
    """What its name says. Without a file's look-up, so templates may ask as often as they like."""

    name: str
    shape: str
    width: int
    height: int
    colour: str

    @classmethod
    def of(cls, name: str) -> "Picture | None":
        found = NAME.fullmatch(name)
        if found is None:
            return None
        shape, _, width, height, colour = found.groups()
        return cls(name, shape, int(width), int(height), f"#{colour}")

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The best first, the one that every browser and mail program shows last."""
        return ("webp", "png") if self.shape == "logo" else ("avif", "webp", "jpg")

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Smallest first; never greater than the picture itself."""
        kept = [width for width in WIDTHS[self.shape] if width < self.width] + [self.width]
        return [(width, max(1, round(self.height * width / self.width))) for width in kept]

    def path(self, width: int, suffix: str) -> str:
        return f"pictures/{self.name}/{width}.{suffix}"


def keep(file: IO[bytes]) -> str:
    """Store a cover in the sizes a page needs and give its name. See `_keep`."""
    return _keep(file, "cover")


def keep_logo(file: IO[bytes]) -> str:
    """Store a logo, which may be transparent, and give its name. See `_keep`."""
    return _keep(file, "logo")


def keep_figure(file: IO[bytes]) -> str:
    """Store a picture that stands in a text and give its name. See `_keep`."""
    return _keep(file, "figure")


def variants(name: str) -> list[Variant]:
    """Its files, best format first and smallest first in each; none where it is no picture's name."""
    picture = Picture.of(name)
    if picture is None:
        return []
    return [
        Variant(width, height, TYPES[suffix], default_storage.url(path), path)
        for suffix in picture.suffixes
        for width, height in picture.sizes
        for path in [picture.path(width, suffix)]
    ]


def is_kept(name: str) -> bool:
    picture = Picture.of(name)
    return picture is not None and default_storage.exists(picture.path(picture.width, picture.suffixes[-1]))


def _keep(file: IO[bytes], shape: str) -> str:
    """Called outside of transactions: it takes seconds, and what it stores stays without them.

    The same upload gives the same name, at the same time too. Raises TooLarge, NotAPicture,
    Animated, Damaged, TooManyPixels.
    """
    file.seek(0)
    sent = file.read(MOST_BYTES + 1)
    if len(sent) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    with _ONE_AT_A_TIME:
        pixels = _pixels(sent, shape)
        colour = "".join(f"{channel:02x}" for channel in _mean(pixels))
        digest = hashlib.sha256(sent).hexdigest()[:32]
        picture = Picture(
            f"{shape}-{digest}-{pixels.width}x{pixels.height}-{colour}", shape, *pixels.size, f"#{colour}"
        )
        for path, content in _files(picture, pixels):
            _store(path, content)
    return picture.name


def _pixels(sent: bytes, shape: str) -> Image.Image:
    """Upright, no wider than the greatest variant, in sRGB; transparent only where it is a logo."""
    greatest = WIDTHS[shape][-1]
    image = opened(sent, greatest)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.width > greatest:
        size = (greatest, max(1, round(image.height * greatest / image.width)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    image = in_srgb(image, profile)
    if shape != "logo" and image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    # Comments, profiles and positions travel in `info` from step to step.
    image.info = {}
    return image


def _mean(pixels: Image.Image) -> tuple[int, ...]:
    solid = pixels.convert("RGBA")
    over = Image.alpha_composite(Image.new("RGBA", solid.size, "white"), solid)
    return tuple(round(channel) for channel in ImageStat.Stat(over.convert("RGB")).mean)


def _files(picture: Picture, pixels: Image.Image) -> Iterator[tuple[str, bytes]]:
    for width, height in picture.sizes:
        size = (width, height)
        scaled = pixels if pixels.size == size else pixels.resize(size, Image.Resampling.LANCZOS)
        for suffix in picture.suffixes:
            yield picture.path(width, suffix), _encoded(scaled, suffix)


def _encoded(image: Image.Image, suffix: str) -> bytes:
    into = io.BytesIO()
    if suffix == "avif":
        image.save(into, "AVIF", quality=62, speed=8, max_threads=2)
    elif suffix == "webp":
        image.save(into, "WEBP", quality=80, method=4)
    elif suffix == "jpg":
        image.convert("RGB").save(into, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        image.save(into, "PNG", optimize=True)
    return into.getvalue()


def _store(path: str, content: bytes) -> None:
    """Under exactly this path. What a crash left half written is replaced; a whole one stays."""
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return
        default_storage.delete(path)
    stored = default_storage.save(path, ContentFile(content))
    if stored != path:
        # Somebody stored the same picture meanwhile, and this copy was given another name.
        default_storage.delete(stored)
