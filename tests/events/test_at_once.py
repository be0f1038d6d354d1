"""Several members change the same event at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tests.factories import ACTOR, event_of, organisation_of, published, question_of
from turnout.events.add_channel import add_channel
from turnout.events.compile_form import compile_form
from turnout.events.create_event import create_event
from turnout.events.models import Event
from turnout.events.publish import publish
from turnout.events.refusals import StageRefused

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def at_once(do: Callable[[int], Any]) -> list[Any]:
    results: list[Any] = []
    start = Barrier(THREADS)

    def run(number: int) -> None:
        start.wait()
        try:
            results.append(do(number))
        except Exception as problem:
            results.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_each_change_is_in_the_form_that_counts():
    event = published()

    at_once(lambda number: question_of(event, label=f"Question {number}?"))

    last = event.form_versions.order_by("-version")[0]
    event = Event.objects.get(pk=event.pk)
    assert len(last.compiled["questions"]) == THREADS
    assert last.compiled == compile_form(event)
    assert event.form_version == THREADS + 1


def test_questions_added_at_once_have_places_of_their_own():
    event = event_of()

    at_once(lambda number: question_of(event, label=f"Question {number}?"))

    assert [question.position for question in event.open_questions()] == list(range(THREADS))


def test_equal_titles_get_different_addresses():
    organisation = organisation_of()

    made = at_once(lambda number: create_event(organisation, ACTOR, "blank", "Fan Day").slug)

    assert len(set(made)) == THREADS
    assert all(isinstance(slug, str) for slug in made)


def test_channels_of_one_name_get_different_codes():
    events = [event_of() for _ in range(THREADS)]

    made = at_once(lambda number: add_channel(events[number], ACTOR, "Reddit", "reddit").code)

    assert len(set(made)) == THREADS
    assert all(isinstance(code, str) for code in made)


def test_an_event_is_published_once():
    event = event_of()

    results = at_once(lambda number: publish(Event.objects.get(pk=event.pk), ACTOR))

    assert sum(isinstance(result, Event) for result in results) == 1
    assert sum(isinstance(result, StageRefused) for result in results) == THREADS - 1
    assert event.form_versions.count() == 1
