"""Seats that are first for a group: none stays empty for people who do not come, and none is taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import ACTOR
from tests.tickets.hall import (
    NOW,
    as_friends,
    assert_sound,
    hall_of,
    invited,
    seats_of,
    state_of,
    states_of,
    waiting,
)
from turnout.invitations.models import Invitation, Wave
from turnout.outbox.models import Mail
from turnout.tickets import promote
from turnout.tickets.claim import claim, claim_batch
from turnout.tickets.decline import decline
from turnout.tickets.free import largest_party
from turnout.tickets.not_seated import SeatsTaken
from turnout.tickets.open_seats import open_seats
from turnout.tickets.press import Press
from turnout.tickets.set_limit import set_limit

pytestmark = pytest.mark.django_db
NEAR = {"name": "near", "share": 30, "narrowing": {}}
YOUNG = {"name": "young", "share": 20, "narrowing": {}}


def pressed(offers: list[Invitation]) -> list[str]:
    claim_batch([Press(each.interest.public_id, 0, NOW) for each in offers])
    return states_of(offers)


def promoted(wave: Wave) -> None:
    for event_id in promote.due(NOW):
        promote.promote(event_id, NOW)
    assert_sound(wave.event)


def test_seats_that_a_group_does_not_need_are_confirmed_by_anybody():
    wave = hall_of(10, quotas=[NEAR])
    near = invited(wave, [1], quota="near")
    far = invited(wave, [1] * 10)

    assert pressed(far) == ["claimed"] * 9 + ["sent"]
    assert pressed(near) == ["claimed"]
    assert (seats_of(wave.event).limit, seats_of(wave.event, "near").limit) == (9, 1)
    assert_sound(wave.event)


@pytest.mark.parametrize("needs", ["sent", "waiting"])
def test_seats_that_a_group_needs_are_kept_for_it(needs: str):
    wave = hall_of(10, quotas=[NEAR])
    (invited if needs == "sent" else waiting)(wave, [1, 2], quota="near")
    far = invited(wave, [1] * 8)

    assert pressed(far) == ["claimed"] * 7 + ["sent"]
    assert seats_of(wave.event, "near").limit == 3


def test_a_seat_into_which_none_of_its_group_fits_is_anybodys():
    wave = hall_of(10, quotas=[NEAR])
    near = invited(wave, [2], quota="near")
    waiting(wave, [2], quota="near")
    far = invited(wave, [1] * 8)

    assert pressed([*near, *far]) == ["claimed"] * 9
    assert_sound(wave.event)


def test_a_party_sits_on_its_groups_and_everybodys_seats_together():
    wave = hall_of(10, quotas=[NEAR])
    near = invited(wave, [2, 4], quota="near")
    far = invited(wave, [2, 2])

    assert pressed([near[0], *far]) == ["claimed"] * 3
    assert largest_party(wave.event_id, "near") == 4
    assert pressed([near[1]]) == ["claimed"]
    assert (seats_of(wave.event).free, seats_of(wave.event, "near").free) == (0, 0)
    assert_sound(wave.event)


def test_who_finds_too_few_learns_of_all_seats_that_would_be_theirs():
    wave = hall_of(10, quotas=[NEAR, YOUNG])
    invited(wave, [1], quota="near")
    (far,) = invited(wave, [10])

    with pytest.raises(SeatsTaken) as refusal:
        claim(far.interest, None, NOW)

    assert (refusal.value.free, refusal.value.party) == (9, 10)
    assert largest_party(wave.event_id, "") == 9
    claim(far.interest, 9, NOW)
    assert_sound(wave.event)


def test_a_seat_that_its_group_does_not_need_is_promoted_to_anybody():
    wave = hall_of(10, quotas=[NEAR])
    line = waiting(wave, [4, 4, 2, 1])

    promoted(wave)

    assert states_of(line) == ["sent", "sent", "sent", "waiting"]
    assert promote.due(NOW) == []
    assert pressed(line[:3]) == ["claimed"] * 3
    assert_sound(wave.event)


def test_a_group_that_waits_comes_first_on_its_own_seats_and_then_who_is_next():
    wave = hall_of(10, quotas=[NEAR])
    far = waiting(wave, [7, 1, 1])
    near = waiting(wave, [2], quota="near")

    promoted(wave)

    assert states_of([*far, *near]) == ["sent", "sent", "waiting", "sent"]


def test_a_party_is_promoted_to_its_groups_and_everybodys_seats_together():
    wave = hall_of(10, quotas=[NEAR])
    line = waiting(wave, [7]) + waiting(wave, [1], quota="near") + waiting(wave, [2], quota="near")
    big = hall_of(4, quotas=[{**NEAR, "share": 50}])
    (party,) = waiting(big, [4], quota="near")

    promoted(wave)
    promoted(big)

    assert states_of(line) == ["sent"] * 3
    assert state_of(party) == "sent"
    assert pressed([party]) == ["claimed"]


def test_a_seat_that_comes_free_in_a_group_goes_on_to_anybody():
    wave = hall_of(4, quotas=[{**NEAR, "share": 50}])
    near = invited(wave, [2], quota="near")
    pressed(near + invited(wave, [2]))
    line = waiting(wave, [1, 1])

    decline(near[0].interest_id, NOW)
    promoted(wave)

    assert states_of(line) == ["sent", "sent"]
    assert pressed(line) == ["claimed", "claimed"]


def test_more_seats_for_a_group_that_needs_none_are_everybodys():
    wave = hall_of(4, quotas=[{**NEAR, "share": 50}])
    pressed(invited(wave, [4]))
    line = waiting(wave, [3])

    set_limit(wave.event, "near", 3, ACTOR)
    promoted(wave)

    assert states_of(line) == ["sent"]


def test_friends_are_promoted_together_or_not_at_all():
    wave = hall_of(3)
    friends = as_friends(waiting(wave, [2, 2]))
    others = waiting(wave, [1, 1])

    promoted(wave)

    assert states_of([*friends, *others]) == ["waiting", "waiting", "sent", "sent"]
    set_limit(wave.event, "", 6, ACTOR)
    promoted(wave)
    assert states_of(friends) == ["sent", "sent"]


def test_of_friends_each_is_counted_however_big_the_parties_are():
    wave = hall_of(2)
    friends = as_friends(waiting(wave, [3, 1]))

    promoted(wave)

    assert states_of(friends) == ["waiting", "waiting"]


def test_who_left_the_friends_stands_alone():
    wave = hall_of(2)
    friends = as_friends(waiting(wave, [1, 2]))
    friends[0].interest.friend.delete()

    promoted(wave)

    assert states_of(friends) == ["sent", "waiting"]


@pytest.mark.only("postgres")  # on SQLite one writes at a time
@pytest.mark.django_db(transaction=True)
def test_a_friend_who_is_busy_at_the_moment_keeps_the_others_waiting():
    wave = hall_of(4)
    friends = as_friends(waiting(wave, [2, 2]))
    held, done = Barrier(2), Barrier(2)

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Invitation.objects.select_for_update().get(pk=friends[1].pk)
            held.wait()
            done.wait()
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        held.wait()
        promoted(wave)
        assert states_of(friends) == ["waiting", "waiting"]
        assert Mail.objects.count() == 0
        done.wait()
        holding.result()
    promoted(wave)
    assert states_of(friends) == ["sent", "sent"]


def test_a_later_round_with_other_groups_has_seats_of_its_own_for_them():
    wave = hall_of(100, quotas=[NEAR])
    pressed(invited(wave, [20] * 3))
    later = later_round(wave, [YOUNG], seats=40)
    young = invited(later, [4], quota="young")
    far = invited(later, [20, 16, 4])

    open_seats(wave.event_id)
    open_seats(wave.event_id)

    assert {name: seats_of(wave.event, name).limit for name in ("", "near", "young")} == {
        "": 62,
        "near": 30,
        "young": 8,
    }
    assert pressed(far) == ["claimed", "claimed", "sent"]
    assert pressed(young) == ["claimed"]
    assert_sound(wave.event)


def test_the_same_group_in_a_later_round_keeps_as_many_as_that_promises():
    wave = hall_of(100, quotas=[NEAR])
    pressed(invited(wave, [10] * 3, quota="near"))
    later_round(wave, [NEAR], seats=20)

    open_seats(wave.event_id)

    assert (seats_of(wave.event).limit, seats_of(wave.event, "near").limit) == (64, 36)


def test_a_later_rounds_groups_take_no_seat_that_somebody_has_or_was_offered():
    wave = hall_of(10)
    pressed(invited(wave, [6]))
    invited(wave, [3])
    later_round(wave, [YOUNG], seats=10)

    open_seats(wave.event_id)

    assert (seats_of(wave.event).limit, seats_of(wave.event, "young").limit) == (9, 1)


def test_a_claim_of_a_later_round_lays_out_its_groups_seats():
    wave = hall_of(10)
    later = later_round(wave, [YOUNG], seats=10)
    young = invited(later, [1], quota="young")

    assert pressed(young) == ["claimed"]
    assert seats_of(wave.event, "young").taken == 1


def test_a_round_is_laid_out_by_whom_it_chose():
    wave = hall_of(10)
    later = later_round(wave, [NEAR], seats=10, is_enlisted=True)
    invited(later, [1], quota="near", is_chosen=True)

    assert list(open_seats_due()) == [wave.event_id]
    open_seats(wave.event_id)

    assert seats_of(wave.event, "near").limit == 1
    assert list(open_seats_due()) == []


def open_seats_due() -> list[int]:
    from turnout.tickets import open_seats as room

    return list(room.due(NOW))


def later_round(wave: Wave, quotas: list[dict[str, object]], **fields: object) -> Wave:
    return Wave.objects.create(
        event=wave.event,
        number=wave.event.waves.count() + 1,
        state=Wave.State.SENT,
        quotas=quotas,
        texts=wave.texts,
        reply_by=wave.reply_by,
        **fields,
    )


@pytest.mark.django_db(transaction=True)
def test_claims_at_once_on_groups_and_everybody_fill_the_hall_and_no_more():
    for _ in range(4):
        wave = hall_of(12, quotas=[NEAR, YOUNG])
        near = invited(wave, [1, 2], quota="near")
        offers = [*near, *invited(wave, [2], quota="young"), *invited(wave, [1, 2, 3, 2, 1])]

        at_once(*[_press(each) for each in offers])

        assert_sound(wave.event)
        free = sum(seats_of(wave.event, name).free for name in ("", "near", "young"))
        left = [each.party for each in offers if state_of(each) == "sent"]
        assert sum(each.party for each in offers) == 14
        assert all(party > free for party in left)


def _press(offer: Invitation) -> Callable[[], object]:
    return lambda: claim_batch([Press(offer.interest.public_id, 0, NOW)])


def at_once(*steps: Callable[[], object]) -> None:
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        list(threads.map(run, steps))
