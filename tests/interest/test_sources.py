from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import channel_of, interest_of, published
from tests.interest.page import answer_to, post
from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of
from turnout.interest.register import Submission, register_batch
from turnout.rules.email_address import key_of
from turnout.rules.form import Answer

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def batch(event: Event, *sources: str) -> list[Submission]:
    plain: dict[str, Any] = {
        "name": "Ada",
        "likelihood": "maybe",
        "party": 1,
        "country": "US",
        "postcode": "",
        "options": (),
        "answers": {},
        "via": "",
        "language": "en",
        "form_version": 1,
        "submission": None,
    }
    made = []
    for number, source in enumerate(sources):
        email = f"fan{number}.{Interest.objects.count()}@example.org"
        made.append(
            Submission(event.pk, Answer(email=email, email_key=key_of(email), source=source, **plain), NOON)
        )
    return made


def counted(event: Event) -> dict[str, int]:
    return {source: sums.answers for source, sums in counts_of(event.pk).of("source").items()}


def test_answers_are_counted_by_where_they_came_from():
    event = published()

    register_batch(batch(event, "newsletter", "news.example.org", "newsletter", ""), shard=1)

    assert counted(event) == {"newsletter": 2, "news.example.org": 1}
    assert tallies.recount(event.pk) == {}


def test_more_sources_than_there_is_room_for_are_one_sum(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tallies, "MOST_SOURCES", 2)
    event = published()

    register_batch(batch(event, "a", "b", "b", "c"), shard=1)
    register_batch(batch(event, "a", "d", "c"), shard=2)

    assert counted(event) == {"b": 2, "a": 2, "*": 3}
    assert tallies.recount(event.pk) == {}


def test_what_is_taken_back_leaves_the_counter_that_it_was_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tallies, "MOST_SOURCES", 1)
    event = published()
    register_batch(batch(event, "a", "b"), shard=1)

    tallies.subtract([Interest.objects.get(source="a")])
    Interest.objects.filter(source="a").delete()
    register_batch(batch(event, "c"), shard=1)
    tallies.subtract([Interest.objects.get(source="b")])

    assert counted(event) == {"*": 1}


def test_counters_that_are_lost_are_counted_anew_with_the_greatest_first(monkeypatch: pytest.MonkeyPatch):
    event = published()
    register_batch(batch(event, "a", "b", "b"), shard=1)
    event.tallies.all().delete()
    monkeypatch.setattr(tallies, "MOST_SOURCES", 1)

    tallies.recount(event.pk)

    assert counted(event) == {"b": 2, "*": 1}
    assert tallies.recount(event.pk) == {}


def test_a_source_that_a_channel_stands_for_is_the_channel(client: Any):
    event = published()
    channel = channel_of(event, "The news", "news")
    event.channels.filter(pk=channel.pk).update(source="news.example.org")
    from turnout.interest.render_pages import render_pages

    render_pages(event)

    post(client, event, answer_to(event, source="news.example.org"))
    post(client, event, answer_to(event, source=channel.code, email="bea@example.org"))
    post(client, event, answer_to(event, source="elsewhere", email="cy@example.org"))

    found = Interest.objects.order_by("id").values_list("via", "source")
    assert list(found) == [(channel.code, ""), (channel.code, ""), ("", "elsewhere")]


def test_a_page_with_mistakes_keeps_where_the_visitor_came_from(client: Any):
    event = published()
    from turnout.interest.render_pages import render_pages

    render_pages(event)

    page = post(client, event, answer_to(event, source="newsletter", email=""))

    assert page.status_code == 422
    assert '<input type="hidden" name="source" value="newsletter">' in page.content.decode()


def test_an_answer_without_a_source_has_no_counter():
    event = published()

    interest_of(event)

    assert counted(event) == {}
