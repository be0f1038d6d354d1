"""The sample's newsroom: three posts that hang together, what readers say, and who reads by mail."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from tests.interest.page import text_of
from turnout.newsroom.mentions_shown import mentions_shown
from turnout.newsroom.models import Comment, Mention, Post, Reader
from turnout.newsroom.open_dispatches import due
from turnout.newsroom.related import related_posts
from turnout.outbox.models import Mail
from turnout.sample.load import load

pytestmark = pytest.mark.django_db


def test_newsroom_is_what_the_story_says() -> None:
    now = timezone.now()
    load(now)
    announcement, follow_up, recap = Post.objects.order_by("slug")[1], *_two()

    assert {post.slug: post.state for post in Post.objects.all()} == dict.fromkeys(
        ("chicago-recap", "first-fan-day", "new-york-or-philadelphia"), "published"
    )
    assert {tuple(post.all_languages) for post in Post.objects.all()} == {("en", "es", "zh-hans")}
    assert announcement.source_name == "The Gadget Post"
    assert [post.slug for post in related_posts(follow_up)] == ["chicago-recap", "first-fan-day"]
    assert [each.title for each in mentions_shown(announcement)] == [
        "Nimbus asks its fans before it books a hall"
    ]
    assert mentions_shown(recap) == []
    assert Mention.objects.get().next_at is None

    states = Counter(Comment.objects.values_list("state", flat=True))
    assert states == {"shown": 13, "held": 3, "spam": 1}
    assert Comment.objects.filter(parent__isnull=False).count() == 5
    assert all(Comment.objects.filter(state="held").values_list("reasons", flat=True))

    assert Reader.objects.count() == 2
    assert all(reader.is_on for reader in Reader.objects.all())
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
    assert due(now) == []

    for language, came in (("en", "came"), ("es", "vinieron"), ("zh-hans", "来了")):
        text = text_of(Client().get("/news/chicago-recap/", {"lang": language}))
        assert (came in text, "{" in text) == (True, False)


def _two() -> tuple[Post, Post]:
    return Post.objects.get(slug="new-york-or-philadelphia"), Post.objects.get(slug="chicago-recap")
