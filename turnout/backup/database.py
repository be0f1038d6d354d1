"""How each database is copied out and put back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
from django.db import connection, connections


def copy_out(target: Path) -> None:
    """A consistent copy as of one moment, taken while others write. Raises ClickException."""
    by_vendor(sqlite=_copy_sqlite, postgresql=_dump_postgresql)(target)


def put_back(source: Path) -> None:
    """Replaces the whole database. Raises ClickException and leaves it as it was."""
    connections.close_all()
    by_vendor(sqlite=_replace_sqlite, postgresql=_restore_postgresql)(source)


def is_used() -> bool:
    """Whether there are tables, so that restoring would overwrite something."""
    if connection.vendor == "sqlite" and not _file().exists():
        return False
    return bool(connection.introspection.table_names())


def by_vendor(**ways: Callable[[Path], None]) -> Callable[[Path], None]:
    return ways[connection.vendor]


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy, pages=2000)
    finally:
        copy.close()


def _replace_sqlite(source: Path) -> None:
    checked = sqlite3.connect(source)
    try:
        (verdict,) = checked.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as problem:
        verdict = str(problem)
    finally:
        checked.close()
    if verdict != "ok":
        raise click.ClickException(f"the backup's database is damaged: {verdict}.")
    for leftover in ("-wal", "-shm"):
        Path(f"{_file()}{leftover}").unlink(missing_ok=True)
    os.replace(source, _file())


def _dump_postgresql(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", _name())


def _restore_postgresql(source: Path) -> None:
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={_name()}",
        str(source),
    )


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise click.ClickException(f"{tool} is missing: install PostgreSQL's client programs.")
    place = connection.settings_dict
    words = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(place[key]) for name, key in words.items() if place[key]}
    done = subprocess.run(
        [tool, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(f"{tool} failed: {done.stderr.strip()}")
