"""A score that an organiser composes from what people said: a sum of points, nothing hidden in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_TERMS = 12
MOST_POINTS = 100


@dataclass(frozen=True)
class Term:
    """`points` for whoever said `value` to what is asked as `of`; without a value, for each one of a number.

    `of` is likelihood, party, via, country, option, or a question's name ("q7").
    """

    of: str
    value: str
    points: int


def term_of(stored: Mapping[str, Any]) -> Term:
    """Raises KeyError, ValueError."""
    points = int(stored["points"])
    if not -MOST_POINTS <= points <= MOST_POINTS:
        raise ValueError(points)
    return Term(str(stored["of"]), str(stored.get("value", "")), points)


def score(terms: Sequence[Term], said: Mapping[str, Any]) -> float:
    return sum(_points(term, said.get(term.of)) for term in terms)


def _points(term: Term, said: Any) -> float:
    if not term.value:
        return term.points * _number(said)
    return float(term.points) if term.value in as_texts(said) else 0.0


def _number(said: Any) -> float:
    if isinstance(said, (list, tuple)):
        return float(len(said))
    try:
        return float(said or 0)
    except (TypeError, ValueError):
        return 0.0


def as_texts(said: Any) -> list[str]:
    """What was said as the form sends it: yes and no in words, several as several."""
    if isinstance(said, bool):
        return ["yes" if said else "no"]
    if isinstance(said, (list, tuple)):
        return [str(each) for each in said]
    return [] if said is None else [str(said)]
