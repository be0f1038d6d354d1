import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import click
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import turnout
from turnout.backup import database


@dataclass(frozen=True)
class Made:
    rows: str
    pictures: int
    size: int


def make_backup(file: Path) -> Made:
    """Writes `file` completely or not at all. Raises ClickException."""
    if file.exists():
        raise click.ClickException(f"{file} exists already; choose another name.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"there is no folder {file.absolute().parent}.")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".turnout-backup-") as folder:
        copied, packed = Path(folder) / "database", Path(folder) / "packed"
        database.copy_out(copied)
        # The database first: every picture that it names is still there afterwards.
        pictures = _pack(packed, copied)
        with packed.open("rb") as written:
            os.fsync(written.fileno())
        size, copied_size = packed.stat().st_size, copied.stat().st_size
        os.replace(packed, file)
    return Made(f"a database of {copied_size / 1e6:.1f} MB", pictures, size)


def _pack(packed: Path, copied: Path) -> int:
    media = sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())
    with (
        os.fdopen(os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar,
    ):
        _add(tar, "about.json", json.dumps(_about(), indent=1).encode())
        _add(tar, "secret-key", settings.SECRET_KEY.encode())
        tar.add(copied, "database")
        for path in media:
            tar.add(path, f"media/{path.relative_to(settings.MEDIA_ROOT)}")
    return len(media)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, BytesIO(content))


def _about() -> dict[str, object]:
    return {
        "turnout": turnout.__version__,
        "database": connection.vendor,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }
