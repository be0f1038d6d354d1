"""What is in a server's database, read past the program."""

import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from tests.server import Server

KEYS = "SELECT email_key FROM interest_interest"


def stored_keys(server: Server) -> set[str]:
    return {key for (key,) in rows(server, KEYS)}


def rows(server: Server, query: str) -> list[tuple[Any, ...]]:
    url = server.environment.get("TURNOUT_DATABASE_URL")
    if url:
        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchall()
    with closing(sqlite3.connect(server.data / "turnout.sqlite3")) as file:
        return file.execute(query).fetchall()
