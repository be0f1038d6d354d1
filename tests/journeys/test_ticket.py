"""From the mail to the door: a ticket is opened, read with no network, passed on, and taken back."""

import io
import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.databases import a_new_database
from tests.journeys.ticket_stage import held
from tests.journeys.visit import faults, overflow, visit
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until
from turnout.rules.ticket_code import Key, read


@pytest.fixture(scope="module")
def holding(post: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_new_database() as database:
        folder = tmp_path_factory.mktemp("holding")
        server = Server(folder, **database, TURNOUT_SMTP_URL=post.url).start()
        yield server
        server.kill()


def mail_to(post: MailServer, address: str, subject: str) -> EmailMessage:
    def found() -> list[EmailMessage]:
        return [each for each in post.received if each["To"] == address and subject in str(each["Subject"])]

    until(lambda: bool(found()), seconds=30, what=f"“{subject}” to {address}")
    return found()[-1]


def links_in(mail: EmailMessage) -> list[str]:
    text = mail.get_body(("plain",))
    assert text is not None
    return re.findall(r"http://\S+/t/\S+/", text.get_content())


def serial_on(page: Page, key: Key) -> bytes:
    """What a reader sees on the screen, told genuine by the public key alone."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return read(found.text, {key.id: key}).serial


def scroll_to_code(page: Page) -> None:
    page.locator(".to-ticket__paper").scroll_into_view_if_needed()


def test_a_ticket_from_the_mail_to_the_door(browser: Browser, holding: Server, post: MailServer) -> None:
    facts = held(holding)
    key = Key(bytes.fromhex(facts["key"]))
    first, second = links_in(mail_to(post, "ada@example.org", "your tickets"))
    (chinese,) = links_in(mail_to(post, "wang@example.org", "Nimbus 粉丝日"))

    without_scripts_in_the_dark(browser, first, second, key)
    nothing_is_in_anybodys_way(browser, [first, f"{first}pass-on/", chinese, f"{holding.url}/t/gone/"])
    without_a_network(browser, first, key)
    passed_on(browser, second)
    taken_by_the_friend(browser, second, post)
    taken_back(browser, holding, facts, first)

    mail_to(post, "ada@example.org", "no longer good")


def without_scripts_in_the_dark(browser: Browser, first: str, second: str, key: Key) -> None:
    """At the size of a phone: it is a ticket all the same."""
    with visit(browser, width=360, scheme="dark", javascript=False) as page:
        serials = set()
        for address in (first, second):
            page.goto(address)
            scroll_to_code(page)
            serials.add(serial_on(page, key))
        assert len(serials) == 2


def nothing_is_in_anybodys_way(browser: Browser, addresses: list[str]) -> None:
    with visit(browser, width=360, expected=("status of 410",)) as page:
        for address in addresses:
            page.goto(address)
            assert (faults(page), overflow(page)) == ([], 0), address
    with visit(browser, scheme="dark") as page:
        page.goto(addresses[0])
        assert (faults(page), overflow(page)) == ([], 0)


def without_a_network(browser: Browser, first: str, key: Key) -> None:
    with visit(browser, width=360, expected=("ERR_",)) as page:
        page.goto(first)
        expect(page.get_by_text("this page also opens without a network")).to_be_visible()
        scroll_to_code(page)
        serial = serial_on(page, key)
        page.context.set_offline(True)
        page.goto(first)
        expect(page.get_by_role("heading", level=1)).to_have_text("Nimbus Fan Day")
        scroll_to_code(page)
        assert serial_on(page, key) == serial


def passed_on(browser: Browser, second: str) -> None:
    """Named first, and with a mistake on the way."""
    with visit(browser, width=360, expected=("status of 422",)) as page:
        page.goto(second)
        page.get_by_label("Name").fill("Bo Chen")
        page.get_by_role("button", name="Save the name").click()
        expect(page.get_by_role("status")).to_have_text("The name is saved.")
        page.get_by_role("link", name="Pass it on").click()
        for typed in ("zoe", "zoe@friends.example"):
            page.get_by_label("Your friend's e-mail address").fill(typed)
            page.get_by_role("button", name="Send the mail").click()
            if typed == "zoe":
                expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address")
        expect(page.get_by_text("It is yours until they take it.")).to_be_visible()


def taken_by_the_friend(browser: Browser, second: str, post: MailServer) -> None:
    (offer,) = links_in(mail_to(post, "zoe@friends.example", "A ticket for you"))
    with visit(browser, width=360, expected=("status of 410",)) as page:
        page.goto(offer)
        assert (faults(page), overflow(page)) == ([], 0)
        page.get_by_label("Your name").fill("Zoë Park")
        page.get_by_role("button", name="Take the ticket").click()
        expect(page.locator(".to-ticket__name")).to_have_text("Zoë Park")
        assert "/t/take/" not in page.url
        page.goto(second)
        expect(page.get_by_role("heading", level=1)).to_have_text("This ticket was passed on")
    assert links_in(mail_to(post, "zoe@friends.example", "the ticket is yours"))
    mail_to(post, "ada@example.org", "your friend has the ticket")


def taken_back(browser: Browser, holding: Server, facts: dict[str, str], first: str) -> None:
    with visit(browser, expected=("status of 410",)) as page:
        page.goto(facts["sign_in"])
        page.get_by_role("button").first.click()
        page.goto(f"{holding.url}{facts['desk']}")
        expect(page.get_by_text("3 tickets are good.")).to_be_visible()
        assert (faults(page), overflow(page)) == ([], 0)
        page.get_by_role("link", name="Take back Ada Okafor").click()
        page.get_by_role("button", name="Take them back").click()
        expect(page.get_by_text("2 tickets are good.")).to_be_visible()
        page.goto(first)
        expect(page.get_by_role("heading", level=1)).to_have_text("This ticket is no longer good")
