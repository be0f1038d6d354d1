"""What is looked for and found by: the same words on every database.

A text becomes words in lower case without accents; of Chinese, Japanese and Korean, which write no
spaces, each character and each pair of neighbours, so that a word of two characters is found as it is.
Words are written in ASCII letters and digits alone, so that no database's own idea of a word matters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 40
MOST_WORDS_ASKED = 12
LONGEST_QUERY = 200
# A beginning of so many letters finds the whole word.
_LEAST_BEGINNING = 3
_CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_TITLE_WEIGHT = 3.0
# As BM25 has them: how soon more of the same stops to matter, and how much a long text is held back.
_SATURATION, _LENGTH = 1.2, 0.5
_USUAL_LENGTH = 300


@dataclass(frozen=True)
class Term:
    """A word that must be there; a beginning is enough where it `is_open`."""

    word: str
    is_open: bool


def folded(text: str) -> str:
    """Wide and narrow forms, capitals and accents made one."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", kept)


def words(text: str) -> list[str]:
    """In their order, as they are stored."""
    return [_ascii(word) for run in _RUN.findall(folded(text)) for word in _of_run(run)]


def terms(query: str) -> list[Term]:
    """What a query asks for, each once: of Chinese the pairs, or the one character that it is."""
    found: dict[Term, None] = {}
    for run in _RUN.findall(folded(query[:LONGEST_QUERY])):
        if _IS_CJK.match(run):
            pairs = _pairs(run) or [run]
            found |= {Term(_ascii(pair), False): None for pair in pairs}
        else:
            found[Term(_ascii(run), len(run) >= _LEAST_BEGINNING)] = None
    return list(found)[:MOST_WORDS_ASKED]


def score(asked: Sequence[Term], title: str, text: str) -> float:
    """How well prepared words match; 0 where a term is missing. Greater is better."""
    in_title, in_text = _spaced(title), _spaced(text)
    length = text.count(" ") + 1
    total = 0.0
    for term in asked:
        times = _TITLE_WEIGHT * _times(term, in_title) + _times(term, in_text)
        if not times:
            return 0.0
        slack = _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL_LENGTH)
        total += times * (_SATURATION + 1) / (times + slack)
    return round(total, 6)


def marked(text: str, asked: Sequence[Term], longest: int = 180) -> list[tuple[str, bool]]:
    """A part of the text around the first match: pieces, and whether each is one of the words."""
    start = end = at = 0
    pieces: list[tuple[str, bool]] = []
    for first, last in _matches(text, asked):
        if not end:
            start = at = _start(text, first, longest)
            end = min(len(text), start + longest)
        if last > end:
            break
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    end = end or min(len(text), longest)
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [(piece, is_match) for piece, is_match in [("…" if start else "", False), *pieces] if piece]


def _start(text: str, first: int, longest: int) -> int:
    """A little before the match, at the beginning of a word."""
    if len(text) <= longest or first < longest // 2:
        return 0
    before = first - longest // 4
    space = text.rfind(" ", before - 20, before)
    return space + 1 if space >= 0 else before


def _matches(text: str, asked: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text itself, which may be longer or shorter than what it folds to."""
    wanted = {term.word for term in asked}
    # What is not ASCII begins so: without such a word no Chinese can match.
    has_other = any(word.startswith("x") for word in wanted)
    for run in _RUN.finditer(text):
        if _IS_CJK.match(run[0]):
            yield from _cjk_matches(run[0], run.start(), wanted) if has_other else ()
        elif any(_fits(term, word) for word in _stored(run[0]) for term in asked):
            yield run.span()


def _cjk_matches(run: str, offset: int, wanted: Set[str]) -> Iterator[tuple[int, int]]:
    hit = [False] * len(run)
    for at in range(len(run)):
        for size in (1, 2):
            if at + size <= len(run) and wanted & set(_stored(run[at : at + size])[-1:]):
                hit[at : at + size] = [True] * size
    at = 0
    while at < len(run):
        end = at
        while end < len(run) and hit[end]:
            end += 1
        if end > at:
            yield offset + at, offset + end
        at = end + 1


@lru_cache(maxsize=8192)
def _stored(run: str) -> tuple[str, ...]:
    """As `words`, of a word or of one or two characters, which come again and again."""
    return tuple(words(run))


def _of_run(run: str) -> list[str]:
    return [*run, *_pairs(run)] if _IS_CJK.match(run) else [run]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _ascii(word: str) -> str:
    plain = word if word.isascii() else "x" + word.encode().hex()
    return plain[:LONGEST_WORD]


def _spaced(prepared: str) -> str:
    """With two spaces between words, so that each has one before it and one after it."""
    return f" {prepared} ".replace(" ", "  ")


def _times(term: Term, spaced: str) -> float:
    """A whole word counts twice what a longer one does that begins so."""
    exactly = spaced.count(f" {term.word} ")
    return exactly + (spaced.count(f" {term.word}") - exactly) / 2 if term.is_open else exactly


def _fits(term: Term, word: str) -> bool:
    return word.startswith(term.word) if term.is_open else word == term.word
