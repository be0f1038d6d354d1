"""Every page of the program in a browser: nothing is asked of other hosts, and no blocker touches it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.accounts.test_role_matrix import REFUSED
from tests.blocking.engine import OUR_OWN, SITE, Engine, Request, engine
from tests.databases import a_new_database
from tests.mail_server import MailServer
from tests.server import Server
from tests.walk.addresses import IN_FRONT, addresses, names
from tests.walk.stage import Filled, filled

# Who opens an address: the first one to whom it shows a page.
VISITORS = ("nobody", "owner", "keys", "invited", "fan")
# Addresses at which no visitor finds a page, and why. Files, and what is only posted to, go without saying.
NO_PAGE = {
    **dict.fromkeys(REFUSED, "of a library, and refused"),
    "account_confirm_login_code": "comes after a code was asked for: see `STEPS`",
    "desk:new-question": "comes after a kind was chosen: see `STEPS`",
    "interest": "leads to the event's page; what it answers to mistakes: see `STEPS`",
    "mfa_authenticate": "comes between the code and the app's, and is the page of mfa_reauthenticate",
    "account_reauthenticate": "leads to mfa_reauthenticate",
    "mfa_login_webauthn": "leads to the sign-in page, whose script asks it for a challenge",
    "embedded-interest": "leads to the form in its frame",
    "my-link": "leads to `my`, once the token has become a cookie",
    "desk:resend-mail": "leads to the mail, unless nobody knows what became of it",
    "oembed": "data for other sites' programs",
    **dict.fromkeys(
        ("news-feed", "news-json-feed", "news-tag-feed", "event-feed", "sitemap", "news-sitemap"),
        "data for other programs",
    ),
    "ticket-apple": "a file for a wallet, where one is set up",
    "ticket-google": "leads to a wallet, where one is set up",
    "mfa_index": "leads to the account",
    "mfa_list_webauthn": "leads to the account",
    "favicon": "leads to the icon",
    "short_link": "leads to the event's page",
    "comments": "leads to the post; what it answers to mistakes is the page of `answer-comment`",
    "commenter-link": "leads to `my-comments`, once the token has become a cookie",
}
NO_PAGE_THERE = 204
# A refusal's status; and what this test itself would run in a mail's sandbox.
NO_FAULT = ("status of 4", "Blocked script execution")
# One process looks at every page, for all of these tests: it takes minutes, and begins with it.
pytestmark = [pytest.mark.timeout(1500), pytest.mark.begins]
KINDS = {"document": "main_frame", "stylesheet": "stylesheet", "script": "script", "image": "image"}
KINDS |= {"font": "font", "fetch": "fetch", "xhr": "xhr", "eventsource": "xhr", "media": "media"}


@dataclass
class Seen:
    """One page: what it asked for, what the console said, and what the engine would do."""

    requests: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    @property
    def hosts(self) -> set[str]:
        return {str(urlsplit(each.url).hostname) for each in self.requests if each.url.startswith("http")}


@dataclass
class Walk:
    server: Server
    filled: Filled
    browser: Browser
    engine: Engine
    pages: dict[str, Seen] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    windows: dict[str, BrowserContext] = field(default_factory=dict)

    def everywhere(self) -> None:
        refused: set[tuple[str, int]] = set()
        for name, path in [*((path, path) for path in IN_FRONT), *addresses(self.filled)]:
            for visitor in VISITORS:
                status = self._status(visitor, path)
                if status == NO_PAGE_THERE:
                    self.reached.add(name)
                    break
                # The same refusal, shown to one visitor after the other, is one page.
                if status and (status == 200 or (name, status) not in refused):
                    refused.add((name, status))
                    self.look(visitor, path, partial(_open, url=f"{self.server.url}{path}"))
                if status == 200:
                    self.reached.add(name)
                    break

    def look(self, visitor: str, what: str, go: Callable[[Page], object]) -> None:
        """Note all of a page, which `go` opens."""
        page, seen = self.window(visitor).new_page(), Seen()
        with closing(page):
            page.set_default_timeout(20_000)
            page.on(
                "request", lambda request: seen.requests.append(_request(request.url, request.resource_type))
            )
            page.on("console", lambda message: seen.said.append(message.text))
            page.on("pageerror", lambda error: seen.said.append(str(error)))
            go(page)
            _settled(page)
            address = self._public(page.url)
            asked = [Request(self._public(each.url), each.type) for each in seen.requests]
            seen.blocked = self.engine.blocked(address, asked)
            seen.hidden = self.engine.hidden(page, address)
        self.pages[f"{visitor} {what}"] = seen

    def _public(self, url: str) -> str:
        return url.replace(self.server.url, SITE)

    def _status(self, visitor: str, path: str) -> int:
        """0 where there is nothing to look at, NO_PAGE_THERE where there never is."""
        url, cookies = f"{self.server.url}{path}", self._cookies(visitor)
        with httpx.stream("GET", url, cookies=cookies, verify=False, timeout=30) as answer:
            if answer.is_redirect:
                return 0
            is_file = "content-disposition" in answer.headers
            is_page = answer.headers.get("content-type", "").startswith("text/html") and not is_file
            return answer.status_code if is_page and answer.status_code != 405 else NO_PAGE_THERE

    def _cookies(self, visitor: str) -> dict[str, str]:
        return self.filled.visitors[visitor]

    def window(self, visitor: str) -> BrowserContext:
        if visitor not in self.windows:
            window = self.browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
            for name, value in self._cookies(visitor).items():
                window.add_cookies([{"name": name, "value": value, "url": self.server.url}])
            self.windows[visitor] = window
        return self.windows[visitor]


def _request(url: str, kind: str) -> Request:
    return Request(url, KINDS.get(kind, "other"))


def _settled(page: Page) -> None:
    """By then its scripts have asked for what they ask for at once; a mail in its sandbox runs none."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(
            "new Promise((done) => requestIdleCallback(() => done(true), { timeout: 300 }))", timeout=3_000
        )


def _open(page: Page, url: str) -> None:
    page.goto(url)


def _with_mistakes(page: Page, url: str) -> None:
    page.goto(f"{url}/e/everything/")
    # As without a script, whose checks would keep it from being sent.
    with page.expect_navigation():
        page.evaluate("document.querySelector('form').submit()")


def _code_asked_for(page: Page, url: str) -> None:
    page.goto(f"{url}/account/login/")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/confirm/")


def _new_event(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/")
    page.get_by_role("link", name="Nimbus").first.click()
    page.goto(f"{page.url}new/?template=which-city")
    with page.expect_navigation():
        page.get_by_label("Title").fill("")
        page.get_by_role("button", name="Continue").click()


def _new_question(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/")
    page.get_by_role("link", name="Nimbus").first.click()
    page.goto(f"{page.url}everything/questions/new/?kind=several")
    page.get_by_label("Question").first.wait_for()


# Pages that one comes to by doing something.
STEPS: dict[str, tuple[str, Callable[..., None]]] = {
    "an answer with mistakes": ("nobody", _with_mistakes),
    "a code was asked for": ("nobody", _code_asked_for),
    "a new event with mistakes": ("owner", _new_event),
    "a new question": ("owner", _new_question),
}


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Without one the sign-in page has no form."""
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def walk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Every page once."""
    with a_new_database() as database, engine() as blocking, mail_server() as mails:
        server = Server(tmp_path_factory.mktemp("walked"), TURNOUT_SMTP_URL=mails.url, **database).start()
        try:
            walk = Walk(server, filled(server), browser, blocking)
            walk.everywhere()
            for what, (visitor, step) in STEPS.items():
                walk.look(visitor, what, partial(step, url=server.url))
            yield walk
        finally:
            server.kill()


def test_each_address_was_looked_at_or_says_why_not(walk: Walk) -> None:
    missed = set(names()) - walk.reached - NO_PAGE.keys()
    assert missed == set()


def test_no_page_asks_another_host_for_anything(walk: Walk) -> None:
    assert {what: seen.hosts for what, seen in walk.pages.items() if seen.hosts != {"127.0.0.1"}} == {}


def test_no_page_breaks_its_own_policy_or_has_errors(walk: Walk) -> None:
    said = {
        what: [line for line in seen.said if not any(part in line for part in NO_FAULT)]
        for what, seen in walk.pages.items()
    }
    assert {what: lines for what, lines in said.items() if lines} == {}


def test_no_request_of_any_page_is_blocked(walk: Walk) -> None:
    assert {what: seen.blocked for what, seen in walk.pages.items() if seen.blocked} == {}


def test_no_element_of_any_page_is_hidden(walk: Walk) -> None:
    assert {what: seen.hidden for what, seen in walk.pages.items() if seen.hidden} == {}


def test_what_a_list_hits_on_a_page_is_found(walk: Walk) -> None:
    page = walk.window("nobody").new_page()
    page.goto(f"{walk.server.url}/e/everything/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=share-buttons>x</p>')"
    )

    with engine(OUR_OWN) as ours:
        hidden = ours.hidden(page, f"{SITE}/e/everything/")
        blocked = ours.blocked(f"{SITE}/", [Request(f"{SITE}/ads/new.js", "script")])
    page.close()

    assert hidden == ['<p class="share-buttons"></p>']
    assert blocked == [f"{SITE}/ads/new.js by /ads/"]


def test_what_a_page_may_not_load_is_noticed(walk: Walk) -> None:
    def go(page: Page) -> None:
        page.goto(f"{walk.server.url}/e/plain/")
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.2/x.png' }))")

    walk.look("nobody", "control", go)

    (said,) = walk.pages.pop("nobody control").said
    assert "Content Security Policy" in said
