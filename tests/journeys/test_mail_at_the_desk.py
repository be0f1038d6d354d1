"""An organiser looks at the mails and writes to those who answered, in a real browser."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import a_new_database
from tests.journeys.test_editor import desk
from tests.journeys.visit import faults, overflow
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until

SCREENS = [
    "outbox/",
    "outbox/?state=later",
    "outbox/?q=nobody",
    "outbox/3/",
    "outbox/3/resend/",
    "fan-day/mailings/",
    "fan-day/mailings/new/",
]


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def nimbus(tmp_path_factory: pytest.TempPathFactory, smtp: MailServer) -> Iterator[Server]:
    with a_new_database() as database:
        folder = tmp_path_factory.mktemp("mails")
        server = Server(folder, TURNOUT_SMTP_URL=smtp.url, **database).start()
        try:
            subprocess.run(
                [sys.executable, "-m", "tests.journeys.mail_stage"],
                env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
                check=True,
            )
            yield server
        finally:
            server.kill()


def test_a_mail_to_many_is_written_tried_sent_and_taken_back(
    browser: Browser, nimbus: Server, smtp: MailServer
) -> None:
    with desk(browser, nimbus, "fan-day/mailings/", javascript=False) as page:
        page.get_by_role("link", name="Write a mail").click()
        page.get_by_label("Subject").first.fill("The date is set, {name}")
        page.get_by_label("Text").first.fill("Hello **{name}**, [your page]({my_link}).")
        page.get_by_role("button", name="Save and look at it").click()

        expect(page.get_by_text("The date is set, Leo Sanz")).to_be_visible()
        expect(page.frame_locator("iframe").get_by_text("Leo Sanz")).to_be_visible()
        page.get_by_role("button", name="Send a test to me").click()
        until(lambda: smtp.recipients, seconds=30, what="the test arrives")
        page.get_by_role("button", name="Send to 2 people").click()
        expect(page.get_by_text("Nothing has gone out yet.")).to_be_visible()
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("Taken back: nobody got it.")).to_be_visible()

    assert smtp.recipients == ["ada@nimbus.example.org"]
    assert smtp.received[0]["Subject"] == "Test: The date is set, Ada"


def test_how_far_a_mail_is_shows_by_itself(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/mailings/new/") as page:
        page.get_by_label("Subject").first.fill("The date is set")
        page.get_by_label("Text").first.fill("It is.")
        page.get_by_role("button", name="Save and look at it").click()
        page.get_by_role("button", name="Send to 2 people").click()
        elsewhere = page.context.new_page()
        elsewhere.goto(page.url)
        elsewhere.get_by_role("button", name="Pause").click()

        expect(page.get_by_role("button", name="Go on")).to_be_visible(timeout=10_000)
        expect(page.get_by_text("Paused · People who answered")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_screens_can_be_used_by_everybody(
    browser: Browser, nimbus: Server, width: int, scheme: str
) -> None:
    found = {}

    with desk(browser, nimbus, "", width=width, scheme=scheme) as page:
        for screen in SCREENS:
            page.goto(f"{nimbus.url}/desk/nimbus/{screen}")
            if faults_here := faults(page):
                found[screen] = faults_here
            assert overflow(page) <= 0, screen

    assert found == {}
