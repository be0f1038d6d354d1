"""A comment from the form to the page: confirmed, decided about by a key, answered, told of by mail."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.comment_stage import posted
from tests.journeys.visit import faults, overflow, visit
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until


@pytest.fixture(scope="module")
def newsroom(post: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        folder = tmp_path_factory.mktemp("newsroom")
        server = Server(folder, **database, TURNOUT_SMTP_URL=post.url).start()
        yield server
        server.kill()


def mail_to(post: MailServer, address: str, subject: str) -> EmailMessage:
    def found() -> list[EmailMessage]:
        return [each for each in post.received if each["To"] == address and subject in str(each["Subject"])]

    until(lambda: bool(found()), seconds=30, what=f"“{subject}” to {address}")
    return found()[-1]


def link_in(mail: EmailMessage, pattern: str) -> str:
    text = mail.get_body(("plain",))
    assert text is not None
    found = re.search(rf"http://\S+{pattern}\S*", text.get_content())
    assert found, text.get_content()
    return found[0]


def write(page: Page, name: str, email: str, text: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address", exact=False).first.fill(email)
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your comment")


def shown(page: Page, address: str, words: str) -> None:
    """The page has it within a few seconds."""

    def there() -> bool:
        page.goto(address)
        return page.get_by_text(words).is_visible()

    until(there, seconds=20, what=f"“{words}” on the page")


def test_a_comment_from_the_form_to_an_answer_by_mail(
    browser: Browser, newsroom: Server, post: MailServer
) -> None:
    facts = posted(newsroom)
    address = newsroom.url + facts["post"]

    without_a_script(browser, address)
    confirmed(browser, link_in(mail_to(post, "maya@example.org", "Your comment"), "/news/comments/"))
    decided_by_keys(browser, newsroom, facts)
    answered_in_place(browser, address, post)
    decided_by_keys(browser, newsroom, facts, expected="Lena")
    told = mail_to(post, "maya@example.org", "An answer to your comment")
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with visit(browser) as page:
        # The mail may be there before the page is.
        shown(page, link_in(told, "/news/new-york-it-is/"), "I asked them")
        expect(page.locator("article:target")).to_contain_text("I asked them")
    nothing_is_in_anybodys_way(browser, newsroom, facts)


def without_a_script(browser: Browser, address: str) -> None:
    with visit(browser, width=360, scheme="dark", javascript=False, expected=("status of 422",)) as page:
        page.goto(address)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".to-problems li")).to_have_count(3)
        write(page, "Maya", "maya@example.org", "Will it be **recorded**?")
        page.get_by_role("link", name="Back to the post").click()
        expect(page).to_have_url(re.compile(re.escape(address)))
        expect(page.get_by_text("recorded")).to_have_count(0)


def confirmed(browser: Browser, link: str) -> None:
    with visit(browser) as page:
        page.goto(link)
        assert "." not in page.url.rpartition("/comments/")[2]
        page.get_by_role("button", name="Yes, I wrote this").click()
        expect(page.get_by_text("Your address is confirmed.", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Change it")).to_be_visible()


def decided_by_keys(
    browser: Browser, newsroom: Server, facts: dict[str, str], expected: str = "Maya"
) -> None:
    with visit(browser) as page:
        signed_in(page, newsroom, facts)
        page.keyboard.press("j")
        expect(page.locator("[data-line]:focus")).to_contain_text(expected)
        page.keyboard.press("a")
        expect(page.get_by_text("The comment appears.")).to_be_visible()
        page.keyboard.press("u")
        expect(page.get_by_text("it stands as before")).to_be_visible()
        expect(page.locator("[data-line]").first).to_contain_text(expected)
        page.keyboard.press("k")
        page.keyboard.press("a")
        expect(page.get_by_text("The comment appears.")).to_be_visible()
        expect(page.locator("[data-line]").first).to_contain_text("Best Casino")


def signed_in(page: Page, newsroom: Server, facts: dict[str, str]) -> None:
    link = newsroom.run("sign-in", "rita@nimbus.example.org").stdout.strip().split()[-1]
    page.goto(link)
    page.get_by_role("button").first.click()
    page.wait_for_load_state()
    page.goto(newsroom.url + facts["queue"])


def answered_in_place(browser: Browser, address: str, post: MailServer) -> None:
    with visit(browser) as page:
        shown(page, address, "recorded")
        thread = page.locator("article.to-remark", has_text="recorded")
        thread.get_by_role("link", name="Answer").click()
        expect(page.get_by_text("You are answering Maya.")).to_be_visible()
        write(page, "Lena", "lena@example.org", "I asked them, and yes.")


def nothing_is_in_anybodys_way(browser: Browser, newsroom: Server, facts: dict[str, str]) -> None:
    address = newsroom.url + facts["post"]
    with visit(browser, width=360, scheme="dark") as page:
        page.goto(address)
        answer = page.get_by_role("link", name="Answer").first.get_attribute("href")
        report = page.get_by_role("link", name="Report").first.get_attribute("href")
        for each in (
            address,
            f"{newsroom.url}{answer}",
            f"{newsroom.url}{report}",
            f"{address}comments/thanks",
        ):
            page.goto(each)
            assert (faults(page), overflow(page)) == ([], 0), each
    for width, scheme in ((360, "dark"), (1280, "light")):
        with visit(browser, width=width, scheme=scheme) as page:
            signed_in(page, newsroom, facts)
            assert (faults(page), overflow(page)) == ([], 0)
