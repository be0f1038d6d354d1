"""A place is confirmed, given back, waited for: one person at a time."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.tickets.hall import (
    NOW,
    REPLY_BY,
    assert_sound,
    hall_of,
    invited,
    seats_of,
    state_of,
    states_of,
    waiting,
)
from turnout.forecasts.models import Progress
from turnout.interest.models import Interest
from turnout.interest.refusals import LinkGone
from turnout.interest.restore import restore
from turnout.invitations.models import Invitation
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.privacy.erase_person import erase_person
from turnout.rules.refusal import Refusal
from turnout.tickets import end_withdrawn, lapse, promote, tell_claims
from turnout.tickets.claim import claim, claim_batch
from turnout.tickets.decline import decline, stay
from turnout.tickets.models import Claim, Ticket
from turnout.tickets.not_seated import NotOffered, NotSeated, SeatsTaken, TooLateToClaim
from turnout.tickets.press import Press
from turnout.tickets.set_limit import BelowTaken, set_limit
from turnout.tickets.wait import leave, wait
from turnout.tickets.withdraw import withdraw

pytestmark = pytest.mark.django_db


def taken(refused: Mapping[Press, Refusal]) -> list[SeatsTaken]:
    return [why for why in refused.values() if isinstance(why, SeatsTaken)]


def press_of(invitation: Invitation, party: int | None = None) -> Press:
    return Press(invitation.interest.public_id, 0, NOW, party)


def test_a_claim_takes_the_whole_party_and_gives_a_ticket_to_each():
    wave = hall_of(10)
    (offer,) = invited(wave, [3])

    claim(offer.interest, None, NOW)

    assert state_of(offer) == "claimed"
    assert seats_of(wave.event).taken == 3
    tickets = Ticket.objects.filter(interest=offer.interest).order_by("number")
    assert [ticket.name for ticket in tickets] == ["Ada Okafor", "", ""]
    assert Entry.objects.filter(noun="interest", noun_id=offer.interest_id, verb="claim").count() == 1
    assert_sound(wave.event)


def test_pressing_again_changes_nothing_and_is_not_refused():
    wave = hall_of(10)
    (offer,) = invited(wave, [3])

    for party in (None, 1, 3):
        claim(offer.interest, party, NOW)

    assert seats_of(wave.event).taken == 3
    assert Ticket.objects.count() == 3
    assert Entry.objects.filter(verb="claim").count() == 1


def test_the_same_person_twice_in_one_batch_claims_once():
    wave = hall_of(10)
    (offer,) = invited(wave, [3])

    refused = claim_batch([press_of(offer), press_of(offer, 1), press_of(offer, 2)])

    assert refused == {}
    assert seats_of(wave.event).taken == 3
    assert_sound(wave.event)


def test_a_party_that_does_not_fit_learns_how_many_would():
    wave = hall_of(2)
    (offer,) = invited(wave, [4])

    with pytest.raises(SeatsTaken) as refusal:
        claim(offer.interest, None, NOW)

    assert (refusal.value.free, refusal.value.party) == (2, 4)
    assert state_of(offer) == "sent"
    assert seats_of(wave.event).taken == 0


def test_fewer_of_them_may_come():
    wave = hall_of(2)
    (offer,) = invited(wave, [4])

    claim(offer.interest, 2, NOW)

    assert Invitation.objects.get(pk=offer.pk).party == 2
    assert seats_of(wave.event).free == 0
    assert_sound(wave.event)


def test_more_than_were_invited_do_not_come():
    wave = hall_of(10)
    (offer,) = invited(wave, [2])

    claim(offer.interest, 9, NOW)

    assert seats_of(wave.event).taken == 2


def test_of_a_crowd_each_who_fits_is_seated_in_the_order_they_pressed():
    wave = hall_of(5)
    offers = invited(wave, [3, 4, 2, 1])

    refused = claim_batch([press_of(offer) for offer in offers])

    assert states_of(offers) == ["claimed", "sent", "claimed", "sent"]
    assert [(why.free, why.party) for why in taken(refused)] == [(0, 4), (0, 1)]
    assert_sound(wave.event)


def test_a_group_takes_its_own_seats_first_and_then_everybodys():
    wave = hall_of(10, quotas=[{"name": "near", "share": 30, "narrowing": {}}])
    near = invited(wave, [2, 2, 2], quota="near")
    far = invited(wave, [4, 4])

    refused = claim_batch([press_of(offer) for offer in [*near, *far]])

    # The second and third of them sit among everybody, and so the one that is left is anybody's.
    assert (seats_of(wave.event, "near").taken, seats_of(wave.event).taken) == (2, 8)
    assert seats_of(wave.event, "near").limit == 2
    assert [why.free for why in taken(refused)] == [0]
    assert states_of([*near, *far]) == ["claimed", "claimed", "claimed", "claimed", "sent"]
    assert_sound(wave.event)


@pytest.mark.parametrize(
    ("late", "is_seated"),
    [(timedelta(microseconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_at_the_very_second_of_the_reply_by_it_is_too_late(late: timedelta, is_seated: bool):
    wave = hall_of(10)
    (offer,) = invited(wave, [2])

    with suppress(TooLateToClaim):
        claim(offer.interest, None, REPLY_BY + late)

    assert (state_of(offer) == "claimed") is is_seated


def test_who_pressed_in_time_is_not_overtaken_by_the_clock():
    wave = hall_of(10)
    (offer,) = invited(wave, [2])

    due = lapse.due(REPLY_BY + timedelta(seconds=1))
    claim(offer.interest, None, REPLY_BY - timedelta(seconds=1))

    assert due == []
    assert state_of(offer) == "claimed"


def test_who_was_never_offered_a_place_confirms_none():
    wave = hall_of(10)
    (line,) = waiting(wave, [2])

    with pytest.raises(NotOffered):
        claim(line.interest, None, NOW)

    assert seats_of(wave.event).taken == 0


def test_a_link_that_was_renewed_claims_nothing():
    wave = hall_of(10)
    (offer,) = invited(wave, [2])
    Interest.objects.filter(pk=offer.interest_id).update(generation=1)

    with pytest.raises(LinkGone):
        claim(offer.interest, None, NOW)

    assert state_of(offer) == "sent"


def test_a_claim_confirms_the_address_as_well():
    wave = hall_of(10)
    (offer,) = invited(wave, [2])
    Interest.objects.filter(pk=offer.interest_id).update(verified_at=None)

    claim(offer.interest, None, NOW)

    assert Interest.objects.get(pk=offer.interest_id).verified_at == NOW
    assert state_of(offer) == "claimed"


def test_the_mail_with_the_tickets_follows_once():
    wave = hall_of(10)
    offers = invited(wave, [2, 1])
    claim_batch([press_of(offer) for offer in offers])
    later = NOW + timedelta(seconds=2)

    early = tell_claims.due(NOW)
    for _ in range(2):
        for first in tell_claims.due(later):
            tell_claims.tell_claims(first, later)

    assert early == []
    mails = Mail.objects.filter(template="tickets/yours").order_by("pk")
    assert [mail.recipient for mail in mails] == [offer.interest.email for offer in offers]


def test_to_decline_an_offer_leaves_its_seats_to_others():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    (next_one,) = waiting(wave, [2])

    for _ in range(2):
        decline(offer.interest_id, NOW)
    for event_id in promote.due(NOW):
        promote.promote(event_id, NOW)

    assert states_of([offer, next_one]) == ["declined", "sent"]
    with pytest.raises(NotOffered):
        claim(offer.interest, None, NOW)


def test_a_place_given_back_ends_its_tickets_and_frees_its_seats():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    claim(offer.interest, None, NOW)

    for _ in range(2):
        decline(offer.interest_id, NOW)

    assert state_of(offer) == "declined"
    assert seats_of(wave.event).taken == 0
    assert Claim.objects.count() == 0
    assert [ticket.revoked_why for ticket in Ticket.objects.all()] == ["released", "released"]
    assert Entry.objects.filter(verb="release").count() == 1


def test_a_ticket_that_a_friend_took_keeps_its_seat():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    claim(offer.interest, None, NOW)
    second = Ticket.objects.get(number=2)
    Ticket.objects.filter(pk=second.pk).update(passed_at=NOW, passed_to="bo@example.org", name="Bo")

    decline(offer.interest_id, NOW)

    assert seats_of(wave.event).taken == 1
    assert Ticket.objects.get(pk=second.pk).is_good
    assert_sound(wave.event)


def test_who_still_comes_says_so_with_one_press():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    claim(offer.interest, None, NOW)

    for hours in (1, 2):
        stay(offer.interest_id, NOW + timedelta(hours=hours))

    assert Invitation.objects.get(pk=offer.pk).reconfirmed_at == NOW + timedelta(hours=1)


def test_nothing_can_be_declined_that_was_not_offered():
    wave = hall_of(2)
    (line,) = waiting(wave, [2])

    with pytest.raises(NotSeated):
        decline(line.interest_id, NOW)

    assert state_of(line) == "waiting"


def test_taking_the_answer_back_frees_its_seats_at_once():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    claim(offer.interest, None, NOW)

    withdraw(offer.interest_id, NOW)
    restore(offer.interest_id, NOW)

    assert state_of(offer) == "withdrawn"
    assert seats_of(wave.event).taken == 0
    assert_sound(wave.event)


def test_whoever_is_rejected_at_the_desk_holds_no_place():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    claim(offer.interest, None, NOW)
    Interest.objects.filter(pk=offer.interest_id).update(standing="rejected", reviewed_at=NOW)

    for interest_id in end_withdrawn.due(NOW):
        end_withdrawn.end_withdrawn(interest_id, NOW)

    assert state_of(offer) == "withdrawn"
    assert seats_of(wave.event).taken == 0
    assert end_withdrawn.due(NOW) == []


def test_erasing_a_person_frees_their_seats():
    wave = hall_of(4)
    offers = invited(wave, [2, 2])
    claim_batch([press_of(offer) for offer in offers])

    erase_person(offers[0].interest_id, "fan")

    assert seats_of(wave.event).taken == 2
    assert_sound(wave.event)


def test_erasing_a_friend_frees_the_one_seat_they_took():
    wave = hall_of(2)
    (offer, friend) = invited(wave, [2, 1])
    claim(offer.interest, None, NOW)
    taken = {"passed_at": NOW, "passed_to": friend.interest.email, "passed_key": friend.interest.email_key}
    Ticket.objects.filter(number=2).update(**taken)

    erase_person(friend.interest_id, "fan")

    assert seats_of(wave.event).taken == 1
    assert_sound(wave.event)


def test_nobody_who_replied_lapses():
    wave = hall_of(9)
    silent, claimed, declined = invited(wave, [2, 2, 2])
    claim(claimed.interest, None, NOW)
    decline(declined.interest_id, NOW)
    late = REPLY_BY + lapse.GRACE

    for _ in range(2):
        for first in lapse.due(late):
            lapse.lapse(first, late)

    assert states_of([silent, claimed, declined]) == ["lapsed", "claimed", "declined"]
    assert Entry.objects.filter(verb="lapse").count() == 1


def test_who_did_not_reply_may_wait_at_the_end():
    wave = hall_of(2)
    (late,) = invited(wave, [2])
    (line,) = waiting(wave, [2])
    lapse.lapse(late.pk, REPLY_BY + lapse.GRACE)

    for _ in range(2):
        wait(late.interest_id, NOW)

    late.refresh_from_db()
    assert late.state == "waiting"
    assert late.position > line.position


def test_who_finds_the_seats_taken_keeps_their_place_in_the_order():
    wave = hall_of(2)
    offers = invited(wave, [2, 2])
    (line,) = waiting(wave, [2])
    claim(offers[0].interest, None, NOW)

    wait(offers[1].interest_id, NOW)
    decline(offers[0].interest_id, NOW)
    promote.promote(wave.event_id, NOW)

    assert states_of([*offers, line]) == ["declined", "sent", "waiting"]


def test_the_waitlist_can_be_left():
    wave = hall_of(2)
    (line,) = waiting(wave, [2])

    for _ in range(2):
        leave(line.interest_id, NOW)

    assert state_of(line) == "withdrawn"
    assert promote.due(NOW) == []


def test_capacity_is_raised_at_any_time_and_the_next_are_invited():
    wave = hall_of(2)
    (offer,) = invited(wave, [2])
    line = waiting(wave, [3, 1])
    claim(offer.interest, None, NOW)

    set_limit(wave.event, "", 4, "user:1")
    for event_id in promote.due(NOW):
        promote.promote(event_id, NOW)

    assert states_of(line) == ["waiting", "sent"]
    assert promote.due(NOW) == []


def test_capacity_is_lowered_to_no_less_than_is_taken_and_says_whom_it_would_touch():
    wave = hall_of(9)
    offers = invited(wave, [2, 2, 2])
    for minutes, offer in enumerate(offers):
        claim(offer.interest, None, NOW + timedelta(minutes=minutes))

    with pytest.raises(BelowTaken) as refusal:
        set_limit(wave.event, "", 3, "user:1")

    assert refusal.value.taken == 6
    assert [each.invitation_id for each in refusal.value.touched] == [offers[2].pk, offers[1].pk]
    assert set_limit(wave.event, "", 6, "user:1").free == 0


def test_the_forecast_hears_how_far_each_has_come():
    wave = hall_of(9)
    claimed, reconfirmed, declined, lapsed, waits, withdrawn = invited(wave, [3, 2, 1, 1, 1, 1])
    claim(claimed.interest, 2, NOW)
    for each in (reconfirmed, withdrawn):
        claim(each.interest, None, NOW)
    stay(reconfirmed.interest_id, NOW)
    decline(declined.interest_id, NOW)
    wait(waits.interest_id, NOW)
    withdraw(withdrawn.interest_id, NOW)
    lapse.lapse(lapsed.pk, REPLY_BY + lapse.GRACE)

    steps = {each.interest_id: (each.step, each.heads) for each in Progress.objects.all()}

    assert steps == {
        claimed.interest_id: ("claimed", 2),
        reconfirmed.interest_id: ("reconfirmed", 2),
        declined.interest_id: ("declined", None),
        lapsed.interest_id: ("lapsed", None),
    }
