"""A fan answers, reads the mail, confirms, changes the answer, takes it back and undoes that."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import stored
from tests.journeys.test_answering import fill_in, send
from tests.journeys.visit import faults, overflow, visit
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until


def mails_to(post: MailServer, address: str, subject: str = "") -> list[EmailMessage]:
    return [
        mail for mail in post.received if mail["To"] == address and str(mail["Subject"]).startswith(subject)
    ]


def read(post: MailServer, address: str, subject: str) -> str:
    """The link in the mail, once it has arrived."""
    until(lambda: bool(mails_to(post, address, subject)), seconds=30, what=f"a mail to {address}")
    text = mails_to(post, address, subject)[-1].get_body(("plain",))
    assert text is not None
    (link,) = re.findall(r"http://\S+/(?:my|new-address)/\S+/", text.get_content())
    return str(link)


def heading(page: Page, words: str) -> None:
    expect(page.locator(".to-own__status").get_by_role("heading")).to_have_text(words)


def change_answer(page: Page) -> None:
    """With a mistake on the way."""
    page.get_by_role("link", name="Change my answer").click()
    page.get_by_label("Your name").fill("")
    page.get_by_label("Maybe").check()
    page.get_by_label("Philadelphia").check()
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Enter your name.")).to_be_visible()
    expect(page.get_by_label("Maybe")).to_be_checked()
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_text("Your answer is changed.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_answer_to_the_undo(
    browser: Browser, mailing: Server, post: MailServer, width: int, javascript: bool
) -> None:
    email = f"ada-{width}-{javascript}@example.org".lower()
    with visit(browser, width=width, javascript=javascript, expected=("status of 422",)) as page:
        page.goto(f"{mailing.url}/e/everything/")
        fill_in(page, email)
        page.get_by_label("New York · Tue, Dec 8").check()
        page.get_by_label("Two").check()
        page.locator('[name="age"]').check()
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look into your mail.")

        link = read(post, email, "Is this answer yours?")
        page.goto(link)
        assert link.rsplit("/", 2)[1] not in page.url
        heading(page, "Is this answer yours?")
        page.get_by_role("button", name="Yes, this is me").click()
        heading(page, "You are counted in")

        change_answer(page)

        page.get_by_role("button", name="Take my answer back").click()
        heading(page, "You took your answer back")
        page.get_by_role("button", name="Undo").click()
        heading(page, "You are counted in")

    (answer,) = [each for each in stored(mailing, "everything") if each["email"] == email]
    assert (answer["name"], answer["likelihood"], len(answer["options"])) == ("Ada Lovelace", "maybe", 2)
    assert len(mails_to(post, email)) == 1


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_anybodys_way(
    browser: Browser, mailing: Server, post: MailServer, width: int, scheme: str
) -> None:
    email = f"bo-{width}-{scheme}@example.org"
    with visit(browser, width=width, scheme=scheme, expected=("status of 410", "status of 403")) as page:
        page.goto(f"{mailing.url}/e/plain/")
        fill_in(page, email)
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look into your mail.")
        page.goto(read(post, email, "Is this answer yours?"))
        own = page.url
        paths = [own, f"{own}change/"]
        paths += [f"{mailing.url}{path}" for path in ("/my/gone/", "/lost-link/", "/lost-link/sent/")]
        for path in paths:
            page.goto(path)
            assert faults(page) == [], path
            assert overflow(page) == 0, path


def test_second_answer_and_lost_link_bring_the_owner_a_mail(
    browser: Browser, mailing: Server, post: MailServer
) -> None:
    email = "cleo@example.org"
    with visit(browser, expected=("status of 410", "status of 403")) as page:
        for _ in range(2):
            page.goto(f"{mailing.url}/e/plain/")
            fill_in(page, email)
            send(page)
            expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look into your mail.")
        first = read(post, email, "Is this answer yours?")
        assert read(post, email, "You had answered already") == first

        page.goto(f"{first[:-5]}AAAA/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This link is no longer good")
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_role("button", name="Send me my link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
        assert read(post, email, "The way to your answers") == first

        page.goto(first)
        page.get_by_text("Has somebody else seen your link?").click()
        page.get_by_role("button", name="Make my older links stop working").click()
        expect(page.get_by_text("Your older links stop working.")).to_be_visible()
        until(lambda: len(mails_to(post, email, "The way")) == 2, seconds=30, what="a mail with a new link")
        new = read(post, email, "The way to your answers")
        page.goto(first)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link is no longer good")
        page.goto(new)
        heading(page, "Is this answer yours?")
