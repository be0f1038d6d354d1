"""Breaking a drawn text into lines."""

import unicodedata
from collections.abc import Callable

Measure = Callable[[str], float]
# Never at a line's beginning, and never at its end.
_CLOSING = "，。、；：？！…—·）》」』】〕％%,.;:?!)]}”’"  # noqa: RUF001
_OPENING = "（《「『【〔([{“‘"  # noqa: RUF001


def broken(text: str, width_of: Measure, width: float, most: int) -> list[str] | None:
    """As few lines as fit the width, of nearly the same length; None where more than `most` are needed."""
    units = _units(text)
    lines = _filled(units, width_of, width)
    if len(lines) > most or any(width_of(line) > width for line in lines):
        return None
    narrow, wide = width / (len(lines) + 1), width
    for _ in range(12):
        middle = (narrow + wide) / 2
        tried = _filled(units, width_of, middle)
        if len(tried) == len(lines) and all(width_of(line) <= middle for line in tried):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def cut(text: str, width_of: Measure, width: float) -> str:
    """One line, with an ellipsis where the text is longer."""
    if width_of(text) <= width:
        return text
    # A Chinese typeface has its ellipsis at half height, which is wrong after a Latin letter.
    dots = "…" if text and _is_wide(text[0]) else "..."
    while text and width_of(text + dots) > width:
        text = text[:-1]
    return text.rstrip() + dots


def cut_lines(text: str, width_of: Measure, width: float, most: int) -> list[str]:
    """`most` lines at most, the last one with an ellipsis where the text is longer."""
    lines = _filled(_units(text), width_of, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(line, width_of, width) for line in lines]


def _filled(units: list[str], width_of: Measure, width: float) -> list[str]:
    lines = [""]
    for unit in units:
        if lines[-1] and width_of((lines[-1] + unit).rstrip()) > width:
            lines.append("")
        lines[-1] += unit
    return [line.strip() for line in lines if line.strip()]


def _units(text: str) -> list[str]:
    """What stays together: a Latin word with the space after it, a Chinese character with its punctuation."""
    units: list[str] = []
    joined = False
    for char in text:
        if not units or not (joined or char in _CLOSING or char == " " or _same_word(units[-1][-1], char)):
            units.append("")
        units[-1] += char
        joined = char in _OPENING
    return units


def _same_word(before: str, char: str) -> bool:
    return before != " " and not _is_wide(before) and not _is_wide(char)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
