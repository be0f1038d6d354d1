import pytest
from django.test import Client

from tests.factories import ACTOR, channel_of, event_of, organisation_of, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation
from turnout.events.edit_event import edit_event
from turnout.events.models import Event
from turnout.pages.models import Entrance, Page

BASE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of(accent="#0a5c8a")


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/embedding/{part}"


def codes(page: str) -> dict[str, str]:
    """The texts to paste, by their id."""
    found = {}
    for each in elements(page, "textarea"):
        begins = page.index(">", page.index(f'id="{each["id"]}"')) + 1
        text = page[begins : page.index("</textarea>", begins)]
        found[each["id"]] = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return found


def test_sites_are_named_and_the_form_is_there_for_them_at_once(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")

    desk.post(at(event), {"embed_hosts": "News.example.org\r\nhttps://forum.example.com/a, b.example.org"})

    event.refresh_from_db()
    assert event.embed_hosts == ["news.example.org", "forum.example.com", "b.example.org"]
    assert Entrance.objects.get().embed_hosts == event.embed_hosts
    assert Page.objects.filter(path=f"/e/{event.slug}/embed/", state="open").exists()


def test_what_is_no_site_comes_back_with_what_was_typed(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")

    page = desk.post(at(event), {"embed_hosts": "news.example.org\n*"})

    assert page.status_code == 422
    assert "Give the names of sites, such as www.example.org, one on each line." in text_of(page)
    assert "news.example.org\n*" in page.content.decode()
    assert Event.objects.get().embed_hosts == []


def test_the_code_counts_as_the_channel_that_was_chosen(desk: Client, organisation: Organisation):
    event = edit_event(
        event_of(organisation, stage="gauging", languages=["es"]), ACTOR, embed_hosts=["news.example.org"]
    )
    channel_of(event, "The news", code="news")

    found = codes(desk.get(at(event), {"via": "news", "lang": "es"}).content.decode())

    frame, button = found["code-frame"], found["code-button"]
    assert elements(frame.replace("&amp;amp;", "&amp;"), "iframe")[0] == {
        "src": f"{BASE}/e/{event.slug}/embed/?lang=es&via=news",
        "title": "Nimbus Fan Day",
        "width": "100%",
        "height": "900",
        "style": "border:0",
        "loading": "lazy",
    }
    assert elements(frame, "script")[0] == {"src": f"{BASE}/embed.js", "async": ""}
    assert elements(button, "script") == elements(button, "iframe") == []
    assert "background:#0a5c8a" in elements(button, "a")[0]["style"]


def test_without_a_site_it_says_that_no_frame_will_show(desk: Client, organisation: Organisation):
    page = desk.get(at(event_of(organisation)), {"via": "unknown", "lang": "fr"})

    assert "Name at least one site first" in text_of(page)
    assert "via=" not in codes(page.content.decode())["code-frame"]


def test_the_preview_may_be_framed_by_the_desk_alone_and_sends_nothing(
    desk: Client, organisation: Organisation
):
    event = event_of(organisation)

    screen, preview = desk.get(at(event)), desk.get(at(event, "preview/"))

    assert "frame-src 'self'" in screen["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in screen["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "form-action 'none'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "Count me in" in text_of(preview)
