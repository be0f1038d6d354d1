from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import NEW_YORK, event_of, organisation_of, question_of
from tests.interest.page import answer_to, elements, post, text_of
from turnout.events.edit_event import edit_event
from turnout.events.edit_question import edit_question
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.publish import publish
from turnout.interest.render_pages import render_pages

pytestmark = pytest.mark.django_db

PHILADELPHIA = {"place": "Philadelphia", "country": "US", "date": date(2026, 12, 12), "time": time(14)}


def shown(**fields: Any) -> Event:
    """A published event whose pages are there."""
    event = event_of(stage="gauging", **fields)
    render_pages(event)
    return event


def test_a_good_answer_is_kept_and_thanked_for(client: Client) -> None:
    event = shown()

    response = post(client, event, answer_to(event))

    assert (response.status_code, response["Location"]) == (303, f"/e/{event.slug}/thanks")
    assert list(Interest.objects.values_list("name", "email", "party", "options")) == [
        ("Ada Okafor", "ada@example.org", 2, [option.pk for option in event.open_options()])
    ]


def test_thanks_come_in_the_language_of_the_answer(client: Client) -> None:
    event = shown(languages=["es"])

    response = post(client, event, answer_to(event, lang="es"))

    assert response["Location"] == f"/e/{event.slug}/thanks?lang=es"
    assert client.get(response["Location"])["Content-Language"] == "es"


def test_what_is_wrong_is_listed_with_links_and_what_was_typed_stays(client: Client) -> None:
    event = shown(options=[NEW_YORK, PHILADELPHIA])

    response = post(client, event, answer_to(event, email="ada", option=None, name="Ada <3", consent=None))
    html = response.content.decode()

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert [link["href"] for link in elements(html, "a") if link["href"].startswith("#to-")] == [
        "#to-email",
        "#to-option",
        "#to-consent",
    ]
    assert elements(html, "input", name="name")[0]["value"] == "Ada <3"
    assert elements(html, "input", name="email")[0]["value"] == "ada"
    assert elements(html, "input", name="email")[0]["aria-describedby"] == "to-email-hint to-email-error"
    assert elements(html, "input", name="likelihood", checked="")[0]["value"] == "definitely"
    assert elements(html, "input", name="party", checked="")[0]["value"] == "2"
    assert elements(html, "p", id="to-email-error") == [{"class": "to-error", "id": "to-email-error"}]
    assert not Interest.objects.exists()


def test_each_link_of_the_summary_leads_to_a_field(client: Client) -> None:
    event = shown(options=[NEW_YORK, PHILADELPHIA], least_age=16)

    html = post(client, event, {}).content.decode()
    links = [link["href"][1:] for link in elements(html, "a") if link["href"].startswith("#to-")]
    ids = {
        each["id"] for tag in ("input", "select", "textarea") for each in elements(html, tag) if "id" in each
    }

    assert links == [
        "to-name",
        "to-email",
        "to-likelihood",
        "to-party",
        "to-country",
        "to-option",
        "to-age",
        "to-consent",
    ]
    assert set(links) <= ids


def test_answers_to_the_organisers_questions_come_back_too(client: Client) -> None:
    event = shown()
    kinds = {
        "short": ("short", "a" * 201),
        "long": ("long", "two\nlines"),
        "number": ("number", "12"),
        "date": ("date", "2026-02-03"),
        "yesno": ("yesno", "yes"),
    }
    questions = {name: question_of(event, kind=kind) for name, (kind, _) in kinds.items()}
    several = question_of(event, kind="several", choices=["Talks", "Repair", "Pizza"])
    render_pages(event)
    event.refresh_from_db()

    typed = {f"q{questions[name].pk}": value for name, (_, value) in kinds.items()}
    response = post(client, event, answer_to(event, **typed, **{f"q{several.pk}": ["c1", "c3"]}))
    html = response.content.decode()

    assert response.status_code == 422
    assert ">two\nlines</textarea>" in html
    for name in ("short", "number", "date"):
        field = f"q{questions[name].pk}"
        assert elements(html, "input", name=field)[0]["value"] == typed[field]
    assert elements(html, "input", name=f"q{questions['yesno'].pk}", checked="")[0]["value"] == "yes"
    assert [each["value"] for each in elements(html, "input", name=f"q{several.pk}", checked="")] == [
        "c1",
        "c3",
    ]


def test_an_answer_to_the_form_as_it_was_is_taken(client: Client) -> None:
    event = shown()
    before = answer_to(event)
    question_of(event, required=True)
    render_pages(event)

    response = post(client, event, before)

    assert response.status_code == 303
    assert Interest.objects.get().form_version == event.form_version


def test_an_old_answer_that_is_wrong_is_shown_the_present_form(client: Client) -> None:
    event = shown()
    before = answer_to(event, email="ada")
    question = question_of(event, label="Which phone?", required=True)
    render_pages(event)

    response = post(client, event, before)

    assert response.status_code == 422
    assert "Answer “Which phone?”." in text_of(response)
    assert elements(response.content.decode(), "input", name=f"q{question.pk}") != []


@pytest.mark.parametrize(
    ("stage", "words"), [("closed", "Answers are closed"), ("cancelled", "This event is cancelled")]
)
def test_a_closed_form_says_so(client: Client, stage: str, words: str) -> None:
    event = event_of(stage=stage)
    render_pages(event)

    response = post(client, event, answer_to(event))

    assert response.status_code == 409
    assert words in text_of(response)
    assert not Interest.objects.exists()


def test_the_clock_decides_whether_the_form_is_open(client: Client) -> None:
    event = shown(opens_at=timezone.now() + timedelta(hours=1))

    assert post(client, event, answer_to(event)).status_code == 409
    assert "Not open yet" in text_of(client.get(f"/e/{event.slug}/"))

    event = edit_event(event, "user:1", opens_at=timezone.now() - timedelta(hours=1))
    render_pages(event)
    assert post(client, event, answer_to(event)).status_code == 303


def test_another_site_cannot_send_the_form(client: Client) -> None:
    event = shown()

    response = post(client, event, answer_to(event), headers={"Origin": "https://elsewhere.example"})

    assert response.status_code == 403
    assert "Please send it from here" in text_of(response)
    assert not Interest.objects.exists()


def test_a_form_of_more_than_32_kilobytes_is_refused(client: Client) -> None:
    event = shown()

    response = post(client, event, answer_to(event, name="a" * 33_000))

    assert response.status_code == 413
    assert "That is too long" in text_of(response)


@pytest.mark.parametrize(
    "body", [b"%00", b"name=%ff", b"&".join([b"a=1"] * 10_000), b"", b"\xff\xfe", b"name=%ED%A0%80"]
)
def test_what_no_page_sends_is_answered_like_an_empty_form(client: Client, body: bytes) -> None:
    event = shown()

    response = client.post(
        f"/e/{event.slug}/interest", body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in {422, 413}


def test_opening_the_address_of_the_form_leads_to_the_page(client: Client) -> None:
    event = shown()

    assert client.get(f"/e/{event.slug}/interest")["Location"] == f"/e/{event.slug}/"


def test_unknown_and_unpublished_events_are_not_there(client: Client) -> None:
    draft = event_of()

    for slug in ("nothing-here", draft.slug):
        assert client.get(f"/e/{slug}/").status_code == 404
        assert client.get(f"/e/{slug}/thanks").status_code == 404
        assert client.post(f"/e/{slug}/interest").status_code == 404


def test_a_page_that_is_known_is_not_sent_again(client: Client) -> None:
    event = shown()
    first = client.get(f"/e/{event.slug}/")

    again = client.get(f"/e/{event.slug}/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_page_has_another_tag(client: Client) -> None:
    event = shown()
    first = client.get(f"/e/{event.slug}/")
    render_pages(edit_event(event, "user:1", title="Another evening"))

    again = client.get(f"/e/{event.slug}/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "Another evening" in text_of(again)


def test_a_second_answer_of_an_address_learns_nothing(client: Client) -> None:
    event = shown()
    first = post(client, event, answer_to(event))

    second = post(client, event, answer_to(event, name="Eve", email="ADA@example.org"))

    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert Interest.objects.get().name == "Ada Okafor"


def test_a_mended_address_is_an_answer_of_its_own(client: Client) -> None:
    event = shown()

    post(client, event, answer_to(event, email="ada@exmaple.org"))
    post(client, event, answer_to(event, email="ada@example.org"))

    assert list(Interest.objects.order_by("id").values_list("email", flat=True)) == [
        "ada@exmaple.org",
        "ada@example.org",
    ]


def test_a_question_that_was_made_optional_is_no_longer_demanded(client: Client) -> None:
    event = shown()
    question = question_of(event, required=True)
    render_pages(event)
    event.refresh_from_db()
    assert post(client, event, answer_to(event)).status_code == 422

    edit_question(question, "user:1", required=False)
    render_pages(event)

    event.refresh_from_db()
    assert post(client, event, answer_to(event)).status_code == 303


def test_publishing_shows_the_page(client: Client) -> None:
    event = publish(event_of(organisation_of(name="Nimbus")), "user:1")

    assert "Nimbus Fan Day" in text_of(client.get(f"/e/{event.slug}/"))
