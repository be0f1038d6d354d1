"""An event that invites: its hall, one round, and people who were offered places or wait for them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import Sum

from tests.factories import event_of
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.invitations.models import Decision, Friend, FriendGroup, Invitation, Wave
from turnout.rules.draw import code_of
from turnout.tickets.models import Claim, Seats, Ticket
from turnout.tickets.open_seats import open_seats

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
REPLY_BY = NOW + timedelta(days=2)
DOORS = datetime(2026, 12, 8, 22, 30, tzinfo=UTC)
_numbers = count(1)


def hall_of(
    capacity: int, *, quotas: Sequence[dict[str, Any]] = (), doors: datetime = DOORS, **fields: Any
) -> Wave:
    """A round that was sent, of an event with so many seats; a seat that comes free goes on."""
    event = event_of(stage=Stage.INVITING)
    Decision.objects.create(
        event=event,
        option=event.options.get(),
        venue="The Foundry",
        doors_at=doors,
        starts_at=doors + timedelta(minutes=30),
        capacity=capacity,
        decided_at=NOW - timedelta(days=1),
    )
    wave = Wave.objects.create(
        event=event,
        number=1,
        state=Wave.State.SENT,
        quotas=list(quotas),
        texts={"en": {"subject": "A place for you", "text": "See {my_link}"}},
        reply_by=REPLY_BY,
        **fields,
    )
    open_seats(event.pk)
    return wave


def invited(wave: Wave, parties: Iterable[int], **fields: Any) -> list[Invitation]:
    """Confirmed people who were offered a place each, in their order."""
    offered = {"state": "sent", "sent_at": NOW, "reply_by": REPLY_BY}
    return _invitations(wave, parties, offered | fields)


def waiting(wave: Wave, parties: Iterable[int], **fields: Any) -> list[Invitation]:
    return _invitations(wave, parties, {"state": "waiting"} | fields)


def as_friends(rows: Sequence[Invitation]) -> list[Invitation]:
    """One group, at one place of the order, as a draw leaves them."""
    group = FriendGroup.objects.create(event=rows[0].event, code=code_of(next(_numbers)), created_at=NOW)
    Friend.objects.bulk_create(Friend(interest=each.interest, group=group, joined_at=NOW) for each in rows)
    Invitation.objects.filter(pk__in=[each.pk for each in rows]).update(position=rows[0].position)
    return list(rows)


def _invitations(wave: Wave, parties: Iterable[int], fields: dict[str, Any]) -> list[Invitation]:
    people = Interest.objects.bulk_create(_person(wave.event, party) for party in parties)
    return Invitation.objects.bulk_create(
        Invitation(
            wave=wave,
            event=wave.event,
            interest=person,
            public_id=new_public_id(NOW),
            party=person.party,
            position=next(_numbers),
            **fields,
        )
        for person in people
    )


def _person(event: Event, party: int) -> Interest:
    address = f"guest{next(_numbers)}@example.org"
    return Interest(
        event=event,
        public_id=new_public_id(NOW),
        name="Ada Okafor",
        email=address,
        email_key=address,
        likelihood="definitely",
        party=party,
        options=[],
        language="en",
        form_version=event.form_version,
        created_at=NOW - timedelta(days=9),
        verified_at=NOW - timedelta(days=9),
        greeted_at=NOW - timedelta(days=9),
        source="",
        signs="",
        network="",
        reasons="",
        standing=Interest.Standing.COUNTED,
        wants_news=False,
        generation=0,
    )


def seats_of(event: Event, quota: str = "") -> Seats:
    return Seats.objects.get(event=event, quota=quota)


def state_of(invitation: Invitation) -> str:
    return Invitation.objects.values_list("state", flat=True).get(pk=invitation.pk)


def states_of(invitations: Sequence[Invitation]) -> list[str]:
    return [state_of(each) for each in invitations]


def heads_claimed(event: Event) -> int:
    return Claim.objects.filter(seats__event=event).aggregate(Sum("party"))["party__sum"] or 0


def assert_sound(event: Event) -> None:
    """What is true of seats, claims, invitations and tickets whatever was done."""
    for row in Seats.objects.filter(event=event):
        held = row.claims.aggregate(Sum("party"))["party__sum"] or 0
        assert held == row.taken <= row.limit
    claims = Claim.objects.filter(seats__event=event).select_related("invitation")
    for claim in claims:
        assert claim.invitation is None or claim.invitation.state == "claimed"
        assert claim.invitation is None or claim.invitation.party == claim.party
    claimed = Invitation.objects.filter(event=event, state="claimed")
    assert claimed.count() == claims.filter(invitation__isnull=False).count()
    assert claimed.values("interest").distinct().count() == claimed.count()
    good = Ticket.objects.filter(event=event, revoked_at=None)
    assert good.count() == heads_claimed(event)
