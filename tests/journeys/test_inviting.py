"""An organiser settles place and time and invites, in a real browser."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.test_editor import desk
from tests.journeys.visit import faults, overflow
from tests.server import Server

SCREENS = [
    "decide/",
    "decide/change/",
    "invitations/",
    "invitations/new/",
    "invitations/1/",
    "invitations/1/edit/",
    "invitations/2/",
]


@pytest.fixture
def nimbus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("inviting"), **database).start()
        try:
            subprocess.run(
                [sys.executable, "-m", "tests.journeys.mail_stage"],
                env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
                check=True,
            )
            yield server
        finally:
            server.kill()


def settle(page: Page) -> None:
    page.get_by_role("link", name="Settle place and time").click()
    page.get_by_label("Doors open").fill("17:00")
    page.get_by_label("Hall").fill("Brick Hall")
    page.get_by_label("How many people does it hold?").fill("50")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_text("Settled. The page tells it from now on.")).to_be_visible()


def put_together(page: Page, places: str) -> None:
    page.get_by_role("link", name="New round").click()
    page.get_by_label("Places to offer").fill(places)
    page.get_by_role("button", name="Save and look at it").click()


def test_place_and_time_are_settled_and_people_invited(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/invitations/", javascript=False) as page:
        settle(page)
        page.get_by_role("link", name="Invite people").click()
        put_together(page, "2")

        expect(page.get_by_text("2 places are offered.")).to_be_visible()
        expect(page.get_by_text("It takes about").or_(page.get_by_text("it takes less than"))).to_be_visible()
        expect(page.frame_locator("iframe").first.get_by_text("Brick Hall").first).to_be_visible()
        page.get_by_role("button", name="Send to 1 person").click()
        expect(page.get_by_text("Nothing has gone out yet.")).to_be_visible()
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("Taken back: nobody was invited.")).to_be_visible()
        page.get_by_role("link", name="Invitations", exact=True).first.click()
        put_together(page, "4")
        page.get_by_role("button", name="Send to 2 people").click()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("button", name="Go on")).to_be_visible()

    found = {}
    for width, scheme, screens in ((360, "dark", SCREENS), (1280, "light", ["decide/", "invitations/1/"])):
        with desk(browser, nimbus, "", width=width, scheme=scheme) as page:
            for screen in screens:
                page.goto(f"{nimbus.url}/desk/nimbus/fan-day/{screen}")
                if faults_here := faults(page):
                    found[f"{screen} {scheme}"] = faults_here
                assert overflow(page) <= 0, screen
    assert found == {}
