"""How last spring's places were given: settled, drawn with public numbers, confirmed, lapsed, and passed on.

By the program's own verbs, each as of its day. Entry codes and the draw's id come of a seed, so that the same
people are drawn whenever the sample is loaded; to everything else the draw is as any other, and its record
can be checked.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from turnout.events.models import Event
from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.interest.models import Interest
from turnout.invitations import freeze, hand_out, send_wave, tell_entrants, tell_not_drawn
from turnout.invitations.decide import decide
from turnout.invitations.friends import join_group, make_group
from turnout.invitations.models import Draw, Invitation, Wave
from turnout.invitations.save_wave import save_wave
from turnout.invitations.settle import settle
from turnout.invitations.start_draw import Named, start_draw
from turnout.invitations.start_wave import start_wave
from turnout.journal.models import Entry
from turnout.outbox.bundle import drop_bundle
from turnout.rules.announced import Source, text_of
from turnout.rules.draw_record import Proof
from turnout.rules.weights import Weights
from turnout.sample import chicago_people as story
from turnout.sample import texts
from turnout.sample.chicago_people import Guest
from turnout.sample.confirm import INVENTED
from turnout.tickets.claim import claim_batch
from turnout.tickets.decline import decline
from turnout.tickets.models import Claim
from turnout.tickets.open_seats import open_seats
from turnout.tickets.press import Press
from turnout.tickets.promote import promote

SEATS = 200
GROUPS = (3, 3, 3, 3, 2, 2, 2, 2)
# 25 miles.
NEAR_KM = 40.2
_LOTTERY = Source("Illinois Lotto", 6, 1, 50)
_NUMBERS = [4, 11, 19, 28, 35, 47]
_WAIT = timedelta(days=1)
State = Invitation.State


def settle_place(event: Event, actor: str, began: datetime, now: datetime) -> None:
    """And the event invites."""
    option = event.options.get()
    option.event = event
    decide(
        event,
        actor,
        {
            "option": option,
            "venue": texts.CHICAGO_VENUE,
            "address": "1400 Example Avenue",
            "map_link": "",
            "access": "",
            "doors_at": began - timedelta(minutes=30),
            "starts_at": began,
            "ends_at": began + timedelta(hours=4),
            "capacity": SEATS,
            "asks_again_days": 0,
        },
        now,
    )


def draw_places(event: Event, actor: str, began: datetime, now: datetime) -> Draw:
    """From the friends' groups to the invitations of those who were drawn; all of it within a day or two."""
    chance = Random("nimbus chicago draw")  # noqa: S311 - the same story each time
    _make_friends(event, chance, now)
    wave = _wave(event, actor, began)
    draw = _frozen(wave, actor, chance, now)
    tell_entrants.tell_entrants(draw.pk, now)
    tell_entrants.tell_entrants(draw.pk, now)
    decided = draw.decided
    settle(draw, actor, Proof(text=text_of([_LOTTERY], [_NUMBERS])), decided)
    hand_out.hand_out(draw.pk, decided)
    _send(Wave.objects.get(pk=wave.pk), draw, actor, decided + timedelta(hours=1))
    Invitation.objects.filter(event=event).update(created_at=decided)
    Wave.objects.filter(pk=wave.pk).update(created_at=now)
    _write_nobody(draw)
    _journal(event, decided)
    return Draw.objects.get(pk=draw.pk)


def _make_friends(event: Event, chance: Random, now: datetime) -> None:
    confirmed = Interest.objects.filter(event=event, standing=Interest.Standing.COUNTED, verified_at__lt=now)
    people = iter(chance.sample(list(confirmed.order_by("pk").values_list("pk", flat=True)), sum(GROUPS)))
    for size in GROUPS:
        group = make_group(next(people), now)
        for _ in range(size - 1):
            join_group(next(people), group.code, now)


def _wave(event: Event, actor: str, began: datetime) -> Wave:
    return save_wave(
        event,
        actor,
        {
            "rule": Wave.Rule.DRAW,
            "narrowing": {"verified": True},
            "score": [],
            "quotas": [{"name": texts.CHICAGO_GROUP, "share": 40, "narrowing": {"kilometres": NEAR_KM}}],
            "seats": SEATS,
            "risk": None,
            "has_waitlist": True,
            "reply_by": began - timedelta(days=story.REPLIED),
            "reminds_hours": 0,
            "texts": texts.CHICAGO_INVITATION,
            "per_minute": 600,
            "goes_on": True,
            "goes_on_hours": 48,
            "goes_on_until_hours": 12,
        },
    )


def _frozen(wave: Wave, actor: str, chance: Random, now: datetime) -> Draw:
    named = Named(at=now + _WAIT, sources=(_LOTTERY,))
    weights = Weights(values={"definitely": 3, "probably": 2, "maybe": 1})
    draw = start_draw(wave, actor, named, texts.CHICAGO_RULE, weights, now)
    moment = int(now.timestamp() * 1000) << 80
    public_id = UUID(int=moment | 7 << 76 | 2 << 62 | chance.getrandbits(62)).hex
    Draw.objects.filter(pk=draw.pk).update(public_id=public_id)
    freeze.freeze(draw.pk, now, chance.getrandbits)
    Draw.objects.filter(pk=draw.pk).update(frozen_at=now)
    return Draw.objects.select_related("wave__event").get(pk=draw.pk)


def _send(wave: Wave, draw: Draw, actor: str, now: datetime) -> None:
    """Batch after batch, until it is over; and then those who were not drawn are told."""
    start_wave(wave, actor, now)
    while (found := Wave.objects.get(pk=wave.pk)).state == Wave.State.SENDING:
        now = max(now, found.next_at or now)
        send_wave.send_wave(wave.pk, now)
        drop_bundle(wave.bundle, INVENTED)
    while Draw.objects.filter(pk=draw.pk, others_at__isnull=False).exists():
        tell_not_drawn.tell_not_drawn(draw.pk, now)
    open_seats(wave.event_id)


def reply(event: Event, guests: dict[int, Guest], until: datetime) -> None:
    """What was due until then: who confirmed, who cannot come, who said nothing; and who is next."""
    sent = list(Invitation.objects.filter(event=event, state=State.SENT).select_related("interest"))
    moments = {each.pk: _moment(each, guests[each.interest_id]) for each in sent}
    due = sorted((each for each in sent if moments[each.pk] <= until), key=lambda each: moments[each.pk])
    said = {each.pk: guests[each.interest_id].reply for each in due}
    claim_batch(
        [
            Press(each.interest.public_id, each.interest.generation, moments[each.pk], None)
            for each in due
            if said[each.pk] == Step.CLAIMED
        ]
    )
    for each in due:
        if said[each.pk] == Step.DECLINED:
            decline(each.interest_id, moments[each.pk])
    _lapse(event, [each for each in due if said[each.pk] == Step.LAPSED], until)
    if event.stage == "inviting":
        promote(event.pk, until)
    # They are invented: nobody is written to.
    Claim.objects.filter(seats__event=event, told_at=None).update(told_at=until)
    for wave in event.waves.all():
        drop_bundle(wave.bundle, INVENTED)
    _journal(event, until)


def _moment(offer: Invitation, guest: Guest) -> datetime:
    assert offer.sent_at is not None  # noqa: S101  (it was sent)
    assert offer.reply_by is not None  # noqa: S101
    if guest.reply == Step.LAPSED:
        return offer.reply_by
    return offer.sent_at + (offer.reply_by - offer.sent_at) * guest.patience


def _lapse(event: Event, late: Iterable[Invitation], now: datetime) -> None:
    """As tickets.lapse does it, which would do it for all events."""
    rows = list(late)
    Invitation.objects.filter(pk__in=[each.pk for each in rows], state=State.SENT).update(
        state=State.LAPSED, answered_at=now
    )
    advance(event.pk, [each.interest_id for each in rows], Step.LAPSED, now)


def came(event: Event, guests: dict[int, Guest]) -> dict[int, int]:
    """Of those who confirmed: how many of each party came on the day."""
    claimed = Invitation.objects.filter(event=event, state=State.CLAIMED)
    rows = claimed.order_by("pk").values_list("interest_id", "party")
    return {pk: min(guests[pk].came, party) for pk, party in rows}


def _write_nobody(draw: Draw) -> None:
    for bundle in (draw.bundle, f"{draw.bundle}:others", draw.wave.bundle):
        drop_bundle(bundle, INVENTED)


def _journal(event: Event, at: datetime) -> None:
    Entry.objects.filter(event_id=event.pk, at__gt=at).update(at=at.astimezone(UTC))
