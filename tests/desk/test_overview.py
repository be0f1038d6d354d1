import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, interest_of, organisation_of, published, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Membership, Role
from turnout.desk.figures import figures_of
from turnout.events.models import Event, Stage
from turnout.interest.models import Tally
from turnout.interest.queries import counts_of
from turnout.interest.tallies import Sums

pytestmark = pytest.mark.django_db


def overview(event: Event) -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/"


@pytest.mark.parametrize("answers", [1, 3])
def test_the_page_costs_the_same_however_many_answered(
    client: Client, answers: int, django_assert_num_queries: Any
) -> None:
    event = event_of(stage=Stage.GAUGING, channels=["Reddit"])
    client.force_login(user_of(event.organisation))
    for _ in range(answers):
        interest_of(event)
    client.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(8):
        assert client.get(overview(event)).status_code == 200


def test_the_answer_comes_first(client: Client) -> None:
    event = published()
    client.force_login(user_of(event.organisation))
    for party in (1, 2, 4):
        interest_of(event, party=party)
    Tally.objects.filter(event=event, dimension="total").update(verified=1)

    text = text_of(client.get(overview(event)))

    assert "3 people would come They asked for 7 places ." in text
    assert "1 person has confirmed the e-mail address." in text
    assert "2 people have not confirmed their e-mail address yet." in text


def test_the_shares_name_what_was_chosen_and_lead_to_the_people(client: Client) -> None:
    event = event_of(stage=Stage.GAUGING, channels=["Reddit"], options=[{"place": "Oslo"}, {"place": "Rome"}])
    oslo, rome = event.open_options()
    client.force_login(user_of(event.organisation))
    interest_of(event, options=(oslo.pk, rome.pk), via=event.open_channels()[0].code, country="NO")
    interest_of(event, options=(rome.pk,), likelihood="maybe", country="")

    page = client.get(overview(event))
    rows = re.findall(
        r'<th scope="row"><a href="[^"?]+\?([^"]+)">([^<]+)</a></th><td class="to-number">(\d+)</td>',
        page.content.decode(),
    )

    assert rows == [
        ("likelihood=definitely", "Definitely", "1"),
        ("likelihood=probably", "Probably", "0"),
        ("likelihood=maybe", "Maybe", "1"),
        (f"option={rome.pk}", "Rome", "2"),
        (f"option={oslo.pk}", "Oslo", "1"),
        ("via=-", "Directly", "1"),
        (f"via={event.open_channels()[0].code}", "Reddit", "1"),
        ("country=NO", "Norway", "1"),
        ("country=-", "Not said", "1"),
    ]


def test_a_channel_that_is_gone_keeps_its_count(client: Client) -> None:
    event = published()
    interest_of(event, via="elsewhere")
    client.force_login(user_of(event.organisation))

    assert "elsewhere" in text_of(client.get(overview(event)))


def test_days_are_the_events_own_and_have_no_gaps() -> None:
    event = published()
    # Half past eleven in the evening in New York, and three days later.
    interest_of(event, at=datetime(2026, 11, 2, 4, 30, tzinfo=UTC), party=3)
    interest_of(event, at=datetime(2026, 11, 4, 12, tzinfo=UTC))
    interest_of(event, at=datetime(2026, 11, 4, 12, 59, tzinfo=UTC))

    figures = figures_of(event, counts_of(event.pk), timezone.now())

    assert [(str(day.date), day.sums.answers, day.part) for day in figures.days.first] == [
        ("2026-11-04", 2, 1.0),
        ("2026-11-03", 0, 0.0),
        ("2026-11-02", 0, 0.0),
        ("2026-11-01", 1, 0.5),
    ]
    assert figures.hours == [
        (int(datetime(2026, 11, 2, 4, tzinfo=UTC).timestamp()), 1),
        (int(datetime(2026, 11, 4, 12, tzinfo=UTC).timestamp()), 2),
    ]


def test_what_is_long_ago_is_one_sum_and_not_in_the_chart() -> None:
    event = published()
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    interest_of(event, at=now - timedelta(days=90), party=4)
    interest_of(event, at=now - timedelta(days=30))
    interest_of(event, at=now)

    figures = figures_of(event, counts_of(event.pk), now)

    assert figures.days.earlier == Sums(answers=1, seats=4, verified=0)
    assert len(figures.days.first) + len(figures.days.rest) == 61
    assert [answers for _, answers in figures.hours] == [1, 1]


def test_the_page_carries_its_hours_and_where_to_hear_more(client: Client) -> None:
    event = published()
    client.force_login(user_of(event.organisation))
    interest_of(event, at=datetime(2026, 11, 2, 4, 30, tzinfo=UTC))

    page = client.get(overview(event)).content.decode()
    (figures,) = elements(page, "div", data_enhance="live-figures")
    hours = re.search(r'<script id="hours" type="application/json">(.*?)</script>', page)

    assert figures["data-from"] == f"{overview(event)}live/?lang=en"
    assert hours is not None
    assert json.loads(hours[1]) == [[int(datetime(2026, 11, 2, 4, tzinfo=UTC).timestamp()), 1]]


def test_an_event_nobody_answered_says_what_to_do_next(client: Client) -> None:
    draft = event_of()
    shared = published(event_of(draft.organisation))
    client.force_login(user_of(draft.organisation, Role.EDITOR))

    assert "Publish the page, so that people can answer." in text_of(client.get(overview(draft)))
    assert "Make a link for each place where you share the page" in text_of(client.get(overview(shared)))


def test_the_door_is_shown_no_way_to_the_people(client: Client) -> None:
    event = published()
    interest_of(event)
    client.force_login(user_of(event.organisation, Role.DOOR))

    page = client.get(overview(event))

    assert "1 person would come" in text_of(page)
    assert "/people/" not in page.content.decode()


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)
def test_the_stage_is_told_with_its_days(client: Client) -> None:
    event = published(closes_at=datetime(2026, 11, 26, 13, tzinfo=UTC))
    Event.objects.filter(pk=event.pk).update(published_at=datetime(2026, 11, 2, 11, tzinfo=UTC))
    client.force_login(user_of(event.organisation))

    assert "Finding interest · day 21 · closes in 4 days" in text_of(client.get(overview(event)))


def test_the_desk_goes_straight_in_where_there_is_one_organisation(client: Client) -> None:
    nimbus, cirrus = organisation_of(name="Nimbus"), organisation_of(name="Cirrus")
    member = user_of(nimbus)
    client.force_login(member)

    assert client.get("/desk/")["Location"] == f"/desk/{nimbus.slug}/"

    Membership.objects.create(organisation=cirrus, user=member, role=Role.DOOR)

    assert "Cirrus Nimbus" in text_of(client.get("/desk/"))


def test_a_member_of_nothing_is_told_to_begin(client: Client) -> None:
    client.force_login(user_of())

    assert "Create an organisation" in text_of(client.get("/desk/"))


@pytest.mark.parametrize("events", [1, 3])
def test_the_events_are_listed_at_one_cost(
    client: Client, events: int, django_assert_num_queries: Any
) -> None:
    organisation = organisation_of()
    for _ in range(events):
        interest_of(event_of(organisation, stage=Stage.GAUGING), party=3)
    client.force_login(user_of(organisation))
    client.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(6):
        text = text_of(client.get(f"/desk/{organisation.slug}/"))

    assert text.count("1 for 3 places") == events


def test_what_is_going_on_comes_before_drafts_and_what_is_past(client: Client) -> None:
    organisation = organisation_of()
    event_of(organisation, title="Going on", stage=Stage.GAUGING)
    event_of(organisation, title="Over", stage=Stage.PAST)
    event_of(organisation, title="Coming")
    client.force_login(user_of(organisation))

    page = client.get(f"/desk/{organisation.slug}/").content.decode()

    assert re.findall(r"to-list__title[^>]+>([^<]+)<", page) == ["Going on", "Coming", "Over"]


@pytest.mark.parametrize(("role", "invited"), [(Role.EDITOR, True), (Role.DOOR, False)])
def test_an_organisation_without_events_invites_who_may_create_one(
    client: Client, role: Role, invited: bool
) -> None:
    organisation = organisation_of()
    client.force_login(user_of(organisation, role))

    page = client.get(f"/desk/{organisation.slug}/").content.decode()

    assert (f"/desk/{organisation.slug}/new/" in page) is invited
