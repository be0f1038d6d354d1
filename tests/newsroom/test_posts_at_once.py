"""Several members do the same with posts at the same moment."""

from datetime import timedelta

import pytest

from tests.events.test_at_once import THREADS, at_once
from tests.factories import ACTOR, WRITTEN_AT, organisation_of, post_of, written
from turnout.events.refusals import Unfit
from turnout.newsroom import publish_scheduled
from turnout.newsroom.change_slug import change_slug
from turnout.newsroom.models import Post
from turnout.newsroom.post_refusals import EditedMeanwhile, StateRefused
from turnout.newsroom.publish_post import publish_post
from turnout.newsroom.relate import relate
from turnout.newsroom.save_post import save_post
from turnout.newsroom.schedule_post import schedule_post

pytestmark = pytest.mark.django_db(transaction=True)
NOW = WRITTEN_AT


def test_one_save_counts_and_the_others_are_told() -> None:
    post = written()

    done = at_once(lambda number: save_post(post, f"user:{number}", 0, NOW, text=f"Text {number}"))

    saved = [each for each in done if isinstance(each, Post)]
    refused = [each for each in done if isinstance(each, EditedMeanwhile)]
    assert (len(saved), len(refused)) == (1, THREADS - 1)
    assert {each.post.text for each in refused} == {saved[0].text}
    assert post.versions.count() == 2


def test_one_publishes() -> None:
    post = written()

    done = at_once(lambda number: publish_post(post, ACTOR, NOW))

    assert sum(isinstance(each, Post) for each in done) == 1
    assert sum(isinstance(each, StateRefused) for each in done) == THREADS - 1


def test_equal_headlines_get_different_addresses() -> None:
    organisation = organisation_of()

    made = at_once(lambda number: written(organisation, headline="Fan Day").slug)

    assert len(set(made)) == THREADS
    assert all(isinstance(slug, str) for slug in made)


def test_one_address_goes_to_one_post() -> None:
    organisation = organisation_of()
    posts = [post_of(organisation, published_at=NOW) for _ in range(THREADS)]

    done = at_once(lambda number: change_slug(posts[number], ACTOR, "fan-day"))

    assert sum(isinstance(each, Post) for each in done) == 1
    assert sum(isinstance(each, Unfit) for each in done) == THREADS - 1


def test_one_worker_publishes_what_is_due() -> None:
    noon = (NOW + timedelta(days=1)).replace(tzinfo=None)
    post = schedule_post(written(), ACTOR, noon, "UTC", NOW)

    done = at_once(lambda number: publish_scheduled.publish_scheduled(post.pk, NOW + timedelta(days=2)))

    assert done == [None] * THREADS
    assert Post.objects.get().is_public


def test_one_worker_relates() -> None:
    organisation = organisation_of()
    one, two = (post_of(organisation, published_at=NOW) for _ in range(2))

    done = at_once(lambda number: relate(organisation.pk, NOW))

    assert done == [None] * THREADS
    assert [post.related.get().other_id for post in (one, two)] == [two.pk, one.pk]
