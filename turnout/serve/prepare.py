"""What has to be true before the first request: one server on SQLite, the right schema, fresh pages."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

ONE_AT_A_TIME = 0x7475726E  # an arbitrary name for PostgreSQL's advisory lock: "turn"


@contextmanager
def ready_to_serve() -> Iterator[None]:
    """Raises ClickException, in one sentence, where serving would be wrong."""
    refuse_many_on_sqlite()
    refuse_taken_port(settings.TURNOUT_HOST, settings.TURNOUT_PORT)
    with occupied(alone=connection.vendor == "sqlite"):
        migrate()
        collect_static_files()
        render_every_page()
        connections.close_all()
        yield


@contextmanager
def occupied(*, alone: bool) -> Iterator[None]:
    """Hold the data folder, alone or beside others. The lock ends with the process, however it ends."""
    with (settings.TURNOUT_DATA / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"another turnout serve already runs on {settings.TURNOUT_DATA}."
            ) from None
        yield


def refuse_many_on_sqlite() -> None:
    if connection.vendor == "sqlite" and settings.TURNOUT_WORKERS > 1:
        raise click.ClickException(
            "SQLite is served by one process: leave out TURNOUT_WORKERS (--workers), "
            "or set TURNOUT_DATABASE_URL to a PostgreSQL database."
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Serving processes share a port, so the system would let a second server in without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()
        except OSError as problem:
            raise click.ClickException(
                f"cannot listen on {host}:{port}: {problem.strerror}. Choose another TURNOUT_PORT."
            ) from None


def refuse_other_schema() -> None:
    """Raises ClickException unless the database is exactly at this version's schema."""
    loader = _loader()
    _refuse_newer(loader)
    if set(loader.disk_migrations) - set(loader.applied_migrations):
        raise click.ClickException("the database is older than this program: run `turnout migrate`.")


def migrate() -> list[str]:
    """The names of what was applied. Raises ClickException where the database is newer than this program."""
    _refuse_newer(_loader())
    with _one_at_a_time():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
    return [str(migration) for migration, _ in plan]


def collect_static_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def render_every_page() -> None:
    """Stored pages name static files by their hash, which this version may have changed."""
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages
    from turnout.newsroom.refresh import show_again
    from turnout.pages.models import Entrance

    shown = Entrance.objects.values_list("event_id", flat=True)
    for event in Event.objects.filter(pk__in=list(shown)):
        render_pages(event)
    show_again()


def _loader() -> MigrationLoader:
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        reason = str(problem).strip().splitlines()[0]
        raise click.ClickException(f"the database cannot be reached: {reason}") from None
    return MigrationLoader(connection)


def _refuse_newer(loader: MigrationLoader) -> None:
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        raise click.ClickException(
            f"the database was made by a newer Turnout ({'.'.join(unknown[-1])}): "
            "start that version, or restore a backup of this one."
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Several machines may start at once; SQLite has its own lock above."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
