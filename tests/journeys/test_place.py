"""Places are confirmed, waited for, given back and go on by themselves, in a real browser."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.test_own_page import heading
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server
from tests.waiting import until


@pytest.fixture
def inviting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("inviting"), **database).start()
        yield server
        server.kill()


def staged(server: Server) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.journeys.place_stage"],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(ran.stdout))


def sound(page: Page) -> None:
    assert faults(page) == []
    assert overflow(page) == 0


def test_a_place_is_confirmed_and_goes_on_when_it_is_given_back(browser: Browser, inviting: Server) -> None:
    """Four seats: three of one party, one of four of another, who does not want to come alone."""
    here = staged(inviting)
    first, second, third = (inviting.url + link for link in here["fans"])
    with visit(browser, width=360, scheme="dark") as page:
        confirm(page, first)

    with visit(browser, javascript=False) as page:
        page.goto(second)
        heading(page, "Fewer places are left")
        page.get_by_role("button", name="Wait until there are enough for us all").click()
        heading(page, "You are on the waiting list")
        page.goto(third)
        expect(page.get_by_text("4 people wait before you.")).to_be_visible()

    with visit(browser) as page:
        page.goto(first)
        page.get_by_text("Can you not come after all?").click()
        page.get_by_role("button", name="Give my places back").click()
        heading(page, "You do not come")
        sound(page)
        until(lambda: is_offered(page, second), seconds=20, what="the next in line is offered the places")
        heading(page, "There are 4 places for you")
        page.get_by_label("How many of you come?").select_option("4")
        page.get_by_role("button", name="Confirm my place").click()
        heading(page, "Your 4 places are confirmed")
        page.goto(third)
        heading(page, "You are on the waiting list")


def confirm(page: Page, link: str) -> None:
    page.goto(link)
    heading(page, "There are 3 places for you")
    sound(page)
    page.get_by_role("button", name="Confirm my place").dblclick()
    heading(page, "Your 3 places are confirmed")
    expect(page.locator("#tickets li")).to_have_count(3)
    sound(page)


def is_offered(page: Page, link: str) -> bool:
    page.goto(link)
    return page.get_by_role("button", name="Confirm my place").count() == 1
