"""An organiser asks how many will come, brings in past events, and tries what if."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import answered
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server

PAST = "event,date,said yes,came\n" + "".join(f"Meeting {n},2026-0{n}-10,100,{20 + n}\n" for n in range(1, 9))


def test_how_many_will_come_and_what_if(browser: Browser, announcing: Server) -> None:
    made = answered(announcing)
    address = f"{announcing.url}{made['page']}"
    # Chromium notes the refusal of a table with a line that cannot be read.
    with visit(browser, expected=("status of 422",)) as desk:
        sign_in(desk, announcing, made["email"])
        desk.goto(address)
        first = middle_of(desk)
        expect(desk.locator("figure:visible canvas")).to_have_count(2)
        assert faults(desk) == []

        desk.get_by_role("link", name="Bring them in").click()
        bring_in_past_events(desk)
        desk.goto(address)
        assert middle_of(desk) < first

        then = desk.locator("#what-if-answer")
        desk.get_by_label("Remind them the day before").press("Space")
        expect(then).to_contain_text("instead of")
        expect(then).to_contain_text("Clinics found 0.77 times")
        desk.get_by_label("Places in the hall").fill("40")
        expect(then).to_contain_text("More than 40 come")
        assert faults(desk) == []

    with visit(browser, width=360, scheme="dark", javascript=False) as phone:
        sign_in(phone, announcing, made["email"])
        phone.goto(address)
        expect(phone.locator("figure:visible")).to_have_count(0)
        expect(phone.get_by_role("row", name="8 chances in 10").first).to_be_visible()

        phone.get_by_label("Places in the hall").fill("40")
        phone.get_by_role("button", name="Show").click()

        expect(phone.locator("#what-if-answer")).to_contain_text("More than 40 come")
        assert phone.evaluate("document.documentElement.scrollWidth") == 360


def sign_in(page: Page, server: Server, email: str) -> None:
    page.goto(server.run("sign-in", email).stdout.strip())
    page.locator("main button").click()


def middle_of(desk: Page) -> int:
    said = desk.get_by_role("heading", level=1).inner_text()
    return int(re.sub(r"\D", "", said))


def bring_in_past_events(desk: Page) -> None:
    """A line is wrong at first: it is named, and what was typed is still there."""
    table = desk.get_by_label("Or paste the table here")
    table.fill(PAST.replace("2026-03-10", "March"))
    desk.get_by_role("button", name="Look at it first").click()
    expect(desk.get_by_text("Line 4: “March” is no date that we can read.")).to_be_visible()
    assert faults(desk) == []

    table.fill(table.input_value().replace("March", "2026-03-10"))
    desk.get_by_role("button", name="Look at it first").click()
    assert faults(desk) == []
    assert overflow(desk) == 0
    desk.get_by_role("button", name="Keep these 8 events").click()
    expect(desk.get_by_text("8 past events are in.")).to_be_visible()
    expect(desk.get_by_role("button", name="Take them back")).to_be_visible()
