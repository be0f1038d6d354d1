"""Letters for what the program draws itself: Latin, Greek, Cyrillic and Chinese.

The typefaces (Source Serif and Sans, and for Chinese the Noto Serif SC and Sans SC that were drawn to
go with them; all OFL) come in slices, each with the characters that are used together; a text needs a
few of them. `web/build.mjs` puts them beside this file.
"""

import io
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PIL import ImageDraw, ImageFont

# fontTools takes half a second to load: it is loaded where something is drawn.
if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Family = Literal["serif", "sans"]
FOLDER = Path(__file__).parent / "fonts"
# In the order in which they are asked for a letter.
FACES: dict[Family, tuple[str, str]] = {
    "serif": ("source-serif-4", "noto-serif-sc"),
    "sans": ("source-sans-3", "noto-sans-sc"),
}

_ASCII = "".join(map(chr, range(0x20, 0x7F)))


# Nothing shapes the text of a document, or sets it from top to bottom.
_NOT_FOR_DOCUMENTS = ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VVAR", "gasp"]


def drawable(text: str, family: Family = "serif") -> str:
    """The text without what the typefaces have no glyph for, such as emoji."""
    kept = "".join(char for char in text if char.isspace() or slice_of(char, family))
    return " ".join(kept.split())


class Letters:
    """One face in one size, in pixels, to draw with. Not for several threads at once."""

    def __init__(self, family: Family, weight: int, size: int) -> None:
        self.family, self.weight, self.size = family, weight, size

    def width(self, text: str) -> float:
        return sum(self._font(path).getlength(part) for path, part in self._runs(text))

    def draw(self, onto: ImageDraw.ImageDraw, x: float, baseline: float, text: str, fill: str) -> None:
        for path, part in self._runs(text):
            font = self._font(path)
            onto.text((x, baseline), part, font=font, fill=fill, anchor="ls")
            x += font.getlength(part)

    def _runs(self, text: str) -> list[tuple[Path, str]]:
        runs: list[tuple[Path, str]] = []
        for char in text:
            path = slice_of(char, self.family) or slice_of(" ", self.family)
            if runs and runs[-1][0] == path:
                runs[-1] = (path, runs[-1][1] + char)
            elif path:
                runs.append((path, char))
        return runs

    def _font(self, path: Path) -> ImageFont.FreeTypeFont:
        return _face(path, self.weight, self.size)


@lru_cache(maxsize=128)
def _face(path: Path, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


def font_file(text: str, family: Family, weight: int) -> bytes:
    """A TrueType font of the text's characters and ASCII, for a document that carries its letters along.

    Takes seconds for a Chinese text, and nothing the next time.
    """
    return _font_file("".join(sorted({*text, *_ASCII})), family, weight)


@lru_cache(maxsize=16)
def _font_file(characters: str, family: Family, weight: int) -> bytes:
    from fontTools.merge import Merger

    needed: dict[Path, str] = {}
    for char in characters:
        if found := slice_of(char, family):
            needed[found] = needed.get(found, "") + char
    parts = [_part(path, chars, weight) for path, chars in needed.items()]
    return (parts[0] if len(parts) == 1 else _bytes(Merger().merge(parts))).getvalue()


def _part(path: Path, characters: str, weight: int) -> io.BytesIO:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options()
    options.hinting, options.notdef_outline = False, True
    options.drop_tables += _NOT_FOR_DOCUMENTS
    font = TTFont(path)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    return _bytes(font)


def _bytes(font: "TTFont") -> io.BytesIO:
    into = io.BytesIO()
    font.save(into)
    into.seek(0)
    return into


@lru_cache(maxsize=4096)
def slice_of(char: str, family: Family) -> Path | None:
    """The file that has the glyph. The published ranges promise some that no file has."""
    code = ord(char)
    promised = (path for path, low, high in _ranges(family) if low <= code <= high)
    return next((path for path in promised if code in _characters(path)), None)


@cache
def _ranges(family: Family) -> list[tuple[Path, int, int]]:
    return [each for face in FACES[family] for each in _ranges_of(face)]


def _ranges_of(face: str) -> list[tuple[Path, int, int]]:
    published: dict[str, str] = json.loads((FOLDER / face / "unicode.json").read_text())
    return [
        (FOLDER / face / "files" / f"{face}-{name.strip('[]')}-wght-normal.woff2", *_bounds(part))
        for name, parts in published.items()
        for part in parts.split(",")
    ]


def _bounds(part: str) -> tuple[int, int]:
    low, _, high = part.strip().removeprefix("U+").partition("-")
    return int(low, 16), int(high or low, 16)


@cache
def _characters(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        found: Any = font.getBestCmap()
        return frozenset(found)
