"""A draw, in real browsers: checked by a reader, found wrong where it was altered, and held at the desk."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.databases import a_new_database
from tests.journeys.test_editor import desk
from tests.journeys.visit import faults, overflow, visit
from tests.rules.draws import ROUND, SIGNATURE
from tests.server import Server

SHOTS = os.environ.get("TURNOUT_TEST_SHOTS")


@pytest.fixture(scope="module")
def nimbus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, Any]]]:
    with a_new_database() as database:
        # Without a worker at first: it lives today, and would end draws of another day half-way.
        server = Server(tmp_path_factory.mktemp("draws"), "--no-worker", **database).start()
        try:
            said = subprocess.run(
                [sys.executable, "-m", "tests.journeys.draw_stage"],
                env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
                check=True,
                stdout=subprocess.PIPE,
            )
            server.stop()
            server.arguments = ()
            server.start()
            yield server, json.loads(said.stdout)
        finally:
            server.kill()


def test_a_reader_finds_an_entry_and_checks_the_draw(
    browser: Browser, nimbus: tuple[Server, dict[str, Any]]
) -> None:
    server, facts = nimbus
    for width, scheme in ((1280, "light"), (360, "dark")):
        with visit(browser, width=width, scheme=scheme) as page:
            page.goto(server.url + facts["drawn"]["page"])
            page.get_by_label("Entry code").fill(facts["drawn"]["won"].lower())
            page.get_by_role("button", name="Find it").click()
            expect(page.get_by_role("status").first).to_contain_text("and you are among them.")
            page.get_by_role("button", name="Check it in this browser").click()
            expect(page.get_by_text("Everything is as it should be.")).to_be_visible(timeout=30_000)
            expect(page.locator('[data-found="yes"]')).to_have_count(6)
            clean(page, f"drawn-{width}-{scheme}")


def test_an_altered_record_is_found_wrong(browser: Browser, nimbus: tuple[Server, dict[str, Any]]) -> None:
    server, facts = nimbus

    def altered(route: Route) -> None:
        record = route.fetch().json()
        order = record["result"]["order"]
        order[0], order[1] = order[1], order[0]
        route.fulfill(json=record)

    with visit(browser) as page:
        page.route("**/record.json", altered)
        page.goto(server.url + facts["drawn"]["page"])
        page.get_by_role("button", name="Check it in this browser").click()

        expect(page.get_by_text("The record is not a true one.")).to_be_visible(timeout=30_000)
        expect(page.locator('[data-step="order"]')).to_have_attribute("data-found", "no")
        expect(page.locator('[data-step="places"]')).not_to_have_attribute("data-found", "yes")


def test_without_a_script_a_code_is_answered_as_well(
    browser: Browser, nimbus: tuple[Server, dict[str, Any]]
) -> None:
    server, facts = nimbus
    with visit(browser, javascript=False) as page:
        page.goto(server.url + facts["drawn"]["page"])
        page.get_by_label("Entry code").fill("K7QM3-F2PXA")
        page.get_by_role("button", name="Find it").click()

        expect(page.get_by_role("status")).to_contain_text(
            "No entry of this random draw has the code K7QM3-F2PXA."
        )
        expect(page.get_by_role("button", name="Check it in this browser")).to_be_hidden()


def test_a_fan_sees_the_own_entry_and_the_group(
    browser: Browser, nimbus: tuple[Server, dict[str, Any]]
) -> None:
    server, facts = nimbus
    with visit(browser, width=360, expected=("status of 422",)) as page:
        page.goto(server.url + facts["drawn"]["own"])
        expect(page.get_by_role("heading", name="Your entry in the random draw")).to_be_visible()
        expect(page.get_by_text("3 people are in your group.")).to_be_visible()
        clean(page, "own-360")
        page.goto(f"{server.url}/friends/{facts['drawn']['group']}/")
        clean(page, "friends-360")
        page.goto(server.url + facts["drawn"]["alone"])
        page.get_by_role("link", name="Join a group").click()
        page.get_by_label("The group's code, or its link").fill("nonsense")
        page.get_by_role("button", name="Join").click()
        clean(page, "join-360")
        page.get_by_label("The group's code, or its link").fill(facts["drawn"]["group"])
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("4 people are in your group.")).to_be_visible()


def test_an_organiser_brings_the_numbers_and_the_result_comes_by_itself(
    browser: Browser, nimbus: tuple[Server, dict[str, Any]]
) -> None:
    server, _facts = nimbus
    answer = {"round": ROUND, "randomness": "00", "signature": SIGNATURE}
    with desk(browser, server, "waiting/invitations/1/draw/", expected=("status of 422",)) as page:
        page.get_by_label("The beacon's answer").fill(json.dumps({**answer, "round": ROUND - 1}))
        page.get_by_role("button", name="Check it and draw").click()
        expect(page.get_by_role("alert")).to_contain_text(f"This is round {ROUND - 1}")
        clean(page, "paste-1280")
        page.get_by_label("The beacon's answer").fill(json.dumps(answer))
        page.get_by_role("button", name="Check it and draw").click()
        expect(page.get_by_role("heading", name="It is drawn")).to_be_visible(timeout=20_000)
        clean(page, "result-1280")
        page.get_by_role("link", name="Go on and invite them").click()
        expect(page.get_by_role("button", name="Send to")).to_be_visible()
        page.goto(f"{server.url}/desk/nimbus/next/invitations/1/")
        page.get_by_role("link", name="Draw the order").click()
        clean(page, "start-1280")
        page.get_by_role("button", name="Close the entries").click()
        expect(page.get_by_role("heading", name="Waiting for the public numbers")).to_be_visible(
            timeout=20_000
        )
        clean(page, "waiting-1280")


def clean(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert faults(page) == []
    assert overflow(page) == 0
