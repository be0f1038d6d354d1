"""A sheet to hang up: the event, and a QR code of one channel's short link."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import segno
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps

from turnout.design.lettering import Family, drawable, font_file
from turnout.design.lines import Measure, broken, cut_lines
from turnout.design.pictures import Picture
from turnout.events.addresses import short_address
from turnout.events.hall import draw_hall
from turnout.events.models import Channel
from turnout.events.when_and_where import dates, places

Paper = Literal["a4", "letter"]
INK, SOFT, LINE = "#1d1a16", "#6a6259", "#cfc6b8"
_MARGIN = 16.0
_STUB = 66.0
_POINTS_TO_MM = 25.4 / 72


def poster_pdf(channel: Channel, paper: Paper, language: str) -> bytes:
    """A page of that size. Takes a second or two: not inside a transaction."""
    with translation.override(language), TemporaryDirectory() as folder:
        return _Poster(channel, paper, language, Path(folder)).finished()


class _Poster:
    """In millimetres, from the top of the page down; the stub with the code stands at its foot."""

    def __init__(self, channel: Channel, paper: Paper, language: str, folder: Path) -> None:
        event = channel.event
        told = ((_("When"), dates(event, language)), (_("Where"), places(event, language)))
        self.event, self.folder = event, folder
        self.title = drawable(event.in_language("title", language)) or event.slug
        self.strapline = drawable(event.in_language("strapline", language), "sans")
        self.host = drawable(event.organisation.name, "sans")
        self.facts = [(drawable(label, "sans"), drawable(text, "sans")) for label, text in told if text]
        self.invitation = drawable(_("Would you come? Scan the code, or type the address."), "sans")
        self.address = short_address(channel)
        from fpdf import FPDF  # half a second, for the few who print

        self.pdf = FPDF("portrait", "mm", paper)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_image_filter("DCTDecode")
        self.pdf.set_title(self.title)
        self.pdf.set_author(self.host)
        self.pdf.set_lang(language)
        self.pdf.add_page()
        self.width = self.pdf.w - 2 * _MARGIN

    def finished(self) -> bytes:
        self._carry("serif", 700, self.title)
        self._carry("sans", 500, "".join((self.host, self.strapline, self.invitation, *sum(self.facts, ()))))
        top = _MARGIN + self._picture()
        self._words(top + 13, self.pdf.h - _MARGIN - _STUB - 12)
        self._stub(self.pdf.h - _MARGIN - _STUB)
        return bytes(self.pdf.output())

    def _carry(self, family: Family, weight: int, text: str) -> None:
        path = self.folder / f"{family}{weight}.ttf"
        path.write_bytes(font_file(text, family, weight))
        self.pdf.add_font(path.stem, fname=path)

    def _picture(self) -> float:
        """The cover, or the hall that waits to be filled; its height."""
        height = self.pdf.h * 0.25
        size = (1600, round(1600 * height / self.width))
        picture = Picture.of(self.event.cover)
        path = picture.path(picture.width, "jpg") if picture else ""
        if path and default_storage.exists(path):
            with default_storage.open(path) as file:
                image = ImageOps.fit(Image.open(io.BytesIO(file.read())).convert("RGB"), size)
        else:
            image = draw_hall(size, INK, self.event.organisation.accent, "#faf7f2", seed=self.title)
        self.pdf.image(_rounded(image, 44), _MARGIN, _MARGIN, self.width, height)
        return height

    def _words(self, top: float, bottom: float) -> None:
        """Host, title, strapline and facts; the title as large as leaves room for the rest."""
        self._line(_MARGIN, top, self.host, "sans500", 17, self.event.organisation.accent)
        lines = self._wrapped(self.strapline, "sans500", 16, self.width, 3)
        rest = (len(lines) * 7.6 + 7 if lines else 2) + (26 if self.facts else 0)
        size, title = self._fitted(bottom - top - 5 - rest)
        leading = size * _POINTS_TO_MM * 1.14
        y = top + 5 + size * _POINTS_TO_MM
        for number, each in enumerate(title):
            self._line(_MARGIN - 0.5, y + number * leading, each, "serif700", size, INK)
        y += (len(title) - 1) * leading + 14
        for number, each in enumerate(lines):
            self._line(_MARGIN, y + number * 7.6, each, "sans500", 16, SOFT)
        self._facts(bottom - 12)

    def _fitted(self, height: float) -> tuple[int, list[str]]:
        for size in range(60, 24, -4):
            lines = broken(self.title, self._measure("serif700", size), self.width, _lines_in(height, size))
            if lines:
                return size, lines
        return 26, self._wrapped(self.title, "serif700", 26, self.width, _lines_in(height, 26))

    def _facts(self, y: float) -> None:
        if not self.facts:
            return
        self.pdf.set_draw_color(LINE)
        self.pdf.set_line_width(0.3)
        self.pdf.line(_MARGIN, y - 9, _MARGIN + self.width, y - 9)
        column = self.width / len(self.facts)
        for number, (label, text) in enumerate(self.facts):
            x = _MARGIN + number * column
            self._line(x, y - 1, label, "sans500", 11, SOFT)
            for row, line in enumerate(self._wrapped(text, "sans500", 15, column - 6, 2)):
                self._line(x, y + 6 + row * 6.6, line, "sans500", 15, INK)

    def _stub(self, top: float) -> None:
        tear = _MARGIN + _STUB
        self._outline(top, tear)
        self._code(_MARGIN + 7, top + 7, _STUB - 14)
        x, width = tear + 10, self.width - _STUB - 20
        lines = self._wrapped(self.invitation, "sans500", 17, width, 4)
        size = self._size_for(self.address, "sans500", 20, width)
        y = top + _STUB / 2 - (len(lines) * 8 + 12) / 2 + 5
        for each in lines:
            self._line(x, y, each, "sans500", 17, INK)
            y += 8
        self._line(x, y + 6, self.address, "sans500", size, self.event.organisation.accent)

    def _outline(self, top: float, tear: float) -> None:
        """A ticket: rounded, torn along a dotted line between two notches."""
        pdf, right = self.pdf, _MARGIN + self.width
        pdf.set_draw_color(INK)
        pdf.set_line_width(0.5)
        pdf.rect(_MARGIN, top, self.width, _STUB, round_corners=True, corner_radius=5)
        pdf.set_fill_color("#ffffff")
        for y in (top, top + _STUB):
            pdf.circle(tear, y, 4.5, style="DF")
            outside = y - 6 if y == top else y + 0.25
            pdf.rect(tear - 6, outside, 12, 5.75, style="F")
        with pdf.local_context(dash_pattern={"dash": 0.2, "gap": 2.4, "phase": 0}, line_width=0.9):
            pdf.line(tear, top + 8, tear, top + _STUB - 7)
        pdf.link(_MARGIN, top, right - _MARGIN, _STUB, self.address)

    def _code(self, x: float, y: float, size: float) -> None:
        """As vectors, sharp at any size; the quiet zone is the stub's own white."""
        rows = [bytes(row) for row in segno.make_qr(self.address, error="m").matrix]
        module = size / len(rows)
        self.pdf.set_fill_color(INK)
        for number, row in enumerate(rows):
            for start, length in _dark_runs(row):
                # A hair wider, so that no viewer shows seams between the rows.
                self.pdf.rect(
                    x + start * module, y + number * module, length * module, module * 1.02, style="F"
                )

    def _line(self, x: float, baseline: float, text: str, font: str, size: float, colour: str) -> None:
        self.pdf.set_font(font, size=size)
        self.pdf.set_text_color(colour)
        self.pdf.text(x, baseline, text)

    def _wrapped(self, text: str, font: str, size: float, width: float, most: int) -> list[str]:
        measure = self._measure(font, size)
        return broken(text, measure, width, most) or cut_lines(text, measure, width, most)

    def _size_for(self, text: str, font: str, size: float, width: float) -> float:
        return min(size, size * width / self._measure(font, size)(text))

    def _measure(self, font: str, size: float) -> Measure:
        self.pdf.set_font(font, size=size)
        return self.pdf.get_string_width


def _lines_in(height: float, size: int) -> int:
    """How many lines of type of that size, in points, have room."""
    return max(1, 1 + int((height / (size * _POINTS_TO_MM) - 1) / 1.14))


def _rounded(image: Image.Image, radius: int) -> Image.Image:
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, image.width - 1, image.height - 1), radius, fill=255)
    on_paper = Image.new("RGB", image.size, "white")
    on_paper.paste(image, mask=mask)
    return on_paper


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
