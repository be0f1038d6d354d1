"""What stands in a server's database, as one digest for each table."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tests.server import Server

# Rows that reading may change, as a condition that finds them, and why it may.
MAY_CHANGE: Mapping[str, tuple[str, str]] = {
    "usersessions_usersession": ("TRUE", "when a member's session was last seen, and from where"),
    "interest_viewcount": ("TRUE", "how often a page was looked at, which says nothing of who looked"),
}


@contextmanager
def opened(server: Server) -> Iterator[Any]:
    url = server.environment.get("TURNOUT_DATABASE_URL")
    opening: Any = psycopg.connect(url, autocommit=True) if url else closing(_file(server))
    with opening as connection:
        yield connection


def _file(server: Server) -> sqlite3.Connection:
    (path,) = server.data.glob("*.sqlite3")
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def digests(connection: Any) -> dict[str, str]:
    """Of every table, without the rows that may change."""
    return {table: _digest(connection, table) for table in _tables(connection)}


def writings(connection: Any) -> Any:
    """Another value after anybody else has written anything, and nearly always the same otherwise."""
    lite = isinstance(connection, sqlite3.Connection)
    query = "PRAGMA data_version" if lite else "SELECT pg_current_wal_insert_lsn()::text"
    return connection.execute(query).fetchone()[0]


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(table for table in {*before, *after} if before.get(table) != after.get(table))


def _tables(connection: Any) -> list[str]:
    lite = isinstance(connection, sqlite3.Connection)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        if lite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return sorted(name for (name,) in connection.execute(query))


def _digest(connection: Any, table: str) -> str:
    where = f" WHERE NOT ({MAY_CHANGE[table][0]})" if table in MAY_CHANGE else ""
    rows = sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"{where}'))
    return hashlib.sha256(os.linesep.join(rows).encode()).hexdigest()
