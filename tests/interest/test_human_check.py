"""The check where Django takes the answer: the same pages and the same refusals as on the rush path."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, published
from tests.interest.page import answer_to, elements, post, text_of
from tests.rush.checking import solved
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, HumanCheck
from turnout.interest.arithmetic import questions
from turnout.interest.models import Interest
from turnout.interest.render_pages import render_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = published(event_of(languages=["es", "zh-hans"]))
    event = edit_event(event, "user:1", human_check=HumanCheck.ALWAYS)
    render_pages(event)
    return event


def token_of(page: Any) -> str:
    (token,) = elements(page.content.decode(), "input", name="question")
    return token["value"]


def test_without_a_check_the_page_asks_in_the_visitors_language(client: Client, event: Event):
    for language, words in (("en", "What is "), ("es", "¿Cuánto es "), ("zh-hans", "等于多少")):
        page = post(client, event, answer_to(event, lang=language))

        assert page.status_code == 429
        assert page["Cache-Control"] == "no-store"
        assert words in text_of(page)
        assert elements(page.content.decode(), "input", name="email")[0]["value"] == "ada@example.org"
    assert not Interest.objects.exists()


def test_the_answer_is_taken_once(client: Client, event: Event):
    asked = post(client, event, answer_to(event))
    words = {question.words: question.answer for question in questions()["en"]}
    (said,) = re.findall(r'for="to-sum">([^<]+)<', asked.content.decode())
    given = {"question": token_of(asked), "sum": words[said]}

    first = post(client, event, answer_to(event, **given))
    other = post(client, event, answer_to(event, email="ben@example.org", **given))

    assert (first.status_code, other.status_code) == (303, 429)
    assert "That did not work out" in text_of(other)
    assert Interest.objects.values_list("signs", flat=True).get() == "unopened bare summed"


def test_a_proof_is_taken(client: Client, event: Event):
    challenge = client.get(f"/e/{event.slug}/challenge")
    opened = client.get(f"/e/{event.slug}/opened")

    taken = post(
        client,
        event,
        answer_to(event, altcha=solved(challenge.content), opened=opened.content.decode()),
        headers={"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"},
    )

    assert challenge["Cache-Control"] == opened["Cache-Control"] == "no-store"
    assert taken.status_code == 303
    # Solving takes as long as it takes: the form may have grown old enough meanwhile.
    assert set(Interest.objects.get().signs.split()) - {"young"} == {"proven"}


def test_where_nothing_is_published_there_is_no_check(client: Client):
    draft = event_of()

    assert client.get(f"/e/{draft.slug}/challenge").status_code == 404
    assert client.get(f"/e/{draft.slug}/opened").status_code == 404


def test_only_a_page_that_always_checks_names_the_solver(client: Client, event: Event):
    checked = client.get(f"/e/{event.slug}/").content.decode()
    other = published(event_of())
    render_pages(other)
    plain = client.get(f"/e/{other.slug}/").content.decode()

    assert f'data-challenge="/e/{event.slug}/challenge"' in checked
    assert "human-check" not in plain
    assert f'data-opened="/e/{other.slug}/opened"' in plain
