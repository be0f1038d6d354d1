"""A visitor with a blocker reads a line that asks for support, and can answer all the same."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visit import faults, overflow, visit
from tests.server import Server

LINE = "Your browser hides the picture of Aurora Batteries"
# What extensions put into a page.
HIDE = """(selector) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${selector} { display: none !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/e/everything/")
    page.get_by_text("Supported by").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")


def test_whoever_sees_the_picture_reads_no_such_line(browser: Browser, announcing: Server) -> None:
    with visit(browser, width=360) as page:
        opened(page, announcing)

        expect(page.get_by_alt_text("A green sun over three waves")).to_be_visible()
        expect(page.get_by_text(LINE)).to_be_hidden()


@pytest.mark.parametrize("selector", ["[data-part=picture]", "a[rel~=sponsored]", ".to-supporter__shown"])
def test_a_hidden_picture_is_noticed_whenever_it_is_hidden(
    browser: Browser, announcing: Server, selector: str
) -> None:
    with visit(browser, width=360) as page:
        opened(page, announcing)
        page.evaluate(HIDE, selector)

        expect(page.get_by_text(LINE)).to_be_visible()
        expect(page.get_by_role("button", name="Count me in")).to_be_enabled()


def test_a_picture_that_is_not_loaded_is_noticed(browser: Browser, announcing: Server) -> None:
    with visit(browser, width=360, expected=("ERR_BLOCKED_BY_CLIENT",)) as page:
        page.goto(f"{announcing.url}/e/everything/")
        name = str(page.get_by_alt_text("A green sun over three waves").get_attribute("src")).split("/")[3]
        page.route(f"**/{name}/*", lambda route: route.abort("blockedbyclient"))
        opened(page, announcing)

        expect(page.get_by_text(LINE)).to_be_visible()
        assert (faults(page), overflow(page)) == ([], 0)


def test_without_a_script_there_is_no_line(browser: Browser, announcing: Server) -> None:
    with visit(browser, javascript=False) as page:
        opened(page, announcing)

        expect(page.get_by_alt_text("A green sun over three waves")).to_be_visible()
        expect(page.get_by_text(LINE)).to_be_hidden()
