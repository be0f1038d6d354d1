"""The stream as a browser gets it from `turnout serve`."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.interest.page import elements
from tests.server import Server

EVENT = "/desk/nimbus/new-york/"


@contextmanager
def signed_in(server: Server) -> Iterator[httpx.Client]:
    link = server.run("sign-in", "sam@nimbus.example.org").stdout.strip()
    with httpx.Client(base_url=server.url, follow_redirects=True, timeout=20) as client:
        page = client.get(link).text
        (token, *_) = elements(page, "input", name="csrfmiddlewaretoken")
        client.post(link, data={"csrfmiddlewaretoken": token["value"]})
        yield client


def answer(client: httpx.Client, email: str) -> int:
    """What a fan would send of the event's form; the answer's status."""
    page = client.get("/e/new-york/").text
    fields: dict[str, Any] = {
        each["name"]: each["value"] for each in elements(page, "input", type="hidden") if each.get("name")
    }
    fields |= {"name": "Ada Okafor", "email": email, "likelihood": "definitely", "party": "2"}
    fields |= {"country": "US", "consent": "yes"}
    fields["option"] = [each["value"] for each in elements(page, "input", name="option")]
    return client.post("/e/new-york/interest", data=fields, follow_redirects=False).status_code


def news(lines: Iterator[str]) -> dict[str, Any]:
    """The next state that is sent."""
    for line in lines:
        if line.startswith("data: {"):
            return dict(json.loads(line.removeprefix("data: ")))
    raise AssertionError("the stream ended")


def people(state: dict[str, Any]) -> int:
    return int(re.sub(r"\D", "", state["sentence"]))


def test_an_answer_is_on_the_overview_within_two_seconds(sample_server: Server) -> None:
    with (
        signed_in(sample_server) as member,
        httpx.Client(base_url=sample_server.url, timeout=20) as fan,
        member.stream("GET", f"{EVENT}live/") as stream,
    ):
        lines = stream.iter_lines()
        before = news(lines)
        assert answer(fan, "ada.okafor@example.org") == 303
        acknowledged = time.monotonic()
        after = news(lines)
        took = time.monotonic() - acknowledged
        page = member.get(EVENT).text

    assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert people(after) == people(before) + 1
    assert took < 2
    assert f'<span class="to-big">{people(after)}</span>' in page


def test_a_server_with_watchers_stops_when_it_is_told_to(sample_server: Server) -> None:
    with signed_in(sample_server) as member, member.stream("GET", f"{EVENT}live/") as stream:
        news(stream.iter_lines())

        assert sample_server.stop() == 0
