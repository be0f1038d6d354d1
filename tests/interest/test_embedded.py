import re

import pytest
from django.test import Client

from tests.factories import ACTOR, channel_of, event_of, published
from tests.interest.page import answer_to, elements, post
from turnout.events.edit_event import edit_event
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.render_pages import render_pages
from turnout.pages.deliver import deliver
from turnout.pages.models import Page

HOST = "news.example.org"
URLENCODED = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = edit_event(published(), ACTOR, embed_hosts=[HOST, "127.0.0.1:8080"])
    channel_of(event, code="reddit")
    render_pages(event)
    return event


def at(event: Event, part: str = "") -> str:
    return f"/e/{event.slug}/embed/{part}"


def test_the_form_alone_may_be_framed_by_the_named_hosts(client: Client, event: Event):
    page = client.get(at(event))

    assert page.status_code == 200
    assert f"frame-ancestors {HOST} 127.0.0.1:8080;" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert elements(page.content.decode(), "form")[0]["action"] == at(event, "interest")


def test_every_other_page_may_be_framed_by_nobody(client: Client, event: Event):
    for path in (f"/e/{event.slug}/", f"/e/{event.slug}/thanks"):
        page = client.get(path)

        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_the_serving_processes_send_the_same_headers(event: Event):
    entrance = deliver({}).changed[0]

    found = {
        path: dict(page.reply({}).start["headers"]).get(b"x-frame-options")
        for (path, _language, _via, _state), page in entrance.pages.items()
    }
    assert {path for path, frames in found.items() if frames is None} == {
        at(event, part) for part in ("", "thanks", "interest")
    }
    assert set(found.values()) == {None, b"DENY"}


def test_without_hosts_there_is_no_such_page(client: Client):
    event = published()
    render_pages(event)

    page = client.get(at(event))
    thanks = client.get(at(event, "thanks"))

    assert (page.status_code, page["Location"]) == (302, f"/e/{event.slug}/")
    assert thanks["Location"] == f"/e/{event.slug}/thanks"
    assert not Page.objects.filter(path=at(event)).exists()


def test_taking_the_last_host_away_takes_the_page_away(client: Client, event: Event):
    render_pages(edit_event(event, ACTOR, embed_hosts=[]))

    assert client.get(at(event)).status_code == 302
    late = client.post(at(event, "interest"), "name=Ada", content_type=URLENCODED)
    assert (late.status_code, late["X-Frame-Options"]) == (422, "DENY")


def test_an_answer_in_a_frame_is_thanked_in_the_frame(client: Client, event: Event):
    fields = "&".join(
        f"{name}={value if not isinstance(value, list) else value[0]}"
        for name, value in answer_to(event, via="reddit").items()
    )

    taken = client.post(at(event, "interest"), fields, content_type=URLENCODED)
    thanks = client.get(taken["Location"])

    assert (taken.status_code, taken["Location"]) == (303, at(event, "thanks"))
    assert "X-Frame-Options" not in thanks
    assert Interest.objects.get().via == "reddit"


def test_an_answer_with_mistakes_comes_back_in_the_frame(client: Client, event: Event):
    page = client.post(at(event, "interest"), "name=Ada&source=newsletter", content_type=URLENCODED)

    html = page.content.decode()
    assert page.status_code == 422
    assert f"frame-ancestors {HOST} 127.0.0.1:8080" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert elements(html, "form")[0]["action"] == at(event, "interest")
    assert elements(html, "input", name="source")[0]["value"] == "newsletter"


def test_an_answer_from_elsewhere_is_refused_in_the_frame(client: Client, event: Event):
    page = client.post(
        at(event, "interest"),
        "name=Ada",
        content_type=URLENCODED,
        headers={"Origin": "https://evil.example.com"},
    )

    assert (page.status_code, "X-Frame-Options" in page) == (403, False)


def test_a_closed_form_is_told_in_the_frame(client: Client):
    event = edit_event(event_of(stage="closed"), ACTOR, embed_hosts=[HOST])
    render_pages(event)

    page = client.post(at(event, "interest"), "name=Ada", content_type=URLENCODED)

    assert (page.status_code, "X-Frame-Options" in page) == (409, False)


def test_reading_the_forms_address_leads_to_the_form(client: Client, event: Event):
    assert client.get(at(event, "interest"))["Location"] == at(event)


def test_what_leads_out_of_the_frame_opens_beside_the_other_site(client: Client, event: Event):
    event.organisation.website = "https://nimbus.example.org"
    event.organisation.save()
    render_pages(event)

    for part in ("", "thanks"):
        html = client.get(at(event, part)).content.decode()
        stays = {
            each["href"]
            for each in elements(html, "a")
            if each.get("target") != "_blank" and not re.match(r"#|mailto:|/e/[^/]+/embed/", each["href"])
        }
        assert stays == {f"/e/{event.slug}/calendar.ics"}


def test_the_script_for_other_sites_stays_at_its_address(client: Client):
    script = client.get("/embed.js")
    again = client.get("/embed.js", headers={"If-None-Match": script["ETag"]})

    assert script["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"contentWindow" in script.content
    assert again.status_code == 304


def test_a_post_to_the_page_itself_does_not_change(client: Client, event: Event):
    assert post(client, event, answer_to(event))["Location"] == f"/e/{event.slug}/thanks"
