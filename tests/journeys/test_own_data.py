"""A fan answers, changes the address, looks at what is kept, and erases it: the database is searched."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import places
from tests.journeys.test_answering import fill_in, send
from tests.journeys.test_own_page import heading, mails_to, read
from tests.journeys.visit import faults, overflow, visit
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until


def answer_and_confirm(page: Page, server: Server, post: MailServer, email: str) -> str:
    page.goto(f"{server.url}/e/plain/")
    fill_in(page, email)
    page.locator('[name="news"]').check()
    send(page)
    link = read(post, email, "Is this answer yours?")
    page.goto(link)
    page.get_by_role("button", name="Yes, this is me").click()
    heading(page, "You are counted in")
    return link


def change_address(page: Page, post: MailServer, email: str, new: str) -> None:
    page.get_by_role("link", name="Use another address").click()
    page.get_by_label("Your new e-mail address").fill("nobody")
    page.get_by_role("button", name="Send the mail").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()
    page.get_by_label("Your new e-mail address").fill(new)
    page.get_by_role("button", name="Send the mail").click()
    expect(page.get_by_text(f"A mail is on its way to {new}.")).to_be_visible()
    until(
        lambda: bool(mails_to(post, email, "Another address")), seconds=30, what="a note to the old address"
    )
    page.goto(read(post, new, "Is this your address?"))
    page.get_by_role("button", name="Confirm this address").click()
    expect(page.get_by_text(f"Mails go to {new} from now on.")).to_be_visible()


def take_the_data_away(page: Page, new: str) -> None:
    page.get_by_role("link", name="See all of it").click()
    expect(page.get_by_text("Address changed (you)")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="For programs (JSON)").click()
    held = json.loads(download.value.path().read_text())
    assert {"question": "E-mail", "answer": new} in held["answered"]
    page.get_by_role("link", name="Back to your answer").click()


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)])
def test_from_the_answer_to_nothing(
    browser: Browser, mailing: Server, post: MailServer, width: int, javascript: bool
) -> None:
    email, new = f"Zoe-{width}@example.org", f"zoe.new-{width}@example.net"
    traces = (f"zoe-{width}@", f"zoe.new-{width}@")
    refused = ("status of 422", "status of 410", "status of 403")
    with visit(browser, width=width, javascript=javascript, expected=refused) as page:
        link = answer_and_confirm(page, mailing, post, email)
        change_address(page, post, email, new)
        take_the_data_away(page, new)
        page.get_by_role("button", name="No more of that").click()
        expect(page.get_by_text("does not write to you about its next events.")).to_be_visible()
        assert "interest_interest.email" in places(mailing, *traces)

        page.get_by_role("link", name="Erase everything").click()
        page.get_by_role("button", name="Erase everything").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("It is erased")
        assert places(mailing, *traces) == []
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link is no longer good")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_anybodys_way_there(
    browser: Browser, mailing: Server, post: MailServer, width: int, scheme: str
) -> None:
    email = f"yan-{width}-{scheme}@example.org"
    with visit(browser, width=width, scheme=scheme) as page:
        answer_and_confirm(page, mailing, post, email)
        own = page.url

        for path in (own, f"{own}address/", f"{own}data/", f"{own}erase/", f"{mailing.url}/my/erased/"):
            page.goto(path)
            assert faults(page) == [], path
            assert overflow(page) == 0, path
