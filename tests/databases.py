"""Databases for servers and commands that run in processes of their own.

Each begins as a copy of one that was brought to the newest schema once in this process, because to do
that for every server took longer than most of the tests. Who wants to see it done asks for an empty one.
"""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg


@contextmanager
def a_new_database(*, empty: bool = False) -> Iterator[dict[str, str]]:
    """Settings naming a database; none on SQLite, whose file is in the data folder."""
    server = os.environ.get("TURNOUT_DATABASE_URL")
    if server is None:
        yield {}
        return
    address, template = server.removesuffix("/turnout"), "template1" if empty else _on_postgres(server)
    name = f"turnout_{uuid.uuid4().hex}"
    _ask(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield {"TURNOUT_DATABASE_URL": f"{address}/{name}"}
    _ask(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def newest_schema() -> bytes:
    """An SQLite file with nothing in it but the tables."""
    with tempfile.TemporaryDirectory(prefix="turnout-schema-") as folder:
        _migrate(TURNOUT_DATA=folder)
        return (Path(folder) / "turnout.sqlite3").read_bytes()


@cache
def _on_postgres(server: str) -> str:
    address, name = server.removesuffix("/turnout"), f"schema_{uuid.uuid4().hex}"
    _ask(address, f'CREATE DATABASE "{name}"')
    with tempfile.TemporaryDirectory(prefix="turnout-schema-") as folder:
        _migrate(TURNOUT_DATA=folder, TURNOUT_DATABASE_URL=f"{address}/{name}")
    return name


def _ask(address: str, command: str) -> None:
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(command)


def _migrate(**settings: str) -> None:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("TURNOUT_", "DJANGO_"))
    }
    subprocess.run(
        [sys.executable, "-m", "turnout", "migrate"],
        env={**plain, **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )
