"""Whether a colour can be read on our paper, after WCAG 2.2 (relative luminance, contrast ratio).

An accent is text and button at once, on light paper and on dark. No single colour reaches 4.5 : 1 on
both (the papers are 17.5 : 1 apart, and 4.5 times 4.5 is more), so an accent is a pair: the organiser
chooses the one for light paper, and the one for dark paper follows from it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

ENOUGH = 4.5
# The papers of web/css/tokens.css: page, card, field.
LIGHT_PAPERS = ("#faf7f2", "#fffdfa", "#ffffff")
DARK_PAPERS = ("#151210", "#1f1b18", "#171412")
WHITE, DARK_INK = "#ffffff", "#151210"
# Behind a marked choice the card is tinted with so much of the accent.
TINT = 0.11

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """A colour as it is used on one kind of paper: itself, the text on it, and the card tinted with it."""

    colour: str
    ink: str
    wash: str


def normal(text: str) -> str | None:
    """#rrggbb in lower case, of #rgb or #rrggbb with or without its mark; None for anything else."""
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", text.strip().lower(), re.ASCII)
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def luminance(colour: str) -> float:
    """0 for black, 1 for white. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def on_light(colour: str) -> float:
    """The least contrast that the colour has as text on the light page."""
    return _least(colour, LIGHT_PAPERS)


def nearest_for_light(colour: str) -> str:
    """The colour itself where it can be read on the light page; else the least darkening that can be."""
    return _nearest(colour, LIGHT_PAPERS, _darker)


def light_accent(colour: str) -> Accent:
    return Accent(colour, _ink(colour), _wash(colour, LIGHT_PAPERS))


def dark_accent(colour: str) -> Accent:
    """What stands for the colour on the dark page: the least lightening that can be read there."""
    found = _nearest(colour, DARK_PAPERS, _lighter)
    return Accent(found, _ink(found), _wash(found, DARK_PAPERS))


def _least(colour: str, papers: Sequence[str]) -> float:
    return min(contrast(colour, paper) for paper in (*papers, _wash(colour, papers)))


def _ink(colour: str) -> str:
    return max((WHITE, DARK_INK), key=lambda ink: contrast(colour, ink))


def _wash(colour: str, papers: Sequence[str]) -> str:
    return _hex(
        TINT * mine + (1 - TINT) * card
        for mine, card in zip(_channels(colour), _channels(papers[1]), strict=True)
    )


def _nearest(colour: str, papers: Sequence[str], moved: Callable[[str, float], str]) -> str:
    """Halving: the further a colour has moved, the better it can be read."""
    if _least(colour, papers) >= ENOUGH:
        return colour
    near, far = 0.0, 1.0
    for _ in range(12):
        middle = (near + far) / 2
        near, far = (near, middle) if _least(moved(colour, middle), papers) >= ENOUGH else (middle, far)
    return moved(colour, far)


def _darker(colour: str, by: float) -> str:
    """Mixed with black as light mixes, which keeps the hue."""
    return _hex(_encoded(_linear(channel) * (1 - by)) for channel in _channels(colour))


def _lighter(colour: str, by: float) -> str:
    return _hex(_encoded(_linear(channel) * (1 - by) + by) for channel in _channels(colour))


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
