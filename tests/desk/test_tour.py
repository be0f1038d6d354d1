import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import at_stage, event_of, organisation_of, published, user_of
from turnout.accounts.models import Organisation, Role
from turnout.desk.tour import STOPS
from turnout.events.models import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of(slug="nimbus")


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, Role.EDITOR))
    return client


def test_it_leads_through_the_event_that_is_asked_about_and_the_one_that_is_over(
    desk: Client, organisation: Organisation
) -> None:
    published(slug="new-york", organisation=organisation)
    at_stage(event_of(organisation, slug="chicago"), Stage.PAST)

    steps = desk.get("/desk/nimbus/tour/").context["steps"]

    assert [step.address for step in steps] == [
        "/e/new-york/",
        "/desk/nimbus/new-york/?tour=2",
        "/desk/nimbus/new-york/forecast/?tour=3",
        "/desk/nimbus/new-york/cities/?tour=4",
        "/desk/nimbus/new-york/hall/?tour=5",
        f"{reverse('desk:invitations', args=['nimbus', 'chicago'])}?tour=6",
        "/desk/nimbus/chicago/forecast/said-and-came/?tour=7",
    ]
    assert len(steps) == len(STOPS)


def test_without_an_event_it_says_what_to_do(desk: Client) -> None:
    event_of(organisation_of(slug="stratus"), slug="not-ours")

    page = desk.get("/desk/nimbus/tour/")

    assert "Publish one, and come back." in page.content.decode()
    assert page.context["steps"] == []


def test_each_page_says_where_it_stands_and_leads_on(desk: Client, organisation: Organisation) -> None:
    published(slug="new-york", organisation=organisation)

    where = desk.get("/desk/nimbus/new-york/cities/?tour=4").context["on_tour"]

    assert (where.step.number, where.all) == (4, 5)
    assert where.before.address == "/desk/nimbus/new-york/forecast/?tour=3"
    assert where.after.address == "/desk/nimbus/new-york/hall/?tour=5"


def test_the_last_page_leads_back(desk: Client, organisation: Organisation) -> None:
    published(slug="new-york", organisation=organisation)

    page = desk.get("/desk/nimbus/new-york/hall/?tour=5")

    assert page.context["on_tour"].after is None
    assert "Back to the start" in page.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "6", "99", "100", "-1", "²", "x"])
def test_what_is_no_step_shows_nothing(desk: Client, organisation: Organisation, asked: str) -> None:
    published(slug="new-york", organisation=organisation)

    page = desk.get("/desk/nimbus/new-york/", {"tour": asked})

    assert page.status_code == 200
    assert "to-tour-bar" not in page.content.decode()
