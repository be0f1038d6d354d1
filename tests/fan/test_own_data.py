"""News, data and erasure on the fan's own page."""

import json

import pytest
from django.test import Client

from tests.fan.own import link_of, opened, page_of, press
from tests.interest.page import answer_to, elements, post, text_of
from tests.privacy.everything import everything, places_of
from tests.privacy.stage import NAME, TRACES, known_event, known_person
from turnout.interest.models import Interest, Subscriber
from turnout.interest.render_pages import render_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def interest() -> Interest:
    return known_person()


def test_news_are_asked_for_with_a_box_that_nobody_ticked_before() -> None:
    event = known_event()
    render_pages(event)

    html = Client().get(f"/e/{event.slug}/").content.decode()

    (box,) = elements(html, "input", name="news")
    assert (box["type"], box["value"]) == ("checkbox", "yes")
    assert "checked" not in box
    assert "required" not in box


def test_a_ticked_box_comes_true_when_the_answer_is_confirmed() -> None:
    event = known_event()
    render_pages(event)
    post(Client(), event, answer_to(event, news="yes"))
    post(Client(), event, answer_to(event, email="bea@example.org"))
    ada, bea = Interest.objects.order_by("pk")
    assert not Subscriber.objects.exists()

    press(opened(ada), ada, "confirm")
    press(opened(bea), bea, "confirm")

    assert [each.email for each in Subscriber.objects.all()] == ["ada@example.org"]


def test_news_are_switched_off_and_on_again(interest: Interest) -> None:
    client = opened(interest)

    off = client.post(f"{page_of(interest)}news/", {"news": "no"}, follow=True)
    assert Subscriber.objects.get().ended_at
    on = client.post(f"{page_of(interest)}news/", {"news": "yes"}, follow=True)

    assert "Nimbus does not write to you about its next events." in text_of(off)
    assert "Nimbus writes to you about its next events." in text_of(on)
    assert Subscriber.objects.get().ended_at is None


def test_all_that_is_kept_is_shown_and_can_be_taken_away(interest: Interest) -> None:
    client = opened(interest)

    page = client.get(f"{page_of(interest)}data/")
    to_read = client.get(f"{page_of(interest)}data.html")
    for_programs = client.get(f"{page_of(interest)}data.json")

    assert "A Nimbus 9" in text_of(page)
    assert to_read["Content-Disposition"].startswith("attachment;")
    assert json.loads(for_programs.content)["answered"][0] == {"question": "Your name", "answer": NAME}
    assert for_programs["Cache-Control"] == "no-store"
    assert client.get(f"{page_of(interest)}data.exe").status_code == 404


def test_erasing_is_asked_first(interest: Interest) -> None:
    client = opened(interest)

    page = client.get(f"{page_of(interest)}erase/")

    assert "This goes, and cannot be brought back:" in text_of(page)
    assert elements(page.content.decode(), "input", name="keep_news")
    assert Interest.objects.get() == interest


def test_after_erasing_nothing_is_left_and_the_links_open_nothing(interest: Interest) -> None:
    client, link = opened(interest), link_of(interest)

    page = client.post(f"{page_of(interest)}erase/", follow=True)

    assert page.redirect_chain == [("/my/erased/?lang=en", 302)]
    assert "It is erased" in text_of(page)
    assert client.cookies["turnout-my"].value == ""
    assert places_of(*TRACES) == []
    assert client.get(page_of(interest)).status_code == 403
    assert client.get(link).status_code == 410


def test_who_wants_news_can_keep_them(interest: Interest) -> None:
    opened(interest).post(f"{page_of(interest)}erase/", {"keep_news": "yes"})

    assert not Interest.objects.exists()
    assert Subscriber.objects.get().ended_at is None


@pytest.mark.parametrize("part", ["address/", "news/", "data/", "data.json", "data.html", "erase/"])
def test_nobody_else_comes_in(interest: Interest, part: str) -> None:
    other = opened(known_person(interest.event, email="other@example.org"))

    for client in (Client(), other):
        for ask in (client.get, client.post):
            assert ask(page_of(interest) + part).status_code == 403
    assert Interest.objects.filter(pk=interest.pk).exists()


@pytest.mark.parametrize("part", ["", "address/", "news/", "data/", "data.json", "data.html", "erase/"])
def test_reading_changes_no_row(interest: Interest, part: str) -> None:
    client = opened(interest)
    before = everything()

    client.get(page_of(interest) + part)

    assert everything() == before
