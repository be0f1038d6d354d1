"""Tickets to print: a page for each person, in the fan's language and letters."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.design.lettering import Family, drawable, font_file
from turnout.design.lines import Measure, broken, cut_lines
from turnout.tickets.codes import codes_for
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import Occasion, occasion_of
from turnout.tickets.qr import qr_of

INK, SOFT, LINE = "#1d1a16", "#6a6259", "#cfc6b8"
_LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
_MARGIN = 18.0
_INSIDE = 11.0
_CODE = 82.0
_POINTS_TO_MM = 25.4 / 72
_Font = Literal["serif700", "sans500"]


def ticket_pdf(tickets: Sequence[Ticket], language: str) -> bytes:
    """Of one event, in the active language, which must be that one. Takes a second or two."""
    occasion = occasion_of(tickets[0].event, language)
    with TemporaryDirectory() as folder:
        return _Sheets(tickets, occasion, language, Path(folder)).finished()


class _Sheets:
    """In millimetres. A page is a ticket: what and where above the tear, the code below it."""

    def __init__(self, tickets: Sequence[Ticket], occasion: Occasion, language: str, folder: Path) -> None:
        event = tickets[0].event
        self.tickets, self.folder = tickets, folder
        self.accent = event.organisation.accent
        self.title = drawable(occasion.title) or event.slug
        self.host = _plain(occasion.host)
        self.facts = [
            (_plain(label), [_plain(line) for line in lines if line])
            for label, lines in (
                (_("When"), (occasion.when, occasion.doors)),
                (_("Where"), (occasion.where, occasion.address)),
            )
        ]
        self.access = _plain(occasion.access)
        self.names = [_plain(each.name or _("Guest")) for each in tickets]
        self.counts = [_plain(_count(number, len(tickets))) for number in range(1, len(tickets) + 1)]
        self.hint = _plain(
            _("Show this code at the door, on paper or on your phone. It lets one person in, once.")
        )
        paper = "letter" if event.country in _LETTER_COUNTRIES else "a4"
        from fpdf import FPDF  # half a second, for the few who print

        self.pdf = FPDF("portrait", "mm", paper)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(self.title)
        self.pdf.set_author(self.host)
        self.pdf.set_lang(language)
        self.width = self.pdf.w - 2 * _MARGIN

    def finished(self) -> bytes:
        words = ["…", self.host, self.access, self.hint, *self.names, *self.counts]
        words += [word for label, lines in self.facts for word in (label, *lines)]
        self._carry("serif", 700, self.title + "…")
        self._carry("sans", 500, "".join(words))
        for place, code in enumerate(codes_for(self.tickets)):
            self._page(place, code)
        return bytes(self.pdf.output())

    def _carry(self, family: Family, weight: int, text: str) -> None:
        path = self.folder / f"{family}{weight}.ttf"
        path.write_bytes(font_file(text, family, weight))
        self.pdf.add_font(path.stem, fname=path)

    def _page(self, place: int, code: str) -> None:
        self.pdf.add_page()
        tear = self._above(_MARGIN + _INSIDE) + 4
        bottom = tear + _CODE + 47
        self._below(tear, place, code)
        self._outline(_MARGIN, tear, bottom)

    def _above(self, top: float) -> float:
        """Host, title and facts; where they end."""
        x, width = _MARGIN + _INSIDE, self.width - 2 * _INSIDE
        self._line(x, top + 5, self.host, "sans500", 14, self.accent)
        size, lines = self._title(width)
        y = top + 10 + size * _POINTS_TO_MM
        for line in lines:
            self._line(x, y, line, "serif700", size, INK)
            y += size * _POINTS_TO_MM * 1.14
        ends = [
            self._fact(x + number * width / 2, y + 4, width / 2 - 6, label, lines)
            for number, (label, lines) in enumerate(self.facts)
            if lines
        ]
        return self._paragraph(x, max(ends, default=y) + 3, self.access, 10, width, 4)

    def _title(self, width: float) -> tuple[int, list[str]]:
        for size in (38, 32, 26):
            if lines := broken(self.title, self._measure("serif700", size), width, 2):
                return size, lines
        return 24, self._wrapped(self.title, "serif700", 24, width, 3)

    def _fact(self, x: float, y: float, width: float, label: str, lines: Sequence[str]) -> float:
        self._line(x, y, label, "sans500", 10, SOFT)
        y += 6.5
        for number, text in enumerate(lines):
            size, ink = (13, INK) if number == 0 else (11, SOFT)
            for line in self._wrapped(text, "sans500", size, width, 3):
                self._line(x, y, line, "sans500", size, ink)
                y += size * _POINTS_TO_MM * 1.3
        return y

    def _paragraph(self, x: float, y: float, text: str, size: int, width: float, most: int) -> float:
        for line in self._wrapped(text, "sans500", size, width, most) if text else ():
            self._line(x, y + 2, line, "sans500", size, SOFT)
            y += size * _POINTS_TO_MM * 1.4
        return y + 2

    def _below(self, tear: float, place: int, code: str) -> None:
        middle, width = self.pdf.w / 2, self.width - 2 * _INSIDE
        self._code(middle - _CODE / 2, tear + 6, _CODE, code)
        y = tear + _CODE + 18
        for line in self._wrapped(self.names[place], "sans500", 20, width, 1):
            self._centred(y, line, "sans500", 20, INK)
        self._centred(y + 8, self.counts[place], "sans500", 11, SOFT)
        for number, line in enumerate(self._wrapped(self.hint, "sans500", 10, width - 10, 2)):
            self._centred(y + 16 + number * 5, line, "sans500", 10, SOFT)

    def _outline(self, top: float, tear: float, bottom: float) -> None:
        """A ticket: rounded, torn along a dotted line between two notches."""
        pdf, right = self.pdf, _MARGIN + self.width
        pdf.set_draw_color(INK)
        pdf.set_line_width(0.4)
        pdf.rect(_MARGIN, top, self.width, bottom - top, round_corners=True, corner_radius=5)
        pdf.set_fill_color("#ffffff")
        for x, outside in ((_MARGIN, _MARGIN - 5.75), (right, right + 0.25)):
            pdf.circle(x, tear, 4.5, style="DF")
            pdf.rect(outside, tear - 6, 5.5, 12, style="F")
        with pdf.local_context(dash_pattern={"dash": 0.2, "gap": 2.4, "phase": 0}, line_width=0.8):
            pdf.line(_MARGIN + 7, tear, right - 7, tear)

    def _code(self, x: float, y: float, size: float, code: str) -> None:
        """As vectors, sharp at any size; the quiet zone is the paper's own white."""
        rows = [bytes(row) for row in qr_of(code).matrix]
        module = size / len(rows)
        self.pdf.set_fill_color("#000000")
        for number, row in enumerate(rows):
            for start, dark in enumerate(row):
                if dark:
                    # A hair larger, so that no viewer shows seams between them.
                    self.pdf.rect(
                        x + start * module, y + number * module, module * 1.02, module * 1.02, style="F"
                    )

    def _centred(self, baseline: float, text: str, font: _Font, size: float, colour: str) -> None:
        wide = self._measure(font, size)(text)
        self._line((self.pdf.w - wide) / 2, baseline, text, font, size, colour)

    def _line(self, x: float, baseline: float, text: str, font: _Font, size: float, colour: str) -> None:
        self.pdf.set_font(font, size=size)
        self.pdf.set_text_color(colour)
        self.pdf.text(x, baseline, text)

    def _wrapped(self, text: str, font: _Font, size: float, width: float, most: int) -> list[str]:
        measure = self._measure(font, size)
        return broken(text, measure, width, most) or cut_lines(text, measure, width, most)

    def _measure(self, font: _Font, size: float) -> Measure:
        self.pdf.set_font(font, size=size)
        return self.pdf.get_string_width


def _plain(text: str) -> str:
    return drawable(text, "sans")


def _count(number: int, tickets: int) -> str:
    told = {"number": number, "tickets": tickets}
    return ngettext("One ticket", "Ticket %(number)s of %(tickets)s", tickets) % told
