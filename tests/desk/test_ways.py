from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import channel_of, event_of, interest_of, organisation_of, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation
from turnout.desk.ways import SOURCES_SHOWN, ways_of
from turnout.events.models import Channel, Event
from turnout.interest.count_views import count_views, views_by_channel
from turnout.interest.models import Interest, Tally
from turnout.interest.queries import counts_of
from turnout.interest.tallies import OTHER_SOURCES, recounting
from turnout.pages.models import Entrance
from turnout.rush.views import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "channels/") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/{part}"


def looked(event: Event, via: str, views: int) -> None:
    count_views({Seen(event.pk, via, 495_000): views}, shard=1)


def verify(interest: Interest) -> None:
    with recounting(interest):
        interest.verified_at = datetime.now(UTC)
        interest.save()


def rows(event: Event) -> list[tuple[str, list[tuple[int, str]]]]:
    ways = ways_of(event, counts_of(event.pk), views_by_channel(event.pk))
    return [(row.name, [(cell.number, cell.rate) for cell in row.cells]) for row in ways.rows]


def test_each_way_goes_from_a_look_to_an_answer_to_a_confirmed_one(organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    for name, code in (("Reddit", "reddit"), ("Poster", "poster"), ("Never used", "never")):
        channel_of(event, name, code=code)
    looked(event, "reddit", 40)
    looked(event, "poster", 200)
    looked(event, "", 3)
    fans = [interest_of(event, via=via) for via in ("reddit", "reddit", "poster", "", "", "", "")]
    verify(fans[0])

    assert rows(event) == [
        ("Reddit", [(40, ""), (2, "5%"), (1, "50%")]),
        ("Poster", [(200, ""), (1, "0.5%"), (0, "0%")]),
        # More have answered than were seen: a rate would say nothing.
        ("Directly", [(3, ""), (4, ""), (0, "0%")]),
    ]


def test_what_is_still_to_be_checked_is_left_out(organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    interest_of(event)
    suspect = interest_of(event)
    with recounting(suspect):
        suspect.standing = Interest.Standing.SUSPECT
        suspect.save()

    ways = ways_of(event, counts_of(event.pk), {})

    assert [cell.number for cell in ways.rows[0].cells] == [0, 1, 0]
    assert ways.left_out == 1


def test_the_picture_compares_with_the_greatest_of_its_stage(organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    looked(event, "gone", 50)
    looked(event, "", 200)

    ways = ways_of(event, counts_of(event.pk), views_by_channel(event.pk))

    assert [(row.name, [cell.part for cell in row.cells]) for row in ways.rows] == [
        ("gone", [0.25, 0.0, 0.0]),
        ("Directly", [1.0, 0.0, 0.0]),
    ]


def test_sources_are_named_with_the_rest_at_the_end(organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    for number in range(SOURCES_SHOWN):
        Tally.objects.create(event=event, dimension="source", value=f"s{number:02}", shard=0, answers=2)
    Tally.objects.create(event=event, dimension="source", value=OTHER_SOURCES, shard=0, answers=90)
    Tally.objects.create(
        event=event, dimension="source", value="news.example.org", shard=0, answers=5, verified=3
    )

    sources = ways_of(event, counts_of(event.pk), {}).sources

    assert len(sources) == SOURCES_SHOWN
    assert [(each.name, each.value, each.answers, each.verified) for each in sources[:2]] == [
        ("news.example.org", "news.example.org", 5, 3),
        ("s00", "s00", 2, 0),
    ]


def test_the_screen_shows_both_tables_with_a_picture_in_each_cell(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    channel_of(event, "Reddit", code="reddit")
    looked(event, "reddit", 40)
    interest_of(event, via="reddit")
    interest_of(event, source="news.example.org")

    page = desk.get(at(event))

    html = page.content.decode()
    assert "Reddit 40 40 1 2.5% 1 0 0% 0" in text_of(page)
    assert len(elements(html, "meter")) == 6
    assert "news.example.org 1 0" in text_of(page)


def test_an_event_that_nobody_saw_has_no_table(desk: Client, organisation: Organisation):
    page = desk.get(at(event_of(organisation)))

    assert "From a look to an answer" not in text_of(page)


@pytest.mark.parametrize("many", [1, 3])
def test_the_table_costs_the_same_with_many(
    desk: Client, organisation: Organisation, many: int, django_assert_num_queries: DjangoAssertNumQueries
):
    event = event_of(organisation, stage="gauging")
    for number in range(many):
        channel_of(event, f"Place {number}", code=f"place-{number}")
        looked(event, f"place-{number}", 3)
        interest_of(event, source=f"news{number}.example.org")

    with django_assert_num_queries(13):
        desk.get(at(event))


def test_a_source_becomes_a_channel_and_counts_as_one_from_then_on(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    interest_of(event, source="news.example.org")

    page = desk.post(at(event, "channel-of-source/"), {"source": "news.example.org"}, follow=True)

    channel = Channel.objects.get()
    assert (channel.name, channel.kind, channel.source) == ("news.example.org", "news", "news.example.org")
    assert Entrance.objects.get().sources == {"news.example.org": channel.code}
    assert "Who comes from news.example.org counts there from now on." in text_of(page)
    assert "Give it a line above" not in text_of(page)


@pytest.mark.parametrize("source", ["", "no name", "known.example.org"])
def test_no_channel_is_made_of_what_is_no_source_or_has_one(
    desk: Client, organisation: Organisation, source: str
):
    event = event_of(organisation, stage="gauging")
    desk.post(at(event, "channel-of-source/"), {"source": "known.example.org"})

    desk.post(at(event, "channel-of-source/"), {"source": source})

    assert Channel.objects.count() == 1
