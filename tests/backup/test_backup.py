import sqlite3
import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from tests.databases import a_new_database, newest_schema
from tests.server import TURNOUT, environment


class Instance:
    """A data folder with its database, as a machine would have it; driven by the real command."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.data = folder
        self.environment = environment(TURNOUT_DATA=str(folder), **settings)
        self.url = settings.get("TURNOUT_DATABASE_URL")

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [TURNOUT, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )

    def must(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        if self.url:
            with psycopg.connect(self.url) as connection:
                cursor = connection.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []
        file = sqlite3.connect(self.data / "turnout.sqlite3")
        try:
            with file:
                return file.execute(statement).fetchall()
        finally:
            file.close()

    def names(self) -> list[object]:
        return [name for (name,) in self.execute("SELECT name FROM accounts_organisation ORDER BY id")]

    def add(self, name: str) -> None:
        self.execute(
            "INSERT INTO accounts_organisation"
            " (name, slug, logo, accent, website, links, privacy_contact, language, created_at)"
            f" VALUES ('{name}', '{name.lower()}', '', '#b83a12', '', '[]', '', 'en', '2026-11-22T00:00:00Z')"
        )

    def key(self) -> str:
        return (self.data / "secret-key").read_text()

    def picture(self, name: str) -> Path:
        path = self.data / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@pytest.fixture
def used(tmp_path: Path, empty_database: dict[str, str]) -> Instance:
    """With all tables, an organisation and a picture."""
    instance = Instance(tmp_path / "used", empty_database)
    if not instance.url:
        instance.data.mkdir(mode=0o700)
        (instance.data / "turnout.sqlite3").write_bytes(newest_schema())
    instance.must("migrate")
    instance.add("Nimbus")
    instance.picture("ab/cover.webp").write_bytes(b"a picture")
    return instance


@pytest.fixture
def fresh(tmp_path: Path, another_empty_database: dict[str, str]) -> Instance:
    return Instance(tmp_path / "fresh", another_empty_database)


@pytest.fixture
def another_empty_database() -> Iterator[dict[str, str]]:
    with a_new_database(empty=True) as settings:
        yield settings


def test_a_backup_restores_database_pictures_and_key(used: Instance, fresh: Instance, tmp_path: Path) -> None:
    used.must("backup", str(tmp_path / "all.tar.gz"))

    fresh.must("restore", str(tmp_path / "all.tar.gz"))

    assert fresh.names() == ["Nimbus"]
    assert fresh.picture("ab/cover.webp").read_bytes() == b"a picture"
    assert fresh.key() == used.key()
    assert stat.S_IMODE((fresh.data / "secret-key").stat().st_mode) == 0o600
    assert fresh.must("migrate") == ""


def test_only_its_owner_can_read_a_backup(used: Instance, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"

    used.must("backup", str(file))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_never_overwrites_another(used: Instance, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    file.write_bytes(b"precious")

    refused = used.run("backup", str(file))

    assert refused.stderr == f"Error: {file} exists already; choose another name.\n"
    assert file.read_bytes() == b"precious"


def test_restoring_over_used_data_needs_force(used: Instance, tmp_path: Path) -> None:
    file = str(tmp_path / "all.tar.gz")
    used.must("backup", file)
    used.add("Later")
    used.picture("cd/later.webp").write_bytes(b"later")

    refused = used.run("restore", file)

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert used.names() == ["Nimbus", "Later"]
    used.must("restore", "--force", file)
    assert used.names() == ["Nimbus"]
    assert not used.picture("cd/later.webp").exists()


def test_a_damaged_backup_changes_nothing(used: Instance, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    used.must("backup", str(file))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    refused = used.run("restore", "--force", str(file))

    assert refused.returncode == 1
    assert "cannot be read" in refused.stderr
    assert used.names() == ["Nimbus"]
    assert used.picture("ab/cover.webp").exists()


def test_a_damaged_database_changes_nothing(used: Instance, tmp_path: Path) -> None:
    used.must("backup", str(tmp_path / "all.tar.gz"))
    file = rewritten(tmp_path / "all.tar.gz", "database", lambda whole: whole[:4096] + b"\xff" * 4096)

    refused = used.run("restore", "--force", str(file))

    assert refused.returncode == 1
    assert used.names() == ["Nimbus"]
    assert used.picture("ab/cover.webp").exists()


def test_a_backup_of_a_newer_version_is_refused(used: Instance, fresh: Instance, tmp_path: Path) -> None:
    used.must("backup", str(tmp_path / "all.tar.gz"))
    file = rewritten(
        tmp_path / "all.tar.gz", "about.json", lambda text: text.replace(b"0001_initial", b"9999_future")
    )

    refused = fresh.run("restore", str(file))

    assert refused.stderr == "Error: the backup was made by a newer Turnout (0.1.0): install that version.\n"


def test_a_file_that_points_outside_is_refused(fresh: Instance, tmp_path: Path) -> None:
    file = tmp_path / "evil.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        add(tar, "media/../../escaped", b"evil")

    refused = fresh.run("restore", str(file))

    assert "media/../../escaped has no place in a backup" in refused.stderr
    assert not (tmp_path / "escaped").exists()


def test_an_archive_of_something_else_is_refused(fresh: Instance, tmp_path: Path) -> None:
    file = tmp_path / "holiday.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        add(tar, "beach.jpg", b"sand")

    refused = fresh.run("restore", str(file))

    assert refused.stderr == f"Error: {file} is not a backup of Turnout: it has no about.json.\n"


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, BytesIO(content))


def rewritten(file: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same backup with one of its files changed."""
    changed = file.with_name("changed.tar.gz")
    with tarfile.open(file) as old, tarfile.open(changed, "w:gz") as new:
        for member in old:
            content = old.extractfile(member).read()  # type: ignore[union-attr]
            add(new, member.name, change(content) if member.name == name else content)
    return changed
