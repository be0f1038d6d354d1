"""Two things happen to one invitation at the same moment: one outcome, and nothing that does not add up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.tickets.hall import NOW, assert_sound, hall_of, invited, seats_of, state_of, waiting
from turnout.privacy.erase_person import erase_person
from turnout.rules.refusal import Refusal
from turnout.tickets import lapse, promote
from turnout.tickets.claim import claim
from turnout.tickets.decline import decline
from turnout.tickets.withdraw import withdraw

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def at_once(*steps: Callable[[], object]) -> None:
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
        except Refusal:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        list(threads.map(run, steps))


def test_whatever_meets_a_claim_leaves_one_outcome():
    wave = hall_of(100)
    late = NOW + lapse.GRACE
    for _ in range(ROUNDS):
        same, declined, withdrawn, erased = invited(wave, [2, 2, 2, 2])
        (lapsed,) = invited(wave, [2], reply_by=NOW)

        at_once(
            lambda: claim(same.interest, None, NOW),  # noqa: B023
            lambda: claim(same.interest, 1, NOW),  # noqa: B023
            lambda: claim(declined.interest, None, NOW),  # noqa: B023
            lambda: decline(declined.interest_id, NOW),  # noqa: B023
            lambda: claim(withdrawn.interest, None, NOW),  # noqa: B023
            lambda: withdraw(withdrawn.interest_id, NOW),  # noqa: B023
            lambda: claim(lapsed.interest, None, NOW - timedelta(seconds=1)),  # noqa: B023
            lambda: lapse.lapse(lapsed.pk, late),  # noqa: B023
            lambda: claim(erased.interest, None, NOW),  # noqa: B023
            lambda: erase_person(erased.interest_id, "fan"),  # noqa: B023
        )

        assert state_of(declined) == "declined"
        assert state_of(withdrawn) == "withdrawn"
        assert state_of(lapsed) in {"claimed", "lapsed"}
        assert_sound(wave.event)


def test_workers_that_promote_at_once_offer_no_seat_twice():
    wave = hall_of(5)
    waiting(wave, [1] * 12)

    at_once(*[lambda: promote.promote(wave.event_id, NOW) for _ in range(4)])

    assert wave.invitations.filter(state="sent").count() == 5
    assert seats_of(wave.event).taken == 0
