"""A member writes a post with a picture and publishes it, in a real browser."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.factories import picture_file
from tests.journeys.test_editor import desk
from tests.journeys.visit import faults, overflow
from tests.server import Server

SCREENS = [
    "",
    "?state=draft&q=nothing",
    "new/",
    "{public}/",
    "{public}/edit/",
    "{public}/preview/",
    "{public}/versions/",
    "{public}/versions/2/",
    "{public}/correct/",
    "{public}/withdraw/",
    "{public}/address/",
    "{public}/related/",
    "{draft}/",
    "{draft}/delete/",
    "{scheduled}/",
    "{scheduled}/schedule/",
    "{review}/",
]


@pytest.fixture(scope="module")
def nimbus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, int]]]:
    """With the numbers of its posts."""
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("news"), **database).start()
        try:
            yield server, filled(server)
        finally:
            server.kill()


def filled(server: Server) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.news_stage"],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    numbers: dict[str, int] = json.loads(done.stdout)
    return numbers


def put_picture(page: Page, folder: Path) -> None:
    """Of a hall, into the text where the cursor is."""
    path = folder / "hall.jpg"
    path.write_bytes(picture_file().read())
    page.get_by_text("Put a picture into the text").click()
    page.get_by_label("Picture for the text").set_input_files(path)
    figure = page.locator('[data-part="figure"]')
    figure.get_by_label("What the picture shows").fill("A hall")
    figure.get_by_role("button", name="Put it in").click()


def begin(page: Page, headline: str) -> None:
    page.get_by_role("link", name="Write a post").click()
    page.get_by_label("Headline").fill(headline)
    page.get_by_role("button", name="Begin to write").click()


def test_what_is_typed_is_saved_by_itself_and_a_picture_goes_to_the_cursor(
    browser: Browser, nimbus: tuple[Server, dict[str, int]], tmp_path: Path
) -> None:
    with desk(browser, nimbus[0], "news/") as page:
        begin(page, "Typed by itself")
        text = page.get_by_label("Text").first
        text.fill("First paragraph.\n\nLast paragraph.")
        text.evaluate("(field) => field.setSelectionRange(16, 16)")
        put_picture(page, tmp_path)
        expect(page.get_by_text("Saved at ")).to_be_visible(timeout=15_000)
        page.reload()

        kept = page.get_by_label("Text").first.input_value()
        assert kept.startswith("First paragraph.\n\n![A hall](figure-")
        assert kept.endswith(")\n\nLast paragraph.")
        page.get_by_role("link", name="Back to the post").click()
        page.get_by_role("link", name="2 versions").click()
        expect(page.get_by_text("saved while typing")).to_be_visible()


def test_without_a_script_the_same_is_done_by_buttons(
    browser: Browser, nimbus: tuple[Server, dict[str, int]], tmp_path: Path
) -> None:
    with desk(browser, nimbus[0], "news/", javascript=False) as page:
        begin(page, "Plain buttons")
        page.get_by_label("Text").first.fill("Words.")
        put_picture(page, tmp_path)
        page.get_by_role("button", name="Save and go on").click()

        expect(page.get_by_role("heading", name="Ask somebody to look at it")).to_be_visible()
        page.get_by_role("link", name="Preview").click()
        expect(page.get_by_role("img", name="A hall")).to_be_visible()


def test_two_who_write_at_once_are_both_kept(browser: Browser, nimbus: tuple[Server, dict[str, int]]) -> None:
    draft = f"news/{nimbus[1]['draft']}/edit/"
    with desk(browser, nimbus[0], draft, expected=("status of 409",)) as page:
        elsewhere = page.context.new_page()
        elsewhere.goto(page.url)
        elsewhere.get_by_label("Text").first.fill("Theirs.")
        elsewhere.get_by_role("button", name="Save", exact=True).click()
        page.get_by_label("Text").first.fill("Mine.")
        expect(page.get_by_text("Press Save to see both.")).to_be_visible(timeout=15_000)
        page.get_by_role("button", name="Save", exact=True).click()

        expect(page.get_by_role("alert")).to_contain_text("saved this post while you were writing")
        assert page.get_by_label("Text").first.input_value() == "Mine."
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_screens_can_be_used_by_everybody(
    browser: Browser, nimbus: tuple[Server, dict[str, int]], width: int, scheme: str
) -> None:
    server, numbers = nimbus
    found = {}

    with desk(browser, server, "news/", width=width, scheme=scheme) as page:
        for screen in SCREENS:
            page.goto(f"{server.url}/desk/nimbus/news/{screen.format(**numbers)}")
            if faults_here := faults(page):
                found[screen] = faults_here
            assert overflow(page) <= 0, screen

    assert found == {}
