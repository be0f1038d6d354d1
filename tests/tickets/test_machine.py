"""Whatever people, organisers and clocks do, in whatever order: no seat too many, and nobody is skipped."""

import datetime as dt
from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from tests.factories import ACTOR
from tests.tickets.hall import DOORS, NOW, as_friends, assert_sound, hall_of, invited, state_of, waiting
from turnout.events.change_stage import change_stage
from turnout.events.models import Event
from turnout.interest.restore import restore
from turnout.invitations.friends import leave_group
from turnout.invitations.models import Invitation, Wave
from turnout.privacy.erase_person import erase_person
from turnout.rules.refusal import Refusal
from turnout.tickets import end_withdrawn, lapse, promote, tell_claims
from turnout.tickets.claim import claim, claim_batch
from turnout.tickets.decline import decline, stay
from turnout.tickets.free import seats_of
from turnout.tickets.models import PendingPass, Seats, Ticket
from turnout.tickets.not_seated import SeatsTaken
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.open_seats import open_seats
from turnout.tickets.press import Press
from turnout.tickets.set_limit import BelowTaken, set_limit
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.wait import leave, wait
from turnout.tickets.withdraw import withdraw

PARTY = st.integers(1, 4)
PARTIES = st.lists(PARTY, min_size=1, max_size=3)
QUOTA = st.sampled_from(["", "near", "young"])
# Hours by which a clock goes on, or is set back: also past the reply-by, and by a day.
SHARES = st.sampled_from([{}, {"near": 50}, {"near": 40, "young": 30}])
HOURS = st.sampled_from([1, 23, 24, 49, -24, -1])
_friends = count(1)


class Machine(RuleBasedStateMachine):
    wave: Wave

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.cancelled = False

    @initialize(capacity=st.integers(1, 12), shares=SHARES)
    def begin(self, capacity: int, shares: dict[str, int]) -> None:
        self.wave = hall_of(capacity, quotas=_quotas(shares))
        self.capacity = capacity

    @property
    def event(self) -> Event:
        return Event.objects.get(pk=self.wave.event_id)

    def one(self, number: int, *states: str) -> Invitation | None:
        """One of those in these states, or of all."""
        found = Invitation.objects.filter(wave=self.wave).select_related("interest__event").order_by("pk")
        rows = list(found.filter(state__in=states) if states else found)
        return rows[number % len(rows)] if rows else None

    def is_rejected(self, offer: Invitation) -> bool:
        return type(offer.interest).objects.filter(pk=offer.interest_id, standing="rejected").exists()

    @rule(parties=PARTIES, quota=QUOTA)
    def invite(self, parties: list[int], quota: str) -> None:
        invited(self.wave, parties, quota=quota, reply_by=self.now + dt.timedelta(days=2), sent_at=self.now)

    @rule(parties=PARTIES, quota=QUOTA)
    def enlist(self, parties: list[int], quota: str) -> None:
        waiting(self.wave, parties, quota=quota)

    @rule(parties=st.lists(PARTY, min_size=2, max_size=3), quota=QUOTA)
    def enlist_friends(self, parties: list[int], quota: str) -> None:
        as_friends(waiting(self.wave, parties, quota=quota))

    @rule(number=st.integers(0, 9))
    def leave_friends(self, number: int) -> None:
        if offer := self.one(number):
            leave_group(offer.interest_id)

    @rule(shares=SHARES, seats=st.integers(1, 8))
    def another_round(self, shares: dict[str, int], seats: int) -> None:
        """Its groups get what seats are free; there are as many as before."""
        number = self.event.waves.count() + 1
        fields = {"texts": self.wave.texts, "reply_by": self.wave.reply_by, "seats": seats}
        Wave.objects.create(event=self.event, number=number, state="sent", quotas=_quotas(shares), **fields)
        open_seats(self.wave.event_id)

    @rule(number=st.integers(0, 9), party=st.none() | PARTY, times=st.integers(1, 2))
    def claim(self, number: int, party: int | None, times: int) -> None:
        offer = self.one(number, "sent", "claimed", "lapsed")
        for _ in range(times if offer else 0):
            assert offer is not None
            before = state_of(offer)
            try:
                claim(offer.interest, party, self.now)
            except SeatsTaken as refusal:
                full = refusal.free < refusal.party
                assert full
            except Refusal:
                late = offer.reply_by is not None and self.now >= offer.reply_by
                assert before == "lapsed" or self.cancelled or late or self.is_rejected(offer)
            else:
                assert state_of(offer) == "claimed"

    @rule(numbers=st.lists(st.integers(0, 9), min_size=2, max_size=5))
    def rush(self, numbers: list[int]) -> None:
        offers = [self.one(number, "sent", "claimed", "waiting") for number in numbers]
        claim_batch([Press(each.interest.public_id, 0, self.now) for each in offers if each])

    @rule(number=st.integers(0, 9))
    def decline(self, number: int) -> None:
        if offer := self.one(number):
            with suppress(Refusal):
                decline(offer.interest_id, self.now)
                assert state_of(offer) == "declined"

    @rule(number=st.integers(0, 9))
    def stay(self, number: int) -> None:
        if offer := self.one(number):
            with suppress(Refusal):
                stay(offer.interest_id, self.now)

    @rule(number=st.integers(0, 9))
    def wait(self, number: int) -> None:
        if offer := self.one(number, "sent", "lapsed", "declined", "withdrawn"):
            with suppress(Refusal):
                wait(offer.interest_id, self.now)

    @rule(number=st.integers(0, 9))
    def leave(self, number: int) -> None:
        if line := self.one(number, "waiting", "claimed"):
            leave(line.interest_id, self.now)

    @rule(number=st.integers(0, 9), comes_back=st.booleans())
    def withdraw(self, number: int, comes_back: bool) -> None:
        if offer := self.one(number):
            withdraw(offer.interest_id, self.now)
            assert state_of(offer) not in Invitation.OPEN
            if comes_back:
                with suppress(Refusal):
                    restore(offer.interest_id, self.now)

    @rule(number=st.integers(0, 9))
    def reject(self, number: int) -> None:
        if offer := self.one(number):
            person = type(offer.interest).objects.filter(pk=offer.interest_id)
            person.update(standing="rejected", reviewed_at=self.now)

    @rule(number=st.integers(0, 9))
    def erase(self, number: int) -> None:
        if offer := self.one(number):
            erase_person(offer.interest_id, "fan")

    @rule(number=st.integers(0, 9))
    def pass_on(self, number: int) -> None:
        tickets = list(Ticket.objects.filter(event=self.event, revoked_at=None).order_by("pk"))
        if tickets:
            ticket = tickets[number % len(tickets)]
            with suppress(Refusal):
                offer_ticket(ticket, f"friend{next(_friends)}@example.org", self.now)
                take_ticket(PendingPass.objects.get(ticket=ticket), "Bo", self.now)

    @rule(limit=st.integers(0, 14), quota=QUOTA)
    def set_limit(self, limit: int, quota: str) -> None:
        if quota not in {kind.quota for kind in seats_of(self.wave.event_id)}:
            return
        kind = Seats.objects.get(event=self.wave.event_id, quota=quota)
        if kind.taken <= limit:
            self.capacity += limit - kind.limit
            assert set_limit(self.event, quota, limit, ACTOR).limit == limit
            return
        with pytest.raises(BelowTaken) as refusal:
            set_limit(self.event, quota, limit, ACTOR)
        assert sum(each.party for each in refusal.value.touched) >= kind.taken - limit

    @rule(hours=HOURS)
    def clock(self, hours: int) -> None:
        self.now = min(self.now + dt.timedelta(hours=hours), DOORS + dt.timedelta(hours=1))

    @rule()
    def work(self) -> None:
        """One round of the worker, twice: the second finds nothing to do."""
        before = self.friends_who_wait()
        for room in (lapse, end_withdrawn, promote, tell_claims):
            for item in room.due(self.now):
                vars(room)[room.__name__.rpartition(".")[2]](item, self.now)
        for room in (lapse, end_withdrawn, promote):
            assert list(room.due(self.now)) == []
        self.nobody_who_fits_was_skipped()
        self.friends_are_together(before)

    def nobody_who_fits_was_skipped(self) -> None:
        """After promotion whoever still waits does not fit, unless nobody is invited any more."""
        too_late = self.now >= DOORS - dt.timedelta(hours=12)
        if self.cancelled or too_late:
            return
        free = sum(kind.free for kind in seats_of(self.wave.event_id))
        seats = sum(kind.limit - kind.taken - kind.offered for kind in seats_of(self.wave.event_id))
        line = Invitation.objects.filter(wave=self.wave, state="waiting", interest__standing="counted")
        heads: dict[object, int] = {}
        for each in line.select_related("interest__friend"):
            friend = getattr(each.interest, "friend", None)
            unit = (each.position, friend.group_id) if friend else each.pk
            heads[unit] = heads.get(unit, 0) + each.party
        assert all(party > min(free, seats) for party in heads.values())

    def friends_who_wait(self) -> dict[tuple[int, int], set[int]]:
        line = Invitation.objects.filter(state="waiting", interest__standing="counted")
        found: dict[tuple[int, int], set[int]] = {}
        for each in line.exclude(interest__friend=None).select_related("interest__friend"):
            found.setdefault((each.position, each.interest.friend.group_id), set()).add(each.pk)
        return found

    def friends_are_together(self, before: dict[tuple[int, int], set[int]]) -> None:
        """Of those who waited together either all wait still, or none does."""
        waiting = set(Invitation.objects.filter(state="waiting").values_list("pk", flat=True))
        for people in before.values():
            assert people <= waiting or not people & waiting

    @precondition(lambda self: not self.cancelled)
    @rule(sure=st.sampled_from([False, False, False, True]))
    def cancel(self, sure: bool) -> None:
        if sure:
            change_stage(self.event, "cancelled", ACTOR)
            self.cancelled = True

    @invariant()
    def sound(self) -> None:
        if hasattr(self, "wave"):
            assert_sound(self.wave.event)
            assert sum(kind.limit for kind in seats_of(self.wave.event_id)) == self.capacity


def _quotas(shares: dict[str, int]) -> list[dict[str, object]]:
    return [{"name": name, "share": share, "narrowing": {}} for name, share in shares.items()]


@pytest.mark.django_db
def test_invariants_hold_after_each_step_of_whatever_happens():
    run(
        Machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            # To shrink what failed takes minutes; its steps are printed as they are.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
