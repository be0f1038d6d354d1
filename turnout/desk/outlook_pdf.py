"""The forecast on one sheet, for a venue or a boss: the answer, its picture, what it rests on."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from turnout.design.lettering import Family, drawable, font_file
from turnout.design.lines import broken, cut, cut_lines
from turnout.desk.outlook_words import Outlook
from turnout.rules.silhouette import silhouette

INK, SOFT, LINE, ACCENT, WASH = "#1d1a16", "#665e55", "#d9d1c5", "#b83a12", "#f3d9cd"
_MARGIN = 18.0
_POINTS_TO_MM = 25.4 / 72


def outlook_pdf(outlook: Outlook, language: str) -> bytes:
    """A4, in the language of the outlook. Takes a second or two: not inside a transaction."""
    with TemporaryDirectory() as folder:
        return _Sheet(outlook, language, Path(folder)).finished()


class _Sheet:
    """In millimetres, from the top of the page down; `y` is where the next line stands."""

    def __init__(self, outlook: Outlook, language: str, folder: Path) -> None:
        self.outlook, self.folder = outlook, folder
        self.labels = {
            "choices": _("City and date"),
            "sizes": _("How big a hall"),
            "rests": _("What it rests on"),
            "best": _("Best, in 100"),
            "too_small": _("Too small"),
            "seats": _("Seats"),
            "would": _("Would come"),
            "made": _("Made with Turnout"),
            "range": _("%(median)s  (%(low)s to %(high)s)"),
        }
        from fpdf import FPDF  # half a second, for the few who print

        self.pdf = FPDF("portrait", "mm", "a4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(drawable(outlook.title, "sans") or "Turnout")
        self.pdf.set_author(drawable(outlook.host, "sans") or "Turnout")
        self.pdf.set_lang(language)
        self.pdf.add_page()
        self.width, self.y = self.pdf.w - 2 * _MARGIN, _MARGIN

    def finished(self) -> bytes:
        words = self._words()
        self._carry("serif", 700, words)
        self._carry("sans", 500, words)
        self._head()
        self._answer()
        self._picture()
        self._choices()
        self._sizes()
        self._rests()
        self._foot()
        return bytes(self.pdf.output())

    def _words(self) -> str:
        told = self.outlook
        plain = [told.title, told.host, told.where, *told.headline, told.interval, told.basis, told.picture]
        plain += [*told.assumptions, told.as_of, *self.labels.values()]
        plain += [part for row in told.choices for part in row]
        plain += [part for seats, words, _chance in told.sizes for part in (seats, words)]
        return "".join(plain) + "0123456789,.…"

    def _carry(self, family: Family, weight: int, text: str) -> None:
        path = self.folder / f"{family}{weight}.ttf"
        path.write_bytes(font_file(drawable(text, family), family, weight))
        self.pdf.add_font(path.stem, fname=path)

    def _head(self) -> None:
        self._line(self.outlook.host, "sans500", 10.5, ACCENT, 6)
        self._paragraph(self.outlook.title, "serif700", 21, INK, 9, 2)
        self._paragraph(self.outlook.where, "sans500", 11.5, SOFT, 6, 2)
        self._rule(3)

    def _answer(self) -> None:
        before, number, after = self.outlook.headline
        self.y += 15
        x = _MARGIN
        for text, size in ((before, 20), (number, 54), (after, 20)):
            if text:
                x += self._at(x, self.y, drawable(text), "serif700", size, INK) + 3
        self.y += 4
        self._paragraph(self.outlook.interval, "sans500", 14, INK, 7, 2)
        self._paragraph(self.outlook.basis, "sans500", 11, SOFT, 5.5, 2)

    def _picture(self) -> None:
        shape, height = silhouette(self.outlook.heads), 42.0
        self.y += 5
        low, high = float(shape.at[0]), float(shape.at[-1])
        foot = self.y + height
        spots = [
            (_MARGIN + (at - low) / (high - low) * self.width, foot - tall * (height - 4), at)
            for at, tall in zip(shape.at.tolist(), shape.height.tolist(), strict=True)
        ]
        self._hill([(x, y) for x, y, _ in spots], foot, WASH)
        inside = [(x, y) for x, y, at in spots if self.outlook.low <= at <= self.outlook.high]
        if len(inside) > 1:
            self._hill(inside, foot, "#dd8f73")
        self.pdf.set_draw_color(SOFT)
        self.pdf.set_line_width(0.25)
        self.pdf.line(_MARGIN, foot, _MARGIN + self.width, foot)
        self._marks(low, high, foot, height)
        self.y = foot + 9
        self._paragraph(self.outlook.picture, "sans500", 9.5, SOFT, 4.8, 2)

    def _hill(self, top: list[tuple[float, float]], foot: float, colour: str) -> None:
        self.pdf.set_fill_color(colour)
        self.pdf.polygon([(top[0][0], foot), *top, (top[-1][0], foot)], style="F")

    def _marks(self, low: float, high: float, foot: float, height: float) -> None:
        told = self.outlook
        self.pdf.set_draw_color(ACCENT)
        self.pdf.set_line_width(0.7)
        taken = -1e9
        for value, font in ((told.median, "sans500"), (told.low, "sans500"), (told.high, "sans500")):
            x = _MARGIN + (value - low) / (high - low) * self.width
            if value == told.median:
                self.pdf.line(x, foot - height + 4, x, foot)
                taken = x
            elif abs(x - taken) < 9:
                continue
            text = f"{value:,}"
            self.pdf.set_font(font, size=10)
            self._at(x - self.pdf.get_string_width(text) / 2, foot + 4.5, text, font, 10, INK)

    def _choices(self) -> None:
        if not self.outlook.choices:
            return
        self._title(self.labels["choices"])
        self._right((self.labels["would"], self.labels["best"]), (0.80, 1.0), "sans500", 9, SOFT)
        for label, median, low, high, best in self.outlook.choices:
            facts = {"median": median, "low": low, "high": high}
            self._row(label, (self.labels["range"] % facts, best), (0.80, 1.0))

    def _sizes(self) -> None:
        self._title(self.labels["sizes"])
        self._right((self.labels["too_small"],), (1.0,), "sans500", 9, SOFT)
        for seats, words, _chance in self.outlook.sizes:
            self._row(seats, (words,), (1.0,))

    def _rests(self) -> None:
        self._title(self.labels["rests"])
        for sentence in self.outlook.assumptions:
            self._paragraph(sentence, "sans500", 10.5, INK, 5.2, 2)

    def _foot(self) -> None:
        y = self.pdf.h - 12
        self._at(_MARGIN, y, drawable(self.outlook.as_of, "sans"), "sans500", 9, SOFT)
        made = self.labels["made"]
        self.pdf.set_font("sans500", size=9)
        self._at(self.pdf.w - _MARGIN - self.pdf.get_string_width(made), y, made, "sans500", 9, SOFT)

    def _title(self, text: str) -> None:
        self._rule(2.5)
        self.y += 2
        self._line(text, "serif700", 13, INK, 6)

    def _row(self, label: str, values: tuple[str, ...], places: tuple[float, ...]) -> None:
        self.y += 5.6
        self._right(values, places, "sans500", 10.5, INK)
        self.pdf.set_font("sans500", size=10.5)
        text = cut(drawable(label, "sans"), self.pdf.get_string_width, self.width * 0.54)
        self._at(_MARGIN, self.y, text, "sans500", 10.5, INK)

    def _right(
        self,
        values: tuple[str, ...],
        places: tuple[float, ...],
        font: str,
        size: float,
        colour: str,
        lift: float = 0,
    ) -> None:
        """Each ends at its part of the width."""
        for value, place in zip(values, places, strict=True):
            self.pdf.set_font(font, size=size)
            x = _MARGIN + self.width * place - self.pdf.get_string_width(value)
            self._at(x, self.y, value, font, size, colour)

    def _rule(self, air: float) -> None:
        self.y += air
        self.pdf.set_draw_color(LINE)
        self.pdf.set_line_width(0.25)
        self.pdf.line(_MARGIN, self.y, _MARGIN + self.width, self.y)
        self.y += air

    def _line(self, text: str, font: str, size: float, colour: str, leading: float) -> None:
        self.y += leading
        self._at(_MARGIN, self.y, drawable(text, "sans"), font, size, colour)

    def _paragraph(self, text: str, font: str, size: float, colour: str, leading: float, most: int) -> None:
        self.pdf.set_font(font, size=size)
        measure = self.pdf.get_string_width
        text = drawable(text, "sans")
        for line in broken(text, measure, self.width, most) or cut_lines(text, measure, self.width, most):
            self.y += leading
            self._at(_MARGIN, self.y, line, font, size, colour)

    def _at(self, x: float, y: float, text: str, font: str, size: float, colour: str) -> float:
        self.pdf.set_font(font, size=size)
        self.pdf.set_text_color(colour)
        self.pdf.text(x, y, text)
        return float(self.pdf.get_string_width(text))
