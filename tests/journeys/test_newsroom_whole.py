"""A post's whole life in a real browser: written, looked at by a second member, on the schedule, published by
the worker at its minute, read, commented on, answered, told of by mail, and withdrawn."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.databases import a_new_database
from tests.journeys.test_comments import confirmed, link_in, mail_to, shown, write
from tests.journeys.test_editor import desk
from tests.journeys.test_newsroom_desk import begin, filled, put_picture
from tests.journeys.visit import faults, overflow, visit
from tests.mail_server import MailServer
from tests.server import Server
from tests.waiting import until

BEA = "bea@example.org"
HEADLINE = "Nimbus rents a theatre"
ADDRESS = "/news/nimbus-rents-a-theatre/"
# `turnout worker` on a machine whose clock is ahead by so many seconds.
AHEAD = """
import turnout
import sys, datetime, time_machine
moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=int(sys.argv[1]))
with time_machine.travel(moment, tick=True):
    from turnout.cli import main
    main(["worker"])
"""


@pytest.fixture
def newsroom(post: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nobody does what is due until a worker is started beside it."""
    with a_new_database() as database:
        folder = tmp_path_factory.mktemp("whole")
        server = Server(folder, "--no-worker", **database, TURNOUT_SMTP_URL=post.url).start()
        filled(server)
        yield server
        server.kill()


@contextmanager
def working(server: Server, *, ahead: timedelta = timedelta()) -> Iterator[None]:
    command = [sys.executable, "-c", AHEAD, str(int(ahead.total_seconds()))]
    worker = subprocess.Popen(command, env=server.environment)
    try:
        yield
    finally:
        worker.terminate()
        assert worker.wait(30) == 0


def test_from_the_first_word_to_the_withdrawal(
    browser: Browser, newsroom: Server, post: MailServer, tmp_path: Path
) -> None:
    address = newsroom.url + ADDRESS

    own = written(browser, newsroom, tmp_path)
    approved(browser, newsroom, own)
    scheduled(browser, newsroom, own)
    assert httpx.get(address).status_code == 404
    with working(newsroom, ahead=timedelta(minutes=6)):
        until(lambda: httpx.get(address).status_code == 200, seconds=60, what="the post is public")
    read(browser, address)
    with working(newsroom):
        commented(browser, address, "Maya", "maya@example.org", "Will it be recorded?")
        confirmed(browser, link_in(mail_to(post, "maya@example.org", "Your comment"), "/news/comments/"))
        decided(browser, newsroom, "recorded")
        answered(browser, address)
        confirmed(browser, link_in(mail_to(post, "lena@example.org", "Your comment"), "/news/comments/"))
        decided(browser, newsroom, "every minute of it")
        told = mail_to(post, "maya@example.org", "An answer to your comment")
        with visit(browser) as page:
            shown(page, link_in(told, ADDRESS), "every minute of it")
            expect(page.locator("article:target")).to_contain_text("every minute of it")
    withdrawn(browser, newsroom, own)
    with visit(browser, expected=("status of 410",)) as page:
        gone = page.goto(address)
        assert gone is not None
        assert gone.status == 410
        assert faults(page) == []


def written(browser: Browser, newsroom: Server, folder: Path) -> str:
    """By an editor, with a picture, looked at as readers will see it, and sent to a second member."""
    with desk(browser, newsroom, "news/", email=BEA) as page:
        begin(page, HEADLINE)
        text = page.get_by_label("Text").first
        text.fill("We looked at three halls. ")
        text.evaluate("(field) => field.setSelectionRange(26, 26)")
        put_picture(page, folder)
        expect(text).to_have_value(re.compile(r"!\[A hall\]\(figure-"))
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="Back to the post").click()
        page.get_by_role("link", name="Preview").click()
        expect(page.get_by_role("img", name="A hall")).to_be_visible()
        page.go_back()
        page.get_by_role("button", name="Ask for a review").click()
        expect(page.get_by_role("heading", name="Waiting for a review")).to_be_visible()
        assert (faults(page), overflow(page)) == ([], 0)
        return page.url.split("/desk/nimbus/")[1]


def approved(browser: Browser, newsroom: Server, own: str) -> None:
    with desk(browser, newsroom, own) as page:
        page.get_by_role("link", name="Read the preview").click()
        expect(page.get_by_text("We looked at three halls.")).to_be_visible()
        page.go_back()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_text("Ada Okafor approved it.")).to_be_visible()


def scheduled(browser: Browser, newsroom: Server, own: str) -> None:
    """In five minutes, by the clocks of New York."""
    there = (datetime.now(UTC) + timedelta(minutes=5)).astimezone(ZoneInfo("America/New_York"))
    with desk(browser, newsroom, own, email=BEA) as page:
        page.get_by_role("link", name="Publish later").click()
        page.get_by_label("Day", exact=True).fill(f"{there:%Y-%m-%d}")
        page.get_by_label("Time of day").fill(f"{there:%H:%M}")
        page.get_by_label("By the clocks of").select_option("America/New_York")
        assert (faults(page), overflow(page)) == ([], 0)
        page.get_by_role("button", name="Schedule it").click()
        expect(page.get_by_role("heading", name="It is published by itself")).to_be_visible()


def read(browser: Browser, address: str) -> None:
    for javascript in (True, False):
        with visit(browser, width=360, javascript=javascript) as page:
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
            picture = page.get_by_role("img", name="A hall")
            picture.scroll_into_view_if_needed()
            expect(picture).to_be_visible()
            if javascript:
                assert (faults(page), overflow(page)) == ([], 0)


def commented(browser: Browser, address: str, name: str, email: str, text: str) -> None:
    with visit(browser, width=360, scheme="dark", javascript=False) as page:
        page.goto(address)
        write(page, name, email, text)


def decided(browser: Browser, newsroom: Server, words: str) -> None:
    with desk(browser, newsroom, "news/comments/") as page:
        line = page.locator("[data-line]", has_text=words)
        line.locator("[data-key=a]").click()
        expect(page.get_by_text("The comment appears.")).to_be_visible()


def answered(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        shown(page, address, "recorded")
        page.locator("article.to-remark", has_text="recorded").get_by_role("link", name="Answer").click()
        write(page, "Lena", "lena@example.org", "Yes, every minute of it.")


def withdrawn(browser: Browser, newsroom: Server, own: str) -> None:
    with desk(browser, newsroom, own, email=BEA) as page:
        page.get_by_role("link", name="Withdraw the post").click()
        page.get_by_role("button", name="Withdraw the post").click()
        expect(page.get_by_text(re.compile("Only members see it"))).to_be_visible()
