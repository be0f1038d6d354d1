"""Find posts and events by their words: the same, in the same order, on each database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from turnout.newsroom.models import Sought
from turnout.rules.search_words import Term, marked, score, terms

# So many of what matches, the latest first, are put in order by how well they do.
MOST_CANDIDATES = 200
PER_PAGE = 10
_LOOK_UP = {
    "sqlite": "SELECT rowid FROM newsroom_sought_words WHERE newsroom_sought_words MATCH %s",
    "postgresql": "SELECT id FROM newsroom_sought WHERE words @@ %s::tsquery",
}


@dataclass(frozen=True)
class Match:
    """One thing that was found, in the language that matches best."""

    kind: str
    thing_id: int
    language: str
    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]


@dataclass(frozen=True)
class Results:
    """A page of what was found; `total` is how many there are, up to a bound."""

    total: int
    pages: int
    matches: list[Match]


def search(query: str, reader: str, page: int = 1) -> Results:
    """Best first; nothing for a query without a word in it, and on a page that there is not."""
    asked = terms(query)
    ranked = _ranked(asked, reader) if asked else []
    chosen = [pk for pk, *_ in ranked[(page - 1) * PER_PAGE : page * PER_PAGE]]
    rows = Sought.objects.in_bulk(chosen)
    return Results(
        len(ranked),
        -(-len(ranked) // PER_PAGE),
        [_match(rows[pk], asked) for pk in chosen if pk in rows],
    )


def _match(row: Sought, asked: Sequence[Term]) -> Match:
    title = marked(row.title, asked, longest=len(row.title))
    return Match(row.kind, row.thing_id, row.language, title, marked(row.text, asked))


def _ranked(asked: Sequence[Term], reader: str) -> list[tuple[Any, ...]]:
    """Each thing once, in the language in which it matches best, the reader's first."""
    columns = ("pk", "kind", "thing_id", "language", "at", "title_words", "text_words")
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for pk, kind, thing_id, language, at, title, text in _candidates(asked).values_list(*columns):
        rank = (score(asked, title, text), language == reader, language)
        best = found.get((kind, thing_id))
        if best is None or rank > best[1]:
            found[kind, thing_id] = (pk, rank, at, kind, thing_id)
    return sorted(found.values(), key=lambda each: (-each[1][0], -each[2].timestamp(), each[3], -each[4]))


def _candidates(asked: Sequence[Term]) -> Any:
    # The statements are constants; what was typed is a parameter, made of letters and digits alone.
    look_up = RawSQL(_LOOK_UP[connection.vendor], [_expression(asked)])  # noqa: S611
    found = Sought.objects.filter(pk__in=look_up)
    return found.order_by("-at", "kind", "-thing_id", "language")[:MOST_CANDIDATES]


def _expression(asked: Sequence[Term]) -> str:
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{term.word}"' + ("*" if term.is_open else "") for term in asked)
    return " & ".join(f"'{term.word}'" + (":*" if term.is_open else "") for term in asked)
