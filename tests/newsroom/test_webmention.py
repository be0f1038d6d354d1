"""What other sites send to `/webmention` is checked, queued, and told nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, mention_of, post_of, published
from turnout.newsroom import receive_mention
from turnout.newsroom.models import BlockedSite, Mention, OldAddress, Post, PostState
from turnout.rush.limits import Limits

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"
SOURCE = "https://tech.example.org/nimbus"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def post() -> Post:
    return post_of(published_at=NOON)


def send(source: str, target: str) -> Any:
    return Client().post("/webmention", {"source": source, "target": target})


def address_of(found: Post) -> str:
    return f"{BASE}/news/{found.slug}/"


def test_mention_of_a_post_waits_to_be_read():
    found = post()

    answer = send(f"{SOURCE}#here", f"{address_of(found)}?utm_source=x#comments")

    assert (answer.status_code, answer["Content-Type"]) == (202, "text/plain; charset=utf-8")
    mention = Mention.objects.get()
    assert (mention.post, mention.event, mention.source, mention.host) == (
        found,
        None,
        SOURCE,
        "tech.example.org",
    )
    assert (mention.organisation, mention.state) == (found.organisation, Mention.State.WAITING)
    assert mention.next_at is not None
    assert mention.next_at <= timezone.now()


def test_mention_of_an_event_waits_to_be_read():
    event = published(event_of())

    assert send(SOURCE, f"{BASE}/e/{event.slug}/").status_code == 202
    assert Mention.objects.get().event == event


def test_mention_of_an_older_address_is_the_posts():
    found = post()
    OldAddress.objects.create(slug="before", post=found)

    assert send(SOURCE, f"{BASE}/news/before").status_code == 202
    assert Mention.objects.get().post == found


def test_sent_again_it_is_read_again():
    found = post()
    mention = mention_of(found, source=SOURCE, state=Mention.State.SHOWN, tries=3)

    assert send(SOURCE, address_of(found)).status_code == 202

    again = Mention.objects.get()
    assert (again.pk, again.state, again.tries) == (mention.pk, Mention.State.SHOWN, 0)
    assert again.next_at is not None


@pytest.mark.parametrize(
    "source", ["", "tech.example.org", "ftp://a.example/", "http://u:p@a.example/", "x" * 2_000]
)
def test_source_must_be_on_the_web(source: str):
    answer = send(source, address_of(post()))

    assert answer.status_code == 400
    assert answer.content == b"source must be an http or https address without a name and password.\n"
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/news/post/",
        "https://elsewhere.example.org/news/post/",
        f"{BASE}/",
        f"{BASE}/news/",
        f"{BASE}/news/none/",
        f"{BASE}/e/none/",
        f"{BASE}/desk/",
    ],
)
def test_target_must_be_a_page_of_ours(target: str):
    answer = send(SOURCE, target)

    assert answer.status_code == 400
    assert answer.content == b"target must be the address of a published post or event of this site.\n"


def test_drafts_are_no_pages_of_ours():
    draft, gone, event = post_of(), post_of(published_at=NOON, state=PostState.WITHDRAWN), event_of()

    for address in (address_of(draft), address_of(gone), f"{BASE}/e/{event.slug}/"):
        assert send(SOURCE, address).status_code == 400


def test_page_cannot_mention_itself():
    found = post()

    answer = send(f"{address_of(found)}?x", address_of(found))

    assert (answer.status_code, answer.content) == (400, b"source and target are the same page.\n")


def test_blocked_site_is_answered_alike_and_not_kept():
    found = post()
    kept = send("https://other.example.org/", address_of(found))
    BlockedSite.objects.create(organisation=found.organisation, host="tech.example.org", since=NOON)

    answer = send(SOURCE, address_of(found))

    assert (answer.status_code, answer.content) == (kept.status_code, kept.content)
    assert list(Mention.objects.values_list("host", flat=True)) == ["other.example.org"]


def test_one_site_sends_so_many_in_a_minute():
    found = post()

    answers = [
        send(f"{SOURCE}/{number}", address_of(found)) for number in range(receive_mention.PER_SITE + 1)
    ]

    assert [answer.status_code for answer in answers] == [202] * receive_mention.PER_SITE + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert send("https://other.example.org/", address_of(found)).status_code == 202


def test_one_page_gets_so_many_in_a_minute(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receive_mention, "of_pages", Limits(3))
    found, other = post(), post()

    statuses = [send(f"https://{number}.example.org/", address_of(found)).status_code for number in range(4)]

    assert statuses == [202, 202, 202, 429]
    assert send(SOURCE, address_of(other)).status_code == 202


def test_queue_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receive_mention, "MOST_WAITING", 2)
    found = post()
    for _ in range(2):
        mention_of(found, state=Mention.State.WAITING, next_at=NOON + timedelta(days=400))

    assert send(SOURCE, address_of(found)).status_code == 429
    assert Mention.objects.count() == 2


def test_endpoint_is_posted_to():
    assert Client().get("/webmention").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/webmention", {}).status_code == 400
