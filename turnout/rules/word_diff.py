"""What is different between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space after it; where no spaces part words, each character.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]\s*|[^\W\u3040-\u9fff]+\s*|.\s*", re.S
)
# Comparing takes the product of both sides' lengths at worst.
_MOST_PAIRS = 1_000_000
# So much of what stayed is shown beside what changed.
_AROUND = 80


@dataclass(frozen=True)
class Piece:
    """`kind` is same, gone or new."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Put together, what is same and gone is the old text, what is same and new the new one."""
    lines = _compared(old.splitlines(keepends=True), new.splitlines(keepends=True))
    return _joined(piece for gone, added in lines for piece in _of_part(gone, added))


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the middle of what stayed: its beginning and end are there to find one's way."""
    return [
        Piece("same", _without_middle(piece.text, index > 0, index + 1 < len(pieces)))
        if piece.kind == "same"
        else piece
        for index, piece in enumerate(pieces)
    ]


def _without_middle(text: str, has_before: bool, has_after: bool) -> str:
    head, tail = (_AROUND if has_before else 0), (_AROUND if has_after else 0)
    if len(text) <= head + tail + _AROUND:
        return text
    return f"{text[:head]} … {text[len(text) - tail :] if tail else ''}"


def _of_part(gone: str, added: str) -> Iterator[Piece]:
    if gone == added:
        yield Piece("same", gone)
        return
    before, after = _TOKEN.findall(gone), _TOKEN.findall(added)
    if len(before) * len(after) > _MOST_PAIRS:
        yield from (Piece("gone", gone), Piece("new", added))
        return
    for old, new in _compared(before, after):
        yield from [Piece("same", old)] if old == new else [Piece("gone", old), Piece("new", new)]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Parts of both, in order; the two of a part are the same or were put one for the other."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield "".join(before[start:end]), "".join(after[new_start:new_end])


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of one kind are one; empty ones are none."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
