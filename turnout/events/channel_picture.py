"""Pictures to post where no link can be pressed: a ticket with the address on it, square or tall."""

import io
from functools import lru_cache
from threading import Lock
from typing import Literal, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps

from turnout.design.lettering import Family, Letters, drawable
from turnout.design.lines import broken, cut, cut_lines
from turnout.events.addresses import short_address
from turnout.events.hall import draw_hall
from turnout.events.models import Channel
from turnout.events.share_card import INK, LINE, PAPER, SOFT, Card, card_of, stored_picture

Shape = Literal["square", "tall"]


class Frame(NamedTuple):
    """The picture's size, and from where to where the ticket and its torn-off top go, in pixels."""

    width: int
    height: int
    top: int
    tear: int
    bottom: int


# Of a tall one, the apps lay their own words over the first and the last quarter of a thousand pixels.
FRAMES: dict[Shape, Frame] = {
    "square": Frame(1080, 1080, 44, 420, 1036),
    "tall": Frame(1080, 1920, 230, 900, 1600),
}
_FINE = 2
_SIDE, _LEFT, _RIGHT = 44, 104, 976
_ONE_AT_A_TIME = Lock()


def picture_of(channel: Channel, shape: Shape, language: str) -> bytes:
    """A PNG. Drawn once for each change; takes a second: not inside a transaction."""
    card = card_of(channel.event, language)
    with translation.override(language):
        ask = drawable(_("Would you come?"), "sans")
    address = short_address(channel).partition("://")[2]
    with _ONE_AT_A_TIME:
        return _drawn(card, shape, ask, address)


@lru_cache(maxsize=16)
def _drawn(card: Card, shape: Shape, ask: str, address: str) -> bytes:
    into = io.BytesIO()
    _Drawing(card, FRAMES[shape], ask, address).finished().save(into, "PNG", optimize=True)
    return into.getvalue()


class _Drawing:
    """Drawn at twice the size and scaled down, which smooths every edge."""

    def __init__(self, card: Card, frame: Frame, ask: str, address: str) -> None:
        self.card, self.frame, self.ask, self.address = card, frame, ask, address
        self.image = Image.new("RGB", (frame.width * _FINE, frame.height * _FINE), card.accent)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        self._ticket()
        self._host(self.frame.tear + 64)
        self._title(self.frame.tear + 104, self._facts_top() - 18)
        self._facts(self._facts_top())
        self._invitation()
        return self.image.resize(self.frame[:2], Image.Resampling.LANCZOS)

    def _facts_top(self) -> int:
        return self.frame.bottom - (300 if self.card.facts else 170)

    def _ticket(self) -> None:
        frame = self.frame
        mask = Image.new("L", self.image.size, 0)
        shape = ImageDraw.Draw(mask)
        shape.rounded_rectangle(
            _scaled(_SIDE, frame.top, frame.width - _SIDE, frame.bottom), 32 * _FINE, fill=255
        )
        for x in (_SIDE, frame.width - _SIDE):
            shape.ellipse(_scaled(x - 24, frame.tear - 24, x + 24, frame.tear + 24), fill=0)
        for x in range(_SIDE + 44, frame.width - _SIDE - 30, 20):
            shape.ellipse(_scaled(x - 3, frame.tear - 3, x + 3, frame.tear + 3), fill=0)
        ticket = Image.new("RGB", self.image.size, PAPER)
        ticket.paste(self._cover(), (_SIDE * _FINE, frame.top * _FINE))
        self.image.paste(ticket, mask=mask)

    def _cover(self) -> Image.Image:
        """The event's own picture, or the hall that waits to be filled."""
        frame = self.frame
        size = ((frame.width - 2 * _SIDE) * _FINE, (frame.tear - frame.top) * _FINE)
        if cover := stored_picture(self.card.cover):
            return ImageOps.fit(cover.convert("RGB"), size, Image.Resampling.LANCZOS)
        return draw_hall(size, INK, self.card.accent, PAPER, seed=self.card.title)

    def _host(self, middle: int) -> None:
        letters = self._letters("sans", 600, 30)
        name = cut(self.card.host, letters.width, (_RIGHT - _LEFT) * _FINE)
        self._text(_LEFT, middle, name, letters, SOFT)

    def _title(self, top: int, bottom: int) -> None:
        """As large as there is room between the host and the facts."""
        width = (_RIGHT - _LEFT) * _FINE
        for size in (96, 84, 74, 64, 56, 48):
            letters = self._letters("serif", 700, size)
            most = max(1, (bottom - top) // round(size * 1.14))
            lines = broken(self.card.title, letters.width, width, most)
            if lines:
                break
        else:
            lines = cut_lines(self.card.title, letters.width, width, most)
        leading = size * 1.14
        y = (top + bottom) / 2 - leading * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            self._text(_LEFT - 2, y + number * leading, line, letters, INK)

    def _facts(self, top: int) -> None:
        if not self.card.facts:
            return
        self.draw.rectangle(_scaled(_LEFT, top, _RIGHT, top + 2), fill=LINE)
        column = (_RIGHT - _LEFT) // len(self.card.facts)
        for number, (label, text) in enumerate(self.card.facts):
            x, width = _LEFT + number * column, (column - 24) * _FINE
            self._text(x, top + 30, label, self._letters("sans", 400, 24), SOFT)
            letters = self._letters("sans", 600, 30)
            for row, line in enumerate(cut_lines(text, letters.width, width, 2)):
                self._text(x, top + 68 + row * 38, line, letters, INK)

    def _invitation(self) -> None:
        """The question, and the address to type, as a button would have them."""
        top, bottom = self.frame.bottom - 142, self.frame.bottom - 40
        self.draw.rounded_rectangle(_scaled(_LEFT, top, _RIGHT, bottom), 51 * _FINE, fill=self.card.accent)
        for text, middle, weight, size in ((self.ask, top + 34, 400, 28), (self.address, top + 70, 700, 34)):
            letters = self._letters("sans", weight, size)
            line = cut(text, letters.width, (_RIGHT - _LEFT - 80) * _FINE)
            self._text(540 - letters.width(line) / 2 / _FINE, middle, line, letters, "#ffffff")

    def _letters(self, family: Family, weight: int, size: int) -> Letters:
        return Letters(family, weight, size * _FINE)

    def _text(self, x: float, middle: float, text: str, letters: Letters, fill: str) -> None:
        """A line whose capitals stand in the middle of that height."""
        letters.draw(self.draw, x * _FINE, middle * _FINE + letters.size * 0.36, text, fill)


def _scaled(*edges: float) -> tuple[float, ...]:
    return tuple(edge * _FINE for edge in edges)
