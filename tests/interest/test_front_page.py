from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of
from tests.interest.page import elements, text_of

pytestmark = pytest.mark.django_db


def test_an_empty_instance_says_what_to_do_next(client: Client) -> None:
    response = client.get("/")

    assert "Nothing is announced here yet" in text_of(response)
    assert elements(response.content.decode(), "a", href="/desk/") != []


def test_what_is_public_is_shown_and_drafts_are_not(client: Client) -> None:
    event_of(title="A draft")
    event_of(title="An open one", stage="gauging")
    event_of(title="One that is off", stage="cancelled")
    event_of(title="One that was", stage="past")

    said = text_of(client.get("/"))

    assert "What is on Nimbus An open one" in said
    assert "Earlier Nimbus One that was" in said
    assert "A draft" not in said
    assert "One that is off" not in said


@pytest.mark.parametrize("events", [1, 3])
def test_the_front_page_costs_three_queries(
    client: Client, django_assert_num_queries: Any, events: int
) -> None:
    for _ in range(events):
        event_of(stage="gauging")

    with django_assert_num_queries(3):
        client.get("/")


def test_programs_find_what_they_ask_for(client: Client) -> None:
    assert "Disallow: /desk/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_a_page_that_is_not_there_says_so_and_leads_on(client: Client, language: str) -> None:
    response = client.get("/nothing/", headers={"Accept-Language": language})

    assert response.status_code == 404
    assert elements(response.content.decode(), "html")[0]["lang"] == language
    assert elements(response.content.decode(), "a", href="/") != []
