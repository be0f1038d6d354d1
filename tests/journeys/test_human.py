"""People are told from programs unnoticed; under pressure their device works it out, or they answer a sum."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import stored
from tests.journeys.test_answering import fill_in, of, send
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server
from turnout.rehearse.sums import answered

ASKED = ("status of 429",)
LANGUAGES = {
    "en": ("Count me in", "Send it again"),
    "es": ("Cuenta conmigo", "Enviar otra vez"),
    "zh-hans": ("算我一个", "再发送一次"),
}


def signs_of(server: Server, slug: str, email: str) -> set[str]:
    (answer,) = of(server, slug, email)
    return set(answer["signs"].split())


def fill_in_blindly(page: Page, email: str) -> None:
    """By the fields' names, whatever the language."""
    page.locator('[name="name"]').fill("Ada Okafor")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="likelihood"][value="definitely"]').check()
    page.locator('[name="party"][value="2"]').check()
    page.locator('[name="consent"]').check()


def test_a_person_gets_through_unnoticed(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/plain/")
        fill_in(page, "unnoticed@example.org")
        page.wait_for_timeout(2_100)  # nobody types faster than that
        send(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")

    assert signs_of(announcing, "plain", "unnoticed@example.org") == set()


def test_without_script_it_is_a_sign_and_no_hindrance(browser: Browser, announcing: Server) -> None:
    with visit(browser, javascript=False) as page:
        page.goto(f"{announcing.url}/e/plain/")
        fill_in(page, "scriptless@example.org")
        send(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")

    assert signs_of(announcing, "plain", "scriptless@example.org") == {"unopened"}


def test_the_trap_is_out_of_sight_and_out_of_reach(browser: Browser, announcing: Server) -> None:
    with visit(browser, width=360) as page:
        page.goto(f"{announcing.url}/e/plain/")
        trap = page.locator('[name="subject"]')

        box = trap.bounding_box()
        assert box is None or box["x"] + box["width"] <= 0
        page.locator('[name="consent"]').focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "subject"
        assert overflow(page) == 0


def test_where_everybody_is_checked_the_device_works_it_out(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/checked/")
        fill_in(page, "always@example.org")
        send(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you", timeout=30_000)

    assert "proven" in signs_of(announcing, "checked", "always@example.org")


def test_under_pressure_it_is_solved_in_the_background_and_sent_again(
    browser: Browser, pressed: Server
) -> None:
    for number in range(3):
        with visit(browser, expected=ASKED) as page:
            page.set_extra_http_headers({"X-Forwarded-For": "203.0.113.5"})
            page.goto(f"{pressed.url}/e/plain/")
            fill_in(page, f"pressed{number}@example.org")
            send(page)
            expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you", timeout=30_000)

    proven = ["proven" in signs_of(pressed, "plain", f"pressed{number}@example.org") for number in range(3)]
    assert proven == [False, True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_a_sum_is_asked_in_the_visitors_language(
    browser: Browser, announcing: Server, language: str
) -> None:
    count_me_in, again = LANGUAGES[language]
    email = f"sum-{language}@example.org"
    with visit(browser, width=360, javascript=False, expected=ASKED) as page:
        page.goto(f"{announcing.url}/e/checked/?lang={language}")
        fill_in_blindly(page, email)
        page.get_by_role("button", name=count_me_in).click()
        page.locator('[name="sum"]').fill("99")
        page.get_by_role("button", name=again).click()
        question = page.locator('label[for="to-sum"]').inner_text()
        page.locator('[name="sum"]').fill(answered(question))
        page.get_by_role("button", name=again).click()
        page.wait_for_url("**/thanks**")

    assert "summed" in signs_of(announcing, "checked", email)
    assert len([each for each in stored(announcing, "checked") if each["email"] == email]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_that_asks_is_accessible(
    browser: Browser, announcing: Server, width: int, scheme: str
) -> None:
    with visit(browser, width=width, scheme=scheme, expected=(*ASKED, "net::ERR_FAILED")) as page:
        # What the script would solve at once stays to be looked at.
        page.route("**/challenge", lambda route: route.abort())
        page.goto(f"{announcing.url}/e/checked/")
        fill_in(page, "looked@example.org")
        send(page)
        expect(page.locator('[name="sum"]')).to_be_visible(timeout=30_000)

        assert faults(page) == []
        assert overflow(page) == 0
