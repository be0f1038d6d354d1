"""Friends on the waitlist go on together, whichever way a place comes to them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import ACTOR, event_of, published, wave_of
from tests.invitations.draws import NOW, drawn
from tests.invitations.people import names, people_of
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.withdraw import withdraw
from turnout.invitations.friends import join_group, make_group
from turnout.invitations.models import TO_THINK, Draw, Invitation, Wave
from turnout.invitations.send_wave import send_wave
from turnout.invitations.start_wave import start_wave
from turnout.outbox.models import Mail

pytestmark = pytest.mark.django_db
State = Invitation.State


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event() -> Event:
    return published(event_of())


def friends_and_others(event: Event) -> list[Interest]:
    """Two friends with two people each, and four who come alone."""
    people = people_of(
        event,
        [{"name": "Ada", "party": 2}, {"name": "Ben", "party": 2}]
        + [{"name": name} for name in ("Cem", "Dee", "Eli", "Fay")],
    )
    group = make_group(people[0].pk, NOW)
    join_group(people[1].pk, group.code, NOW)
    return people


def lost_by_friends(event: Event, seats: int) -> Draw:
    """Drawn so that the two friends wait, and at least one behind them."""
    friends_and_others(event)
    draw = drawn(event, seats=seats)
    first = draw.wave.invitations.order_by("position").first()
    assert first is not None
    friends = draw.wave.invitations.filter(interest__name__in=["Ada", "Ben"])
    winners = draw.wave.invitations.exclude(pk__in=friends).order_by("position")[:seats]
    chosen = {each.pk for each in winners}
    draw.wave.invitations.filter(pk__in=chosen).update(is_chosen=True)
    draw.wave.invitations.exclude(pk__in=chosen).update(is_chosen=False)
    friends.update(position=first.position + 100)
    rest = draw.wave.invitations.filter(is_chosen=False).exclude(pk__in=friends)
    rest.update(position=first.position + 200)
    return draw


def sent_to_end(wave: Wave) -> set[str]:
    now = timezone.now() + TO_THINK
    for _ in range(30):
        found = Wave.objects.get(pk=wave.pk)
        if found.state == Wave.State.SENT:
            break
        now = max(now, found.next_at or now)
        send_wave(wave.pk, now)
        Mail.objects.filter(bundle=wave.bundle).update(state=Mail.State.SENT)
    return set(names(list(wave.invitations.exclude(sent_at=None).select_related("interest"))))


def test_a_seat_of_somebody_who_left_is_not_one_friend_s_alone(event: Event):
    wave = lost_by_friends(event, seats=3).wave
    start_wave(wave, ACTOR, NOW)
    winners = wave.invitations.filter(is_chosen=True).select_related("interest")
    gone = list(winners)[:2]
    for each in gone:
        withdraw(each.interest_id, NOW)

    invited = sent_to_end(wave)

    assert len(invited) == 2
    assert not invited & {"Ada", "Ben"}


def test_friends_take_the_seats_of_those_who_left_if_all_of_them_fit(event: Event):
    wave = lost_by_friends(event, seats=4).wave
    start_wave(wave, ACTOR, NOW)
    for each in wave.invitations.filter(is_chosen=True):
        withdraw(each.interest_id, NOW)

    assert sent_to_end(wave) == {"Ada", "Ben"}


@pytest.mark.parametrize(("seats", "are_invited"), [(3, False), (4, True), (5, True)])
def test_a_round_for_the_next_in_line_takes_friends_together_or_not_at_all(
    event: Event, seats: int, are_invited: bool
):
    first = lost_by_friends(event, seats=1).wave
    start_wave(first, ACTOR, NOW)
    sent_to_end(first)

    following = wave_of(event, rule=Wave.Rule.NEXT, seats=seats)
    start_wave(following, ACTOR, NOW + timedelta(minutes=5))

    found = sent_to_end(following)
    assert found & {"Ada", "Ben"} == ({"Ada", "Ben"} if are_invited else set())
    assert len(found) == {3: 3, 4: 2, 5: 3}[seats]


def test_friends_of_whom_one_does_not_fit_the_round_stay_together(event: Event):
    first = lost_by_friends(event, seats=1).wave
    start_wave(first, ACTOR, NOW)
    sent_to_end(first)
    Interest.objects.filter(name="Ben").update(likelihood="maybe")

    following = wave_of(
        event, rule=Wave.Rule.NEXT, seats=5, narrowing={"verified": True, "likelihood": ["definitely"]}
    )
    start_wave(following, ACTOR, NOW + timedelta(minutes=5))

    assert not sent_to_end(following) & {"Ada", "Ben"}
