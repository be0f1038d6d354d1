"""What is shown follows what changed: by the verbs at once, and by the worker."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.factories import ACTOR, event_of, organisation_of, post_of, published
from tests.newsroom.posted import NOON, changed, days_ago, shown_post
from tests.pages.test_leaves import bodies
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, Stage
from turnout.interest.publish import change_stage
from turnout.interest.render_pages import render_pages
from turnout.newsroom.models import Post, PostState, Related, ShownLists, ShownPost, Sought, Tag
from turnout.newsroom.refresh import due, refresh, show_again
from turnout.newsroom.render import store_lists, store_post
from turnout.newsroom.show import show
from turnout.pages.deliver import deliver_leaves
from turnout.pages.models import Leaf, Revision
from turnout.rush.shelf import Shelf

pytestmark = pytest.mark.django_db


def shelf() -> Shelf:
    """What a serving process holds."""
    held = Shelf()
    held.take_leaves(deliver_leaves(-1))
    return held


def read(path: str) -> str:
    return bodies(shelf(), path).decode()


def worked(rounds: int = 3) -> int:
    """How often there was something to do, until nothing is."""
    done = 0
    while done < rounds and due(timezone.now()):
        refresh(1, timezone.now())
        done += 1
    return done


def test_a_published_post_is_in_memory_with_all_that_lists_it():
    event = event_of(stage="gauging")
    post = shown_post(tags=("Fan Day",), events=(event,), languages=["es"])

    held = shelf()

    assert set(held.leaves) == {
        "/",
        "/news/",
        f"/news/{post.slug}/",
        "/news/tags/fan-day/",
        "/news/tags/fan-day/feed.atom",
        "/news/feed.atom",
        "/news/feed.json",
        f"/e/{event.slug}/feed.atom",
        "/sitemap.xml",
        "/news/sitemap.xml",
    }
    assert held.leaves[f"/news/{post.slug}/"].languages == ("en", "es")
    assert held.leaves["/"].languages == ("en", "es", "zh-hans")


def test_what_is_withdrawn_is_nowhere_any_more():
    post = shown_post(headline="Withdrawn soon", tags=("Fan Day",), events=(event_of(stage="gauging"),))

    changed(post, state=PostState.WITHDRAWN)

    held = shelf()
    assert f"/news/{post.slug}/" not in held.leaves
    assert "/news/tags/fan-day/" not in held.leaves
    assert [path for path in held.leaves if b"Withdrawn soon" in bodies(held, path)] == []
    assert Sought.objects.filter(kind="post").count() == 0
    assert ShownPost.objects.count() == 0


def test_a_tag_that_was_taken_away_lists_it_no_more():
    host = organisation_of()
    shown_post(organisation=host, headline="Stays", tags=("Fan Day",))
    post = shown_post(organisation=host, headline="Goes", tags=("Fan Day",))

    post.tags.set([Tag.objects.create(organisation=host, name="Repair", slug="repair")])
    changed(post)

    assert "Goes" not in read("/news/tags/fan-day/")
    assert "Goes" in read("/news/tags/repair/")


def test_a_tag_in_chinese_is_at_its_own_address():
    post = post_of(published_at=NOON)
    post.tags.add(Tag.objects.create(organisation=post.organisation, name="纽约", slug="纽约"))

    show(post)

    assert "/news/tags/纽约/" in shelf().leaves
    assert 'href="/news/tags/%E7%BA%BD%E7%BA%A6/"' in read(f"/news/{post.slug}/")


def test_posts_that_tell_of_it_are_shown_again():
    post, other = shown_post(), shown_post(headline="Before")
    Related.objects.create(post=post, other=other)
    show(post)

    changed(other, headline="Afterwards")
    assert "Afterwards" in read(f"/news/{post.slug}/")

    changed(other, state=PostState.WITHDRAWN)
    assert "Afterwards" not in read(f"/news/{post.slug}/")


def test_of_two_who_render_at_once_the_newer_edition_is_shown(monkeypatch: pytest.MonkeyPatch):
    post, store = shown_post(headline="Old"), store_post
    late = [True]

    def overtaken(given: Post) -> None:
        """Between reading and storing, somebody else changes the post and shows it."""
        if late:
            late.clear()
            Post.objects.filter(pk=given.pk).update(headline="New", edition=given.edition + 1)
        store(given)

    monkeypatch.setattr("turnout.newsroom.show.store_post", overtaken)
    show(post)

    assert "New" in read(f"/news/{post.slug}/")


def test_of_two_who_render_lists_at_once_the_newer_is_shown(monkeypatch: pytest.MonkeyPatch):
    post, store = shown_post(headline="Old"), store_lists
    late = [True]

    def overtaken(now: Any) -> None:
        store(now)
        if late:
            late.clear()
            Post.objects.filter(pk=post.pk).update(headline="New", edition=post.edition + 1)

    monkeypatch.setattr("turnout.newsroom.show.store_lists", overtaken)
    show(post)

    assert "New" in read("/news/")


def test_nothing_is_due_as_long_as_nothing_changes(django_assert_num_queries: Any):
    shown_post()
    assert worked() == 1

    with django_assert_num_queries(2):
        assert due(timezone.now()) == []


def test_a_published_event_is_on_the_front_page_and_found():
    worked()
    event = published(event_of(title="A new one", slug="new-one"))
    render_pages(event)

    assert due(timezone.now()) == [1]
    worked()

    assert "A new one" in read("/")
    assert Sought.objects.get(kind="event").title == "A new one"


def test_an_event_that_is_a_draft_again_is_not():
    event = published(event_of(title="A new one"))
    shown_post(events=(event,))
    worked()

    change_stage(event, Stage.DRAFT, ACTOR)
    worked()

    assert "A new one" not in read("/")
    assert Sought.objects.filter(kind="event").count() == 0
    assert f"/e/{event.slug}/feed.atom" not in shelf().leaves


def test_a_changed_event_is_changed_on_posts_that_tell_of_it():
    event = published(event_of(title="Before"))
    post = shown_post(events=(event,))
    worked()

    render_pages(edit_event(Event.objects.get(pk=event.pk), ACTOR, title="Afterwards"))
    worked()

    assert "Afterwards" in read(f"/news/{post.slug}/")
    assert "<title>Afterwards</title>" in read(f"/e/{event.slug}/feed.atom")


def test_a_renamed_host_is_renamed_on_its_posts():
    post = shown_post(organisation=organisation_of(name="Nimbus"))
    worked()

    post.organisation.name = "Cumulus"
    post.organisation.save()
    Revision.objects.update(serial=Revision.objects.get().serial + 1)
    worked()

    assert "Cumulus" in read(f"/news/{post.slug}/")
    assert "<title>Cumulus</title>" in read("/")


def test_news_leave_their_sitemap_by_themselves():
    with time_machine.travel(NOON, tick=False):
        shown_post(published_at=days_ago(1.9))
        worked()
        assert "<url>" in read("/news/sitemap.xml")
        assert due(NOON + timedelta(hours=2)) == []

    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        assert due(timezone.now()) == [1]
        worked()

    assert "<url>" not in read("/news/sitemap.xml")


def test_a_post_whose_showing_was_lost_is_shown():
    shown_post()
    worked()
    post = post_of(published_at=NOON)
    ShownLists.objects.update(until=NOON)

    worked()

    assert f"/news/{post.slug}/" in shelf().leaves


def test_another_program_renders_all_posts_again_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("turnout.newsroom.refresh.AT_ONCE", 2)
    for _ in range(3):
        shown_post()
    worked()
    Leaf.objects.filter(owner__startswith="post:").update(body=b"old", etag="old")

    show_again()
    assert Leaf.objects.filter(etag="old").count() == 3
    refresh(1, timezone.now())
    assert Leaf.objects.filter(etag="old").count() == 1
    worked()

    assert Leaf.objects.filter(etag="old").count() == 0
    assert due(timezone.now()) == []


def test_where_nothing_was_ever_shown_nothing_is_rendered_again():
    show_again()

    assert not Leaf.objects.exists()
