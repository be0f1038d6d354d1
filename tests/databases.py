"""Databases for servers and commands that run in processes of their own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def a_new_database() -> Iterator[dict[str, str]]:
    """Settings naming an empty database; none on SQLite, whose file is in the data folder."""
    server = os.environ.get("TURNOUT_DATABASE_URL")
    if server is None:
        yield {}
        return
    address, name = server.removesuffix("/turnout"), f"turnout_{uuid.uuid4().hex}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield {"TURNOUT_DATABASE_URL": f"{address}/{name}"}
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
