"""What an interest counts for follows its standing."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import event_of, interest_of
from turnout.events.models import Stage
from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of
from turnout.interest.tallies import Sums

pytestmark = pytest.mark.django_db
STANDING = Interest.Standing


@pytest.fixture
def interest() -> Interest:
    event = event_of(stage=Stage.GAUGING)
    interest_of(event, party=1)
    return interest_of(event, party=3)


def change(interest: Interest, **fields: object) -> Sums:
    with transaction.atomic():
        stands = held(interest.pk)
        with tallies.recounting(stands):
            for name, value in fields.items():
                setattr(stands, name, value)
            stands.save()
    return counts_of(interest.event_id).total


def test_new_answer_is_counted_and_neither_suspect_nor_verified(interest: Interest):
    assert interest.standing == STANDING.COUNTED
    assert counts_of(interest.event_id).total == Sums(2, 4, 0, 0, 0)


def test_suspect_is_counted_among_all_and_apart(interest: Interest):
    assert change(interest, standing=STANDING.SUSPECT) == Sums(2, 4, 0, 1, 3)


def test_suspect_that_is_verified_does_not_count_as_verified_until_accepted(interest: Interest):
    assert change(interest, standing=STANDING.SUSPECT, verified_at=timezone.now()) == Sums(2, 4, 0, 1, 3)
    assert change(interest, standing=STANDING.COUNTED) == Sums(2, 4, 1, 0, 0)


@pytest.mark.parametrize("standing", [STANDING.REJECTED, STANDING.WITHDRAWN, STANDING.EXPIRED])
def test_who_is_out_is_not_counted_and_is_again_when_back(interest: Interest, standing: str):
    assert change(interest, standing=standing) == Sums(1, 1, 0, 0, 0)
    assert change(interest, standing=STANDING.COUNTED) == Sums(2, 4, 0, 0, 0)


def test_change_of_an_answer_moves_it_between_buckets(interest: Interest):
    change(interest, party=2, country="CA")

    by_country = counts_of(interest.event_id).of("country")
    assert by_country == {"US": Sums(1, 1, 0), "CA": Sums(1, 2, 0)}


def test_recount_agrees_with_every_standing(interest: Interest):
    change(interest, standing=STANDING.SUSPECT)
    for standing in STANDING.values:
        change(interest_of(interest.event), standing=standing)
    with transaction.atomic():
        tallies.subtract([interest_of(interest.event)])
        Interest.objects.filter(pk=Interest.objects.latest("pk").pk).delete()

    assert tallies.stored(interest.event_id) == tallies.counted(interest.event_id)
