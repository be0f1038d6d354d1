"""All that is held about a person, for programs and to read."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from time_machine import travel

from tests.factories import interest_of
from tests.interest.page import elements
from tests.privacy.stage import ADDRESS, BEFORE, NAME, WANTED, known_event, known_person
from turnout.interest.models import Interest
from turnout.privacy.export_person import export_person
from turnout.privacy.files import file_of, name_of
from turnout.privacy.retention_words import of_answer, of_event

pytestmark = pytest.mark.django_db


def test_everything_is_in_it_in_words_and_as_it_is_stored() -> None:
    interest = known_person()

    held = json.loads(file_of(interest, "json"))

    words = {each["question"]: each["answer"] for each in held["answered"]}
    assert words["Your name"] == NAME
    assert words["Which phone?"] == "A Nimbus 9"
    assert words["Which talks?"] == "Camera and Battery"
    assert held["agreed"] == {
        "text": "Nimbus may keep this until 30 days after the event, to plan it and to invite me.",
        "version": 1,
        "language": "en",
        "at": interest.created_at.isoformat(),
    }
    (answer,) = held["held"]["interest"]["answer"]
    assert answer.keys() == {field.name for field in Interest._meta.concrete_fields}
    assert answer["email"] == ADDRESS
    assert held["held"]["interest"]["answered_again"][0]["times"] == 2
    assert held["held"]["interest"]["address_asked_for"][0]["email"] == WANTED
    assert held["held"]["interest"]["news"][0]["email"] == ADDRESS
    entry, wish = held["held"]["journal"]
    assert (wish["done"], wish["before"]) == ("ask_address", {"wished": WANTED})
    assert (entry["done"], entry["by"]) == ("change", "fan")
    assert entry["before"] == {"email": BEFORE, "name": "A. Capek"}
    mails = held["held"]["outbox"]["mails"]
    assert [mail["state"] for mail in mails] == ["queued"] * 4 + ["failed"]
    assert held["held"]["outbox"]["refused"] == "550 5.1.1 <…> unknown"


def test_nothing_of_anybody_else_is_in_it() -> None:
    event = known_event()
    interest = known_person(event)
    interest_of(event, name="Bea Brand", email="bea@example.net")

    for kind in ("json", "html"):
        assert "bea brand" not in file_of(interest, kind).decode().casefold()


def test_the_page_to_read_speaks_the_language_of_the_answer() -> None:
    interest = known_person(language="es")

    html = file_of(interest, "html").decode()

    assert elements(html, "html", lang="es")
    for text in (NAME, ADDRESS, "A Nimbus 9", "A. Capek", BEFORE, WANTED):
        assert text in html
    assert not elements(html, "script")
    assert not elements(html, "link")


def test_the_page_tells_what_became_of_it_in_words(settings) -> None:
    interest = known_person()

    html = file_of(interest, "html").decode()

    assert "It counts." in html
    assert "Answer changed (you)<br>before: ase@elsewhere.example<br>before: A. Capek" in html
    assert f"Is this answer yours?<br>Waits to be sent: {ADDRESS}" not in html
    assert "A mail from the organiser<br>Waits to be sent: " in html
    assert "2 times" in html


def test_a_files_name_tells_the_event_and_nobodys_name() -> None:
    interest = known_person()

    assert name_of(interest, "json") == f"{interest.event.slug}-{interest.public_id[-12:]}.json"


def test_what_an_answer_was_given_to_can_still_be_read_after_the_form_changed() -> None:
    interest = known_person()
    interest.event.questions.update(retired_at=timezone.now())

    words = {each["question"]: each["answer"] for each in export_person(interest)["answered"]}

    assert words["Which phone?"] == "A Nimbus 9"
    assert words["Which talks?"] == "Camera and Battery"


@travel(datetime(2026, 11, 24, 12, tzinfo=UTC))
def test_it_is_said_when_an_answer_goes_by_itself() -> None:
    interest = known_person()
    event = interest.event

    assert of_answer(interest) == "Your answer is erased on Fri, Jan 8 by itself."
    assert of_event(event, "en") == "Answers are erased on Fri, Jan 8. Their counts stay."

    interest.standing, interest.standing_at = "withdrawn", datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert of_answer(interest) == "Your answer is erased on Wed, Dec 2 by itself."

    event.options.update(date=None, place="Oslo")
    interest.standing = "counted"
    assert of_answer(interest) == "Your answer is erased by itself 30 days after the event."
    assert of_event(event, "en") == "Answers are erased 30 days after the event, which has no date yet."
