"""One validator: the rush path and Django's view take the same submissions, and store the same rows."""

import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from hypothesis import HealthCheck, given, settings

from tests.factories import NEW_YORK, event_of
from tests.rules.submissions import SUBMISSIONS
from tests.rush.asking import Asking, scope_of
from turnout.events.models import Event, Stage
from turnout.interest.human_check import human_check
from turnout.interest.models import Interest, Tally
from turnout.interest.register import Submission, register_batch
from turnout.interest.render_pages import render_pages
from turnout.pages.deliver import deliver
from turnout.rules.form import Answer
from turnout.rush.address import Visitors
from turnout.rush.figures import Figures
from turnout.rush.front import Front
from turnout.rush.gate import Gate
from turnout.rush.human import Sending
from turnout.rush.limits import Limits
from turnout.rush.reply import Receive, Scope, Send
from turnout.rush.shelf import Shelf
from turnout.rush.sign_up import SignUp
from turnout.rush.views import Views

pytestmark = pytest.mark.django_db

CHOICES = ["A", "B", "C"]
QUESTIONS: list[dict[str, Any]] = [
    {"kind": "short", "label": "One", "required": True, "limits": {"longest": 30}},
    {"kind": "long", "label": "Two"},
    {"kind": "one", "label": "Three", "required": True, "choices": CHOICES[:2]},
    {"kind": "several", "label": "Four", "choices": CHOICES, "limits": {"most": 2}},
    {"kind": "number", "label": "Five", "limits": {"least": 0, "greatest": 9}},
    {"kind": "date", "label": "Six"},
    {"kind": "yesno", "label": "Seven"},
]
CHICAGO = {"place": "Chicago", "country": "US"}


@pytest.fixture
def event() -> Event:
    event = event_of(
        stage=Stage.GAUGING,
        slug="new-york",
        options=[NEW_YORK, CHICAGO],
        questions=QUESTIONS,
        channels=["reddit"],
        languages=["es"],
        least_age=16,
    )
    render_pages(event)
    return event


class RushPath:
    """The front over what is published, which stores what it keeps once it has answered."""

    def __init__(self) -> None:
        self.kept: list[Submission] = []
        shelf = Shelf()
        shelf.take(deliver({}))
        sign_up = SignUp(self.keep, Gate(Limits(1e9), Visitors(()), frozenset(), human_check()))
        self.front = Front(shelf, sign_up, self.onward, Figures(), Views(sign_up.gate.visitors))

    async def keep(self, event_id: int, answer: Answer, at: datetime, sending: Sending) -> None:
        self.kept.append(Submission(event_id, answer, at, *sending))

    async def onward(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What the rush path does not take is Django's to answer."""

    def post(self, body: bytes) -> None:
        asking = Asking(body)
        asyncio.run(self.front(scope_of("POST", "/e/new-york/interest"), asking.receive, asking.send))
        assert asking.answered.status == (303 if self.kept else 0)
        if self.kept:
            register_batch(self.kept, shard=1)


def of_this_event(event: Event, fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The submission with the ids that this event's options, questions and choices have."""
    options = {str(5 + number): str(option.pk) for number, option in enumerate(event.options.all())}
    names = {f"q{1 + number}": f"q{question.pk}" for number, question in enumerate(event.questions.all())}
    choices = {"a": "c1", "b": "c2", "c": "c3"}
    values = {"option": options, "q3": choices, "q4": choices}
    return {
        names.get(name, name): [values.get(name, {}).get(value, value) for value in given]
        for name, given in fields.items()
    }


def stored_row() -> dict[str, Any] | None:
    """The stored answer without what differs from one writing to the next; then it is removed."""
    interest = Interest.objects.first()
    row = model_to_dict(interest, exclude=["id", "public_id", "created_at"]) if interest else None
    Tally.objects.all().delete()
    Interest.objects.all().delete()
    return row


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fields=SUBMISSIONS)
def test_both_ways_take_the_same_and_store_the_same_row(event: Event, fields: dict[str, list[str]]):
    body = urlencode(of_this_event(event, fields), doseq=True).encode()

    RushPath().post(body)
    rush = stored_row()
    django = Client(REMOTE_ADDR="203.0.113.9")
    answered = django.post("/e/new-york/interest", body, "application/x-www-form-urlencoded")
    slow = stored_row()

    assert rush == slow
    assert answered.status_code == (422 if rush is None else 303)
