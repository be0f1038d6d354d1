"""A page of one instance links to another's, which is told so, and shows it once a member approved it."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest

from tests.server import Server
from tests.waiting import until

FILL = """
import json, sys
from datetime import UTC, datetime
import django
django.setup()
from tests.factories import event_of, organisation_of, post_of
from turnout.accounts.models import Organisation
from turnout.events.models import Stage
from turnout.interest.render_pages import render_pages
from turnout.newsroom.decide_mention import approve_mention
from turnout.newsroom.models import Mention
from turnout.newsroom.show import show

what, *arguments = sys.argv[1:]
if what == "post":
    slug, text = arguments
    post = post_of(organisation_of(), slug=slug, headline="News", text=text, published_at=datetime.now(UTC))
    show(post)
elif what == "mentions":
    print(json.dumps(list(Mention.objects.values("state", "title", "site", "source"))))
elif what == "approve":
    approve_mention(Mention.objects.get(), "user:1", datetime.now(UTC))
"""


class Instance(Server):
    def tell(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", FILL, *arguments],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Instance, Instance]]:
    """One that is written about, and the one that writes, which is let through though it is on loopback."""
    for name in ("there", "here"):
        (tmp_path / name).mkdir()
    there = Instance(tmp_path / "there")
    here = Instance(tmp_path / "here", TURNOUT_WEBMENTION_HOSTS=f"127.0.0.1:{there.port}")
    try:
        here.start()
        there.start()
        yield here, there
    finally:
        here.kill()
        there.kill()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def send(source: str, target: str) -> int:
    """As a site does that speaks Webmention: the endpoint is the one that the target names."""
    found = re.search(r'<link rel="webmention" href="([^"]*)"', get(target))
    assert found is not None
    body = urlencode({"source": source, "target": target}).encode()
    try:
        with urllib.request.urlopen(urljoin(target, found[1]), body, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_real_mention_is_shown_once_it_was_approved(pair: tuple[Instance, Instance]) -> None:
    here, there = pair
    target = f"{here.url}/news/first/"
    source = f"{there.url}/news/second/"
    here.tell("post", "first", "We **asked** you.")
    there.tell("post", "second", f"They asked: [read it]({target}).")
    until(lambda: _has(target, "asked"), seconds=10, what="the post can be read")
    until(lambda: _has(source, target), seconds=10, what="the page that links to it can be read")

    assert send(source, target) == 202
    until(lambda: _mentions(here), seconds=20, what="its page was read")
    assert _mentions(here) == [{"state": "held", "title": "News", "site": "Nimbus", "source": source}]
    assert source not in get(target)

    here.tell("approve")
    until(
        lambda: _has(target, f'<a href="{source}" rel="ugc nofollow noopener"'),
        seconds=10,
        what="it is shown",
    )


def test_a_page_behind_the_wall_is_never_asked_for(pair: tuple[Instance, Instance]) -> None:
    here, _there = pair
    target = f"{here.url}/news/first/"
    here.tell("post", "first", "We **asked** you.")
    until(lambda: _has(target, "asked"), seconds=10, what="the post can be read")

    for source in (f"http://localhost:{here.port}/healthz", "http://169.254.169.254/", "http://[::1]/"):
        assert send(source, target) == 202

    until(lambda: json.loads(here.tell("mentions")) == [], seconds=20, what="they are forgotten")


def _mentions(here: Instance) -> list[dict[str, str]]:
    return [each for each in json.loads(here.tell("mentions")) if each["state"] != "waiting"]


def _has(address: str, words: str) -> bool:
    try:
        return words in get(address)
    except urllib.error.HTTPError:
        return False
