"""Somebody of whom every room holds something."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from tests.factories import ACTOR, event_of, interest_of
from turnout.events.models import Event, Stage
from turnout.interest import tallies
from turnout.interest.ask_for_link import ask_for_link
from turnout.interest.models import Interest, PendingAddress, Repeat
from turnout.interest.save_filter import save_filter
from turnout.interest.subscribe import subscribe
from turnout.journal.record import record
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue
from turnout.outbox.suppress import suppress

NAME = "Åse Čapek"
ADDRESS = "Åse.Capek@Bücher.example"
KEY = "åse.capek@xn--bcher-kva.example"
BEFORE = "ase@elsewhere.example"
WANTED = "capek@third.example"
TRACES = (NAME, "åse.capek", "ase@elsewhere", "capek@third")


def known_event() -> Event:
    return event_of(
        stage=Stage.GAUGING,
        questions=[
            {"label": "Which phone?"},
            {"kind": "several", "label": "Which talks?", "choices": ["Camera", "Battery"]},
        ],
    )


def known_person(event: Event | None = None, **changes: Any) -> Interest:
    event = event or known_event()
    phone, talks = event.open_questions()
    interest = interest_of(
        event,
        **{
            "name": NAME,
            "email": ADDRESS,
            "answers": {f"q{phone.pk}": "A Nimbus 9", f"q{talks.pk}": ["c1", "c2"]},
        }
        | changes,
    )
    with transaction.atomic(), tallies.recounting(interest):
        interest.verified_at = timezone.now()
        interest.save()
    _leave_traces(event, interest)
    return interest


def _leave_traces(event: Event, interest: Interest) -> None:
    now = timezone.now()
    Repeat.objects.create(interest=interest, times=2, last_at=now)
    PendingAddress.objects.create(interest=interest, email=WANTED, email_key=WANTED, expires_at=now)
    ask_for_link(ADDRESS, now)
    subscribe(interest, agreed_at=now, now=now)
    old = {"email": BEFORE, "name": "A. Capek"}
    record("fan", "change", "interest", interest.pk, event_id=event.pk, old=old)
    save_filter(event, ACTOR, "The one from the fair", {"q": "åse.capek@BÜCHER.example"})
    save_filter(event, ACTOR, f"{NAME}'s", {"party": "2"})
    host, pk = event.organisation_id, interest.pk
    record("fan", "ask_address", "interest", pk, event_id=event.pk, old={"wished": WANTED})
    for address in (ADDRESS, KEY, BEFORE, WANTED):
        queue("interest/greeting", address, language="en", organisation_id=host, interest=pk)
    refused = queue("interest/greeting", ADDRESS, language="en", organisation_id=host, interest=pk)
    Mail.objects.filter(pk=refused.pk).update(state=Mail.State.FAILED, error=f"550 5.1.1 <{ADDRESS}> unknown")
    suppress(ADDRESS, f"550 5.1.1 <{ADDRESS}> unknown", now)
