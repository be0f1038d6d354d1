"""From the first start to the export: one organiser, one fan, both in a real browser."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server
from tests.waiting import until

QUESTIONS = {
    "short": "Which phone is yours?",
    "long": "What should we ask the engineers?",
    "one": "Which talk first?",
    "several": "What would you like to see?",
    "number": "How many phones have you had?",
    "date": "Since when are you a fan?",
    "yesno": "Would you bring a friend's phone?",
}
CHOICES = ["The camera", "The battery", "The screen"]


@pytest.fixture
def first_start(tmp_path: Path) -> Iterator[Server]:
    with a_new_database() as database:
        server = Server(tmp_path, **database).start()
        try:
            yield server
        finally:
            server.kill()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_start_to_the_export(
    browser: Browser, first_start: Server, width: int, javascript: bool
) -> None:
    with visit(browser, width=width, javascript=javascript) as desk:
        sign_in_by_the_printed_link(desk, first_start)
        create_an_organisation(desk)
        create_an_event(desk)
        for kind, label in QUESTIONS.items():
            ask(desk, first_start, kind, label)
        publish(desk, first_start)
        link = share(desk, first_start)

        desk.goto(f"{first_start.url}/desk/nimbus/fan-day/")
        expect(desk.get_by_role("heading", name="Nobody has answered yet")).to_be_visible()
        with visit(browser, width=width, javascript=javascript) as fan:
            answer(fan, link)
        see_the_count(desk, javascript)

        assert sound(desk, javascript)
        assert exported(desk, first_start)["via"] == "r-nimbus"


def sound(page: Page, javascript: bool) -> bool:
    """Nothing scrolls sideways, and axe-core finds nothing where it can run."""
    if javascript:
        assert faults(page) == []
        assert overflow(page) <= 0
    return True


def sign_in_by_the_printed_link(page: Page, server: Server) -> None:
    link = until(lambda: printed_link(server), what="the start prints a sign-in link")
    page.goto(link)
    page.get_by_label("E-mail").fill("ada@nimbus.example.org")
    page.locator("main button").click()


def printed_link(server: Server) -> str:
    words = server.printed().split()
    return next((word for word in words if word.startswith(f"{server.url}/sign-in/")), "")


def create_an_organisation(page: Page) -> None:
    page.get_by_role("link", name="Create an organisation").click()
    page.get_by_label("Name").fill("Nimbus")
    page.get_by_role("button", name="Create").click()


def create_an_event(page: Page) -> None:
    page.get_by_role("link", name="Create an event").click()
    page.goto(f"{page.url}?template=blank")
    page.get_by_label("Title").fill("Fan Day")
    page.get_by_label("City or place").fill("New York")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready to publish")


def ask(page: Page, server: Server, kind: str, label: str) -> None:
    page.goto(f"{server.url}/desk/nimbus/fan-day/questions/new/?kind={kind}")
    page.get_by_label("Question", exact=True).fill(label)
    if kind in {"one", "several"}:
        rows = page.locator(".to-choice-row").get_by_label("Choice")
        while rows.count() < len(CHOICES):
            page.get_by_role("button", name="Another choice").click()
        for number, choice in enumerate(CHOICES):
            rows.nth(number).fill(choice)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=label)).to_be_visible()


def publish(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/desk/nimbus/fan-day/publish/")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your page is out")


def share(page: Page, server: Server) -> str:
    """The short link of a new channel."""
    page.goto(f"{server.url}/desk/nimbus/fan-day/channels/")
    page.get_by_label("Name").fill("r/nimbus")
    page.get_by_role("button", name="Add", exact=True).click()
    return str(page.locator(".to-channel .to-address").text_content()).strip()


def answer(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill("Grace Okafor")
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_label("Definitely").check()
    page.locator('[name="party"][value="2"]').check()
    page.get_by_label(QUESTIONS["short"]).fill("=Nimbus 9")
    page.get_by_label(QUESTIONS["long"]).fill("Why\nnot?")
    page.get_by_role("group", name=QUESTIONS["one"]).get_by_label(CHOICES[2]).check()
    page.get_by_role("group", name=QUESTIONS["several"]).get_by_label(CHOICES[0]).check()
    page.get_by_label(QUESTIONS["number"]).fill("3")
    page.get_by_label(QUESTIONS["date"]).fill("2020-02-03")
    page.get_by_role("group", name=QUESTIONS["yesno"]).get_by_label("Yes").check()
    page.locator('[name="consent"]').check()
    page.get_by_role("button", name="Count me in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")


def see_the_count(desk: Page, javascript: bool) -> None:
    """Within two seconds by itself; without script, when the page is asked for again."""
    if not javascript:
        desk.get_by_role("link", name="Refresh").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("1 person would come", timeout=2_000)


def exported(desk: Page, server: Server) -> dict[str, str]:
    desk.goto(f"{server.url}/desk/nimbus/fan-day/people/export/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download").click()
    (row,) = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"), newline=""))
    assert (row["email"], row["name"], row["party"]) == ("grace@example.org", "Grace Okafor", "2")
    assert row[QUESTIONS["short"]] == "'=Nimbus 9"
    assert row[QUESTIONS["number"]] == "3"

    by_command = server.run("export", "fan-day", "--format", "csv")
    assert by_command.returncode == 0
    assert [
        line["email"]
        for line in csv.DictReader(io.StringIO(by_command.stdout.removeprefix("\ufeff"), newline=""))
    ] == ["grace@example.org"]
    return row
