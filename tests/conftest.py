import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import settings as hypothesis
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings

from tests.databases import a_new_database
from tests.mail_server import MailServer
from tests.server import Server
from turnout import environment as read

# How long an example takes says how busy the machine is.
hypothesis.register_profile("untimed", deadline=None)
hypothesis.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first: else one process would end with it, alone."""
    items.sort(key=lambda item: item.get_closest_marker("begins") is None)


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """Addresses of static files carry a hash, which collecting computes."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def no_language_left_behind() -> Iterator[None]:
    """A request's language stays that of its thread until the next request: the next test's is English."""
    yield
    translation.deactivate()


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """Settings naming a database of the test's own, in which nothing is stored."""
    with a_new_database() as settings:
        yield settings


@pytest.fixture
def start_server(tmp_path: Path, empty_database: dict[str, str]) -> Iterator[Callable[..., Server]]:
    """Starts `turnout serve` with the given arguments and settings; killed when the test ends."""
    with ExitStack() as ends:

        def start(*arguments: str, **settings: str) -> Server:
            server = Server(tmp_path, *arguments, **{**empty_database, **settings})
            ends.callback(server.kill)
            return server.start()

        yield start


@pytest.fixture
def running_server(start_server: Callable[..., Server]) -> Server:
    """A real `turnout serve` on the chosen database, with an empty data folder of its own."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which reaches nothing but this machine."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: `make browser` installs it, or put one on the PATH.")
    # Playwright keeps an event loop in this thread, which Django would otherwise take for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A real SMTP server, which the settings name."""
    server = MailServer().start()
    settings.MAIL = read.smtp({"TURNOUT_SMTP_URL": server.url}, "TURNOUT_SMTP_URL")
    for name, value in settings.MAIL.items():
        setattr(settings, name, value)
    yield server
    server.stop()
