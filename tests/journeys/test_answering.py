"""A fan answers: on a phone and on a desk, with and without script, on a good line and on a bad one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.stage import stored
from tests.journeys.visit import visit
from tests.server import Server
from tests.waiting import until

WIDTHS = [360, 1280]
# What Chromium writes to its console when a line is cut.
CUT = ("net::ERR_CONNECTION_RESET",)


def fill_in(page: Page, email: str, *, likelihood: str = "Definitely") -> None:
    """All that the plain event asks."""
    page.get_by_label("Your name").fill("Ada Okafor")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label(likelihood).check()
    page.locator('[name="party"][value="2"]').check()
    page.locator('[name="consent"]').check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Count me in").click()


def of(server: Server, slug: str, email: str) -> list[dict[str, Any]]:
    return [answer for answer in stored(server, slug) if answer["email"] == email]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_fan_answers_everything(browser: Browser, announcing: Server, width: int, javascript: bool) -> None:
    email = f"ada-{width}-{javascript}@example.org"
    with visit(browser, width=width, javascript=javascript) as page:
        page.goto(f"{announcing.url}/e/everything/?via=reddit")
        fill_in(page, email)
        page.get_by_label("ZIP code").fill("10001")
        page.get_by_label("New York · Tue, Dec 8").check()
        page.get_by_label("Philadelphia").check()
        page.get_by_label("Another").check()
        page.get_by_label("Which other?").fill("A brick")
        page.get_by_label("Talks").check()
        page.get_by_label("A question for us?").fill("Why\nnot?")
        page.get_by_role("group", name="An older phone?").get_by_label("Yes").check()
        page.get_by_label("How many phones?").fill("3")
        page.get_by_label("Since when?").fill("2020-02-03")
        page.locator('[name="age"]').check()
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")
        assert page.url == f"{announcing.url}/e/everything/thanks?lang=en"

    (answer,) = of(announcing, "everything", email)
    assert (answer["likelihood"], answer["party"], answer["via"], answer["postcode"]) == (
        "definitely",
        2,
        "reddit",
        "10001",
    )
    assert len(answer["options"]) == 2
    assert list(answer["answers"].values()) == ["c3", "A brick", ["c1"], "Why\nnot?", "yes", 3, "2020-02-03"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("javascript", [True, False])
def test_mistakes_are_named_and_what_was_typed_stays(
    browser: Browser, announcing: Server, width: int, javascript: bool
) -> None:
    email = f"eve-{width}-{javascript}@example.org"
    with visit(browser, width=width, javascript=javascript, expected=("status of 422",)) as page:
        page.goto(f"{announcing.url}/e/plain/")
        page.get_by_label("Your name").fill("Eve")
        page.get_by_label("E-mail").fill("eve")
        send(page)

        problems = page.get_by_role("alert")
        expect(problems.get_by_role("heading")).to_have_text("There is a problem")
        expect(problems).to_be_focused()
        assert problems.get_by_role("link").all_inner_texts() == [
            "Enter an e-mail address such as name@example.com.",
            "Say whether you would come.",
            "Say how many you would be.",
            "Tick the box if we may keep your answer.",
        ]
        problems.get_by_role("link").first.click()
        expect(page.get_by_label("E-mail")).to_be_focused()
        expect(page.get_by_label("Your name")).to_have_value("Eve")

        fill_in(page, email)
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

    assert len(of(announcing, "plain", email)) == 1


def test_a_question_appears_when_its_answer_calls_for_it(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/everything/")
        other = page.get_by_label("Which other?")
        expect(other).to_be_hidden()

        page.get_by_label("Another").check()
        expect(other).to_be_visible()

        page.locator('[data-kind="choices"]').get_by_label("Two").check()
        expect(other).to_be_hidden()
        expect(page.get_by_text("Only if your answer")).to_be_hidden()


def test_without_script_every_question_is_there_and_says_when_it_counts(
    browser: Browser, announcing: Server
) -> None:
    with visit(browser, javascript=False) as page:
        page.goto(f"{announcing.url}/e/everything/")

        expect(page.get_by_label("Which other?")).to_be_visible()
        expect(page.get_by_text("Only if your answer to “Which phone?” is “Another”.")).to_be_visible()


def test_a_field_is_checked_as_it_is_left(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/everything/")
        name, email = page.get_by_label("Your name"), page.get_by_label("E-mail")

        name.focus()
        page.keyboard.press("Tab")
        expect(page.locator(".to-error")).to_have_count(0)
        email.fill("ada@")
        page.keyboard.press("Tab")
        expect(email).to_have_attribute("aria-invalid", "true")
        expect(email).to_have_accessible_description(
            "Only Nimbus sees it. Error: Enter an e-mail address such as name@example.com."
        )
        email.fill("ada@example.org")
        expect(page.locator(".to-error")).to_have_count(0)
        expect(email).to_have_accessible_description("Only Nimbus sees it.")


def test_a_slip_in_the_address_is_offered_to_be_mended(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/plain/")
        email = page.get_by_label("E-mail")
        email.fill("ada@gmial.com")
        page.keyboard.press("Tab")

        page.get_by_role("button", name="Did you mean ada@gmail.com?").click()

        expect(email).to_have_value("ada@gmail.com")
        expect(email).to_be_focused()
        expect(page.get_by_text("Did you mean")).to_have_count(0)


def flaky(page: Page, *steps: Callable[[Route], None]) -> list[str]:
    """The line does this with one post after the other, then behaves. Gives the ids they were sent under."""
    ids: list[str] = []

    def treat(route: Route) -> None:
        ids.append(parse_qs(route.request.post_data or "")["submission"][0])
        step = steps[len(ids) - 1] if len(ids) <= len(steps) else Route.continue_
        step(route)

    page.route("**/interest", treat)
    return ids


def cut(route: Route) -> None:
    route.abort("connectionreset")


def cut_after_it_arrived(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def busy(route: Route) -> None:
    route.fulfill(status=503, headers={"Retry-After": "1"}, body="busy")


def test_a_bad_line_loses_nothing_and_counts_nobody_twice(browser: Browser, announcing: Server) -> None:
    email = "patient@example.org"
    with visit(browser, expected=(*CUT, "status of 503")) as page:
        page.goto(f"{announcing.url}/e/plain/")
        ids = flaky(page, cut_after_it_arrived, busy)
        fill_in(page, email)
        send(page)

        expect(page.locator("[data-status]")).to_contain_text("Your answer is not sent yet.")
        expect(page.get_by_label("Your name")).to_have_value("Ada Okafor")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Thank you. You are counted in.", timeout=20_000
        )

        assert len(ids) == 3
        assert len(set(ids)) == 1
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert len(of(announcing, "plain", email)) == 1


def test_what_was_not_acknowledged_outlives_the_tab(browser: Browser, announcing: Server) -> None:
    with visit(browser, expected=CUT) as page:
        page.goto(f"{announcing.url}/e/plain/")
        ids = flaky(page, *[cut] * 20)
        fill_in(page, "later@example.org")
        send(page)
        expect(page.locator("[data-status]")).to_contain_text("Your answer is not sent yet.")

        again = page.context.new_page()
        later = flaky(again)
        again.goto(f"{announcing.url}/e/plain/")
        page.close()
        expect(again.locator("[data-status]")).to_have_text("What you typed earlier is still here.")
        expect(again.get_by_label("E-mail")).to_have_value("later@example.org")
        send(again)
        expect(again.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

        assert set(later) == set(ids)
    assert len(of(announcing, "plain", "later@example.org")) == 1


def test_a_change_after_a_try_is_another_answer(browser: Browser, announcing: Server) -> None:
    with visit(browser, expected=CUT) as page:
        page.goto(f"{announcing.url}/e/plain/")
        ids = flaky(page, cut)
        fill_in(page, "mistyped@example.org")
        send(page)
        expect(page.locator("[data-status]")).to_contain_text("Your answer is not sent yet.")

        page.get_by_label("E-mail").fill("mended@example.org")
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

        assert len(set(ids)) == 2
    assert of(announcing, "plain", "mistyped@example.org") == []
    assert len(of(announcing, "plain", "mended@example.org")) == 1


def test_pressing_twice_sends_once(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/plain/")
        ids = flaky(page)
        fill_in(page, "twice@example.org")
        page.get_by_role("button", name="Count me in").dblclick(no_wait_after=True)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

        assert len(ids) == 1


def test_the_form_can_be_filled_in_by_keyboard_alone(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:
        page.goto(f"{announcing.url}/e/plain/")
        page.get_by_label("Your name").focus()
        for keys in (
            ["Ada"],
            ["Tab", "keys@example.org"],
            ["Tab", "Space"],
            ["Tab", "Space"],
            ["Tab"],
            ["Tab"],
            ["Tab", "Space"],
        ):
            for key in keys:
                page.keyboard.press(key) if key in {"Tab", "Space"} else page.keyboard.type(key)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

    (answer,) = of(announcing, "plain", "keys@example.org")
    assert (answer["likelihood"], answer["party"]) == ("definitely", 1)


def test_the_language_of_the_page_is_that_of_the_answer(browser: Browser, announcing: Server) -> None:
    with visit(browser, language="es-MX") as page:
        page.goto(f"{announcing.url}/e/everything/")
        assert page.locator("html").get_attribute("lang") == "es"
        page.get_by_role("link", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_page_tells_how_many_while_they_answer(browser: Browser, announcing: Server) -> None:
    with visit(browser) as page:

        def so_far() -> int:
            page.goto(f"{announcing.url}/e/counting/")
            said = page.locator(".to-facts div", has_text="So far").inner_text()
            return int("".join(filter(str.isdigit, said)) or 0)

        assert so_far() == 0
        for number in range(2):
            page.goto(f"{announcing.url}/e/counting/")
            fill_in(page, f"counted-{number}@example.org")
            send(page)
            expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted in.")

        until(lambda: so_far() == 2, seconds=30, what="the page says 2")
