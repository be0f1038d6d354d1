import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories import ACTOR, event_of, organisation_of
from tests.interest.page import elements, text_of
from tests.newsroom.posted import changed, days_ago, shown_post
from turnout.events.edit_event import edit_event
from turnout.newsroom.models import PostState, Sought
from turnout.newsroom.search import PER_PAGE, search
from turnout.newsroom.sought import index_event

# Headline, text and language of invented posts, the latest first.
CORPUS = (
    ("Nimbus comes to New York", "A day with fans, in December. Nimbus, Nimbus, Nimbus.", "en"),
    ("A repair corner at every event", "Phones are mended, and phone makers are asked.", "en"),
    ("纽约粉丝见面会", "我们将于十二月在纽约举办粉丝见面会。", "zh-hans"),
    ("费城还是纽约？", "两座城市的答案。", "zh-hans"),
    ("El café de los fans", "Un encuentro en la Ciudad de México.", "es"),
    ("How Chicago was", "The phone of the year, a full hall, and Nimbus on the stage.", "en"),
    ("東京での集い", "ファンの皆さんと会いましょう。", "en"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> None:
    host = organisation_of()
    for number, (headline, text, language) in enumerate(CORPUS):
        shown_post(
            organisation=host,
            headline=headline,
            standfirst="",
            text=text,
            language=language,
            published_at=days_ago(number),
        )


def found(query: str, reader: str = "en") -> list[str]:
    return ["".join(piece for piece, _ in match.title) for match in search(query, reader).matches]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nimbus", ["Nimbus comes to New York", "How Chicago was"]),
        ("NIMBUS stage", ["How Chicago was"]),
        ("phone", ["A repair corner at every event", "How Chicago was"]),
        ("phones", ["A repair corner at every event"]),
        ("nim", ["Nimbus comes to New York", "How Chicago was"]),
        ("ye", []),
        ("cafe mexico", ["El café de los fans"]),
        ("MÉXICO", ["El café de los fans"]),
        ("纽约", ["纽约粉丝见面会", "费城还是纽约？"]),
        ("费城", ["费城还是纽约？"]),
        ("粉丝见面", ["纽约粉丝见面会"]),
        ("约", ["纽约粉丝见面会", "费城还是纽约？"]),
        ("約纽", []),
        ("東京", ["東京での集い"]),
        ("fan", ["El café de los fans", "Nimbus comes to New York"]),
        ("nothing at all", []),
    ],
)
def test_the_same_is_found_in_the_same_order_on_each_database(query: str, expected: list[str]) -> None:
    assert found(query) == expected


def test_of_two_that_match_alike_the_later_comes_first() -> None:
    for number in (3, 1, 2):
        shown_post(headline=f"Fan day {number}", published_at=days_ago(number))

    assert found("fan day") == ["Fan day 1", "Fan day 2", "Fan day 3"]


def test_a_post_in_two_languages_is_found_once_in_the_one_that_matches() -> None:
    shown_post(
        headline="Nimbus comes",
        languages=["es"],
        translations={"es": {"headline": "Nimbus viene", "text": "Ven a Nueva York"}},
    )

    assert found("nimbus", reader="es") == ["Nimbus viene"]
    assert found("nimbus", reader="en") == ["Nimbus comes"]
    assert found("nueva", reader="en") == ["Nimbus viene"]


def test_events_are_found_by_their_place() -> None:
    event = event_of(stage="gauging", title="A day out", text="With **pizza**")
    index_event(event)

    assert found("new york pizza") == ["A day out"]

    index_event(edit_event(event, ACTOR, title="A day in"))
    assert found("day") == ["A day in"]


def test_what_is_no_longer_public_is_not_found() -> None:
    post = shown_post(headline="Nimbus comes", languages=["es"])
    assert Sought.objects.count() == 2

    changed(post, languages=[])
    assert Sought.objects.count() == 1

    changed(post, state=PostState.WITHDRAWN)
    assert found("nimbus") == []
    assert not _words_are_left()


def _words_are_left() -> bool:
    """In SQLite's own index, which a row that is deleted must leave."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM newsroom_sought_words WHERE newsroom_sought_words MATCH 'nimbus'")
        return cursor.fetchone() is not None


@pytest.mark.usefixtures("corpus")
def test_the_page_marks_what_was_asked_for(client: Client) -> None:
    response = client.get("/search/", {"q": "nimbus"})

    html = response.content.decode()
    assert "2 were found." in text_of(response)
    assert re.findall("<mark>(.*?)</mark>", html)[:2] == ["Nimbus", "Nimbus"]
    assert elements(html, "input", name="q")[0]["value"] == "nimbus"
    assert elements(html, "meta", name="robots")[0]["content"] == "noindex"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Type a word or two"),
        ("   ", "Type a word or two"),
        ("!?", "There is no word in that."),
        ("\x00\x1f", "Type a word or two"),
        ("unheard", "Nothing has all the words of “unheard”."),
        ("<script>alert(1)</script>", "Nothing has all the words of “<script>alert(1)</script>”."),
        ("' OR 1=1 --", "Nothing has all the words of “' OR 1=1 --”."),
        ('"* NEAR( AND ^', "Nothing has all the words of"),
        ("x" * 10_000, "only the first 200 characters were looked for"),
        ("\u202e\u200bnimbus\ud83d", "Nothing has all the words of"),
    ],
)
def test_whatever_is_asked_is_answered_with_a_sentence(client: Client, query: str, said: str) -> None:
    response = client.get("/search/", {"q": query.encode("utf-8", "replace").decode()})

    assert response.status_code == 200
    assert said in text_of(response)
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("page", ["0", "-1", "x", "999", "9" * 50])
def test_a_page_that_is_none_is_no_error(client: Client, page: str) -> None:
    assert client.get("/search/", {"q": "nimbus", "page": page}).status_code == 200


def test_many_matches_are_paged(client: Client) -> None:
    host = organisation_of()
    for number in range(PER_PAGE + 1):
        shown_post(organisation=host, headline=f"Fan {number}", published_at=days_ago(number))

    first, second = client.get("/search/?q=fan"), client.get("/search/?q=fan&page=2")

    assert "11 were found." in text_of(first)
    assert ("Fan 10" in text_of(first), "Fan 10" in text_of(second)) == (False, True)
    assert elements(first.content.decode(), "a", rel="next")[0]["href"] == "?q=fan&page=2&lang=en"
    assert elements(second.content.decode(), "a", rel="prev")[0]["href"] == "?q=fan&page=1&lang=en"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_eight_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    host = organisation_of()
    for _ in range(rows):
        shown_post(organisation=host)
        index_event(event_of(host, stage="gauging", title="Nimbus too"))

    with django_assert_num_queries(8):
        client.get("/search/?q=nimbus")


def test_what_was_withdrawn_a_moment_ago_is_not_shown(client: Client) -> None:
    post = shown_post(headline="Gone")
    type(post).objects.filter(pk=post.pk).update(state=PostState.WITHDRAWN)

    assert client.get("/search/?q=gone").content.count(b"<li>") == 0
