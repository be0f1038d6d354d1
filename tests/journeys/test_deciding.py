"""From where people are to the hall, and a link for whoever has to agree, in a real browser."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.test_editor import desk
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server

SCREENS = [
    "cities/",
    "cities/1/place/",
    "hall/",
    "hall/venues/new/",
    "outlook/",
]


@pytest.fixture(scope="module")
def nimbus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("deciding"), **database).start()
        try:
            subprocess.run(
                [sys.executable, "-m", "tests.journeys.deciding_stage"],
                env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
                check=True,
                timeout=120,
            )
            yield server
        finally:
            server.kill()


def test_the_city_the_hall_and_the_link(nimbus: Server, browser: Browser) -> None:
    with desk(browser, nimbus, "fan-day/cities/") as page:
        decide_the_city(page)
        page.get_by_role("link", name="Hall", exact=True).click()
        decide_the_hall(page)
        page.get_by_role("link", name="Pass on").click()
        page.get_by_label("Whom is it for?").fill("Brick Hall")
        page.get_by_role("button", name="Make a link").click()
        address = page.locator("a[data-part='address']").get_attribute("href")

    assert address
    with visit(browser, javascript=False, width=360) as reader:
        reader.goto(address)
        expect(reader.get_by_role("heading", level=1)).to_contain_text("will come")
        assert overflow(reader) == 0


def decide_the_city(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("New York")
    expect(page.get_by_text("More people said yes to Philadelphia (46)")).to_be_visible()
    usa = page.get_by_role("img", name="Where in the USA: Pennsylvania 35, New York 19, Ohio 11")
    expect(usa).to_be_visible()
    assert usa.locator("use[fill^='url']").count() == 4
    page.get_by_role("link", name="Not where New York is?").click()
    page.get_by_label("Nearest town or ZIP code").fill("11201")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Counted from 11201.")).to_be_visible()


def decide_the_hall(page: Page) -> None:
    for name, seats, price in (("Loft", "10", "100"), ("Brick Hall", "60", "300")):
        page.get_by_role("link", name="Add a hall").click()
        page.get_by_label("Name of the hall").fill(name)
        page.get_by_label("Seats").fill(seats)
        page.get_by_label("Price").fill(price)
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Brick Hall costs you least")).to_be_visible()
    expect(page.locator(".to-hall canvas")).to_be_visible()
    page.get_by_label("A person turned away costs").fill("0")
    page.get_by_role("button", name="Compute anew").click()
    expect(page.get_by_role("heading", name="Loft costs you least")).to_be_visible()
    page.get_by_role("link", name="Loft").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("1 removed").click()
    page.get_by_role("button", name="Bring Loft back").click()
    expect(page.get_by_text("Loft is compared again.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_each_screen_is_faultless(nimbus: Server, browser: Browser, width: int, scheme: str) -> None:
    with desk(browser, nimbus, "fan-day/cities/", width=width, scheme=scheme) as page:
        found = {}
        for screen in SCREENS:
            page.goto(f"{nimbus.url}/desk/nimbus/fan-day/{screen}")
            page.wait_for_load_state("networkidle")
            found[screen] = (faults(page), overflow(page))

    assert found == dict.fromkeys(SCREENS, ([], 0))
