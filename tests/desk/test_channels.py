import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import channel_of, event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.events.models import Channel, Event
from turnout.interest.models import Tally
from turnout.pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/channels/{part}"


@pytest.mark.parametrize("channels", [1, 3])
def test_the_list_costs_the_same_with_many(
    desk: Client,
    organisation: Organisation,
    channels: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event = event_of(organisation, channels=[f"Channel {row}" for row in range(channels)])

    with django_assert_num_queries(13):
        page = desk.get(at(event))

    assert page.content.count(b'data-part="copy"') == channels


def test_each_channel_shows_its_link_and_how_many_came_by_it(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging")
    channel_of(event, "r/nimbus", "reddit", "rnimbus")
    channel_of(event, "Poster", "poster", "nimbus-poster")
    for shard, answers in ((0, 1200), (1, 34)):
        Tally.objects.create(event=event, dimension="via", value="rnimbus", shard=shard, answers=answers)

    page = desk.get(at(event)).content.decode()

    assert "/c/rnimbus</span>" in page
    assert "<strong>1,234</strong>" in page
    assert "<strong>0</strong>" in page


def test_one_is_added_and_its_page_is_there_at_once(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging")

    desk.post(at(event), {"kind": "reddit", "name": "r/nimbus", "code": "rnimbus"})

    channel = Channel.objects.get()
    assert (channel.kind, channel.name, channel.code) == ("reddit", "r/nimbus", "rnimbus")
    assert Page.objects.filter(path=f"/e/{event.slug}/", via="rnimbus", state="open").exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"kind": "smoke"}, "kind"),
        ({"code": "Not a code"}, "code"),
        ({"code": "taken"}, "code"),
        ({"code": "../../x"}, "code"),
    ],
)
def test_what_cannot_be_kept_comes_back_at_its_field(
    desk: Client, organisation: Organisation, given: dict[str, str], field: str
) -> None:
    event = event_of(organisation)
    channel_of(event_of(), "Other", code="taken")

    answer = desk.post(at(event), {"kind": "x", "name": "On X"} | given)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not event.channels.exists()


def test_it_is_renamed_and_its_link_stays(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    channel = channel_of(event, "Redit", "reddit", "rnimbus")

    desk.post(at(event, "rnimbus/"), {"kind": "reddit", "name": "Reddit", "code": "other"})

    channel.refresh_from_db()
    assert (channel.name, channel.code) == ("Reddit", "rnimbus")


def test_it_is_removed_after_a_second_look(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging")
    channel_of(event, "Reddit", "reddit", "rnimbus")
    Tally.objects.create(event=event, dimension="via", value="rnimbus", shard=0, answers=7)

    asked = desk.get(at(event, "rnimbus/")).content.decode()
    page = desk.post(at(event, "rnimbus/remove/"), follow=True).content.decode()

    assert "the 7 answers that came by it stay counted" in asked
    assert "/c/rnimbus" not in page
    assert desk.get(at(event, "rnimbus/")).status_code == 404


@pytest.mark.parametrize(("paper", "size"), [("a4", b"595.28 841.89"), ("letter", b"612.00 792.00")])
def test_its_poster_is_a_sheet_of_that_size(
    desk: Client, organisation: Organisation, paper: str, size: bytes
) -> None:
    event = event_of(organisation)
    channel_of(event, "Poster", "poster", "nimbus-poster")

    answer = desk.get(at(event, f"nimbus-poster/poster.pdf?paper={paper}"))

    assert answer.headers["Content-Disposition"].endswith(f'nimbus-poster-{paper}.pdf"')
    assert answer.content.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 " + size in answer.content


def test_another_events_channel_is_not_found(desk: Client, organisation: Organisation) -> None:
    channel_of(event_of(organisation), "Reddit", code="rnimbus")

    assert desk.get(at(event_of(organisation), "rnimbus/")).status_code == 404
