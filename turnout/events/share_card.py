"""The picture that other sites show beside a link to the event: a ticket, 1200 by 630."""

import hashlib
import io
from dataclasses import astuple, dataclass
from functools import lru_cache
from threading import Lock

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps

from turnout.design.lettering import Family, Letters, drawable
from turnout.design.lines import broken, cut, cut_lines
from turnout.design.pictures import Picture
from turnout.events.hall import draw_hall
from turnout.events.models import Event
from turnout.events.when_and_where import dates, places

SIZE = (1200, 630)
PAPER, INK, SOFT, LINE = "#faf7f2", "#1d1a16", "#6a6259", "#e4ddd2"
# Raise it when the drawing changes: caches elsewhere hold pictures by what they were drawn from.
DRAWING = 1
_FINE = 2
_LEFT, _RIGHT, _TEAR = 88, 776, 820
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Card:
    """All that the picture shows."""

    title: str
    host: str
    facts: tuple[tuple[str, str], ...]
    accent: str
    cover: str
    logo: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]}"'


def card_of(event: Event, language: str) -> Card:
    with translation.override(language):
        told = ((_("When"), dates(event, language)), (_("Where"), places(event, language)))
    host = event.organisation
    return Card(
        title=drawable(event.in_language("title", language)) or event.slug,
        host=drawable(host.name, "sans"),
        facts=tuple((drawable(label, "sans"), drawable(text, "sans")) for label, text in told if text),
        accent=host.accent,
        cover=event.cover,
        logo=host.logo,
    )


def png_of(card: Card) -> bytes:
    """Drawn once for each change, whoever asks at once. Takes half a second: not inside a transaction."""
    with _ONE_AT_A_TIME:
        return _drawn(card)


@lru_cache(maxsize=32)
def _drawn(card: Card) -> bytes:
    into = io.BytesIO()
    _Drawing(card).finished().save(into, "PNG", optimize=True)
    return into.getvalue()


class _Drawing:
    """Drawn at twice the size and scaled down, which smooths every edge."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.image = Image.new("RGB", (SIZE[0] * _FINE, SIZE[1] * _FINE), card.accent)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        self._ticket()
        self._host()
        self._title()
        self._facts()
        return self.image.resize(SIZE, Image.Resampling.LANCZOS)

    def _ticket(self) -> None:
        mask = Image.new("L", self.image.size, 0)
        shape = ImageDraw.Draw(mask)
        shape.rounded_rectangle(_scaled(32, 32, 1168, 598), 28 * _FINE, fill=255)
        for y in (32, 598):
            shape.ellipse(_scaled(_TEAR - 22, y - 22, _TEAR + 22, y + 22), fill=0)
        for y in range(70, 570, 20):
            shape.ellipse(_scaled(_TEAR - 3, y - 3, _TEAR + 3, y + 3), fill=0)
        ticket = Image.new("RGB", self.image.size, PAPER)
        ticket.paste(self._stub(), (_TEAR * _FINE, 32 * _FINE))
        self.image.paste(ticket, mask=mask)

    def _stub(self) -> Image.Image:
        """What is torn off: the cover, or the hall that waits to be filled."""
        size = ((1170 - _TEAR) * _FINE, (600 - 32) * _FINE)
        cover = stored_picture(self.card.cover)
        if cover:
            return ImageOps.fit(cover.convert("RGB"), size, Image.Resampling.LANCZOS)
        return draw_hall(size, INK, self.card.accent, PAPER, seed=self.card.title)

    def _host(self) -> None:
        x = _LEFT
        logo = stored_picture(self.card.logo)
        if logo:
            logo = ImageOps.contain(logo.convert("RGBA"), (200 * _FINE, 52 * _FINE), Image.Resampling.LANCZOS)
            self.image.paste(logo, (x * _FINE, 106 * _FINE - logo.height // 2), logo)
            x += logo.width // _FINE + 18
        else:
            self.draw.ellipse(_scaled(x, 82, x + 48, 130), fill=INK)
            initial = self.card.host[:1].upper()
            letters = self._letters("sans", 700, 26)
            self._text(x + 24 - letters.width(initial) / 2 / _FINE, 106, initial, letters, PAPER)
            x += 66
        letters = self._letters("sans", 600, 28)
        self._text(x, 106, cut(self.card.host, letters.width, (_RIGHT - x) * _FINE), letters, INK)

    def _title(self) -> None:
        """As large as four lines allow, in the middle of what is left between host and facts."""
        top, bottom = 156, 462 if self.card.facts else 560
        width = (_RIGHT - _LEFT) * _FINE
        for size in (84, 76, 68, 60, 52, 46):
            letters = self._letters("serif", 700, size)
            lines = broken(self.card.title, letters.width, width, (bottom - top) // round(size * 1.14))
            if lines:
                break
        else:
            lines = cut_lines(self.card.title, letters.width, width, (bottom - top) // round(size * 1.14))
        leading = size * 1.14
        y = (top + bottom) / 2 - leading * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            self._text(_LEFT - 2, y + number * leading, line, letters, INK)

    def _facts(self) -> None:
        if not self.card.facts:
            return
        self.draw.rectangle(_scaled(_LEFT, 474, _RIGHT, 476), fill=LINE)
        column = (_RIGHT - _LEFT) // len(self.card.facts)
        for number, (label, text) in enumerate(self.card.facts):
            x, width = _LEFT + number * column, (column - 24) * _FINE
            self._text(x, 498, label, self._letters("sans", 400, 20), SOFT)
            letters = self._letters("sans", 600, 26)
            for row, line in enumerate(cut_lines(text, letters.width, width, 2)):
                self._text(x, 530 + row * 32, line, letters, INK)

    def _letters(self, family: Family, weight: int, size: int) -> Letters:
        return Letters(family, weight, size * _FINE)

    def _text(self, x: float, middle: float, text: str, letters: Letters, fill: str) -> None:
        """A line whose capitals stand in the middle of that height."""
        letters.draw(self.draw, x * _FINE, middle * _FINE + letters.size * 0.36, text, fill)


def _scaled(*edges: float) -> tuple[float, ...]:
    return tuple(edge * _FINE for edge in edges)


def stored_picture(name: str) -> Image.Image | None:
    picture = Picture.of(name)
    if picture is None:
        return None
    path = picture.path(picture.width, picture.suffixes[-1])
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return Image.open(io.BytesIO(file.read()))
