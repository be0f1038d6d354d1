"""A page that is said to mention us is read, and kept only if it links here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from tests.factories import event_of, mention_of, post_of, published
from tests.newsroom.sites import Site, site
from turnout.newsroom.mentions_shown import mentions_shown
from turnout.newsroom.models import Mention, OldAddress, Post
from turnout.newsroom.read_mention import due, read_mention

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
State = Mention.State


@pytest.fixture
def there(settings: Settings) -> Iterator[Site]:
    with site() as found:
        settings.TURNOUT_WEBMENTION_HOSTS = frozenset({found.place})
        yield found


def waiting(there: Site, html: str, **fields: Any) -> Mention:
    """A mention of a post, whose page says that; {} is where the post is."""
    post = fields.pop("post", None) or post_of(published_at=NOON)
    source = there.page("/page", html.replace("{}", f"{BASE}/news/{post.slug}/"))
    given = {"state": State.WAITING, "next_at": NOON, "title": "", "site": "", "author": ""} | fields
    return mention_of(post, source=source, host="127.0.0.1", **given)


def read(mention: Mention, now: datetime = NOON) -> Mention | None:
    read_mention(mention.pk, now)
    return Mention.objects.filter(pk=mention.pk).first()


LINKING = '<title>Fans!</title><meta name=author content=Kim><a href="{}" rel=nofollow>there</a>'


def test_page_that_links_here_waits_for_a_member(there: Site):
    found = read(waiting(there, LINKING))

    assert found is not None
    assert (found.state, found.title, found.author, found.read_at) == (State.HELD, "Fans!", "Kim", NOON)
    assert found.next_at is None
    assert mentions_shown(Post.objects.get()) == []


def test_page_without_a_title_is_named_by_its_host(there: Site):
    found = read(waiting(there, '<a href="{}">'))

    assert found is not None
    assert found.title == "127.0.0.1"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nothing",
        "<!-- <a href='{}'> -->",
        "<a href='{}else/'>",
        "<p>{}",
        "<a href='http://a.example/?{}'>",
    ],
)
def test_page_that_does_not_link_here_is_forgotten(there: Site, html: str):
    assert read(waiting(there, html)) is None


def test_link_to_an_older_address_counts(there: Site):
    post = post_of(published_at=NOON)
    OldAddress.objects.create(slug="before", post=post)

    found = read(waiting(there, f"<a href='{BASE}/news/before'>", post=post))

    assert found is not None
    assert found.state == State.HELD


def test_link_to_an_event_counts_for_the_event(there: Site):
    event = published(event_of())
    source = there.page("/page", f"<title>T</title><a href='{BASE}/e/{event.slug}/?via=tech'>")
    mention = mention_of(event, source=source, state=State.WAITING, next_at=NOON)

    found = read(mention)

    assert found is not None
    assert (found.state, found.title) == (State.HELD, "T")


def test_approved_page_that_says_the_same_stays_shown(there: Site):
    shown = waiting(there, LINKING, state=State.SHOWN, decided_at=NOON, title="Fans!", author="Kim")

    found = read(shown)

    assert found is not None
    assert (found.state, found.has_changed) == (State.SHOWN, False)


def test_approved_page_that_says_something_else_is_looked_at_again(there: Site):
    shown = waiting(there, LINKING, state=State.SHOWN, decided_at=NOON, title="Before")
    post = Post.objects.get()
    assert [each.title for each in mentions_shown(post)] == ["Before"]

    found = read(shown)

    assert found is not None
    assert (found.state, found.has_changed, found.title) == (State.HELD, True, "Fans!")
    assert mentions_shown(post) == []


def test_refused_page_stays_refused(there: Site):
    found = read(waiting(there, LINKING, state=State.REFUSED))

    assert found is not None
    assert found.state == State.REFUSED


@pytest.mark.parametrize("status", [404, 410])
def test_approved_page_that_is_gone_is_taken_away(there: Site, status: int):
    shown = waiting(there, LINKING, state=State.SHOWN, decided_at=NOON, title="Fans!")
    there.page("/page", "", status=status)

    found = read(shown)

    assert found is not None
    assert found.state == State.GONE
    assert mentions_shown(Post.objects.get()) == []


def test_approved_page_that_links_here_no_more_is_taken_away_until_it_does(there: Site):
    shown = waiting(there, "<p>Sorry", state=State.SHOWN, decided_at=NOON, title="Fans!")
    gone = read(shown)
    assert gone is not None
    assert gone.state == State.GONE
    there.page("/page", LINKING.replace("{}", f"{BASE}/news/{Post.objects.get().slug}/"))
    Mention.objects.update(next_at=NOON)

    found = read(gone)

    assert found is not None
    assert found.state == State.HELD


def test_site_that_fails_is_tried_three_times(there: Site):
    mention = waiting(there, LINKING)
    there.page("/page", "", status=503)

    first = read(mention)
    second = read(mention, NOON + timedelta(minutes=5))
    third = read(mention, NOON + timedelta(minutes=65))

    assert first is not None
    assert first.next_at == NOON + timedelta(minutes=5)
    assert second is not None
    assert second.next_at == NOON + timedelta(minutes=65)
    assert third is None


def test_approved_page_outlives_its_sites_bad_day(there: Site):
    shown = waiting(there, LINKING, state=State.SHOWN, decided_at=NOON, title="Fans!", tries=2)
    there.page("/page", "", status=500)

    found = read(shown)

    assert found is not None
    assert (found.state, found.next_at) == (State.SHOWN, None)


def test_page_behind_the_wall_is_forgotten_at_once(settings: Settings):
    settings.TURNOUT_WEBMENTION_HOSTS = frozenset()
    with site() as within:
        mention = mention_of(
            post_of(published_at=NOON), source=f"{within.url}/", state=State.WAITING, next_at=NOON
        )

        assert read(mention) is None
        assert within.asked == []


def test_only_what_is_due_is_read_and_only_once(there: Site):
    mention = waiting(there, LINKING, next_at=NOON + timedelta(minutes=1))

    assert due(NOON) == []
    read(mention)
    assert there.asked == []

    later = NOON + timedelta(minutes=1)
    assert due(later) == [mention.pk]
    read(mention, later)
    read(mention, later)
    assert len(there.asked) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_again_while_it_is_read_is_read_once_more(there: Site):
    mention = waiting(there, LINKING)
    answer = there.pages["/page"]

    def sent_again(request: Any) -> None:
        Mention.objects.filter(pk=mention.pk).update(next_at=NOON + timedelta(seconds=1))
        connection.close()
        answer(request)

    there.pages["/page"] = sent_again
    found = read(mention)

    assert found is not None
    assert found.next_at == NOON + timedelta(seconds=1)
