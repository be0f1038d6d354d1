"""What every public page keeps: nothing shifts, nothing is asked of others, everybody can use it."""

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.journeys.visit import faults, overflow, shifts, visit
from tests.server import Server

PAGES = [
    "/",
    "/e/everything/",
    "/e/everything/?lang=es",
    "/e/everything/?lang=zh-hans",
    "/e/everything/thanks",
    "/e/plain/",
    "/e/closed/",
    "/e/off/",
    "/e/over/",
]
MISSING = ["/e/nothing/", "/nothing/"]
# What a page may weigh before the organiser's picture.
MOST_BYTES = 60 * 1024


def arrived(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_can_be_used_by_everybody(
    browser: Browser, announcing: Server, width: int, scheme: str
) -> None:
    found = {}
    with visit(browser, width=width, scheme=scheme, expected=("status of 404",)) as page:
        for path in [*PAGES, *MISSING]:
            arrived(page, f"{announcing.url}{path}")
            found[path] = (faults(page), overflow(page), shifts(page))

    assert found == dict.fromkeys([*PAGES, *MISSING], ([], 0, []))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_mistakes_can_be_used_by_everybody(
    browser: Browser, announcing: Server, scheme: str
) -> None:
    with visit(browser, width=360, scheme=scheme) as page:
        arrived(page, f"{announcing.url}/e/everything/")
        page.get_by_label("E-mail").fill("ada@gmial.con")
        page.get_by_role("button", name="Count me in").click()
        page.get_by_role("alert").wait_for()

        assert (faults(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("path", ["/e/everything/", "/e/plain/", "/e/plain/thanks", "/"])
def test_a_page_weighs_less_than_60_kilobytes_before_the_picture(
    browser: Browser, announcing: Server, path: str
) -> None:
    responses: list[Response] = []
    with visit(browser, width=360) as page:
        page.on("response", lambda response: responses.append(response))
        arrived(page, f"{announcing.url}{path}")
        weights = {
            response.url: sum(
                response.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")
            )
            for response in responses
            if "/media/pictures/" not in response.url
        }

    assert len(weights) >= 2
    assert sum(weights.values()) < MOST_BYTES, weights
