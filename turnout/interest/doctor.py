"""What `turnout doctor` looks at and says."""

from collections.abc import Iterator, Mapping

from django.db import connection

from turnout.events.models import Event
from turnout.interest.tallies import Bucket, Sums


def damage() -> str:
    """What SQLite says is broken in its file; PostgreSQL checks its pages itself."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [line for (line,) in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        found += [f"{table} row {row} points nowhere" for table, row, *_ in cursor.fetchall()]
    return "; ".join(line for line in found if line != "ok")


def words_of_mended(event: Event, wrong: Mapping[Bucket, tuple[Sums, Sums]]) -> Iterator[str]:
    for bucket, (before, after) in sorted(wrong.items()):
        place = f"{bucket.dimension} {bucket.value}".strip()
        yield f"{event.slug}: {place} was {_figures(before)}, is {_figures(after)}"


def _figures(sums: Sums) -> str:
    return f"{sums.answers} answers ({sums.seats} seats, {sums.verified} verified)"
