import pytest

from tests.factories import ACTOR, event_of, published
from turnout.events.models import Stage
from turnout.events.remove_channel import remove_channel
from turnout.events.unpublish import unpublish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/c/reddit", "/c/Reddit"])
def test_a_short_link_leads_to_the_page_and_names_its_channel(client, path):
    event = published(channels=["Reddit"])

    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/e/{event.slug}/?via=reddit")


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.CANCELLED, Stage.PAST])
def test_a_link_on_paper_leads_on_when_the_event_is_over(client, stage):
    event_of(stage=stage, channels=["Reddit"])

    assert client.get("/c/reddit").status_code == 302


def test_a_removed_channels_link_leads_to_the_page_alone(client):
    event = published(channels=["Reddit"])
    remove_channel(event.channels.get(), ACTOR)

    assert client.get("/c/reddit").headers["Location"] == f"/e/{event.slug}/"


def test_a_link_to_a_draft_and_one_to_nothing_are_not_there(client):
    event = published(channels=["Reddit"])
    unpublish(event, ACTOR)

    assert client.get("/c/reddit").status_code == 404
    assert client.get("/c/nowhere").status_code == 404
