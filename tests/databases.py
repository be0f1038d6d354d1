"""Databases for servers and commands that run in processes of their own.

Each begins as a copy of one that was brought to the newest schema once in this process, because to do
that for every server took longer than most of the tests. Who wants to see it done asks for an empty one.
"""

import os
import shutil
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
    with _copy_of("template1" if empty else _on_postgres(server), server) as settings:
        yield settings


@contextmanager
def with_sample(data: Path) -> Iterator[dict[str, str]]:
    """The same of a database with the sample; `data` becomes the data folder that belongs to it."""
    server = os.environ.get("TURNOUT_DATABASE_URL")
    sample, name = _sample(server)
    shutil.copytree(sample.name, data)
    if server is None:
        yield {}
        return
    with _copy_of(name, server) as settings:
        yield settings


@contextmanager
def _copy_of(template: str, server: str) -> Iterator[dict[str, str]]:
    address, name = server.removesuffix("/turnout"), f"turnout_{uuid.uuid4().hex}"
    _ask(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield {"TURNOUT_DATABASE_URL": f"{address}/{name}"}
    _ask(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _sample(server: str | None) -> "tuple[tempfile.TemporaryDirectory[str], str]":
    """Loaded once: a data folder, and the name of the database on that server."""
    folder = tempfile.TemporaryDirectory(prefix="turnout-sample-")
    settings, name = {"TURNOUT_DATA": folder.name}, f"sample_{uuid.uuid4().hex}"
    if server:
        address = server.removesuffix("/turnout")
        _ask(address, f'CREATE DATABASE "{name}" TEMPLATE "{_on_postgres(server)}"')
        settings["TURNOUT_DATABASE_URL"] = f"{address}/{name}"
    _run("sample", **settings)
    return folder, name


@cache
def newest_schema() -> bytes:
    """An SQLite file with nothing in it but the tables."""
    with tempfile.TemporaryDirectory(prefix="turnout-schema-") as folder:
        _run("migrate", TURNOUT_DATA=folder)
        return (Path(folder) / "turnout.sqlite3").read_bytes()


@cache
def _on_postgres(server: str) -> str:
    address, name = server.removesuffix("/turnout"), f"schema_{uuid.uuid4().hex}"
    _ask(address, f'CREATE DATABASE "{name}"')
    with tempfile.TemporaryDirectory(prefix="turnout-schema-") as folder:
        _run("migrate", TURNOUT_DATA=folder, TURNOUT_DATABASE_URL=f"{address}/{name}")
    return name


def _ask(address: str, command: str) -> None:
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(command)


def _run(command: str, **settings: str) -> None:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("TURNOUT_", "DJANGO_"))
    }
    subprocess.run(
        [sys.executable, "-m", "turnout", command],
        env={**plain, **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )
