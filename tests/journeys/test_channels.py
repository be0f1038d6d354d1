"""Where a fan comes from: by a channel's link, a campaign, another site's link, or a form inside its page."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.journeys.stage import let_frame
from tests.journeys.test_answering import fill_in, of, send
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server
from tests.waiting import until

ARTICLE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>An article</title><body><h1>An article</h1>
<iframe src="{form}" title="The form" width="100%" height="300" style="border:0"></iframe>
<script src="{script}" async></script></body></html>"""
# What Chromium writes where a frame is not allowed, and of the picture that no article here has.
REFUSED = ("frame-ancestors", "status of 404")


@contextmanager
def another_site(article: str = "") -> Iterator[str]:
    """A site of somebody else, with an article at every address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(site.article.encode())  # type: ignore[attr-defined]

        def log_message(self, *arguments: object) -> None: ...

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    site.article = article  # type: ignore[attr-defined]
    Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{site.server_address[1]}"
    finally:
        site.shutdown()
        site.server_close()


def article(server: Server, query: str = "") -> str:
    return ARTICLE.format(form=f"{server.url}/e/plain/embed/{query}", script=f"{server.url}/embed.js")


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def answer_in(frame: FrameLocator, email: str) -> None:
    frame.get_by_label("Your name").fill("Ada Okafor")
    frame.get_by_label("E-mail").fill(email)
    frame.get_by_label("Definitely").check()
    frame.locator('[name="party"][value="2"]').check()
    frame.locator('[name="consent"]').check()
    frame.get_by_role("button", name="Count me in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_channels_link_is_kept_from_one_language_to_the_next(
    browser: Browser, announcing: Server, javascript: bool
) -> None:
    with visit(browser, javascript=javascript) as page:
        page.goto(f"{announcing.url}/c/reddit")
        page.get_by_role("link", name="Español").click()
        page.get_by_role("link", name="English").click()

        assert "via=reddit" in page.url
        assert page.locator('[name="via"]').input_value() == "reddit"
        assert page.locator('[name="source"]').input_value() == ""


@pytest.mark.parametrize(
    ("query", "referrer", "via", "source"),
    [
        ("?utm_source=Newsletter", "https://news.example.org/a", "", "newsletter"),
        ("?utm_source=reddit", "", "reddit", ""),
        ("", "https://www.news.example.org/a?b=c", "", "news.example.org"),
        ("?via=reddit", "https://news.example.org/", "reddit", ""),
        ("", "", "", ""),
    ],
)
def test_a_campaign_or_the_site_with_the_link_is_kept(
    browser: Browser, announcing: Server, query: str, referrer: str, via: str, source: str
) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/everything/{query}", referer=referrer or None)

        expect(page.locator('[name="via"]')).to_have_value(via)
        expect(page.locator('[name="source"]')).to_have_value(source)


def test_where_a_fan_came_from_first_is_stored(browser: Browser, announcing: Server) -> None:
    email = "first@example.org"
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/plain/", referer="https://news.example.org/a")
        page.get_by_label("Your name").fill("Ada")
        page.goto(f"{announcing.url}/e/plain/?utm_source=elsewhere")
        fill_in(page, email)
        send(page)
        page.wait_for_url("**/thanks*")

    (answer,) = of(announcing, "plain", email)
    assert (answer["via"], answer["source"]) == ("", "news.example.org")


def test_another_language_does_not_forget_where_a_fan_came_from(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/everything/", referer="https://news.example.org/a")
        page.get_by_role("link", name="Español").click()

        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.locator('[name="source"]')).to_have_value("news.example.org")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_fan_answers_inside_the_page_of_a_named_site(
    browser: Browser, announcing: Server, width: int, javascript: bool
) -> None:
    email = f"framed-{width}-{javascript}@example.org"
    with (
        another_site(article(announcing)) as host,
        visit(browser, width=width, javascript=javascript, expected=("favicon",)) as page,
    ):
        let_frame(announcing, "plain", host)
        until(lambda: host in policy(announcing))
        page.goto(f"http://{host}/")
        answer_in(framed(page), email)
        expect(framed(page).get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")
        assert page.url == f"http://{host}/"

    (answer,) = of(announcing, "plain", email)
    assert answer["name"] == "Ada Okafor"


def test_the_frame_grows_with_the_form(browser: Browser, announcing: Server) -> None:
    with another_site(article(announcing)) as host, visit(browser, expected=("favicon",)) as page:
        let_frame(announcing, "plain", host)
        until(lambda: host in policy(announcing))
        page.goto(f"http://{host}/")
        framed(page).get_by_label("Your name").wait_for()

        frame = page.locator("iframe")
        inside = page.frames[1]
        until(lambda: frame.evaluate("frame => frame.clientHeight") > 300)
        assert inside.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
        grown = frame.evaluate("frame => frame.clientHeight")
        framed(page).get_by_role("button", name="Count me in").click()
        until(lambda: frame.evaluate("frame => frame.clientHeight") > grown)


def test_no_other_site_can_show_the_form(browser: Browser, announcing: Server) -> None:
    with (
        another_site() as named,
        another_site(article(announcing)) as other,
        visit(browser, expected=REFUSED) as page,
    ):
        let_frame(announcing, "plain", named)
        until(lambda: named in policy(announcing))
        page.goto(f"http://{other}/")
        page.wait_for_load_state("networkidle")

        assert page.frames[1].url.startswith("chrome-error:")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_alone_can_be_used_by_everybody(
    browser: Browser, announcing: Server, width: int, scheme: str
) -> None:
    let_frame(announcing, "plain", "news.example.org")
    until(lambda: "news.example.org" in policy(announcing))
    found = {}
    with visit(browser, width=width, scheme=scheme) as page:
        for part in ("", "thanks"):
            page.goto(f"{announcing.url}/e/plain/embed/{part}")
            found[part] = (faults(page), overflow(page))

    assert found == {"": ([], 0), "thanks": ([], 0)}


def policy(server: Server) -> str:
    with urllib.request.urlopen(f"{server.url}/e/plain/embed/", timeout=10) as answer:
        return str(answer.headers["Content-Security-Policy"])
