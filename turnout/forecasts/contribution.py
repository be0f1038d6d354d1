"""What an organiser may pass on of past events, so that published rates become better: no name, no person."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from turnout.forecasts.models import Outcome

COLUMNS = ("said", "came", "walk_ins", "kind", "days_before")
# Of an event this small somebody could know who is meant.
LEAST = 10


class Row(NamedTuple):
    """One past event in COLUMNS: heads that had said so, heads that came of them, and others."""

    said: int
    came: int
    walk_ins: int
    kind: str
    days_before: int | None


def rows_of(outcomes: Iterable[Outcome]) -> list[Row]:
    """In the order of their numbers, so that not even the order tells when they were."""
    found = [
        Row(each.said, each.came, each.walk_ins, each.kind, each.lead)
        for each in outcomes
        if each.said >= LEAST
    ]
    return sorted(found, key=lambda row: (row.said, row.came, row.walk_ins, row.kind, row.days_before or 0))


def as_csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue()
