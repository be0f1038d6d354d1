"""A reader's way through the news: with a script and without, on a telephone, in the dark and on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response

from tests.databases import a_new_database
from tests.journeys.stage import announced, written
from tests.journeys.visit import faults, overflow, shifts, visit
from tests.server import Server
from tests.waiting import until

PAGES = [
    "/",
    "/events/",
    "/news/",
    "/news/we-come/",
    "/news/we-come/?lang=es",
    "/news/we-come/?lang=zh-hans",
    "/news/plain-news/",
    "/news/tags/fan-day/",
    "/search/",
    "/search/?q=nimbus",
    "/search/?q=nothing+of+it",
]
GONE = "/news/withdrawn-news/"
MOST_BYTES = 60 * 1024


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("newsroom"), **database).start()
        try:
            announced(server)
            written(server)
            yield server
        finally:
            server.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_can_be_used_by_everybody(browser: Browser, house: Server, width: int, scheme: str) -> None:
    found = {}
    with visit(browser, width=width, scheme=scheme, expected=("status of 410",)) as page:
        for path in [*PAGES, GONE]:
            page.goto(f"{house.url}{path}")
            page.wait_for_load_state("networkidle")
            found[path] = (faults(page), overflow(page), shifts(page))

    assert found == dict.fromkeys([*PAGES, GONE], ([], 0, []))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_front_page_to_a_post_and_on_to_its_event(
    browser: Browser, house: Server, javascript: bool
) -> None:
    with visit(browser, width=360, javascript=javascript) as page:
        page.goto(house.url)
        page.get_by_role("link", name="Nimbus comes to New York").click()
        page.get_by_role("heading", level=1, name="Nimbus comes to New York").wait_for()
        assert page.get_by_alt_text("An evening sky").first.is_visible()
        page.get_by_role("link", name="Español").first.click()
        page.get_by_role("heading", level=1, name="Nimbus viene").wait_for()
        page.get_by_role("link", name="Fan Day", exact=True).click()
        page.get_by_role("link", name="A repair corner").click()
        page.get_by_role("link", name="Would you come to our first Fan Day?").first.click()
        page.wait_for_url("**/e/everything/**")


def test_a_search_leads_to_what_it_found(browser: Browser, house: Server) -> None:
    with visit(browser, width=360, javascript=False) as page:
        page.goto(f"{house.url}/news/")
        page.get_by_role("link", name="Search").click()
        page.get_by_role("searchbox").fill("repair")
        page.get_by_role("button", name="Search").click()
        assert page.locator("mark").first.inner_text() == "repair"
        page.get_by_role("link", name="A repair corner").click()
        page.wait_for_url("**/news/plain-news/**")


def test_an_old_address_leads_to_the_post(browser: Browser, house: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{house.url}/news/we-came/")

        assert page.url == f"{house.url}/news/we-come/"


def test_on_paper_is_what_one_reads(browser: Browser, house: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{house.url}/news/we-come/")
        page.emulate_media(media="print")

        assert page.get_by_role("heading", level=1).is_visible()
        assert page.get_by_text("The Phone Post").is_visible()
        assert not page.get_by_role("link", name="Search").is_visible()
        assert not page.get_by_role("link", name="Español").first.is_visible()
        assert overflow(page) == 0


@pytest.mark.parametrize("path", ["/", "/news/", "/news/we-come/", "/search/?q=nimbus"])
def test_a_page_weighs_less_than_60_kilobytes_before_its_pictures(
    browser: Browser, house: Server, path: str
) -> None:
    responses: list[Response] = []
    with visit(browser, width=360) as page:
        page.on("response", lambda response: responses.append(response))
        page.goto(f"{house.url}{path}")
        page.wait_for_load_state("networkidle")
        weights = {
            response.url: sum(
                response.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")
            )
            for response in responses
            if "/media/pictures/" not in response.url
        }

    assert len(weights) >= 2
    assert sum(weights.values()) < MOST_BYTES, weights


def test_an_event_is_on_the_front_page_soon_after_it_is_published(browser: Browser, house: Server) -> None:
    """It was published beside the server: only its worker can have seen it."""
    with visit(browser) as page:

        def stands_there() -> bool:
            page.goto(house.url)
            return page.get_by_role("link", name="Would you come to our first Fan Day?").first.is_visible()

        until(stands_there, seconds=10)
