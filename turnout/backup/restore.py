import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

import click
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from turnout.backup import database
from turnout.serve.prepare import occupied


def restore_backup(file: Path, *, force: bool = False) -> None:
    """Database, pictures and key become what they were. Raises ClickException with nothing changed."""
    with occupied(alone=True):
        _restore(file, force)


def _restore(file: Path, force: bool) -> None:
    if not force and (database.is_used() or any(settings.MEDIA_ROOT.glob("*"))):
        raise click.ClickException(
            f"{settings.TURNOUT_DATA} or its database is in use; --force replaces what is there."
        )
    # Unpacked inside the data folder, so that moving into place is one step and never a copy.
    with tempfile.TemporaryDirectory(dir=settings.TURNOUT_DATA, prefix=".restore-") as name:
        folder = Path(name)
        _unpack(file, folder)
        _refuse_strange(json.loads((folder / "about.json").read_text()))
        database.put_back(folder / "database")
        _put_back_pictures(folder)
        os.chmod(folder / "secret-key", 0o600)
        os.replace(folder / "secret-key", settings.TURNOUT_DATA / "secret-key")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as tar:
            for member in tar:
                _unpack_member(tar, member, folder)
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise click.ClickException(f"{file} cannot be read: {problem}.") from None
    for name in ("about.json", "secret-key", "database"):
        if not (folder / name).is_file():
            raise click.ClickException(f"{file} is not a backup of Turnout: it has no {name}.")


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Plain files below the folder, and nothing else that an archive could hold."""
    path = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or path.is_absolute() or ".." in path.parts:
        raise tarfile.TarError(f"{member.name} has no place in a backup")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as written:
        shutil.copyfileobj(content, written)


def _refuse_strange(about: dict[str, object]) -> None:
    if about["database"] != connection.vendor:
        raise click.ClickException(
            f"the backup holds a {about['database']} database, the settings name {connection.vendor}."
        )
    stored = {tuple(name) for name in about["migrations"]}  # type: ignore[attr-defined]
    if stored - set(MigrationLoader(None).disk_migrations):
        raise click.ClickException(
            f"the backup was made by a newer Turnout ({about['turnout']}): install that version."
        )


def _put_back_pictures(folder: Path) -> None:
    (folder / "media").mkdir(exist_ok=True)
    if settings.MEDIA_ROOT.exists():
        os.replace(settings.MEDIA_ROOT, folder / "replaced")
    os.replace(folder / "media", settings.MEDIA_ROOT)
