"""Which posts are found alike, as the worker keeps them."""

from datetime import timedelta

import pytest

from tests.factories import ACTOR, WRITTEN_AT, organisation_of, post_of, written
from turnout.accounts.models import Organisation
from turnout.newsroom import relate as module
from turnout.newsroom.models import Post, Related
from turnout.newsroom.pin_related import pin_related
from turnout.newsroom.relate import due, relate
from turnout.newsroom.related import related_posts
from turnout.newsroom.save_post import save_post
from turnout.newsroom.withdraw_post import withdraw_post

pytestmark = pytest.mark.django_db
NOW = WRITTEN_AT
HALL, FOOD = "The hall has seats and a stage.", "There is pizza and coffee."


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


def public(organisation: Organisation, text: str, headline: str = "Nimbus", day: int = 0) -> Post:
    return post_of(
        organisation, text=text, headline=headline, standfirst="", published_at=NOW + timedelta(days=day)
    )


def others(post: Post) -> list[int]:
    return [other.pk for other in related_posts(post)]


def test_what_was_published_is_due_once(organisation: Organisation) -> None:
    written(organisation)
    assert due(NOW) == []
    public(organisation, HALL)

    assert due(NOW) == [organisation.pk]
    relate(organisation.pk, NOW)

    assert due(NOW) == []


def test_the_likest_are_kept_with_their_likeness(organisation: Organisation) -> None:
    hall, seats, food = (public(organisation, text) for text in (HALL, "Seats in the hall", FOOD))
    public(organisation_of(), HALL)
    post_of(organisation, text=HALL)

    relate(organisation.pk, NOW)

    assert others(hall)[0] == seats.pk
    assert food.pk not in others(hall)[:1]
    assert all(0 < row.likeness <= 1 for row in Related.objects.all())


def test_tags_and_translations_say_what_a_post_is_about(organisation: Organisation) -> None:
    spanish = public(organisation, "La sala tiene asientos.")
    both = public(organisation, HALL)
    Post.objects.filter(pk=both.pk).update(
        translations={"es": {"text": "La sala tiene asientos."}}, headline="Halls"
    )
    other = public(organisation, FOOD, "Food")

    relate(organisation.pk, NOW)

    assert others(spanish)[:1] == [both.pk]
    assert other.pk not in others(both)[:1]


def test_a_change_brings_other_neighbours(organisation: Organisation) -> None:
    post = written(organisation, headline="One", text=HALL)
    Post.objects.filter(pk=post.pk).update(state="published", published_at=NOW)
    hall, food = public(organisation, HALL, "Two"), public(organisation, FOOD, "Three")
    relate(organisation.pk, NOW)
    assert others(post) == [hall.pk]

    save_post(Post.objects.get(pk=post.pk), ACTOR, 0, NOW, text=FOOD)
    assert due(NOW) == [organisation.pk]
    relate(organisation.pk, NOW)

    assert others(post) == [food.pk]


def test_pinned_posts_stand_first_and_survive(organisation: Organisation) -> None:
    post, alike = public(organisation, HALL, "One"), public(organisation, HALL, "Two")
    by_hand = public(organisation, FOOD, "Three")
    pin_related(post, ACTOR, [by_hand.pk])

    relate(organisation.pk, NOW)

    assert others(post) == [by_hand.pk, alike.pk]


def test_what_is_withdrawn_goes_and_a_pin_waits_for_its_return(organisation: Organisation) -> None:
    post, alike = public(organisation, HALL, "One"), public(organisation, HALL, "Two")
    by_hand = public(organisation, FOOD, "Three")
    pin_related(post, ACTOR, [by_hand.pk])
    relate(organisation.pk, NOW)

    for gone in (alike, by_hand):
        withdraw_post(gone, ACTOR, NOW)
    assert others(post) == []
    assert due(NOW) == [organisation.pk]
    relate(organisation.pk, NOW)

    assert due(NOW) == []
    assert list(post.related.values_list("other", "pinned")) == [(by_hand.pk, True)]


def test_two_workers_do_it_once(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    one, two = public(organisation, HALL), public(organisation, HALL)
    monkeypatch.setattr(module, "show_page", lambda post: shown.append(post.pk))

    relate(organisation.pk, NOW)
    relate(organisation.pk, NOW)

    assert sorted(shown) == [one.pk, two.pk]


def test_what_is_older_than_the_newest_two_thousand_keeps_what_was_found(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_POSTS", 2)
    old, one, two = (public(organisation, HALL, day=day) for day in (0, 1, 2))

    relate(organisation.pk, NOW)

    assert due(NOW) == []
    assert (others(old), others(one), others(two)) == ([], [two.pk], [one.pk])
