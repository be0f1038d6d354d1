"""How alike texts are, in any language: TF-IDF over words, tags, and characters where no spaces part words.

The words of a text weigh by how rare they are among all the texts (Salton & Buckley 1988), a word that
is said ten times not ten times as much; likeness is the cosine. Rarity counts twice: what one host says in
every post (its name, the date, thanks) would otherwise outweigh what a post is about.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# A tag says what a text is about: it counts as so many words of the text.
TAG_WEIGHT = 4
# Chinese and Japanese are written without spaces: characters and their pairs stand for words.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_ADDRESS = re.compile(r"https?://\S+|figure-\S+")
_AT_ONCE = 256


@dataclass(frozen=True)
class Text:
    words: str
    tags: tuple[str, ...] = ()


def features(text: Text) -> list[str]:
    """What is counted of a text. Addresses say nothing of what it is about."""
    plain = unicodedata.normalize("NFKC", _ADDRESS.sub(" ", text.words)).casefold()
    found = [feature for run in _RUN.findall(plain) for feature in _of_run(run)]
    return found + [f"#{tag.casefold()}" for tag in text.tags for _ in range(TAG_WEIGHT)]


def _of_run(run: str) -> Iterator[str]:
    if not re.match(f"[{_UNSPACED}]", run):
        # One letter is an article or a leftover.
        if len(run) > 1:
            yield run
        return
    yield from run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def nearest(texts: Sequence[Text], most: int, least: float = 0.0) -> list[list[tuple[int, float]]]:
    """Of each text the likest others with their cosine: the likest first, none below or at `least`."""
    counted = [features(text) for text in texts]
    if not any(counted):
        return [[] for _ in texts]
    vectors = _vectors(counted)
    return [
        _likest(row, start + offset, most, least)
        for start in range(0, len(texts), _AT_ONCE)
        for offset, row in enumerate((vectors[start : start + _AT_ONCE] @ vectors.T).toarray())
    ]


def _vectors(counted: list[list[str]]) -> Any:
    """One row of length 1 for each text."""
    # Takes seconds to import: whoever only serves pages never does.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    vectorizer = TfidfVectorizer(analyzer=_as_counted, sublinear_tf=True, norm=None)
    once = vectorizer.fit_transform(counted)
    return normalize(once.multiply(vectorizer.idf_).tocsr())


def _as_counted(features_of_one: list[str]) -> list[str]:
    return features_of_one


def _likest(row: Any, own: int, most: int, least: float) -> list[tuple[int, float]]:
    # A stable sort: of those that are equally alike the first stays first.
    order = (int(index) for index in (-row).argsort(kind="stable")[: most + 1])
    alike = [(index, min(1.0, round(float(row[index]), 6))) for index in order if index != own]
    return [(index, likeness) for index, likeness in alike if likeness > least][:most]
