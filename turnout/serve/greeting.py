"""What `turnout serve` prints when it starts."""

import sqlite3

from django.conf import settings
from django.db import connection
from django.utils import timezone

import turnout
from turnout.accounts.models import User
from turnout.accounts.sign_in_link import make_sign_in_link
from turnout.outbox.way_out import name_of_way_out

Version = tuple[int, ...]


def greeting() -> str:
    lines = [
        ("address", settings.TURNOUT_BASE_URL),
        ("data", str(settings.TURNOUT_DATA)),
        ("database", database()),
        ("mail", mail()),
    ]
    if not User.objects.exists():
        link = make_sign_in_link("", now=timezone.now())
        lines.append(("sign in", f"{link}\n{'':13}(works once, within an hour)"))
    return "\n".join([f"Turnout {turnout.__version__}", *(f"  {name:<10} {value}" for name, value in lines)])


def database() -> str:
    if connection.vendor == "sqlite":
        version = sqlite3.sqlite_version
        verdict = wal_reset_verdict(tuple(int(part) for part in version.split(".")))
        return f"SQLite {version} ({verdict}), {connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    place = connection.settings_dict
    return f"PostgreSQL {version.split()[0]}, {place['NAME']} at {place['HOST'] or 'a local socket'}"


def has_wal_reset_defect(version: Version) -> bool:
    """Whether a checkpoint of this SQLite may lose what was committed, when it meets a writer that
    resets the log. In 3.7.0 to 3.51.2; mended in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines."""
    if version[:2] in {(3, 50), (3, 44)}:
        return version < {50: (3, 50, 7), 44: (3, 44, 6)}[version[1]]
    return (3, 7, 0) <= version < (3, 51, 3)


def wal_reset_verdict(version: Version) -> str:
    if has_wal_reset_defect(version):
        return "has the WAL-reset defect and can lose data: install pysqlite3, or SQLite 3.51.3 or later"
    return "free of the WAL-reset defect"


def mail() -> str:
    if settings.MAIL is None:
        return "no server is set (TURNOUT_SMTP_URL): mails wait in the outbox"
    return f"{name_of_way_out()}, from {settings.DEFAULT_FROM_EMAIL}"
