"""An organiser makes an event and changes it, in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, FloatRect, FrameLocator, Page, expect

from tests.databases import a_new_database
from tests.journeys.visit import faults, overflow, visit
from tests.server import Server

EMAIL = "ada@nimbus.example.org"


@pytest.fixture(scope="module")
def nimbus(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Server]:
    """A server with one organisation and its draft `fan-day`, which has two places and two questions."""
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("nimbus"), **database).start()
        try:
            _prepare(server, browser)
            yield server
        finally:
            server.kill()


def _prepare(server: Server, browser: Browser) -> None:
    with visit(browser, javascript=False) as page:
        sign_in(page, server)
        page.goto(f"{server.url}/desk/new/")
        page.get_by_label("Name").fill("Nimbus")
        page.get_by_role("button", name="Create").click()
        page.goto(f"{server.url}/desk/nimbus/new/")
        page.get_by_role("link", name="I already have a hall").click()
        page.get_by_label("Title").fill("Fan Day")
        page.get_by_label("City or place").fill("New York")
        page.get_by_role("button", name="Another place or date").click()
        page.get_by_label("City or place").nth(1).fill("Boston")
        page.get_by_role("button", name="Save draft").click()
        page.goto(f"{server.url}/desk/nimbus/fan-day/questions/new/?kind=several")
        page.get_by_label("Question").fill("What would you like to see?")
        page.get_by_label("Choice").nth(0).fill("The camera")
        page.get_by_label("Choice").nth(1).fill("The people")
        page.get_by_role("button", name="Save").click()
        page.goto(f"{server.url}/desk/nimbus/fan-day/channels/")
        page.get_by_label("Name").fill("r/nimbus")
        page.get_by_role("button", name="Add", exact=True).click()


def sign_in(page: Page, server: Server, email: str = EMAIL) -> None:
    page.goto(server.run("sign-in", email).stdout.strip())
    page.locator("main button").click()


@contextmanager
def desk(browser: Browser, server: Server, address: str, *, email: str = EMAIL, **how: Any) -> Iterator[Page]:
    # The visit's own script is also tried in the preview's frame, which runs none.
    with visit(browser, expected=("sandboxed", *how.pop("expected", ())), **how) as page:
        sign_in(page, server, email)
        page.goto(f"{server.url}/desk/nimbus/{address}")
        yield page


def beside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


SCREENS = [
    "new/",
    "new/?template=which-city",
    "fan-day/page/",
    "fan-day/options/",
    "fan-day/options/new/",
    "fan-day/questions/",
    "fan-day/questions/2/",
    "fan-day/questions/new/?kind=date",
    "fan-day/channels/",
    "fan-day/channels/r-nimbus/",
    "fan-day/channels/r-nimbus/kit/",
    "fan-day/embedding/",
    "fan-day/publish/",
    "fan-day/duplicate/",
    "fan-day/journal/",
]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_screens_can_be_used_by_everybody(browser: Browser, nimbus: Server, width: int, scheme: str) -> None:
    found = {}
    with desk(browser, nimbus, "", width=width, scheme=scheme) as page:
        for screen in SCREENS:
            page.goto(f"{nimbus.url}/desk/nimbus/{screen}")
            page.wait_for_load_state("networkidle")
            page.eval_on_selector_all("details", "all => all.forEach((each) => (each.open = true))")
            found[screen] = (faults(page), overflow(page))

    assert found == dict.fromkeys(SCREENS, ([], 0))


def test_an_event_is_seen_while_it_is_typed_and_then_published(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "new/") as page:
        page.get_by_role("link", name="Which city next?").click()
        page.get_by_label("Title").fill("Where shall we meet?")
        expect(beside(page).get_by_role("heading", name="Where shall we meet?")).to_be_visible()
        page.get_by_label("City or place").nth(0).fill("Oslo")
        page.get_by_label("City or place").nth(1).fill("Lima")
        page.get_by_role("button", name="Remove").nth(2).click()
        page.get_by_role("button", name="Another place or date").click()
        page.keyboard.type("Kyoto")
        expect(beside(page).get_by_text("Oslo, Lima, or Kyoto").first).to_be_visible()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_role("heading", name="Your page is out")).to_be_visible()
        page.get_by_role("link", name="Open the page").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Where shall we meet?")


def test_the_frame_runs_nothing_and_leads_nowhere(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/page/") as page:
        heading = beside(page).get_by_role("heading", level=1)
        expect(heading).to_have_text("Fan Day")
        beside(page).get_by_role("link", name="Made with Turnout").click()
        beside(page).get_by_role("button", name="Count me in").click()

        expect(heading).to_have_text("Fan Day")
        assert beside(page).locator("script").count() == 0


def test_on_a_phone_form_and_page_take_turns(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/page/", width=360) as page:
        page.get_by_label("Strapline").first.fill("An evening together")
        expect(page.locator("iframe")).to_be_hidden()
        page.get_by_role("button", name="Preview").click()
        expect(beside(page).get_by_text("An evening together").first).to_be_visible()
        expect(page.get_by_label("Title").first).to_be_hidden()
        page.get_by_role("button", name="Back to the form").click()
        expect(page.get_by_label("Strapline").first).to_have_value("An evening together")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()


def test_without_a_script_the_preview_is_a_page_of_its_own(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/page/", javascript=False) as page:
        page.get_by_label("Title").first.fill("Typed, not saved")
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Preview").click()

        expect(opened.value.get_by_role("heading", level=1)).to_have_text("Typed, not saved")
        expect(opened.value.get_by_text("Nothing is saved")).to_be_visible()


def test_leaving_what_is_not_saved_asks_first(browser: Browser, nimbus: Server) -> None:
    asked: list[str] = []
    with desk(browser, nimbus, "fan-day/page/") as page:

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        page.get_by_label("Title").first.fill("Half a tit")
        expect(page.get_by_text("Not saved yet")).to_be_visible()
        page.get_by_role("link", name="Questions").click()
        page.wait_for_function("document.title !== ''")

        assert asked == ["beforeunload"]
        expect(page.get_by_label("Title").first).to_have_value("Half a tit")
        page.get_by_label("Title").first.fill("Fan Day")
        page.get_by_role("link", name="Questions").click()
        expect(page.get_by_role("heading", name="Your questions")).to_be_visible()
        assert asked == ["beforeunload"]


def box(page: Page, what: str, row: int) -> FloatRect:
    found = page.locator(what).nth(row).bounding_box()
    assert found
    return found


def order_of(page: Page) -> list[str]:
    return page.locator(".to-thing__title").all_inner_texts()


def test_questions_are_put_in_order_by_dragging_and_by_keyboard(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/questions/") as page:
        first, second, *others = order_of(page)
        grip, below = box(page, ".to-grip", 0), box(page, ".to-thing", 1)
        page.mouse.move(grip["x"] + 8, grip["y"] + 20)
        page.mouse.down()
        page.mouse.move(grip["x"] + 8, below["y"] + below["height"] - 4, steps=6)
        with page.expect_response("**/questions/order/") as dragged:
            page.mouse.up()

        assert dragged.value.status == 204
        assert order_of(page) == [second, first, *others]
        expect(page.get_by_role("status").filter(has_text="Moved to place 2")).to_be_attached()
        page.reload()
        assert order_of(page) == [second, first, *others]

        page.get_by_role("button", name=f"Move up: {first}").focus()
        with page.expect_response("**/questions/order/"):
            page.keyboard.press("Enter")
        page.reload()
        assert order_of(page) == [first, second, *others]


def test_a_drag_that_is_given_up_changes_nothing(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/questions/") as page:
        first, second, *others = order_of(page)
        grip, below = box(page, ".to-grip", 0), box(page, ".to-thing", 1)
        page.mouse.move(grip["x"] + 8, grip["y"] + 20)
        page.mouse.down()
        page.mouse.move(grip["x"] + 8, below["y"] + below["height"] - 4, steps=6)
        assert order_of(page) == [second, first, *others]
        page.keyboard.press("Escape")
        page.mouse.up()

        assert order_of(page) == [first, second, *others]


def test_a_finger_drags_as_well(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/options/", width=360) as page:
        before = order_of(page)
        first, second = box(page, ".to-thing", 0), box(page, ".to-thing", 1)
        touch = page.context.new_cdp_session(page)
        x, y = first["x"] + 10, first["y"] + 30

        def finger(kind: str, at: float) -> None:
            points = [] if kind == "touchEnd" else [{"x": x, "y": at}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        finger("touchStart", y)
        finger("touchMove", y + 40)
        finger("touchMove", second["y"] + second["height"] - 4)
        with page.expect_response("**/options/order/"):
            finger("touchEnd", 0)

        assert order_of(page) == before[::-1]


def test_choices_are_added_by_enter_and_moved_in_place(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/questions/new/?kind=one") as page:
        page.get_by_label("Question").fill("Which one?")
        page.get_by_label("Choice").nth(0).fill("A")
        page.keyboard.press("Enter")
        page.keyboard.type("B")
        page.keyboard.press("Enter")
        page.keyboard.type("C")
        page.get_by_role("button", name="Move up").nth(2).click()
        page.get_by_role("button", name="Remove").nth(0).click()
        values = [field.input_value() for field in page.get_by_label("Choice").all()]
        page.get_by_role("button", name="Save").click()

        assert values == ["C", "B"]
        expect(page.get_by_text("One of · C · B")).to_be_visible()


def test_a_link_is_copied(browser: Browser, nimbus: Server) -> None:
    with desk(browser, nimbus, "fan-day/channels/") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy link r/nimbus").click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()

        assert page.evaluate("navigator.clipboard.readText()") == f"{nimbus.url}/c/r-nimbus"
