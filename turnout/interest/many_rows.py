"""Many rows in one statement, past the model and past Django's cursors.

A batch is written while everybody who is in it waits, by a thread that shares the interpreter with
the event loop. Each step of SQLite's gives the interpreter away and waits to get it back, and
Django's cursors read a long statement letter by letter to find its placeholders: so the batch is one
long step, in a statement that stays prepared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]

# There is a prepared statement for each number of rows up to this one.
_MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT INTO table (columns)`, where the rows come from, and what follows them.

    On SQLite `rows` is a row of placeholders, on PostgreSQL a selection from arrays.
    """

    into: str
    rows: str
    then: str


@cache
def _sqlite_statement(insert: Insert, count: int) -> str:
    return f"{insert.into} VALUES {', '.join([insert.rows] * count)} {insert.then}"


@cache
def _postgres_statement(insert: Insert) -> str:
    return f"{insert.into} {insert.rows} {insert.then}"


def insert_sqlite(insert: Insert, rows: Sequence[Row]) -> int:
    """How many rows were written; those that met a conflict are not counted."""
    written = 0
    with connection.wrap_database_errors:
        cursor = connection.connection.cursor()
        for start in range(0, len(rows), _MOST_AT_ONCE):
            chunk = rows[start : start + _MOST_AT_ONCE]
            cursor.execute(_sqlite_statement(insert, len(chunk)), list(chain.from_iterable(chunk)))
            written += cursor.rowcount
    return written


def insert_postgres(insert: Insert, rows: Sequence[Row]) -> list[Row]:
    """What the statement returns; each of its arrays is a column of the rows."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_postgres_statement(insert), columns, prepare=True)
        return cursor.fetchall() if cursor.description else []
