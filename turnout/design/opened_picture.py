"""Opening what strangers send. Decides by content, and measures before it decodes."""

import io
import struct
import zipfile

from PIL import Image, UnidentifiedImageError

from turnout.design.picture_refusals import Animated, Damaged, NotAPicture, TooManyPixels

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
# Pillow reads a phone's JPEG that carries a second picture as MPO; its first picture is meant.
_STILL = {"JPEG", "MPO"}
_ELSE = {b"%PDF-": "PDF", b"<svg": "SVG", b"<html": "HTML", b"<script": "HTML", b"<?php": "PHP"}


def opened(sent: bytes, wanted_width: int) -> Image.Image:
    """The decoded picture; a JPEG is decoded at a size not far above `wanted_width`.

    Raises NotAPicture, Animated, TooManyPixels, Damaged.
    """
    _refuse_double_faced(sent)
    # The WebP decoder takes memory for the whole canvas as it opens, and Pillow allows it 179 megapixels.
    _refuse_pixels(*_webp_size(sent))
    try:
        image = Image.open(io.BytesIO(sent), formats=FORMATS)
        _refuse_pixels(*image.size)
        if image.format not in _STILL and getattr(image, "is_animated", False):
            raise Animated
        if image.format in _STILL:
            image.draft("RGB", _draft_size(image, wanted_width))
        image.load()
    except UnidentifiedImageError:
        raise (Damaged if _begins_like_a_picture(sent) else NotAPicture)() from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(MOST_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError):
        raise Damaged from None
    return image


def _begins_like_a_picture(sent: bytes) -> bool:
    return sent.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or sent[4:12] == b"ftypavif"


def _draft_size(image: Image.Image, wanted_width: int) -> tuple[int, int]:
    """Twice what is wanted, so that the scaling down still smoothes; either way round."""
    wanted = 2 * wanted_width
    scale = min(1.0, wanted / min(image.size))
    return round(image.width * scale), round(image.height * scale)


def _refuse_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooManyPixels(MOST_PIXELS)


def _refuse_double_faced(sent: bytes) -> None:
    """A file that is a picture to one program and something else to another."""
    head = sent[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, name in _ELSE.items():
        if mark.lower() in head:
            raise NotAPicture(name)
    if zipfile.is_zipfile(io.BytesIO(sent)):
        raise NotAPicture("ZIP")
    if _has_more_after_the_picture(sent):
        raise NotAPicture


def _has_more_after_the_picture(sent: bytes) -> bool:
    """PNG and WebP say where they end. A JPEG may carry more: phones append films and depth maps."""
    if sent.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND\xaeB`\x82" in sent and not sent.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return len(sent) > int.from_bytes(sent[4:8], "little") + 9
    return False


def _webp_size(sent: bytes) -> tuple[int, int]:
    if sent[:4] != b"RIFF" or sent[8:12] != b"WEBP" or len(sent) < 30:
        return (0, 0)
    kind = sent[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(sent[24:27], "little"), 1 + int.from_bytes(sent[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(sent[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", sent[26:30])
    return width & 0x3FFF, height & 0x3FFF
