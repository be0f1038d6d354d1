"""What a post tells of its events while people answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.factories import WRITTEN_AT, event_of, interest_of, organisation_of, post_of, published
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.tallies import recounting
from turnout.newsroom import count_cities
from turnout.newsroom import show_figures as module
from turnout.newsroom.live_figures import figures_of
from turnout.newsroom.models import CityCount, Post, ShownFigures
from turnout.newsroom.show_figures import EVERY, due, show_figures

pytestmark = pytest.mark.django_db
NOW = WRITTEN_AT


@pytest.fixture
def event() -> Event:
    return published(
        closes_at=NOW + timedelta(days=3, hours=2), translations={"es": {"title": "Día de fans"}}
    )


def telling(*events: Event, **fields: Any) -> Post:
    given: dict[str, Any] = {"published_at": NOW, "shows_figures": True}
    post = post_of(events[0].organisation, **given | fields)
    post.events.set(events)
    return post


def test_it_tells_how_many_from_where_and_until_when(event: Event) -> None:
    for country in ("US", "US", "CA"):
        interest_of(event, country=country)

    (told,) = figures_of(telling(event), "es", NOW)

    assert (told.interested, told.cities, told.countries, told.title) == (3, 0, 2, "Día de fans")
    assert told.address == f"/e/{event.slug}/"
    assert told.closes_at == NOW + timedelta(days=3, hours=2)
    assert told.left == "quedan 3 días"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=1, hours=5), "1 day left"),
        (timedelta(hours=3, minutes=1), "4 hours left"),
        (timedelta(minutes=2), "1 hour left"),
        (timedelta(minutes=-1), ""),
        (None, ""),
    ],
)
def test_the_time_left_is_told_in_whole_days_or_hours(
    event: Event, left: timedelta | None, words: str
) -> None:
    Event.objects.update(closes_at=NOW + left if left else None)

    (told,) = figures_of(telling(event), "en", NOW)

    assert told.left == words


def test_answers_to_check_are_not_told(event: Event) -> None:
    interest_of(event)
    interest = interest_of(event)
    with recounting(interest):
        interest.standing = Interest.Standing.SUSPECT

    assert figures_of(telling(event), "en", NOW)[0].interested == 1


def test_only_what_was_asked_for_and_is_public_is_told(event: Event) -> None:
    draft = event_of(event.organisation)

    assert figures_of(telling(event, shows_figures=False), "en", NOW) == []
    assert [told.event for told in figures_of(telling(draft, event), "en", NOW)] == [event.pk]


def test_an_event_that_is_over_has_nothing_left() -> None:
    closed = event_of(organisation_of(), stage=Stage.CLOSED, closes_at=NOW + timedelta(days=1))

    assert figures_of(telling(closed), "en", NOW)[0].closes_at is None


def test_a_page_is_rendered_again_when_its_figures_changed(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []
    monkeypatch.setattr(module, "show_page", lambda post: shown.append(post.pk))
    post = telling(event)
    telling(event, shows_figures=False)
    telling(event, published_at=None)
    assert due(NOW) == [post.pk]
    show_figures(post.pk, NOW)
    assert due(NOW + EVERY) == []

    interest_of(event)

    assert due(NOW + EVERY - timedelta(seconds=1)) == []
    assert due(NOW + EVERY) == [post.pk]
    show_figures(post.pk, NOW + EVERY)
    show_figures(post.pk, NOW + EVERY)
    assert shown == [post.pk, post.pk]
    assert ShownFigures.objects.get().figures == [[event.pk, 1, 0, 1, 3, None]]
    assert due(NOW + timedelta(days=1)) == [post.pk]


def test_an_event_that_is_taken_back_is_told_of_no_longer(event: Event) -> None:
    post = telling(event)
    show_figures(post.pk, NOW)
    Event.objects.update(stage=Stage.DRAFT)

    assert due(NOW + EVERY) == [post.pk]
    show_figures(post.pk, NOW + EVERY)

    assert ShownFigures.objects.get().figures == []
    assert due(NOW + EVERY * 2) == []


def test_what_is_due_costs_the_same_however_many_tell(event: Event, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        telling(event, event)

    with django_assert_num_queries(7):
        assert len(due(NOW)) == 3


def test_cities_are_counted_once_more_when_more_have_answered(event: Event) -> None:
    post = telling(event)
    for postcode in ("10001", "10002-1234", "19103", "00000", "W1A 1AA", ""):
        interest_of(event, country="US", postcode=postcode)
    interest_of(event, country="CA", postcode="90210")
    assert count_cities.due(NOW) == [event.pk]

    count_cities.count_cities(event.pk, NOW)

    (told,) = figures_of(post, "en", NOW)
    assert (told.cities, told.countries) == (2, 1)
    interest_of(event, country="PR", postcode="00901")
    assert count_cities.due(NOW) == []
    assert count_cities.due(NOW + timedelta(minutes=1)) == [event.pk]
    count_cities.count_cities(event.pk, NOW + timedelta(minutes=1))
    assert figures_of(post, "en", NOW)[0].cities == 3
    assert count_cities.due(NOW + timedelta(minutes=2)) == []


def test_cities_of_whom_to_check_are_not_counted(event: Event) -> None:
    telling(event)
    interest_of(event, country="US", postcode="10001")
    interest = interest_of(event, country="US", postcode="19103")
    with recounting(interest):
        interest.standing = Interest.Standing.SUSPECT
    interest.save()

    count_cities.count_cities(event.pk, NOW)

    assert CityCount.objects.get().cities == 1


def test_cities_are_counted_only_for_posts_that_tell_them(event: Event) -> None:
    interest_of(event, country="US", postcode="10001")
    telling(event, shows_figures=False)
    telling(event, published_at=None)

    assert count_cities.due(NOW) == []


@pytest.mark.parametrize(
    ("countries", "words"),
    [
        (["US"], "1 city of the USA"),
        (["US", "CA"], "1 city of the USA<br>and 1 other country"),
        (["US", "CA", "MX"], "1 city of the USA<br>and 2 other countries"),
    ],
)
def test_cities_are_told_with_the_other_countries(event: Event, countries: list[str], words: str) -> None:
    for country in countries:
        interest_of(event, country=country, postcode="10001")
    count_cities.count_cities(event.pk, NOW)

    told = render_to_string("newsroom/live_figures.html", {"figures": figures_of(telling(event), "en", NOW)})

    assert f"<dd>{words}</dd>" in told
