import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visit import faults, overflow, visit
from tests.server import Server


def first_link(server: Server) -> str:
    found = re.search(r"http://\S+(/sign-in/\S+/)", server.printed())
    assert found
    return found[1]


def link_for(server: Server, email: str) -> str:
    return server.run("sign-in", email).stdout.strip()


def begin(page: Page, link: str, email: str = "") -> None:
    page.goto(link)
    if email:
        page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/**")


@contextmanager
def with_a_phone(browser: Browser) -> Iterator[Page]:
    """A window beside which lies a phone that keeps passkeys and is always unlocked."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    phone = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": phone})
    yield page
    context.close()


def test_a_passkey_is_added_named_used_and_removed(browser: Browser, running_server: Server) -> None:
    # A passkey belongs to a name, not to an address in numbers.
    base = running_server.url.replace("127.0.0.1", "localhost")
    with with_a_phone(browser) as page:
        begin(page, base + first_link(running_server), "ada@example.org")
        page.goto(f"{base}/account/")
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_role("button", name="Add the passkey").click()

        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        assert page.locator(".to-codes li").count() == 10

        page.goto(f"{base}/account/")
        page.get_by_role("link", name="Rename Passkey").click()
        page.get_by_label("Name").fill("My phone")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Remove My phone")).to_be_visible()

        page.get_by_role("button", name="Sign out", exact=True).last.click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/desk/**")

        page.goto(f"{base}/account/")
        page.get_by_role("link", name="Remove My phone").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("button", name="Remove").click()
        expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
        assert page.get_by_role("link", name="Remove My phone").count() == 0


def test_a_passkey_of_nobody_here_signs_nobody_in(browser: Browser, running_server: Server) -> None:
    base = running_server.url.replace("127.0.0.1", "localhost")
    with with_a_phone(browser) as page:
        page.goto(f"{base}/account/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()

        expect(page.get_by_text("The passkey was not used.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_start_to_a_second_member(
    browser: Browser, running_server: Server, javascript: bool
) -> None:
    with visit(browser, width=360, javascript=javascript) as page:
        begin(page, running_server.url + first_link(running_server), "ada@example.org")
        page.get_by_role("link", name="Create an organisation").click()
        page.get_by_label("Name of the organisation").fill("Nimbus")
        page.get_by_role("button", name="Create").click()
        page.get_by_role("link", name="Members").click()
        page.get_by_label("E-mail").fill("bea@example.org")
        page.get_by_role("radio", name="Door").check()
        page.get_by_role("button", name="Invite").click()
        link = page.get_by_label("Their link").input_value()

    with visit(browser, javascript=javascript) as page:
        page.goto(link)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("turnout sign-in bea@example.org", exact=True)).to_be_visible()
        assert (faults(page) if javascript else [], overflow(page)) == ([], 0)
        begin(page, link_for(running_server, "bea@example.org"))
        page.goto(f"{running_server.url}/desk/nimbus/")
        expect(page.get_by_role("link", name="Members")).to_have_count(0)


PAGES = [
    "/account/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/logout/",
    "/desk/new/",
    "/desk/nimbus/settings/",
    "/desk/nimbus/members/",
    "/desk/nimbus/members/1/remove/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_accounts_are_accessible(browser: Browser, running_server: Server, scheme: str) -> None:
    refused = ("410 (Gone)", "422 (Unprocessable")
    for width in (360, 1280):
        with visit(browser, width=width, scheme=scheme, expected=refused) as page:
            check(page, running_server.url, ["/account/login/", "/sign-in/none/", "/invitation/none/"])
            if width == 360:
                begin(page, running_server.url + first_link(running_server), "ada@example.org")
                page.goto(f"{running_server.url}/desk/new/")
                page.get_by_label("Name of the organisation").fill("Nimbus")
                page.get_by_role("button", name="Create").click()
                page.goto(f"{running_server.url}/desk/nimbus/members/")
                page.get_by_label("E-mail").fill("bea@example.org")
                page.get_by_role("button", name="Invite").click()
            else:
                begin(page, link_for(running_server, "ada@example.org"))
            check(page, running_server.url, PAGES)
            page.goto(f"{running_server.url}/desk/nimbus/settings/")
            page.get_by_label("Accent colour").fill("#ffd400")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("alert")).to_be_focused()
            assert (faults(page), overflow(page)) == ([], 0)


def check(page: Page, base: str, paths: list[str]) -> None:
    for path in paths:
        page.goto(base + path)
        assert (path, faults(page), overflow(page)) == (path, [], 0)
