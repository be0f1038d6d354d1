"""The forecast passed on: links that expire, and a sheet of paper."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import ACTOR, NEW_YORK, event_of, interest_of, organisation_of, user_of, venue_of
from turnout.accounts.models import Organisation
from turnout.events.models import Event, Stage
from turnout.forecasts.deciding import OutlookLink
from turnout.forecasts.make_link import MOST_OPEN, make_link
from turnout.forecasts.outlook_link import token_of
from turnout.forecasts.revoke_link import revoke_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor", name="Mei Lin"))
    return client


@pytest.fixture
def event(organisation: Organisation) -> Event:
    """Nine answers of Ada's, all from one ZIP code, and a hall with its price."""
    options = (NEW_YORK, {"place": "Philadelphia", "country": "US"})
    event = event_of(organisation, stage=Stage.GAUGING, options=options)
    here, there = event.open_options()
    for _ in range(9):
        interest_of(event, at=timezone.now() - timedelta(days=9), options=(here.pk, there.pk))
    venue_of(event)
    return event


def at(event: Event, part: str = "/") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/outlook{part}"


def link_of(event: Event, name: str = "Brick Hall") -> OutlookLink:
    return make_link(event, ACTOR, name, 14, timezone.now())


@pytest.mark.parametrize("links", [1, 3])
def test_the_list_costs_the_same_with_many(
    desk: Client, event: Event, links: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(links):
        link_of(event, f"Link {number}")
    desk.get(at(event))

    with django_assert_num_queries(10):
        page = desk.get(at(event)).content.decode()

    assert page.count('data-part="address"') == links


def test_a_link_is_made_read_and_ended(desk: Client, event: Event) -> None:
    made = desk.post(at(event), {"name": "Brick Hall", "days": "7"}, follow=True).content.decode()
    (address,) = re.findall(r'href="http://[^/]+(/outlook/[^/]+/)"', made)
    read = Client().get(address)
    desk.post(at(event, f"/{OutlookLink.objects.get().pk}/revoke/"))
    ended = Client().get(address)

    assert (read.status_code, ended.status_code) == (200, 404)
    assert "This link has ended" in ended.content.decode()
    page = desk.get(at(event)).content.decode()
    assert "Links that have ended" in page
    assert address not in page


def test_who_reads_it_learns_the_answer_and_nothing_of_people_or_money(event: Event) -> None:
    answer = Client().get(f"/outlook/{token_of(link_of(event))}/")

    page = answer.content.decode()
    assert re.search(r'About <span class="to-big">\d+</span> will come', page)
    assert "9 people said yes, for 18 places." in page
    assert "New York" in page
    for secret in ("Ada", "example.org", "10001", "Mei Lin", "Brick Hall", "1,500", "/desk/", "<script"):
        assert secret not in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_it_expires_by_itself(event: Event) -> None:
    address = f"/outlook/{token_of(link_of(event))}/"

    with time_machine.travel(timezone.now() + timedelta(days=14), tick=False):
        answer = Client().get(address)

    assert answer.status_code == 404
    assert answer["X-Robots-Tag"] == "noindex"


def test_before_anybody_answers_there_is_nothing_to_print(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage=Stage.GAUGING)
    link = link_of(event)

    assert desk.get(at(event, ".pdf")).status_code == 302
    assert "There is one once the first people have answered." in desk.get(at(event)).content.decode()
    assert "Nobody has answered yet" in Client().get(f"/outlook/{token_of(link)}/").content.decode()


def test_a_link_needs_to_be_for_somebody_and_there_is_an_end_to_them(desk: Client, event: Event) -> None:
    nameless = desk.post(at(event), {"name": "", "days": "7"})
    for _ in range(MOST_OPEN):
        last = link_of(event)
    full = desk.post(at(event), {"name": "My boss", "days": "7"})
    revoke_link(last, ACTOR, timezone.now())

    assert (nameless.status_code, full.status_code) == (422, 422)
    assert "Say whom it is for" in nameless.content.decode()
    assert "20 links are open already. End one that is no longer needed." in full.content.decode()
    assert 'value="My boss"' in full.content.decode()


def test_the_sheet_is_one_page_that_carries_its_letters(desk: Client, event: Event) -> None:
    event.title = "粉丝日 Fan Day"
    event.save()

    answer = desk.get(at(event, ".pdf"), HTTP_ACCEPT_LANGUAGE="zh-hans")

    pdf = answer.content
    assert answer["Content-Type"] == "application/pdf"
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert pdf.count(b"/FontFile2") == 2
    told = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.DOTALL)).upper()
    assert all(b"<%04X>" % ord(letter) in told for letter in "粉丝日")
