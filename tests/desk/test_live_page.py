"""The overview in a browser, while answers come in and when the server goes away."""

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.desk.test_live_served import EVENT, answer
from tests.server import Server


def signed_in_page(browser: Browser, server: Server) -> Page:
    page = browser.new_page()
    page.goto(server.run("sign-in", "sam@nimbus.example.org").stdout.strip())
    page.locator("main form button").first.click()
    page.goto(server.url + EVENT)
    return page


def test_the_number_grows_under_the_readers_eyes_and_says_when_it_no_longer_does(
    sample_server: Server, browser: Browser
) -> None:
    page = signed_in_page(browser, sample_server)
    state, number = page.locator('[data-enhance="live-state"]'), page.locator(".to-big")
    expect(state).to_have_text("Live")
    before = int(number.inner_text().replace(",", ""))
    page.locator("summary").first.click()
    page.locator(".to-shares a").first.focus()

    with httpx.Client(base_url=sample_server.url, timeout=20) as fan:
        assert answer(fan, "ada.okafor@example.org") == 303

    expect(number).to_have_text(f"{before + 1:,}")
    expect(page.locator(".to-shares a").first).to_be_focused()
    assert page.locator("details").first.get_attribute("open") is not None
    assert page.locator("figure canvas").bounding_box() is not None

    sample_server.kill()
    expect(state).to_have_text("Not live. Connecting again.")

    sample_server.start()
    expect(state).to_have_text("Live", timeout=20_000)
    page.close()
